"""What differs between a review and what it has become: no more, and no less, is written."""

from dataclasses import replace

from bluepencil.documents.guideline import Guideline
from bluepencil.review.changes import change_session, next_version
from bluepencil.review.decisions import edit, redo, undo
from bluepencil.review.difference import Difference, StackDifference, difference
from bluepencil.review.readings import settle
from tests.review.making import NEW, NOW, claude, finding, kept, own, read, review

NOTHING = Difference(
    session=False, version=False, words=False, changed=[], gone=[],
    done=StackDifference(0, False, ()), undone=StackDifference(0, False, ()), read=[], unread=[],
)  # fmt: skip


def edited(before, **wanted):
    return edit(before, wanted).review


def accepted(before, *items):
    """The review after an edit for each of these."""
    for item in items:
        before = edited(before, **{item.id: {"decision": "accepted"}})
    return before


def test_between_a_review_and_itself_nothing_differs():
    one = review()
    assert difference(one, one) == NOTHING
    one, items = read(review(), finding(), claude())
    one = accepted(one, *items)
    same = difference(one, one)
    assert same == NOTHING._replace(done=StackDifference(2, False, ()))


def test_findings_are_new_or_not_as_they_were_or_gone():
    before, (first, second, third) = read(
        review(), finding(rule="a"), finding(rule="b", description="?"), finding("told")
    )
    after, (again, *_, new) = kept(before, finding(rule="a"), finding(None))
    assert again is first
    assert difference(before, after)._replace(read=[]) == NOTHING._replace(changed=[new])
    decided = accepted(before, second)
    assert difference(before, decided).changed == [decided.items[second.id]]
    settled = settle(before, "Summary", "section", {first.id, second.id}).review
    assert difference(before, settled) == NOTHING._replace(gone=[third.id])


def test_findings_come_in_the_order_in_which_they_are_kept():
    """One that comes back after it was removed comes last."""
    mine = [own(f"own-{number}") for number in range(3)]
    before = edited(review(), **{item.id: item for item in mine})
    removed = edited(before, **{mine[0].id: None})
    assert difference(before, removed).gone == [mine[0].id]
    back = undo(removed).review
    assert difference(removed, back).changed == [mine[0]]
    assert list(back.items) == [mine[1].id, mine[2].id, mine[0].id]


def test_an_edit_is_added_to_what_was_done_and_what_was_undone_is_dropped():
    before, items = read(review(), finding(rule="a"), finding(rule="b", description="?"))
    first = accepted(before, items[0])
    assert difference(before, first).done == StackDifference(0, False, first.done)
    undone = undo(first).review
    both = difference(first, undone)
    assert both.done == StackDifference(0, True, ())
    assert both.undone == StackDifference(0, False, first.done)
    other = accepted(undone, items[1])
    both = difference(undone, other)
    assert both.done == StackDifference(0, False, other.done)
    assert both.undone == StackDifference(0, True, ())


def test_of_a_long_history_only_its_end_differs():
    before, items = read(review(), *(finding(rule=str(n), description=f"{n}?") for n in range(9)))
    long = accepted(before, *items[:8])
    longer = accepted(long, items[8])
    assert difference(long, longer).done == StackDifference(8, False, longer.done[8:])
    shorter = undo(undo(longer).review).review
    both = difference(longer, shorter)
    assert both.done == StackDifference(7, True, ())
    assert both.undone == StackDifference(0, False, shorter.undone)
    again = difference(shorter, redo(shorter).review)
    assert (again.done.kept, again.done.dropped, len(again.done.added)) == (7, False, 1)
    assert again.undone == StackDifference(1, True, ())


def test_what_is_equal_is_kept_though_it_is_another_object():
    """As a history is that was read again."""
    before, items = read(review(), finding())
    one = accepted(before, *items)
    copied = replace(one, done=tuple(type(edit)(*edit) for edit in one.done))
    assert difference(one, copied).done == StackDifference(1, False, ())


def test_sections_are_read_and_are_to_be_read_again():
    before = review(read=frozenset({"Summary", "Cause"}))
    after = replace(before, read=frozenset({"Actions", "Cause"}))
    one = difference(before, after)
    assert (one.read, one.unread) == (["Actions"], ["Summary"])
    assert difference(after, replace(after, read=frozenset())).unread == ["Actions", "Cause"]


def test_a_new_name_is_found_by_other_words_in_the_same_version():
    before = review()
    one = difference(before, change_session(before, name="March").review)
    assert one == NOTHING._replace(session=True, words=True)


def test_another_guideline_changes_no_words():
    before = review(read=frozenset({"Summary"}))
    other = Guideline(name="ours", title="Ours", text="Name who does it.")
    one = difference(before, change_session(before, guideline=other).review)
    assert one == NOTHING._replace(session=True, unread=["Summary"])


def test_with_a_new_version_come_its_words_and_its_findings_and_the_edits_go():
    before, (stays, goes) = read(review(), finding(), finding("Human error", "Cause"))
    before = accepted(before, stays)
    after = next_version(before, NEW, NOW).review
    one = difference(before, after)
    assert (one.session, one.version, one.words) == (True, True, True)
    assert {item.id for item in one.changed} == {stays.id, goes.id} and one.gone == []
    assert one.done == StackDifference(0, True, ())
    assert one.unread == ["Summary"]


def test_what_is_loaded_or_counted_is_not_written():
    """The kinds of tasks that run, and the revision, which the store itself gives."""
    before = review()
    assert difference(before, replace(before, working=frozenset({"chat"}), revision=9)) == NOTHING
