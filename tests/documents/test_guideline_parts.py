"""The words of a guideline, and the rules an item says it is checked by."""

import pytest

from bluepencil.documents.guideline import parse
from bluepencil.documents.guideline_parts import Avoided, Words, checked_by, word_list


@pytest.mark.parametrize(
    "line",
    [
        'avoid: "leverage" → "use"',
        "avoid: “leverage” → “use”",
        'Avoid: "leverage" -> "use"',
        "avoid: leverage => use",
    ],
)
def test_words_to_avoid_say_what_to_write_instead(line):
    assert word_list([line]).avoid == (Avoided("leverage", "use"),)


def test_one_line_may_name_several_and_need_not_say_what_to_write_instead():
    listed = word_list(['avoid: "utilize", "utilise" → "use"', 'avoid: "synergy"'])
    assert listed.avoid == (
        Avoided("utilize", "use"),
        Avoided("utilise", "use"),
        Avoided("synergy"),
    )


def test_spellings_and_terms_are_taken_as_they_are_written():
    listed = word_list(['always: "e-mail", "JavaScript"', "term: batch record, release plan"])
    assert (listed.always, listed.terms) == (
        ("e-mail", "JavaScript"),
        ("batch record", "release plan"),
    )


@pytest.mark.parametrize("line", ["", "avoid:", 'never: "x"', "avoid: → use", "just words"])
def test_a_line_that_says_nothing_of_the_kind_is_left_aside(line):
    assert word_list([line]) == Words()


def test_a_guideline_has_a_part_for_them_and_its_terms_are_accepted_terms_too():
    guideline = parse(
        '# Ours\n\n## Checklist\n\n- Be clear.\n\n## Words\n\n- always: "e-mail"\n'
        "- term: OOS batch\n\n## Terms that are fine\n\n- QA\n",
        "ours",
    )
    assert guideline.words.always == ("e-mail",)
    assert guideline.terms == ("QA", "OOS batch")
    assert [item.text for item in guideline.items] == ["Be clear."]


def test_words_are_no_checklist_where_there_is_none():
    assert parse("# Ours\n\n## Words\n\n- term: batch record\n", "ours").items == ()


def test_an_item_names_the_rules_it_is_checked_by():
    guideline = parse(
        "# Ours\n\n## Checklist\n\n"
        "- owners: Every action has an owner. (checked by: action-incomplete, undated-action)\n"
        "- Every date has a year (2026).\n",
        "ours",
    )
    owners, years = guideline.items
    assert owners.text == "Every action has an owner."
    assert owners.rules == ("action-incomplete", "undated-action")
    assert (years.text, years.rules) == ("Every date has a year (2026).", ())


@pytest.mark.parametrize("text", ["(checked by: x)", "Text (checked by: x) and more", "Text"])
def test_only_the_end_of_a_text_names_rules(text):
    assert checked_by(text) == (text, ())


def test_a_guideline_may_be_called_by_its_words():
    guideline = parse("# House style\n\n- Be brief.\n", "house-style")
    assert [item.text for item in guideline.items] == ["Be brief."]
