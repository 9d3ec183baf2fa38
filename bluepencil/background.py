"""Threads that do something at intervals for as long as the process lives, whatever goes wrong."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable

import structlog

from bluepencil.errors import BluepencilError

STALLED = 30.0  # seconds without a completed round, beyond the interval, that count as stalled
LOG_EVERY = 60.0  # seconds between two lines about a thread whose rounds go on failing

log = structlog.get_logger()


class Background:
    """A daemon thread that calls `work`, with `every` seconds between two rounds, until stopped.

    An error ends a round, not the thread: leases, heartbeats and connections depend on it. One of
    ours means that something is away, which is handled where it is needed; any other is a fault,
    and is logged. `start()` it after a fork: a thread does not exist in the child, so there it is
    as if it had never been started.
    """

    def __init__(self, name: str, work: Callable[[], object], every: float) -> None:
        self.name, self._work, self._every = name, work, every
        self._reset()

    def _reset(self) -> None:
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        self._thread: threading.Thread | None = None
        self._completed = 0.0  # when the last round ended without a fault
        self._log_at = 0.0  # when a fault is logged next

    def start(self) -> None:
        """Start the thread. A second call does nothing, nor does one after `stop()`."""
        with self._lock:
            if self._thread is not None or self.stopping:
                return
            self._completed = time.monotonic()
            thread = threading.Thread(target=self._run, name=self.name, daemon=True)
            thread.start()
            self._thread = thread
            _started.add(self)

    def stop(self, seconds: float = 0.0) -> None:
        """Have it end after the present round, and wait up to `seconds` for that.

        Not for a signal's handler: what it locks may be locked already by what was interrupted.
        """
        with self._lock:
            self._stopping.set()
            _started.discard(self)
            thread = self._thread
        if seconds and thread is not None and thread is not threading.current_thread():
            thread.join(seconds)

    @property
    def stopping(self) -> bool:
        """Whether `stop()` was called."""
        return self._stopping.is_set()

    @property
    def trouble(self) -> str:
        """Why it does not do its work, in a sentence; empty while it does, and when stopped."""
        thread, silent = self._thread, time.monotonic() - self._completed
        if thread is None or self.stopping:
            return ""
        if not thread.is_alive():
            return f"The thread “{self.name}” has ended."
        if silent < STALLED + self._every:
            return ""
        return f"The thread “{self.name}” has completed no round for {silent:.0f} s; see the log."

    def _run(self) -> None:
        while not self.stopping:
            try:
                self._work()
                self._completed, self._log_at = time.monotonic(), 0.0
            except BluepencilError as error:
                self._completed = time.monotonic()
                log.debug("background round failed", thread=self.name, detail=error.detail)
            except Exception:  # noqa: BLE001 whatever it was, others depend on this thread
                self._log_fault()
            self._stopping.wait(self._every)

    def _log_fault(self) -> None:
        """Log the present exception, but not at every one of several rounds a second."""
        now = time.monotonic()
        if now >= self._log_at:
            self._log_at = now + LOG_EVERY
            log.exception("background round broke", thread=self.name)


_started: set[Background] = set()  # of this process, and not stopped


def troubles() -> list[str]:
    """What is wrong with the background threads of this process, in sentences."""
    return sorted(filter(None, (one.trouble for one in _started.copy())))


def _forget_threads() -> None:
    """In a forked child there are none; a lock may have been taken by one of them."""
    for one in _started:
        one._reset()
    _started.clear()


os.register_at_fork(after_in_child=_forget_threads)
