"""Which earlier finding a new one is, and what becomes of it."""

import pytest

from bluepencil.review.carry import resolved
from bluepencil.review.findings import Finding, Item
from bluepencil.review.matching import found_again, match
from tests.conftest import document
from tests.review.making import OLD, claude, finding

TWICE = document(("Summary", "Several vials broke. Several vials were old."))
FIRST, SECOND = (0, 13), (21, 34)


def item(item_id: str = "one", of: Finding | None = None, **values) -> Item:
    base = {"id": item_id, "created_at": "2026-11-23T10:00:00.000Z"}
    return Item(**{**(of or finding()).model_dump(), **base, **values})


def at(place: tuple[int, int], **values) -> Finding:
    return finding(of=TWICE, start=place[0], end=place[1], **values)


def test_nothing_earlier_is_nothing():
    assert match(finding(), [], OLD) is None


def test_of_several_the_one_at_the_same_place_is_meant():
    earlier = [item("one", at(FIRST)), item("two", at(SECOND))]
    assert match(at(SECOND), earlier, TWICE).id == "two"
    assert match(at(FIRST), earlier, TWICE).id == "one"


def test_then_one_that_overlaps_as_where_a_word_more_is_quoted():
    earlier = [item("one", at((5, 13), quote="al vials")), item("two", at(SECOND))]
    assert match(at(FIRST), earlier, TWICE).id == "one"


def test_then_the_nearest_whose_words_have_moved():
    moved = document(("Summary", f"{'x' * 100} Several vials broke."))
    earlier = [item("far", start=0, end=13), item("near", start=90, end=103)]
    assert match(finding(of=moved), earlier, moved).id == "near"


def test_then_one_that_was_resolved():
    gone = resolved(item("gone"), 2)
    assert match(finding(), [gone], OLD).id == "gone"
    elsewhere = item("one", at(SECOND))
    assert match(at(FIRST), [elsewhere, resolved(item("gone"), 2)], TWICE).id == "gone"


def test_one_whose_words_are_still_where_they_were_is_another():
    assert match(at(FIRST), [item("one", at(SECOND))], TWICE) is None


def test_one_of_the_same_rule_comes_before_one_of_another():
    earlier = [item("other", claude("clarity")), item("same", claude("evidence"))]
    assert match(claude("evidence"), earlier, OLD).id == "same"
    assert match(claude("actions"), earlier, OLD).id == "other"


def test_what_this_very_reading_said_is_not_taken_for_what_it_says_next():
    earlier = [item("one", claude("clarity"))]
    assert match(claude("evidence"), earlier, OLD, seen={"one"}) is None
    assert match(claude("clarity"), earlier, OLD, seen={"one"}).id == "one", "said twice"


@pytest.mark.parametrize(("decision", "same"), [("open", False), ("rejected", True)])
def test_one_of_another_sort_of_reading_counts_where_it_was_decided(decision, same):
    earlier = [item("one", claude("clarity"), decision=decision)]
    found = match(claude("evidence"), earlier, OLD, scope="document")
    assert (found is not None) is same


def test_found_again_with_nothing_new_it_is_the_very_same():
    before = item(version=3)
    assert found_again(before, finding(description="Other words"), OLD, 3) is before


def test_found_again_it_belongs_to_this_version():
    after = found_again(item(version=1), finding(), OLD, 2)
    assert (after.version, after.start) == (2, 0)


def test_what_was_resolved_is_back_where_its_words_are_now():
    gone = resolved(item(decision="accepted"), 2)
    back = found_again(gone, at(SECOND), TWICE, 3)
    assert (back.resolved_in, back.start, back.end, back.decision) == (None, *SECOND, "accepted")


def test_a_new_judgement_is_taken_over_only_while_nothing_is_decided():
    judged = claude("clarity", severity="high", description="Vague.")
    assert found_again(item(of=claude()), judged, OLD, 1).description == "Vague."
    decided = item(of=claude(), decision="rejected")
    assert found_again(decided, judged, OLD, 1) is decided
    edited = item(of=claude(), found_as="How many?", description="My words")
    after = found_again(edited, judged, OLD, 1)
    assert (after.category, after.severity, after.description) == ("clarity", "high", "My words")
