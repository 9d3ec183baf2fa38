"""What others did with the comments in Word: decisions and reasons, in one edit."""

import pytest

from bluepencil.documents.reviewed import FileComment, Reply
from bluepencil.review.decisions import edit, undo
from bluepencil.review.remarks import remarks
from bluepencil.review.returned import take_in
from tests.review.making import finding, kept, review

VIALS = finding("Several vials", description="Say how many.")
DECIDED = finding("It was decided", "Cause", description="Say who decided.")


@pytest.fixture
def before():
    return kept(review(), VIALS, DECIDED)[0]


def comment_of(before, item, **more):
    (remark,) = remarks(before.session.document, [item], [])
    lines = (remark.label, remark.description, "Further words.")
    return FileComment(remark.author, lines, **more)


def test_a_resolved_comment_is_an_accepted_finding(before):
    vials, decided = before.standing
    outcome = take_in(before, [comment_of(before, vials, resolved=True)])
    assert outcome.answer == 1
    now = outcome.review.items
    assert (now[vials.id].decision, now[vials.id].reason) == ("accepted", "Resolved in the file.")
    assert now[decided.id] == decided
    assert [one.detail for one in outcome.activity] == ["Took in 1 comment from the file"]
    assert undo(outcome.review).review.items == before.items


def test_answers_are_the_reason_and_decide_nothing(before):
    vials, _ = before.standing
    replies = (Reply("Ann", "Four of them."), Reply("Ben", "Five."))
    now = take_in(before, [comment_of(before, vials, replies=replies)]).review.items[vials.id]
    assert (now.decision, now.reason) == ("open", "Ann: Four of them.\nBen: Five.")


def test_several_are_one_edit(before):
    both = [comment_of(before, one, resolved=True) for one in before.standing]
    outcome = take_in(before, both)
    assert outcome.answer == 2 and len(outcome.review.done) == 1


def test_what_was_decided_already_keeps_its_reason(before):
    vials, _ = before.standing
    decided = edit(before, {vials.id: {"decision": "accepted", "reason": "As agreed."}}).review
    outcome = take_in(decided, [comment_of(decided, vials, resolved=True)])
    assert outcome.answer == 0 and outcome.review is decided


def test_comments_of_others_and_untouched_ones_change_nothing(before):
    vials, _ = before.standing
    others = [FileComment("Ann", ("Serious, evidence", "Say how many."), resolved=True)]
    assert take_in(before, [*others, comment_of(before, vials)]).review is before
    assert take_in(before, []).review is before


def test_of_two_findings_with_the_same_words_each_has_its_own_comment(before):
    one, other = before.standing
    same = edit(before, {other.id: {"description": one.description}}).review
    first, second = same.standing
    comments = [comment_of(same, first), comment_of(same, second, resolved=True)]
    if comments[0].lines[0] != comments[1].lines[0]:
        pytest.fail("the two are told apart by more than their words")
    now = take_in(same, comments).review.items
    assert [now[first.id].decision, now[second.id].decision] == ["open", "accepted"]


def test_a_very_long_answer_is_cut(before):
    vials, _ = before.standing
    told = comment_of(before, vials, replies=(Reply("Ann", "x" * 9000),))
    assert len(take_in(before, [told]).review.items[vials.id].reason) == 2000
