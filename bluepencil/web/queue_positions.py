"""Where a waiting task stands in its queue, and about how long it will wait there."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

from bluepencil.store import Store
from bluepencil.task.next_task import in_order
from bluepencil.task.record import Task

KEPT = 0.5  # seconds for which a look at a queue is used again: many ask at once
LATEST = 50  # tasks that show how fast it goes
SHARE = 0.005  # of the time may go into looking, however many wait


class Position(NamedTuple):
    """A position in a queue, from 1, and seconds until it is its turn; None: not known."""

    position: int | None = None
    seconds: float | None = None


class _Seen(NamedTuple):
    """What a look at a queue showed: positions by task, seconds from one turn to the next, and
    what the look cost."""

    positions: Mapping[str, int]
    each: float | None
    cost: float


_NOTHING = _Seen({}, None, 0.0)


class _Queue:
    """The waiting tasks of one queue in the order they are run; safe to use from any thread."""

    def __init__(self, store: Store, name: str) -> None:
        self._store, self._name = store, name
        self._lock = threading.Lock()
        self._seen = _NOTHING
        self._looked_at = float("-inf")

    def position(self, task_id: str) -> Position:
        """Its position. One that came after the last look is at the end, until the next one.

        One thread looks; the others use the look before.
        """
        now = time.monotonic()
        with self._lock:
            wait = max(0 if task_id not in self._seen.positions else KEPT, self._seen.cost / SHARE)
            due = now - self._looked_at > wait
            if due:
                self._looked_at = now
                if self._seen is _NOTHING:  # the first look: the others wait for it
                    self._seen, due = self._look(), False
        if due:
            self._seen = self._look()
        seen = self._seen
        position = seen.positions.get(task_id, len(seen.positions) + 1)
        return Position(position, None if seen.each is None else round(position * seen.each, 1))

    def _look(self) -> _Seen:
        began = time.monotonic()
        order = in_order(*self._store.tasks.waiting_in(self._name))
        positions = {task_id: position for position, task_id in enumerate(order, 1)}
        return _Seen(positions, self._each(), time.monotonic() - began)

    def _each(self) -> float | None:
        """Seconds from one turn to the next; None where nobody works, or nothing has ended yet."""
        row = self._store.operations.counts().get(self._name, {})
        latest = self._store.operations.latest(self._name)[:LATEST]
        active: int = row.get("active", 0)
        if not (active and latest):
            return None
        if row["waiting_for_limit"] and len(latest) > 1:
            # The limit sets the pace, however many wait for it. No turn took longer than what ran
            # in it: the rest of a long gap, nobody wanted anything.
            gaps = (
                min(ended - before, seconds) for (ended, seconds), (before, _) in pairwise(latest)
            )
            return sum(gaps) / (len(latest) - 1)
        # As many as run now, each for as long as the latest ran (Little's law).
        return sum(seconds for _, seconds in latest) / len(latest) / active


class QueuePositions:
    """The positions of waiting tasks, in all queues."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._queues: dict[str, _Queue] = {}

    def of(self, task: Task) -> Position:
        """Where a task waits; neither known for one that does not."""
        if task.state != "PENDING":
            return Position()
        queue = self._queues.setdefault(task.queue, _Queue(self._store, task.queue))
        return queue.position(task.task_id)
