"""The web's side of the queue: whether it can be used, sending to it, and what it looks like."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bluepencil.build import Parts
from bluepencil.errors import RedisUnavailable
from bluepencil.queue.connection import Connection
from bluepencil.queue.messages import message
from bluepencil.task.record import Task
from bluepencil.values import Json
from bluepencil.work.tasks import Tasks

_PRIORITIES = ("", "\x06\x163", "\x06\x166", "\x06\x169")  # where kombu keeps messages by priority
_SWEEP = "bluepencil:sweep:"  # and a queue: one process at a time looks after it


class CeleryQueue:
    """Celery's queues in Redis, written to without Celery: one push, a quarter of its time."""

    def __init__(self, connection: Connection, identity: str) -> None:
        self._redis, self._identity = connection, identity

    def takes(self, queue: str) -> bool:
        """See Queue."""
        return any(queue in worker["queues"] for worker in self.workers().values())

    def workers(self) -> Mapping[str, Json]:
        """The workers alive that see our store."""
        return {
            name: said
            for name, said in self._redis.workers.items()
            if said["store"] == self._identity
        }

    def send(self, task_id: str, kind: str, queue: str) -> bool:
        """See Queue."""
        try:
            with self._redis.using(quickly=True) as redis:
                redis.lpush(queue, message(task_id, kind, queue))
        except RedisUnavailable:
            return False
        return True

    def depth(self, queue: str) -> int | None:
        """See Queue. One process at a time looks after a queue."""
        try:
            with self._redis.using() as redis:
                if not redis.set(f"{_SWEEP}{queue}", 1, nx=True, px=900):
                    return None
                pipeline = redis.pipeline(transaction=False)
                for priority in _PRIORITIES:
                    pipeline.llen(queue + priority)
                return int(sum(pipeline.execute()))
        except RedisUnavailable:
            return None


def attach(parts: Parts) -> None:
    """Give the tasks a queue, where the settings want one."""
    if parts.redis is not None:
        parts.tasks.queue = CeleryQueue(parts.redis, parts.store.identity)


def is_celery_available(tasks: Tasks) -> bool:
    """Whether work is queued now: Redis answers and a worker sees our store."""
    return isinstance(tasks.queue, CeleryQueue) and bool(tasks.queue.workers())


def submit_analysis_task(tasks: Tasks, session_id: str, section_name: str, owner: str) -> Task:
    """Have one section reviewed. Raises as Tasks.submit, as do the next two."""
    given = {"session_id": session_id, "section_name": section_name}
    return tasks.submit("analyze_section", given, owner)


def submit_chat_task(tasks: Tasks, session_id: str, question: str, owner: str) -> Task:
    """Have a question answered."""
    return tasks.submit("chat", {"session_id": session_id, "message": question}, owner)


def submit_test_task(tasks: Tasks, owner: str) -> Task:
    """Have the connection to the engine tested."""
    return tasks.submit("test_connection", {}, owner)


def get_task_status(tasks: Tasks, task_id: str, owner: str | None = None) -> Task:
    """The task as it stands. Raises NotFound and Expired."""
    return tasks.get(task_id, owner)


def cancel_task(tasks: Tasks, task_id: str, owner: str | None = None) -> Task:
    """Stop it, in whatever phase it is. Raises NotFound and Expired."""
    return tasks.cancel(task_id, owner)


def get_queue_stats(tasks: Tasks) -> Json:
    """What `/queue_stats` tells of queues and workers; all of it from counters, in milliseconds."""
    queue = tasks.queue if isinstance(tasks.queue, CeleryQueue) else None
    workers = queue.workers() if queue else {}
    counts = tasks.store.operations.counts()
    nothing = {"queued": 0, "active": 0, "waiting_for_limit": 0, "oldest_seconds": 0.0}
    names = sorted({kind.queue for kind in tasks.catalogue.values()} | set(counts))
    queues = {name: counts.get(name, nothing) for name in names}
    waiting = sum(row["queued"] for row in queues.values())
    reserved = min(waiting, sum(said["reserved"] for said in workers.values()))
    return {
        "available": bool(workers),
        "mode": "async" if workers else "sync",
        "workers": len(workers),
        "active_tasks": sum(row["active"] for row in queues.values()),
        "reserved_tasks": reserved,
        "queued_tasks": waiting - reserved,
        "total_pending": waiting,
        "queues": queues,
        "worker_details": {name: _shown(said) for name, said in sorted(workers.items())},
    }


def _shown(said: Mapping[str, Any]) -> Json:
    seen = datetime.fromtimestamp(said.get("seen", time.time()), UTC)
    return {
        "queues": said["queues"],
        "active": said["active"],
        "concurrency": said["concurrency"],
        "last_seen": seen.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
    }
