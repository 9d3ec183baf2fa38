"""A task's life: its states, and every transition between them, as pure functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bluepencil.errors import BluepencilError, Conflict
from bluepencil.task.record import ENDED, State, Task
from bluepencil.values import Json

LEASE = 6.0  # seconds a claim lasts without being renewed
MAX_ATTEMPTS = 5  # runs after which a task whose process keeps dying is given up

_FROM_RUNNING = frozenset({"STARTED", "PROGRESS", "RETRY", "PENDING"}) | ENDED
# From each state the states that may follow it; a running task whose lease lapsed starts anew.
# Every end is final: only `retry` goes on from one, and begins the task anew.
TRANSITIONS: Mapping[str, frozenset[str]] = {
    "PENDING": frozenset({"STARTED", "REVOKED"}),
    "STARTED": _FROM_RUNNING,
    "PROGRESS": _FROM_RUNNING,
    "RETRY": _FROM_RUNNING,
    "FAILURE": frozenset(),
    "SUCCESS": frozenset(),
    "REVOKED": frozenset(),
}


def claim(task: Task, holder: str, now: float, lapsed_before: float) -> Task | None:
    """Taken by `holder` to be run; None where it is not to be had.

    It is to be had while it waits, and when the lease of who ran it ended before `lapsed_before`.
    """
    if task.ended or task.lease_until >= lapsed_before:
        return None
    lost = 0.0  # what an attempt took whose process died: until it last renewed its lease
    if task.claimed_at is not None:
        lost = max(0.0, task.lease_until - LEASE - task.claimed_at)
    return _moved(
        task,
        "STARTED",
        status="Starting",
        holder=holder,
        lease_until=now + LEASE,
        fence=task.fence + 1,
        attempts=task.attempts + 1,
        started_at=task.started_at or now,
        claimed_at=now,
        worked=task.worked + lost,
        waiting_for=None,
        resume_at=None,
    )


def release(task: Task, now: float) -> Task:
    """Handed back unfinished: it waits again, and that attempt is not counted."""
    return _stopped(
        task, "PENDING", now, status="Waiting to start", attempts=max(0, task.attempts - 1)
    )


def report(task: Task, **change: Any) -> Task:
    """Changed by who runs it; progress never goes down."""
    if "progress" in change:
        change["progress"] = max(task.progress, int(change["progress"]))
    state = change.pop("state", task.state)
    return _moved(task, state, **change)


def succeed(task: Task, now: float, result: Json) -> Task:
    """Ended well."""
    return _stopped(
        task, "SUCCESS", now, status="Done", result=result, progress=100, finished_at=now
    )


def fail(task: Task, now: float, error: BluepencilError) -> Task:
    """Ended with an error, which is kept with all that a caller may want to know of it."""
    shown: Json = {"code": error.code, "detail": error.detail, "retryable": error.retryable}
    shown |= {"status": error.status, "title": error.title}
    if error.retry_after is not None:
        shown["retry_after"] = error.retry_after
    return _stopped(task, "FAILURE", now, status=error.detail, error=shown, finished_at=now)


def cancel(task: Task, now: float) -> Task | None:
    """Stopped by its owner; None where it has ended already."""
    if task.ended:
        return None
    return _stopped(task, "REVOKED", now, status="Stopped", finished_at=now)


def retry(task: Task) -> Task:
    """A failed task back to the start, its attempts forgotten. Raises Conflict for any other."""
    if task.state != "FAILURE":
        raise Conflict(f"Only what failed can be tried again; this is {task.state}.")
    return replace(
        task,
        state="PENDING",
        status="Waiting to start",
        attempts=0,
        progress=0,
        error=None,
        started_at=None,
        finished_at=None,
        fence=task.fence + 1,
    )


def seconds(task: Task, now: float) -> float:
    """How long a running task has been worked on, over all its attempts."""
    return task.worked + (max(0.0, now - task.claimed_at) if task.claimed_at else 0.0)


def _stopped(task: Task, state: State, now: float, **change: Any) -> Task:
    """Nobody runs it any more; who did can write no more."""
    return _moved(
        task,
        state,
        fence=task.fence + 1,
        holder=None,
        lease_until=0.0,
        worked=seconds(task, now),
        claimed_at=None,
        waiting_for=None,
        resume_at=None,
        **change,
    )


def _moved(task: Task, state: State, **change: Any) -> Task:
    if state not in TRANSITIONS[task.state]:
        raise Conflict(f"A task that is {task.state} cannot become {state}.")
    return replace(task, state=state, **change)
