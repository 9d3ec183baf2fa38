"""Findings go with their words into the next version, and nothing decided is lost."""

from bluepencil.documents import Document
from bluepencil.review import carry as carry_module
from bluepencil.review.aggregate import Review
from bluepencil.review.changes import next_version
from bluepencil.review.decisions import edit
from bluepencil.review.findings import MISSING, Citation, Finding, Item
from tests.conftest import document
from tests.review.making import NEW, NOW, OLD, finding, own, read, review

FOUND = [
    finding("Several"),
    finding("The shift lead"),
    finding("Human error", "Cause"),
    finding("It was decided", "Cause"),
    finding("planned", "Actions"),
    finding(None, "Cause"),
]


def all_read(before: Review, *found: Finding, sections=("Summary", "Cause", "Actions")):
    """Each section was read to the end."""
    items = []
    for section in sections:
        here = [one for one in found if one.section_name == section]
        before, more = read(before, *here, section=section)
        items += more
    return before, items


def then(before: Review, document: Document) -> Review:
    return next_version(before, document, NOW).review


def test_findings_go_with_their_words_and_the_others_are_resolved():
    now, items = all_read(review(), *FOUND)
    now = edit(now, {items[0].id: {"decision": "rejected"}}).review
    now = edit(now, {items[2].id: {"decision": "accepted"}}).review
    now = then(now, NEW)
    assert [
        None if now.item(item.id).resolved_in else now.item(item.id).section_name for item in items
    ] == ["Summary", None, None, "Cause", "Cause", "Plan"]
    for item in now.standing:
        if item.quote is not None:
            assert NEW.section(item.section_name).text[item.start : item.end] == item.quote
    assert now.item(items[0].id).decision == "rejected"
    assert [(one.id, one.decision, one.resolved_in, one.start) for one in now.resolved] == [
        (items[1].id, "open", 2, None),
        (items[2].id, "accepted", 2, None),
    ]


def test_what_was_rejected_does_not_come_back_in_any_later_version():
    now, items = all_read(review(), *FOUND)
    now = edit(now, {items[2].id: {"decision": "rejected"}}).review
    now = then(then(now, NEW), OLD)
    assert items[2].id in {item.id for item in now.resolved}
    now, (again,) = read(now, FOUND[2].model_copy(update={"rule": "other"}), section="Cause")
    assert (again.id, again.decision, again.resolved_in) == (items[2].id, "rejected", None)
    assert (again.rule, again.version) == ("vague-quantity", 3)
    assert OLD.section("Cause").text[again.start : again.end] == again.quote


def test_what_a_new_reading_does_not_find_is_resolved_not_removed():
    now, items = all_read(review(), *FOUND)
    now, (new,) = read(then(now, NEW), finding("worn", "Cause", NEW), section="Cause")
    assert new.version == 2
    assert items[3].id in {item.id for item in now.resolved}
    now, _ = read(now, section="Cause")
    assert new.id not in now.items, "it was of this version"


def test_two_that_come_to_the_same_words_do_not_become_one():
    twice = document(("S", "Some of it broke at noon.\nSome of it broke at noon."))
    once = document(("S", "Some of it broke at noon. Yes."))
    place = {"section_name": "S", "quote": "Some"}
    found = [FOUND[0].model_copy(update={**place, "start": at, "end": at + 4}) for at in (0, 26)]
    now, items = read(review(twice), *found, section="S")
    assert len(items) == 2
    now = then(now, once)
    assert len(now.standing) == len(now.resolved) == 1


def test_two_remarks_on_the_same_words_both_go_with_them():
    now, items = read(review(), finding(rule="a"), finding(rule="b"))
    assert [item.id for item in then(now, NEW).standing] == [item.id for item in items]


def test_words_that_are_there_once_are_the_same_whatever_comes_around_them():
    due = document(("S", "Owner: TBD\nAnother line."))
    now, (item,) = read(review(due), finding("TBD", "S", due), section="S")
    (there,) = then(now, document(("S", "By May, TBD by the owner."))).standing
    assert (there.id, there.start, there.end) == (item.id, 8, 11)


