"""What changes a review as a whole, and what may not change under a running task."""

import pytest

from bluepencil.documents.guideline import Guideline
from bluepencil.errors import Conflict
from bluepencil.review.changes import change_session, next_version
from bluepencil.review.decisions import edit
from bluepencil.review.session import Activity
from tests.review.making import GENERAL, NEW, NOW, OLD, finding, kept, own, review

OTHER = Guideline(name="other", title="Other", text="Be brief.")


def test_a_review_is_renamed():
    before = review(read=frozenset({"Cause"}))
    outcome = change_session(before, name="March")
    assert outcome.review.session.name == "March"
    assert outcome.activity == (Activity("renamed", "March"),)
    assert outcome.review.read == {"Cause"}
    assert before.session.name == "one.md"


def test_under_another_guideline_nothing_is_read_and_what_was_found_stays():
    before, items = kept(review(read=frozenset({"Cause"})), finding())
    outcome = change_session(before, guideline=OTHER)
    assert outcome.review.session.guideline == OTHER
    assert outcome.review.read == frozenset()
    assert outcome.review.standing == items
    assert outcome.activity == (Activity("guidelines_changed", "Other"),)


def test_both_are_one_step():
    outcome = change_session(review(), "March", OTHER)
    assert [one.what for one in outcome.activity] == ["renamed", "guidelines_changed"]
    assert (outcome.review.session.name, outcome.review.session.guideline) == ("March", OTHER)


def test_what_is_the_same_is_no_change():
    before = review(read=frozenset({"Cause"}), working=frozenset({"review_document"}))
    outcome = change_session(before, "one.md", GENERAL.model_copy())
    assert outcome.review is before
    assert outcome.activity == ()


def test_while_a_review_runs_neither_guideline_nor_name_changes():
    before = review(working=frozenset({"chat", "review_document"}))
    with pytest.raises(Conflict) as refused:
        change_session(before, "March", OTHER)
    assert refused.value.code == "still_working"
    assert change_session(before, "March").review.session.name == "March"


def test_a_chat_may_go_on_under_another_guideline():
    before = review(working=frozenset({"chat"}))
    assert change_session(before, guideline=OTHER).review.session.guideline == OTHER


@pytest.mark.parametrize("kind", ["chat", "analyze_section"])
def test_while_anything_runs_there_is_no_new_version(kind):
    with pytest.raises(Conflict) as refused:
        next_version(review(working=frozenset({kind})), NEW, NOW)
    assert refused.value.code == "still_working"


def test_the_next_version_is_under_review_from_now_on():
    outcome = next_version(review(), NEW, NOW)
    session = outcome.review.session
    assert (session.document, session.version, session.name) == (NEW, 2, "two.md")
    assert outcome.activity == (Activity("version_added", "two.md", at=NOW),)


def test_a_name_that_was_given_stays():
    named = change_session(review(), "March").review
    assert next_version(named, NEW, NOW).review.session.name == "March"


def test_only_what_changed_is_unread():
    before = review(read=frozenset({"Summary", "Cause", "Actions"}))
    assert next_version(before, NEW, NOW).review.read == {"Plan"}


def test_edits_made_before_can_no_longer_be_undone():
    now = edit(review(), {"own-1": own()}).review
    assert next_version(now, NEW, NOW).review.history[:2] == (None, None)


def test_findings_keep_the_order_they_were_found_in():
    before, items = kept(
        review(),
        *(finding("Human error", "Cause", rule=rule) for rule in ("a", "b")),
        finding(),
    )
    there = next_version(next_version(before, NEW, NOW).review, OLD, NOW).review
    assert list(there.items) == [item.id for item in items]
