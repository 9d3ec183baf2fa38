"""A task's stop signal: asked about, waited on, and heard by running calls."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from bluepencil.errors import TaskCancelled


class Cancel:
    """One task's stop signal; safe to use from any thread."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._listeners: list[Callable[[], object]] = []

    def set(self) -> None:
        """Stop: wake every sleeper and call every listener, once."""
        with self._lock:
            self._event.set()
            listeners, self._listeners = self._listeners, []
        for listener in listeners:
            listener()

    def is_set(self) -> bool:
        """Whether a stop was asked for."""
        return self._event.is_set()

    def check(self) -> None:
        """Raise TaskCancelled if a stop was asked for."""
        if self._event.is_set():
            raise TaskCancelled("The task was cancelled.")

    def sleep(self, seconds: float) -> None:
        """Sleep that long; raise TaskCancelled at once when a stop is asked for meanwhile."""
        self._event.wait(max(0.0, seconds))
        self.check()

    @contextmanager
    def listening(self, listener: Callable[[], object]) -> Iterator[None]:
        """While inside, `listener` is called (from the cancelling thread) when a stop comes.

        It is called at once if the stop has already come.
        """
        with self._lock:
            late = self._event.is_set()
            if not late:
                self._listeners.append(listener)
        if late:
            listener()
        try:
            yield
        finally:
            with self._lock:
                if listener in self._listeners:
                    self._listeners.remove(listener)
