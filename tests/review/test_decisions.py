"""What readers change: only what they name, and all of it can be undone."""

import pytest

from bluepencil.errors import Conflict
from bluepencil.review import decisions
from bluepencil.review.aggregate import Review
from bluepencil.review.decisions import edit, redo, undo
from bluepencil.review.findings import Item
from bluepencil.review.session import Activity
from tests.review.making import finding, kept, own, review


@pytest.fixture
def three() -> Review:
    """A review with three findings."""
    return kept(review(), *(finding(rule=f"rule-{number}") for number in range(3)))[0]


def ids(of: Review) -> list[str]:
    return list(of.items)


def test_an_edit_sets_the_fields_it_names_and_no_others(three):
    first = three.item(ids(three)[0])
    outcome = edit(three, {first.id: {"decision": "accepted", "description": "How many vials?"}})
    now = first.model_copy(
        update={
            "decision": "accepted",
            "description": "How many vials?",
            "found_as": first.description,
        }
    )
    assert outcome.answer.items == [now]
    assert outcome.review.items == {**three.items, first.id: now}


def test_one_edit_of_many_is_undone_in_one_step(three):
    wanted = dict.fromkeys(three.items, {"decision": "rejected", "reason": "No"})
    after = edit(three, wanted)
    assert after.answer.label == "Rejected 3 findings"
    assert {item.reason for item in after.answer.items} == {"No"}
    assert after.activity == (Activity("edited", "Rejected 3 findings"),)
    back = undo(after.review)
    assert (back.answer.label, back.review.items) == ("Rejected 3 findings", three.items)
    assert back.activity == (Activity("undone", "Rejected 3 findings"),)
    again = redo(back.review)
    assert {item.id for item in again.answer.items} == set(three.items)
    assert again.review == after.review
    assert again.activity == (Activity("redone", "Rejected 3 findings"),)


def test_undo_goes_back_and_redo_on_in_order(three):
    one, two, _ = ids(three)
    now = edit(three, {one: {"decision": "accepted"}}).review
    now = edit(now, {two: {"decision": "rejected"}}).review
    assert now.history[:2] == ("Rejected a finding", None)
    now = undo(now).review
    assert now.history[:2] == ("Accepted a finding", "Rejected a finding")
    now = undo(now).review
    assert now.history[:2] == (None, "Accepted a finding")
    now = redo(now).review
    assert (now.item(one).decision, now.item(two).decision) == ("accepted", "open")


def test_a_new_edit_forgets_what_was_undone(three):
    one, two, _ = ids(three)
    now = undo(edit(three, {one: {"decision": "accepted"}}).review).review
    now = edit(now, {two: {"decision": "accepted"}}).review
    with pytest.raises(Conflict) as nothing:
        redo(now)
    assert nothing.value.code == "nothing_to_redo"
    now = undo(now).review
    with pytest.raises(Conflict) as nothing:
        undo(now)
    assert nothing.value.code == "nothing_to_undo"
    assert now.items == three.items


def test_undoing_puts_back_only_what_that_edit_changed(three):
    one = ids(three)[0]
    now = edit(three, {one: {"description": "Other words"}}).review
    now = edit(now, {one: {"decision": "accepted"}}).review
    item = undo(now).review.item(one)
    assert (item.description, item.decision) == ("Other words", "open")


def test_a_reason_belongs_to_its_decision(three):
    one = ids(three)[0]
    now = edit(three, {one: {"decision": "rejected", "reason": "Known"}}).review
    assert edit(now, {one: {"decision": "rejected"}}).review is now
    now = edit(now, {one: {"decision": "accepted"}}).review
    assert now.item(one).reason is None
    assert undo(now).review.item(one).reason == "Known"


def test_what_changes_nothing_is_no_edit(three):
    one = ids(three)[0]
    outcome = edit(three, {one: {"decision": "open"}, "gone": {"decision": "open"}})
    assert outcome.answer == ("", [three.item(one)], ["gone"])
    assert outcome.review is three
    assert outcome.activity == ()


