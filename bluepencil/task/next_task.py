"""Which waiting task is run next, and so the order in which all that wait will be run."""

from __future__ import annotations

import heapq
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping, Sequence

from bluepencil.task.record import Head, Waiting


def next_head(heads: Iterable[Head], busy: Collection[str] = ()) -> Head | None:
    """The head whose task is run next; None where none can be.

    Those with different fairness keys (sessions, or owners) take turns: first comes the key whose
    last turn was longest ago, and of those that had none the one that has waited longest. How many
    run does not count: which task ends first cannot be foreseen. `busy` are ids of tasks that this
    process is still running although their lease has lapsed.
    """
    return min((head for head in heads if head.task.task_id not in busy), key=_turn, default=None)


def in_order(waiting: Sequence[Waiting], served: Mapping[str, float]) -> list[str]:
    """The ids of all that wait, oldest first, in the order in which `next_head` picks them.

    `served` says when each fairness key last had its turn.
    """
    by_key: dict[str, deque[Waiting]] = defaultdict(deque)
    for task in waiting:
        by_key[task.key].append(task)
    heads = [Head(tasks[0], served.get(key, 0.0)) for key, tasks in by_key.items()]
    heap = [(_turn(head), head) for head in heads]
    heapq.heapify(heap)
    order: list[str] = []
    now = max(served.values(), default=0.0)
    while heap:
        _, head = heap[0]
        order.append(head.task.task_id)
        tasks = by_key[head.task.key]
        tasks.popleft()
        if tasks:
            following = Head(tasks[0], now + len(order))  # later than all before
            heapq.heapreplace(heap, (_turn(following), following))
        else:
            heapq.heappop(heap)
    return order


def _turn(head: Head) -> tuple[float, int]:
    return head.served_at, head.task.number
