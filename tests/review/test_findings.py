"""What makes two findings the same remark, and what comes first."""

import pytest

from bluepencil.review.findings import MISSING, SEVERITIES, Item, ranked, weight
from tests.review.making import claude, finding, own


def test_the_same_words_are_the_same_remark_whoever_makes_it_and_under_whatever_category():
    one = finding()
    assert claude("clarity", severity="high", description="Vague.").fingerprint == one.fingerprint


@pytest.mark.parametrize(
    "again", ["several vials", "Several  vials", "Several vials.", "Several\nvials …"]
)
def test_how_words_are_set_makes_no_other_remark(again):
    assert finding(start=0, end=1).model_copy(update={"quote": again}).fingerprint == (
        finding().fingerprint
    )


def test_other_words_and_other_sections_are_other_remarks():
    prints = {
        one.fingerprint
        for one in (
            finding(),
            finding("Several"),
            finding().model_copy(update={"section_name": "Cause"}),
            finding(None, description="No date."),
            finding(None, description="No actor."),
        )
    }
    assert len(prints) == 5


def test_a_remark_without_a_quote_is_known_by_its_description():
    one = finding(None, description="Step 2 names no owner.")
    same = claude("actions", quote=None, description="step 2  names no owner")
    other = claude("actions", quote=None, description="Step 3 names no owner.")
    assert one.fingerprint == same.fingerprint != other.fingerprint


def test_words_that_are_nothing_but_punctuation_differ_all_the_same():
    one, other = (
        finding(None, description=description).fingerprint for description in ("...", "?!")
    )
    assert one != other


def test_what_the_document_lacks_is_the_same_in_every_section():
    one, other = (
        finding(None, section=section, rule=MISSING, description="No plan.").fingerprint
        for section in ("Summary", "Cause")
    )
    assert one == other


def test_an_edited_finding_is_still_the_one_that_was_found():
    found = finding(None, description="No actor.")
    said = {"description": "Who did it?", "found_as": "No actor.", "id": "one", "created_at": ""}
    edited = Item(**{**found.model_dump(), **said})
    assert edited.fingerprint == found.fingerprint


def test_two_things_that_a_reader_says_of_the_same_words_are_two():
    assert own("one").fingerprint != own("two").fingerprint


def test_the_serious_come_first_and_of_these_the_surer():
    found = [
        finding(severity="low", confidence=0.9),
        finding(severity="high"),
        finding(severity="high", confidence=0.9),
        finding(severity="medium"),
    ]
    assert [(one.severity, one.confidence) for one in ranked(found)] == [
        ("high", 0.9), ("high", None), ("medium", None), ("low", 0.9),
    ]  # fmt: skip
    assert sorted(SEVERITIES, key=weight) == ["high", "medium", "low"]
