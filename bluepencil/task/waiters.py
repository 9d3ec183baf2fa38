"""The threads of a process that wait for tasks to change."""

from __future__ import annotations

import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Waiters:
    """Who waits for which task, and for which version; safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._events: dict[str, dict[threading.Event, int]] = defaultdict(dict)

    @contextmanager
    def waiting(self, task_id: str, since: int) -> Iterator[threading.Event]:
        """An event that is set when the task is past version `since`, or over, while inside."""
        event = threading.Event()
        with self._lock:
            self._events[task_id][event] = since
        try:
            yield event
        finally:
            with self._lock:
                del self._events[task_id][event]
                if not self._events[task_id]:
                    del self._events[task_id]

    def wait(
        self, task_id: str, since: int, seconds: float, look: Callable[[], tuple[int, bool]]
    ) -> int:
        """Block until the task is past version `since`, it is over, or time is up; returns its
        version. `look` says which version it now has, and whether it is over."""
        deadline = time.monotonic() + seconds
        with self.waiting(task_id, since) as changed:
            while True:
                changed.clear()
                version, over = look()
                left = deadline - time.monotonic()
                if version > since or over or left <= 0:
                    return version
                changed.wait(left)

    def wake(self, task_id: str, version: int | None = None) -> None:
        """Wake who waits for this version of the task or an earlier one; None: all who wait."""
        with self._lock:
            for event, since in self._events.get(task_id, {}).items():
                if version is None or version > since:
                    event.set()

    @property
    def awaited(self) -> list[str]:
        """The ids of the tasks that somebody waits for."""
        with self._lock:
            return list(self._events)
