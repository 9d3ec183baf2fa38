"""Rows as the store answers them: of lists, of counters, of what was rejected."""

from __future__ import annotations

from typing import NamedTuple

from bluepencil.task.record import Task


class DeadLetter(NamedTuple):
    """A message on a queue that was no task."""

    number: int
    queue: str
    reason: str
    message: bytes
    created_at: float


class Pace(NamedTuple):
    """How it went in the last hour: tasks ended, and the seconds half and 95 % of them took."""

    ended: int
    failed: int
    median: float
    p95: float
    cost_usd: float


class TaskPage(NamedTuple):
    """A page of a list of tasks, and the number below which the next one begins (None: none)."""

    tasks: list[Task]
    next: int | None
