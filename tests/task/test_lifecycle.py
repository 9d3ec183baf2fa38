"""A task's life as a rule: who may take it, what a claim is worth, and that ends are final."""

from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bluepencil.errors import BluepencilError, Conflict, EngineBusy, Unexpected
from bluepencil.review.findings import Usage
from bluepencil.task import lifecycle
from bluepencil.task.lifecycle import (
    LEASE,
    TRANSITIONS,
    cancel,
    claim,
    fail,
    release,
    report,
    retry,
    seconds,
    succeed,
)
from bluepencil.task.record import ENDED, Task

NOW = 1_800_000_000.0


def task(**values) -> Task:
    return Task(**{"kind": "test", "queue": "test", "owner": "ann", "input": {}, **values})


def running(**values) -> Task:
    """A task that somebody has taken now."""
    return replace(claim(task(), "one", NOW, NOW), **values)


def ended(state: str) -> Task:
    return {
        "SUCCESS": lambda: succeed(running(), NOW + 5, {"n": 1}),
        "FAILURE": lambda: fail(running(), NOW + 5, EngineBusy("Busy.")),
        "REVOKED": lambda: cancel(running(), NOW + 5),
    }[state]()


def test_what_waits_is_taken_for_as_long_as_a_lease_lasts():
    taken = claim(task(), "one", NOW, NOW)
    assert (taken.state, taken.holder, taken.lease_until) == ("STARTED", "one", NOW + LEASE)
    assert (taken.attempts, taken.fence) == (1, 1)
    assert taken.started_at == taken.claimed_at == NOW


def test_what_is_held_is_not_to_be_had_until_its_lease_has_lapsed():
    held = running()
    assert claim(held, "two", NOW + 1, NOW + 1) is None
    assert claim(held, "two", NOW + LEASE, NOW + LEASE) is None, "it ends with that moment"
    later = NOW + LEASE + 1
    again = claim(held, "two", later, later)
    assert (again.holder, again.fence, again.attempts) == ("two", 2, 2)
    assert again.started_at == NOW


def test_while_leases_are_not_to_be_trusted_only_what_was_never_leased_is_to_be_had():
    later = NOW + 1000
    assert claim(running(), "two", later, 1.0) is None
    assert claim(task(), "two", later, 1.0)
    handed_back = release(running(), NOW)
    assert claim(handed_back, "two", later, 1.0)
    tried_again = retry(ended("FAILURE"))
    assert claim(tried_again, "two", later, 1.0)


@pytest.mark.parametrize("state", sorted(ENDED))
def test_what_has_ended_is_not_to_be_had_again(state):
    assert claim(ended(state), "two", NOW + 99, NOW + 99) is None


@pytest.mark.parametrize("state", sorted(ENDED))
def test_an_end_is_final(state):
    last = ended(state)
    assert last.finished_at == NOW + 5
    assert cancel(last, NOW + 9) is None
    for move in (
        lambda: report(last, progress=5),
        lambda: release(last, NOW + 9),
        lambda: succeed(last, NOW + 9, {}),
        lambda: fail(last, NOW + 9, EngineBusy("Busy.")),
    ):
        with pytest.raises(Conflict):
            move()


@pytest.mark.parametrize(
    "end",
    [
        lambda task: succeed(task, NOW, {}),
        lambda task: fail(task, NOW, EngineBusy("Busy.")),
        lambda task: cancel(task, NOW),
        lambda task: release(task, NOW),
    ],
)
def test_who_ran_it_can_write_no_more_once_it_has_stopped(end):
    held = running(waiting_for="rate_limit", resume_at=NOW + 5)
    stopped = end(held)
    assert stopped.fence > held.fence
    assert (stopped.holder, stopped.lease_until, stopped.claimed_at) == (None, 0, None)
    assert (stopped.waiting_for, stopped.resume_at) == (None, None)


def test_a_report_leaves_the_claim_as_it_is():
    held = running()
    told = report(held, state="PROGRESS", status="Reading", progress=40.7)
    assert (told.fence, told.lease_until, told.holder) == (held.fence, held.lease_until, "one")
    assert (told.state, told.status, told.progress) == ("PROGRESS", "Reading", 40)


def test_progress_never_goes_down():
    assert report(running(progress=60), progress=20).progress == 60
    assert report(running(progress=60), progress=61).progress == 61


def test_nothing_is_reported_of_what_nobody_runs():
    with pytest.raises(Conflict):
        report(task(), state="PROGRESS")


def test_a_task_handed_back_waits_again_and_the_attempt_does_not_count():
    back = release(running(progress=40), NOW + 3)
    assert (back.state, back.attempts, back.status) == ("PENDING", 0, "Waiting to start")
    assert back.progress == 40, "what was produced stays"
    assert claim(back, "two", NOW + 4, NOW + 4).attempts == 1


