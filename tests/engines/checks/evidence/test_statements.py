"""Evidence on what is stated."""

import pytest

from bluepencil.engines.checks.evidence.statements import LOOKS
from tests.engines.checks.reading import document


def shown(item, *sections):
    return LOOKS[item](document(*sections))


def texts(found):
    return [part.words for part in found.shows]


@pytest.mark.parametrize(
    ("item", "yes", "no"),
    [
        ("numbers", "It held 1,420 vials.", "It held vials on 3 May 2026."),
        ("evidence", "No vial was affected (record BR-4711).", "No vial was affected."),
        ("evidence", "The loss was found in 12% of lots.", "The record is red."),
        ("actors", "Maria Lopez approved it.", "It was approved."),
        ("actors", "The shift supervisor stopped the line.", "The line stopped."),
        ("actors", "The quality manager informed Maria Lopez.", "Maria Lopez was informed."),
    ],
)
def test_a_sentence_shows_it_or_does_not(item, yes, no):
    assert texts(shown(item, ("One", f"{yes} {no}"))) == [yes]


def test_a_cause_beyond_a_person_shows_it():
    text = "The operator forgot the switch. The procedure does not ask for a second check."
    assert texts(shown("root-cause", ("Root cause", text))) == [
        "The procedure does not ask for a second check."
    ]
    assert texts(shown("root-cause", ("Root cause", "The operator forgot the switch."))) == []


def test_without_a_cause_it_applies_to_nothing_unless_one_is_hinted_at():
    assert shown("root-cause", ("One", "The pump is red.")).nothing
    for text in ("It stopped because of that.", "The operator forgot the valve."):
        assert not shown("root-cause", ("One", text)).nothing


def test_facts_told_twice_agree():
    found = shown(
        "consistency",
        ("One", "1,420 vials were lost. The store was warm for 40 minutes."),
        ("Two", "Of these 1420 vials none was used. They talked for 40 minutes."),
    )
    assert len(found.shows) == 2 and found.least > 2  # one such fact alone says little
    assert "1 fact" in found.note


def test_a_conclusion_all_of_which_was_told_before_shows_it():
    before = ("Cause", "The seal of pump 3 was worn. Nobody had checked it since March.")
    assert shown("conclusion", before, ("Conclusion", "The seal of pump 3 was worn.")).shows
    more = shown("conclusion", before, ("Conclusion", "The seal was worn. A flood came too."))
    assert not more.shows and more.note.startswith("1 of 2")
    assert shown("conclusion", before).nothing
