"""The words a guideline avoids, those it spells one way, and its terms, as findings."""

import pytest

from bluepencil.documents.guideline import parse
from bluepencil.engines.checks.wording import with_words
from bluepencil.review.findings import Finding
from tests.conftest import document


def looked(text, *lines, found=()):
    """What is found in a section of that text, by the words in these lines of a guideline."""
    listed = "".join(f"- {line}\n" for line in lines)
    guideline = parse(f"# Ours\n\n## Words\n\n{listed}", "ours")
    section = document(("One", text)).sections[0]
    results = list(with_words(section, guideline, found))
    for one in results:
        assert section.text[one.start : one.end] == one.quote
    return results


def replaced(text, *lines):
    return [(one.quote, one.replacement) for one in looked(text, *lines)]


def test_a_word_to_avoid_is_found_and_replaced():
    line = 'avoid: "leverage" → "use"'
    assert replaced("We leverage it. Leverage it!", line) == [
        ("leverage", "use"),
        ("Leverage", "Use"),
    ]


def test_its_other_forms_are_found_but_not_replaced_word_for_word():
    line = 'avoid: "leverage" → "use"'
    assert replaced("She leveraged it, leveraging both.", line) == [
        ("leveraged", None),
        ("leveraging", None),
    ]
    assert "a form of “use”" in looked("She leveraged it.", line)[0].suggestion


def test_without_anything_to_write_instead_there_is_no_replacement():
    (found,) = looked("Much synergy.", 'avoid: "synergy"')
    assert (found.replacement, found.rule, found.severity) == (None, "avoided-word", "medium")


def test_several_words_are_found_over_the_end_of_a_line():
    assert replaced("It was done in  order\nto win.", 'avoid: "in order to" → "to"') == [
        ("in  order\nto", "to")
    ]


@pytest.mark.parametrize("text", ["leverages.io", "cleverage", "a/leverage/b", "leverage-free"])
def test_parts_of_other_words_and_addresses_are_left_alone(text):
    assert replaced(text, 'avoid: "leverage" → "use"') == []


@pytest.mark.parametrize(
    ("spelling", "text", "found"),
    [
        ("e-mail", "Send an email or an e mail.", [("email", "e-mail"), ("e mail", "e-mail")]),
        ("e-mail", "Emails and e–mails.", [("Emails", "E-mails"), ("e–mails", "e-mails")]),
        ("e-mail", "An e-mail, E-mails, and E-MAIL.", []),
        ("e-mail", "Write to me@email.com or /email/new.", []),
        ("online", "An on-line shop on line 4.", [("on-line", "online")]),
        ("JavaScript", "A Java Script.", [("Java Script", "JavaScript")]),
        ("JavaScript", "A javascript.", [("javascript", "JavaScript")]),
        ("café", "The cafe and the Café.", [("cafe", "café")]),
        ("batch record", "A batch-record.", [("batch-record", "batch record")]),
    ],
)  # fmt: skip
def test_other_spellings_are_found(spelling, text, found):
    assert replaced(text, f'always: "{spelling}"') == found


def test_code_is_left_alone():
    section = document(("One", "email")).sections[0]
    code = section.blocks[0].model_copy(update={"kind": "code"})
    section = section.model_copy(update={"blocks": (code,)})
    guideline = parse('# O\n\n## Words\n\n- always: "e-mail"\n', "o")
    assert list(with_words(section, guideline, ())) == []


def raised(quote, text, category="language", **values):
    start = text.index(quote)
    return Finding(
        section_name="One", quote=quote, start=start, end=start + len(quote), category=category,
        severity="low", description="?", source="checks", rule="spelling", **values,
    )  # fmt: skip


def test_a_term_is_never_flagged_and_all_else_is():
    text = "The batch record of the btch is here."
    found = [raised("batch record", text), raised("batch", text), raised("btch", text)]
    assert [one.quote for one in looked(text, "term: batch record", found=found)] == ["btch"]


def test_a_sentence_with_a_term_may_be_flagged_as_a_whole():
    text = "The batch record was lost."
    found = [raised(text, text, "clarity")]
    assert looked(text, "term: batch record", found=found) == found


def test_a_term_may_hold_a_word_to_avoid():
    assert replaced("Leverage ratio", 'avoid: "leverage"', "term: leverage ratio") == []


def test_the_same_words_are_flagged_once():
    text = "We leverage it."
    (found,) = looked(text, 'avoid: "leverage"', found=[raised("leverage", text)])
    assert found.rule == "avoided-word"


def test_without_words_everything_stays():
    found = [raised("x", "x")]
    assert looked("x", found=found) == found
