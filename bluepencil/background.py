"""Threads that look after others, at regular intervals: no error ends one, and it is known how
they fare."""

from __future__ import annotations

import threading
import time
import weakref
from collections.abc import Callable

import structlog

from bluepencil.errors import BluepencilError

STALLED = 30.0  # seconds without a completed round, beyond the interval, that count as stalled

log = structlog.get_logger()


class Background:
    """A daemon thread that calls `work` every `every` seconds until `stop()`.

    An error of one round is logged and the next round comes all the same: leases, heartbeats and
    connections depend on it. The thread starts with `start()`; call that after a fork.
    """

    _all: weakref.WeakSet[Background] = weakref.WeakSet()

    def __init__(self, name: str, work: Callable[[], object], every: float) -> None:
        self.name, self._work, self._every = name, work, every
        self._stopping = threading.Event()
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None
        self._completed = 0.0  # when the last round ended without an error
        self._trouble = ""  # what the last round failed with

    def start(self) -> None:
        """Start the thread; again does nothing."""
        with self._lock:
            if self._thread is not None:
                return
            self._completed = time.monotonic()
            self._thread = threading.Thread(target=self._run, name=self.name, daemon=True)
            self._thread.start()
        Background._all.add(self)

    def stop(self, seconds: float = 0.0) -> None:
        """Have it end after the present round; wait up to `seconds` for that."""
        self._stopping.set()
        Background._all.discard(self)
        thread = self._thread
        if seconds and thread is not None and thread is not threading.current_thread():
            thread.join(seconds)

    @property
    def stopping(self) -> bool:
        """Whether `stop()` was called."""
        return self._stopping.is_set()

    @property
    def trouble(self) -> str:
        """Why it does not do its work, in a sentence; empty while it does."""
        if self._thread is None or self.stopping:
            return ""
        silent = time.monotonic() - self._completed
        if not self._thread.is_alive():
            return f"The thread “{self.name}” has ended."
        if silent < STALLED + self._every:
            return ""
        why = f": {self._trouble}" if self._trouble else "."
        return f"The thread “{self.name}” has done nothing for {silent:.0f} s{why}"

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                self._work()
            except BluepencilError as error:  # something is away; that is looked after elsewhere
                self._failed(error.detail)
                log.debug("background work failed", thread=self.name, detail=error.detail)
            except Exception as error:  # noqa: BLE001 whatever it was, others depend on this thread
                self._failed(str(error) or type(error).__name__)
                log.exception("background work broke", thread=self.name)
            else:
                self._completed, self._trouble = time.monotonic(), ""
            self._stopping.wait(self._every)

    def _failed(self, why: str) -> None:
        if why != self._trouble:
            self._trouble = why


def troubles() -> list[str]:
    """What is wrong with any background thread of this process, in sentences."""
    return sorted(filter(None, (one.trouble for one in list(Background._all))))