def test_a_success_is_whole():
    done = succeed(running(progress=40), NOW + 3, {"n": 1})
    assert (done.state, done.progress, done.result, done.status) == (
        "SUCCESS",
        100,
        {"n": 1},
        "Done",
    )


@pytest.mark.parametrize(
    ("error", "kept"),
    [
        (
            EngineBusy("Busy.", code="overloaded", retry_after=0),
            {"code": "overloaded", "status": 503, "retryable": True, "retry_after": 0},
        ),
        (Unexpected("Broken."), {"code": "unexpected", "status": 500, "retryable": True}),
        (BluepencilError("What?"), {"code": "error", "status": 500, "retryable": False}),
    ],
)
def test_a_failure_keeps_all_that_its_cause_says(error, kept):
    failed = fail(running(), NOW + 3, error)
    assert failed.error == {**kept, "title": error.title, "detail": error.detail}
    assert failed.status == error.detail


def test_only_a_failure_can_be_tried_again():
    again = retry(replace(ended("FAILURE"), attempts=5, progress=60, usage=Usage(input_tokens=7)))
    assert (again.state, again.attempts, again.progress, again.error) == ("PENDING", 0, 0, None)
    assert again.started_at is again.finished_at is None
    assert again.usage.input_tokens == 7, "what it has cost stays"
    assert again.worked == 5, "and so does how long it was worked on"
    for other in (task(), running(), ended("SUCCESS"), ended("REVOKED")):
        with pytest.raises(Conflict, match=other.state):
            retry(other)


def test_a_claim_from_before_a_retry_is_worth_nothing():
    failed = ended("FAILURE")
    assert retry(failed).fence > failed.fence


def test_the_time_worked_is_that_of_all_attempts():
    first = running()
    assert seconds(first, NOW + 2) == 2
    back = release(first, NOW + 2)
    assert seconds(back, NOW + 100) == 2, "waiting is no work"
    second = claim(back, "two", NOW + 100, NOW + 100)
    assert seconds(second, NOW + 103) == 5
    assert succeed(second, NOW + 104, {}).worked == 6


def test_of_an_attempt_that_died_that_counts_which_it_certainly_worked():
    """Until it last renewed its lease; nobody knows of more."""
    died = running(lease_until=NOW + 10 + LEASE)
    later = NOW + 1000
    assert seconds(claim(died, "two", later, later), later) == 10
    at_once = claim(running(lease_until=NOW - 1), "two", later, later)
    assert seconds(at_once, later) == 0


@pytest.mark.parametrize("state", TRANSITIONS)
def test_the_table_has_every_state_and_leads_nowhere_else(state):
    assert TRANSITIONS[state] <= TRANSITIONS.keys()
    assert (not TRANSITIONS[state]) == (state in ENDED)


MOVES = {
    "claim": lambda task, now: claim(task, f"at {now}", now, now),
    "claim when unsteady": lambda task, now: claim(task, f"at {now}", now, 1.0),
    "report": lambda task, now: report(task, state="PROGRESS", progress=now % 100),
    "retrying": lambda task, now: report(task, state="RETRY", waiting_for="retry"),
    "release": release,
    "succeed": lambda task, now: succeed(task, now, {}),
    "fail": lambda task, now: fail(task, now, EngineBusy("Busy.")),
    "cancel": cancel,
    "retry": lambda task, now: retry(task),
}


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(sorted(MOVES)), st.integers(1, 9)), min_size=10, max_size=30)
)
def test_whatever_happens_to_a_task_its_record_is_true(moves):
    now, before = NOW, task()
    for name, passed in moves:
        now += passed
        frozen = replace(before)
        try:
            after = MOVES[name](before, now)
        except Conflict:
            after = None
        assert before == frozen, f"{name} changed the task it was given"
        if after is None:
            continue
        if name == "retry":
            assert (before.state, after.state) == ("FAILURE", "PENDING")
        else:
            assert after.state in TRANSITIONS[before.state], name
        assert after.fence >= before.fence
        held = after.state in {"STARTED", "PROGRESS", "RETRY"}
        assert (after.holder is not None) == (after.lease_until > 0) == held
        assert (after.claimed_at is not None) == held
        assert (after.finished_at is not None) == after.ended
        assert (after.error is not None) == (after.state == "FAILURE")
        if not held:
            assert after.waiting_for is after.resume_at is None
        if after.holder != before.holder:
            assert after.fence > before.fence, "its former holder could still write"
        assert 0 <= after.worked <= now - NOW
        assert 0 <= after.progress <= 100
        before = after


@pytest.mark.parametrize(("state", "name"), list(product(sorted(ENDED), ["STARTED", "PROGRESS"])))
def test_no_rule_brings_back_what_has_ended(state, name):
    with pytest.raises(Conflict):
        lifecycle.report(ended(state), state=name)
