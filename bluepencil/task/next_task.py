"""Which waiting task is run next, and so the order in which all that wait will be run."""

from __future__ import annotations

import heapq
from collections import defaultdict, deque
from collections.abc import Collection, Iterable, Mapping, Sequence

from bluepencil.task.record import Head, Waiting


def next_head(heads: Iterable[Head], busy: Collection[str] = ()) -> Head | None:
    """The head whose task is run next; None where none can be.

    Those with different fairness keys (sessions, or owners) take turns: first comes the key of
    which the fewest tasks run, and of those the one that has waited longest. `busy` are ids of
    tasks that this process is still running although their lease has lapsed.
    """
    return min((head for head in heads if head.task.task_id not in busy), key=_turn, default=None)


def in_order(waiting: Sequence[Waiting], running: Mapping[str, int]) -> list[str]:
    """The ids of all that wait, oldest first, in the order in which `next_head` picks them.

    `running` counts the running tasks by fairness key. It is foreseen as if none of them ended
    meanwhile.
    """
    by_key: dict[str, deque[Waiting]] = defaultdict(deque)
    for task in waiting:
        by_key[task.key].append(task)
    heads = [Head(tasks[0], running.get(key, 0)) for key, tasks in by_key.items()]
    heap = [(_turn(head), head) for head in heads]
    heapq.heapify(heap)
    order = []
    while heap:
        _, head = heap[0]
        order.append(head.task.task_id)
        tasks = by_key[head.task.key]
        tasks.popleft()
        if tasks:
            following = Head(tasks[0], head.running + 1)
            heapq.heapreplace(heap, (_turn(following), following))
        else:
            heapq.heappop(heap)
    return order


def _turn(head: Head) -> tuple[int, int]:
    return head.running, head.task.number
