"""A batch: many tasks under one that stands for all of them. Pure rules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from bluepencil.review.findings import Usage
from bluepencil.task import lifecycle
from bluepencil.task.record import ENDED, Task
from bluepencil.values import Json

KIND = "batch"  # of the task that stands for all; no process runs it
_NO_ONES = 1e15  # a lease that never lapses: the task is never taken up


def parent_of(children: Sequence[Task], owner: str) -> Task:
    """The task that stands for these, which then belong to it."""
    parent = Task(
        kind=KIND,
        queue=KIND,
        owner=owner,
        input={"tasks": len(children)},
        state="STARTED",
        status=_done(0, len(children)),
        lease_until=_NO_ONES,
    )
    parent.started_at = parent.created_at
    for child in children:
        child.batch_id = parent.task_id
    return parent


def advanced(parent: Task, states: Mapping[str, int], now: float) -> Task | None:
    """The parent when of its tasks so many are in each state; None where it has ended.

    It ends well with the last of them, whatever became of each.
    """
    if parent.ended:
        return None
    ended, total = {state: states.get(state, 0) for state in ENDED}, sum(states.values())
    done = sum(ended.values())
    if done == total:
        return lifecycle.succeed(parent, now, _result(parent, ended, now))
    return lifecycle.report(
        parent, state="PROGRESS", progress=100 * done // total, status=_done(done, total)
    )


def _result(parent: Task, ended: Mapping[str, int], now: float) -> Json:
    """What every task's result says, as far as there is something to say."""
    return {
        "success": True,
        "duration": round(now - parent.created_at, 3),
        "usage": Usage().model_dump(),
        "result": {
            "succeeded": ended["SUCCESS"],
            "failed": ended["FAILURE"],
            "cancelled": ended["REVOKED"],
        },
    }


def _done(done: int, total: int) -> str:
    return f"{done:,} of {total:,} done"
