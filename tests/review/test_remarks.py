"""Findings as a file carries them: in the order of the document, in the reader's words."""

from datetime import UTC, datetime

from bluepencil.documents.guideline import parse
from bluepencil.review.findings import Item
from bluepencil.review.remarks import in_order, remarks
from tests.review.making import OLD, finding, own

OURS = parse("# Ours\n\n## Checklist\n\n- Every number has a unit.\n", "ours")
THEIRS = parse("# Ours\n\n## Checklist\n\n- Every number is counted.\n", "ours")
(LINE,) = OURS.items


def item(item_id: str, quote: str | None = "Several vials", section: str = "Summary", **values):
    base = {"id": item_id, "created_at": "2026-11-23T10:00:00.000Z"}
    return Item(**{**finding(quote, section).model_dump(), **base, **values})


def test_they_stand_as_their_words_do_and_a_sections_own_remarks_first():
    cause, late = item("cause", "Human error", "Cause"), item("late", "shift lead")
    early, whole = item("early"), item("whole", None)
    gone = item("gone", None, section_name="Nowhere")
    ordered = in_order(OLD, [cause, gone, late, early, whole])
    assert [one.id for one in ordered] == ["whole", "early", "late", "cause", "gone"]


def test_of_those_at_one_place_the_first_stays_first():
    assert [one.id for one in in_order(OLD, [item("b"), item("a")])] == ["b", "a"]


def test_a_remark_has_all_that_a_reader_is_shown():
    decided = item(
        "one", decision="rejected", reason="  We know.\n", suggestion="Count.", replacement="Six"
    )
    (remark,) = remarks(OLD, [decided], [])
    assert (remark.section_name, remark.start, remark.end) == ("Summary", 0, 13)
    assert (remark.quote, remark.replacement) == ("Several vials", "Six")
    assert (remark.description, remark.suggestion, remark.note) == (
        "How many?", "Count.", "We know.",
    )  # fmt: skip
    assert remark.label == "Moderate, evidence"
    assert remark.at == datetime(2026, 11, 23, 10, tzinfo=UTC)


def test_it_is_signed_by_who_made_it():
    signed = [remark.author for remark in remarks(OLD, [item("one"), own()], [])]
    assert signed == ["Bluepencil", "Reviewer"]


def test_what_it_rests_on_is_told_in_the_words_of_the_guideline_that_has_it():
    rests = item("one", guideline=f"ours#{LINE.id}")
    for guidelines, said in (([THEIRS, OURS], LINE.text), ([THEIRS], ""), ([], "")):
        (remark,) = remarks(OLD, [rests], iter(guidelines))
        assert remark.guideline == said
    (unknown,) = remarks(OLD, [item("one", guideline="ours#nothing")], [OURS])
    assert unknown.guideline == ""
