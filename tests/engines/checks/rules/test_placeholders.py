"""Placeholders: marks that were left to be filled in, in any language, and what only looks so."""

import pytest

from tests.engines.checks.conftest import findings


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("The number is TBD.", "TBD"),
        ("Signed by [insert name here] today.", "[insert name here]"),
        ("Reference: ________", "________"),
        ("Der Wert ist noch TBD und wird nicht mit den anderen aus dem Bericht verglichen.", "TBD"),
        ("The cost is EUR XX.", "EUR XX"),
        ("Effectiveness check EC-26-XXX is open.", "XXX"),
        ("Date: dd.mm.yyyy", "dd.mm.yyyy"),
        ("See figure ??? for more.", "???"),
        ("<supplier name> delivered the part.", "<supplier name>"),
        ("[Photo of the valve]", "[Photo of the valve]"),
        ("The next meeting: ??? TBD", "??? TBD"),
        ("- <...>", "<...>"),
    ],
)
def test_it_is_found(text, quote):
    (found,) = findings(text)
    severity = "medium" if quote[0] in "[<{(" else "high"  # brackets may be names of variables
    assert (found.rule, found.severity, found.quote) == ("placeholder", severity, quote)


def test_a_note_to_do_something_may_be_an_action():
    (found,) = findings("TODO: open the account")
    assert (found.rule, found.severity) == ("placeholder", "medium")


def test_what_is_left_open_on_purpose_weighs_less():
    (found,) = findings("The exact process is TBC outside this text.")
    assert (found.rule, found.severity) == ("placeholder", "medium")


@pytest.mark.parametrize(
    "text",
    [
        "Keep the TODO list short.",
        "The derive attribute [extra] is read by the parser.",
        "The right to privacy [UDHR] holds.",
        "See [RFC 2119] and [the guide](https://example.org).",
        "He wrote “[sic]” beside the word.",
        "The result is the same (check the table in annex 2).",
        "Chapter 1 ........ 3",
        "The release team asks for the checklist to be completed.",
        "???+ tip",
        "The list is Vec<name> in the code.",
        "It is served under /references/<service>/<version>/api.json there.",
        "A FIXME in processing.py covers the case, and the FIXME's condition holds.",
        "- <name> - the name of the board\n- It is found as <name>.json and as --config=<name>.",
        "Prefer [Fix] and [Docs] instead of [fix] and [docs].",
        "The list is [... automatically generated ...] at the end.",
        "Karl opens the account (ask Karen about it).",
        "A note with a link to follow up posts is added.",
    ],
)
def test_it_is_left_alone(text):
    assert [one for one in findings(text) if one.rule == "placeholder"] == []
