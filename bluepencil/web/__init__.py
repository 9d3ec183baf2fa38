"""The HTTP side: one blueprint per concern over the same tasks and sessions."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from flask import current_app

from bluepencil.build import Parts
from bluepencil.web.queue_positions import QueuePositions

OWNER = "local"  # one person, with or without a password


class Slots:
    """How many requests may wait at once: each holds a thread, and some must stay free."""

    def __init__(self, number: int) -> None:
        self._free = threading.BoundedSemaphore(number)

    def acquire(self) -> bool:
        """Take one, if there is one; who got it calls `release`."""
        return self._free.acquire(blocking=False)

    def release(self) -> None:
        """Give one back."""
        self._free.release()

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
    positions: QueuePositions


def site() -> Site:
    """The current app's parts."""
    return cast(Site, current_app.extensions["bluepencil"])
