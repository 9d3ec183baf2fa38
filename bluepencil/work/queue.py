"""What a queue of tasks is: it carries ids, and what they stand for is in the store."""

from __future__ import annotations

from typing import Protocol

from bluepencil.task.record import Task


class Queue(Protocol):
    """Where tasks wait for a worker."""

    def takes(self, queue: str) -> bool:
        """Whether it can be used now, and a worker that sees our store serves that queue."""

    def send(self, task_id: str, kind: str, queue: str) -> bool:
        """Have one waiting task of that queue run; False when that could not be sent."""

    def depth(self, queue: str) -> int | None:
        """How many such messages wait there; None when that cannot be known now, or is another
        process's to look after."""

    def notify(self, task: Task) -> bool:
        """Give the foreign producer of an ended task its result; False when that failed."""