def test_a_finding_of_ones_own_comes_and_goes(three):
    now = three
    for item in (own(), own("own-2", description="And a second remark about the same words")):
        outcome = edit(now, {item.id: item})
        assert outcome.answer == ("Added a comment", [item], [])
        now = outcome.review
    outcome = edit(now, {"own-1": None})
    assert (outcome.answer.label, outcome.answer.removed) == ("Removed a comment", ["own-1"])
    outcome = undo(outcome.review)
    assert outcome.answer.items == [own()]
    assert outcome.review.items == now.items
    outcome = undo(undo(outcome.review).review)
    assert outcome.answer.removed == ["own-1"]
    assert outcome.review.items == three.items


def test_an_id_that_is_taken_is_given_to_no_other_finding(three):
    first = three.item(ids(three)[0])
    assert edit(three, {first.id: own(first.id)}).review is three


@pytest.mark.parametrize("field", ["description", "suggestion", "replacement"])
def test_what_was_found_is_kept_once_its_words_are_edited(three, field):
    one = ids(three)[0]
    now = edit(three, {one: {field: "Mine"}}).review
    assert now.item(one).found_as == "How many?"
    now = edit(now, {one: {field: "Mine again"}}).review
    assert now.item(one).found_as == "How many?"
    assert undo(undo(now).review).review.item(one).found_as is None


def test_a_decision_or_ones_own_words_are_no_edit_of_what_was_found(three):
    one = ids(three)[0]
    now = edit(three, {one: {"decision": "accepted"}, "own-1": own()}).review
    now = edit(now, {"own-1": {"description": "Other"}}).review
    assert {item.found_as for item in now.items.values()} == {None}


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({"decision": "accepted"}, "Accepted a finding"),
        ({"decision": "rejected", "reason": "No"}, "Rejected a finding"),
        ({"suggestion": "Count them."}, "Edited a finding"),
        ({"reason": "Because"}, "Gave a reason"),
    ],
)
def test_an_edit_is_told_in_words(three, fields, label):
    outcome = edit(three, {ids(three)[0]: fields})
    assert outcome.answer.label == label == outcome.review.history.undo


def test_a_reason_can_be_taken_away_and_a_decision_taken_back(three):
    one = ids(three)[0]
    now = edit(three, {one: {"decision": "accepted", "reason": "Yes"}}).review
    assert edit(now, {one: {"reason": None}}).answer.label == "Took a reason away"
    assert edit(now, {one: {"decision": "open"}}).answer.label == "Reopened a finding"


def test_two_thousand_are_counted_as_people_write_it():
    items = {str(number): own(str(number)) for number in range(2000)}
    outcome = edit(review(items=items), dict.fromkeys(items, {"decision": "accepted"}))
    assert outcome.answer.label == "Accepted 2,000 findings"


def test_of_what_is_not_named_nothing_is_parsed_or_copied(monkeypatch):
    items = {str(number): own(str(number)) for number in range(500)}
    before = review(items=items)
    parsed = []
    validate = Item.model_validate
    monkeypatch.setattr(Item, "model_validate", lambda of: parsed.append(of) or validate(of))
    after = edit(before, {"7": {"decision": "accepted"}}).review
    assert len(parsed) == 1
    assert all(after.items[one] is item for one, item in items.items() if one != "7")


# What can be undone has an end


def test_the_oldest_edits_are_forgotten_many_at_a_time(monkeypatch):
    monkeypatch.setattr(decisions, "UNDONE", 10)
    monkeypatch.setattr(decisions, "_FORGOTTEN", 5)
    now, (item,) = kept(review(), finding())
    numbers = []
    for number in range(16):
        now = edit(now, {item.id: {"description": f"Words {number}"}}).review
        numbers.append(len(now.done))
    assert numbers == [*range(1, 16), 10]
    for _ in range(10):
        now = undo(now).review
    assert now.item(item.id).description == "Words 5"
    with pytest.raises(Conflict):
        undo(now)


def test_edits_of_very_many_findings_are_forgotten_sooner(monkeypatch):
    monkeypatch.setattr(decisions, "_CHANGES", 20)
    now, items = kept(review(), *(finding(rule=f"rule-{number}") for number in range(8)))
    for decision in ("accepted", "rejected", "open", "accepted"):
        now = edit(now, {item.id: {"decision": decision} for item in items}).review
        assert len(now.done) >= 1 and sum(len(one.changes) for one in now.done) <= 20
    assert undo(now).review.item(items[0].id).decision == "open"
