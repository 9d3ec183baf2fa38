"""The rules of a batch: its parent's beginning, progress and end."""

import pytest

from bluepencil.task import lifecycle
from bluepencil.task.batch import KIND, advanced, parent_of
from bluepencil.task.record import Task


@pytest.fixture
def parent():
    return parent_of([task() for _ in range(3)], "local")


def task():
    return Task(kind="test", queue="test", owner="local", input={})


def test_children_belong_to_their_parent_and_take_turns_with_everything_else():
    children = [task(), task()]
    parent = parent_of(children, "local")
    assert {one.batch_id for one in children} == {parent.task_id}
    assert {one.fairness_key for one in children} == {parent.task_id}
    assert (parent.kind, parent.state, parent.status) == (KIND, "STARTED", "0 of 2 done")


def test_nobody_claims_a_parent(parent):
    assert lifecycle.claim(parent, "me", 1e12, 1e12) is None


def test_progress_is_of_those_that_have_ended_however(parent):
    for states, progress, status in (
        ({"PENDING": 2, "SUCCESS": 1}, 33, "1 of 3 done"),
        ({"PROGRESS": 1, "FAILURE": 1, "REVOKED": 1}, 66, "2 of 3 done"),
        ({"PENDING": 3}, 66, "0 of 3 done"),  # one was retried: progress never decreases
    ):
        parent = advanced(parent, states, 0.0)
        assert (parent.state, parent.progress, parent.status) == ("PROGRESS", progress, status)


def test_it_ends_well_with_the_last_whatever_became_of_each(parent):
    parent = advanced(parent, {"SUCCESS": 1, "FAILURE": 1, "REVOKED": 1}, parent.created_at + 2)
    assert (parent.state, parent.progress) == ("SUCCESS", 100)
    assert parent.result["result"] == {"succeeded": 1, "failed": 1, "cancelled": 1}
    assert parent.result["duration"] == 2
    assert advanced(parent, {"SUCCESS": 3}, 9.0) is None


def test_a_stopped_parent_stays_stopped(parent):
    stopped = lifecycle.cancel(parent, 0.0)
    assert stopped.state == "REVOKED"
    assert advanced(stopped, {"REVOKED": 3}, 0.0) is None
