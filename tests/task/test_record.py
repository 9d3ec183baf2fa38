"""Records: what they say of themselves."""

import pytest

from bluepencil.errors import ClaimLost
from bluepencil.task.record import (
    ENDED,
    Claim,
    Event,
    Task,
)


def task(**values) -> Task:
    return Task(**{"kind": "test", "queue": "test", "owner": "ann", "input": {}, **values})


def test_new_tasks_have_ids_of_their_own_and_wait():
    first, second = task(), task()
    assert first.task_id != second.task_id
    assert (first.state, first.version, first.fence, first.ended) == ("PENDING", 1, 0, False)


@pytest.mark.parametrize("state", ["PENDING", "STARTED", "PROGRESS", "RETRY", *sorted(ENDED)])
def test_a_task_has_ended_in_three_states(state):
    assert task(state=state).ended == (state in {"SUCCESS", "FAILURE", "REVOKED"})


def test_tasks_of_a_session_take_turns_as_one_and_others_by_owner():
    assert task(session_id="s").fairness_key == "s"
    assert task().fairness_key == "ann"


def test_its_claim_is_good_for_its_present_fence():
    assert task(task_id="t", fence=3).claim == Claim("t", 3)


def test_a_claim_is_refused_once_the_fence_has_grown_or_the_task_is_gone():
    held = task(task_id="t", fence=3).claim
    held.check(3)
    for fence in (2, 4, None):
        with pytest.raises(ClaimLost):
            held.check(fence)


def test_an_event_tells_of_the_latest_change():
    shown = {"state": "PROGRESS", "status": "Reading", "progress": 40, "attempts": 1}
    waits = {"waiting_for": "retry", "resume_at": 5.0}
    running = task(**shown, **waits, version=7, input={"secret": 1})
    assert running.event() == Event(7, "progress", {**shown, **waits})
    assert running.event({"words": [1]}) == Event(
        7, "partial", {**shown, **waits, "new": {"words": [1]}}
    )
    assert task(state="SUCCESS", version=8).event().type == "done"


def test_where_it_runs_is_no_part_of_what_a_task_is():
    one = task(task_id="t", created_at=1.0)
    assert one == task(task_id="t", created_at=1.0, inline=False)
