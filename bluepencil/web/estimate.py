"""How long a waiting task will wait, from what its queue does now."""

from __future__ import annotations

import threading
import time
from typing import Any

from bluepencil.store import Operations

KEPT = 1.0  # seconds an answer of the store is good for: many ask at once


class Estimate:
    """Tells how long tasks will wait; safe to use from any thread."""

    def __init__(self, operations: Operations) -> None:
        self._operations = operations
        self._lock = threading.Lock()
        self._counts: dict[str, dict[str, Any]] = {}
        self._until = 0.0

    def seconds(self, queue: str, position: int | None) -> float | None:
        """Seconds until the task at that place begins; None where nothing tells.

        As many as run now, each for as long as the latest took (Little's law): waits for the rate
        limit are in it, as they are part of what the latest took.
        """
        if position is None:
            return None
        with self._lock:
            if time.monotonic() >= self._until:
                self._counts = self._operations.counts()
                self._until = time.monotonic() + KEPT
            row = self._counts.get(queue)
        if row is None or not row["active"] or row["seconds_each"] is None:
            return None
        return float(round(position * row["seconds_each"] / row["active"], 1))
