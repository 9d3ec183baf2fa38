"""A lock that some callers get before all others who wait for it."""

from __future__ import annotations

import threading


class PriorityLock:
    """Those who go first compete for it at once; of all others only one, while none of those wait.

    The others queue for that, so that a hundred of them do not wake up at each release.
    """

    def __init__(self) -> None:
        self._lock, self._queue, self._counting = (threading.Lock() for _ in range(3))
        self._waiting_first, self._none_first = 0, threading.Event()
        self._none_first.set()

    def acquire(self, timeout: float, *, first: bool = False) -> bool:
        """Take it; False if it cannot be had within so many seconds (-1: wait for ever). Who does
        not go first may wait three times as long: in the queue, for those, and for the lock."""
        if first:
            self._count(1)
            try:
                return self._lock.acquire(timeout=timeout)
            finally:
                self._count(-1)
        if not self._queue.acquire(timeout=timeout):
            return False
        try:
            self._none_first.wait(timeout if timeout >= 0 else None)
            return self._lock.acquire(timeout=timeout)
        finally:
            self._queue.release()

    def release(self) -> None:
        """Let the next one have it."""
        self._lock.release()

    def __enter__(self) -> None:
        self.acquire(-1, first=True)

    def __exit__(self, *_: object) -> None:
        self.release()

    def _count(self, change: int) -> None:
        with self._counting:
            self._waiting_first += change
            if self._waiting_first:
                self._none_first.clear()
            else:
                self._none_first.set()
