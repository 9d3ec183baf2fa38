"""The HTTP side: one blueprint per concern over the same tasks and sessions."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from flask import current_app

from bluepencil.build import Parts
from bluepencil.web.queue_positions import QueuePositions
from bluepencil.web.seen import Seen

OWNER = "local"  # one person, with or without a password


class Slots:
    """How many requests may wait at once: each holds a thread, and some must stay free.

    Of those that say who they are, one client has three quarters at most.
    """

    def __init__(self, number: int) -> None:
        self._free, self._of_one = number, max(1, number * 3 // 4)
        self._held: Counter[str] = Counter()
        self._lock = threading.Lock()

    def acquire(self, client: str = "") -> bool:
        """Take one, if there is one for that client; who got it calls `release`."""
        with self._lock:
            if not self._free or (client and self._held[client] >= self._of_one):
                return False
            self._free -= 1
            self._held[client] += 1
            return True

    def release(self, client: str = "") -> None:
        """Give one back."""
        with self._lock:
            self._free += 1
            self._held[client] -= 1
            if not self._held[client]:
                del self._held[client]

    @contextmanager
    def take(self) -> Iterator[bool]:
        """Yields whether there was one to take; gives it back."""
        taken = self.acquire()
        try:
            yield taken
        finally:
            if taken:
                self.release()


@dataclass(frozen=True)
class Site(Parts):
    """What the routes work with; one per app."""

    samples: Path
    slots: Slots
    readers: Slots  # the threads that are left, but for two, may read large files
    positions: QueuePositions
    seen: Seen


def site() -> Site:
    """The current app's parts."""
    return cast(Site, current_app.extensions["bluepencil"])