def test_what_the_reader_says_otherwise_is_still_known_by_what_was_found():
    found = [finding(None, "Cause", description=f"No {what}.") for what in ("actor", "date")]
    now, items = read(review(), *found, section="Cause")
    said = {"description": "The same for both.", "decision": "rejected"}
    now = edit(now, {item.id: said for item in items}).review
    now = then(
        now, document(*(("Reason" if s.name == "Cause" else s.name, s.text) for s in OLD.sections))
    )
    renamed = [one.model_copy(update={"section_name": "Reason"}) for one in found]
    now, again = read(now, *renamed, section="Reason")
    assert [(one.id, one.decision) for one in again] == [(one.id, "rejected") for one in items]
    assert len(now.standing) == 2


def test_a_section_that_is_missing_is_missing_wherever_that_is_said():
    found = finding(None, "Cause", rule=MISSING, description="No plan.")
    now, (item,) = read(review(), found, section="Cause")
    now = edit(now, {item.id: {"decision": "rejected"}}).review
    elsewhere = found.model_copy(update={"section_name": "Summary"})
    now, (again,) = read(then(now, NEW), elsewhere)
    assert (again.id, again.decision) == (item.id, "rejected")
    assert len(now.standing) == 1


def test_a_wrong_file_in_between_takes_no_comment_of_ones_own():
    of_words = own("words", **finding("Human error", "Cause").model_dump(include=PLACE))
    of_section = own("section", **finding(None, "Actions").model_dump(include=PLACE))
    now = edit(review(), {one.id: one for one in (of_words, of_section)}).review
    now = edit(now, dict.fromkeys(now.items, {"decision": "accepted"})).review
    now = then(now, document(("Menu", "Soup of the day."), name="wrong.md"))
    assert not now.standing
    now = then(now, OLD)
    assert [one.id for one in now.standing] == ["words", "section"]
    assert (now.item("words").start, now.item("words").end) == (0, len("Human error"))
    assert all(one.decision == "accepted" for one in now.standing)


PLACE = {"section_name", "quote", "start", "end"}


def test_the_other_places_go_with_their_words_and_those_that_are_gone_are_left_out():
    def place(quote: str, name: str) -> Citation:
        start = OLD.section(name).text.index(quote)
        return Citation(section_name=name, quote=quote, start=start, end=start + len(quote))

    also = (place("Several", "Summary"), place("planned", "Actions"), place("Human", "Cause"))
    now, (item,) = read(review(), finding("It was decided", "Cause", also=also), section="Cause")
    others = then(now, NEW).item(item.id).also
    assert [(one.section_name, one.quote) for one in others] == [
        ("Summary", "Several"),
        ("Plan", "planned"),
    ]
    for one in others:
        assert NEW.section(one.section_name).text[one.start : one.end] == one.quote


def test_words_that_are_gone_are_looked_for_once_and_not_in_every_section(monkeypatch):
    """Thousands of findings times thousands of sections would be too many."""
    names = [f"Part {number}" for number in range(60)]
    old = document(
        *((name, f"Lot {n} was lost. All else is well.") for n, name in enumerate(names))
    )
    new = document(*((name, "Nothing was lost. All else is well.") for name in names))
    items = [
        Item(
            **finding(f"Lot {n} was", name, of=old).model_dump(),
            id=name, created_at="2026-11-23T10:00:00.000Z",
        )
        for n, name in enumerate(names)
    ]  # fmt: skip
    looks, places = [], carry_module._places
    monkeypatch.setattr(carry_module, "_places", lambda *of: looks.append(1) or places(*of))
    carried = carry_module.carry(items, old, new, 2)
    assert [item.resolved_in for item in carried] == [2] * 60
    assert len(looks) <= 3 * 60
