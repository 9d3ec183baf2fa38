"""Where a waiting task stands in its queue, and about how long it will stand there."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from typing import NamedTuple

from bluepencil.store import (
    Store,
    Task,
)

KEPT = 0.5  # seconds a look at a queue is good for: many ask at once
LATEST = 50  # tasks that tell how fast it goes
SHARE = 0.005  # of the time may go into looking, however many wait


class Place(NamedTuple):
    """A place in the line, from 1, and seconds until it is its turn; None: not known."""

    position: int | None = None
    seconds: float | None = None


class _Seen(NamedTuple):
    """What a look at a queue told: places by task, seconds from one turn to the next, its cost."""

    places: Mapping[str, int]
    each: float | None
    cost: float


_NOTHING = _Seen({}, None, 0.0)


class Line:
    """The waiting tasks of one queue in the order they are taken; safe to use from any thread."""

    def __init__(self, store: Store, queue: str) -> None:
        self._store, self._queue = store, queue
        self._lock = threading.Lock()
        self._seen = _NOTHING
        self._looked_at = float("-inf")

    def place(self, task_id: str) -> Place:
        """Its place. One that came after the last look stands at the end, until the next one.

        One thread looks; the others go by the look before.
        """
        now = time.monotonic()
        with self._lock:
            wait = max(0 if task_id not in self._seen.places else KEPT, self._seen.cost / SHARE)
            due = now - self._looked_at > wait
            if due:
                self._looked_at = now
                if self._seen is _NOTHING:  # the first look: the others wait for it
                    self._seen, due = self._look(), False
        if due:
            self._seen = self._look()
        seen = self._seen
        position = seen.places.get(task_id, len(seen.places) + 1)
        return Place(position, None if seen.each is None else round(position * seen.each, 1))

    def _look(self) -> _Seen:
        began = time.monotonic()
        turns: Counter[str] = Counter()
        line = []
        for number, (task_id, whose) in enumerate(self._store.tasks.line(self._queue)):
            turns[whose] += 1
            line.append((turns[whose], number, task_id))
        places = {task_id: place for place, (*_, task_id) in enumerate(sorted(line), 1)}
        return _Seen(places, self._each(), time.monotonic() - began)

    def _each(self) -> float | None:
        """Seconds from one turn to the next; None where nobody works, or nothing has ended yet."""
        row = self._store.operations.counts().get(self._queue, {})
        latest = self._store.operations.latest(self._queue)[:LATEST]
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


class Lines:
    """The lines of all queues."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._lines: dict[str, Line] = {}

    def place(self, task: Task) -> Place:
        """Where a task waits; neither known for one that does not."""
        if task.state != "PENDING":
            return Place()
        return self._lines.setdefault(task.queue, Line(self._store, task.queue)).place(task.task_id)
