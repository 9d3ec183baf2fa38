"""In which order a worker looks into its queues: by their weights, so that none has to wait for
another to be empty."""

from __future__ import annotations

from collections.abc import Iterable

WEIGHTS = {"chat": 6, "chat_workflow": 6, "events": 3}
OTHERS = 2  # the weight of every other queue


class WeightedOrder:
    """The order as kombu asks for it (a “cycle”), by weighted fair queueing.

    Where all have messages, each is served in proportion to its weight. A queue that was empty has
    saved up nothing.
    """

    def __init__(self, queues: Iterable[str] = ()) -> None:
        self._queues = list(queues)
        self._time = 0.0  # virtual: when the last message that was taken began to be served
        self._served_until: dict[str, float] = {}

    def update(self, queues: Iterable[str]) -> None:
        """These are the queues now."""
        self._queues = list(queues)

    def consume(self, number: int) -> list[str]:
        """The first so many, the one whose turn it is first."""
        return sorted(self._queues, key=lambda queue: (self._turn(queue), queue))[:number]

    def rotate(self, last_used: str) -> str:
        """A message was taken from that queue."""
        self._time, self._served_until[last_used] = self._turn(last_used)
        return last_used

    def _turn(self, queue: str) -> tuple[float, float]:
        """When, in virtual time, the next message of the queue would begin and end to be served."""
        begin = max(self._time, self._served_until.get(queue, 0.0))
        return begin, begin + 1 / WEIGHTS.get(queue, OTHERS)
