"""The web's side of the queue: whether it can be used, sending work to it, and what it looks like.

Nothing here loads Celery or the Redis client.
"""

from __future__ import annotations

from bluepencil.build import Parts
from bluepencil.errors import Invalid
from bluepencil.queue.celery_queue import CeleryQueue
from bluepencil.queue.heartbeats import Heartbeat
from bluepencil.task import batch
from bluepencil.task.record import Task
from bluepencil.values import Json, rfc3339
from bluepencil.work.tasks import Tasks


def attach(parts: Parts) -> CeleryQueue:
    """Give the tasks their queue. Raises Invalid where the settings want none."""
    if parts.redis is None:
        raise Invalid("There is no queue: set USE_CELERY=true.")
    queue = CeleryQueue(parts.redis, parts.store, parts.settings.result_ttl)
    parts.tasks.queue = queue
    return queue


def is_celery_available(tasks: Tasks) -> bool:
    """Whether work is queued now: Redis answers and a worker sees our store."""
    return isinstance(tasks.queue, CeleryQueue) and bool(tasks.queue.workers())


def submit_analysis_task(tasks: Tasks, input: Json, owner: str, key: str | None = None) -> Task:
    """Have one section reviewed. Raises as Tasks.submit, as do the next three."""
    return tasks.submit("analyze_section", input, owner, key)


def submit_review_task(tasks: Tasks, input: Json, owner: str, key: str | None = None) -> Task:
    """Have a whole document reviewed."""
    return tasks.submit("review_document", input, owner, key)


def submit_chat_task(tasks: Tasks, input: Json, owner: str, key: str | None = None) -> Task:
    """Have a question answered."""
    return tasks.submit("chat", input, owner, key)


def submit_test_task(tasks: Tasks, owner: str, key: str | None = None) -> Task:
    """Have the connection to the engine tested."""
    return tasks.submit("test_connection", {}, owner, key)


def get_task_status(tasks: Tasks, task_id: str, owner: str) -> Task:
    """The task as it is now. Raises NotFound and Expired."""
    return tasks.get(task_id, owner)


def cancel_task(tasks: Tasks, task_id: str, owner: str) -> Task:
    """Stop the task, in whatever phase it is. Raises NotFound and Expired."""
    return tasks.cancel(task_id, owner)


def get_queue_stats(tasks: Tasks) -> Json:
    """The queues and workers for `/queue_stats`; all of it from counters, in milliseconds."""
    workers = tasks.queue.workers() if isinstance(tasks.queue, CeleryQueue) else {}
    counts = tasks.store.operations.counts()
    counts.pop(batch.KIND, None)  # a record that stands for others; no process runs it
    nothing = {"queued": 0, "active": 0, "waiting_for_limit": 0, "oldest_seconds": 0.0}
    names = sorted({kind.queue for kind in tasks.catalogue.values()} | set(counts))
    queues = {name: counts.get(name, nothing) for name in names}
    waiting = sum(row["queued"] for row in queues.values())
    reserved = min(waiting, sum(worker.reserved for worker in workers.values()))
    return {
        "available": bool(workers),
        "mode": "async" if workers else "sync",
        "workers": len(workers),
        "active_tasks": sum(row["active"] for row in queues.values()),
        "reserved_tasks": reserved,
        "queued_tasks": waiting - reserved,
        "total_pending": waiting,
        "queues": queues,
        "worker_details": {name: _details(worker) for name, worker in sorted(workers.items())},
    }


def _details(worker: Heartbeat) -> Json:
    return {
        "queues": worker.queues,
        "active": worker.active,
        "concurrency": worker.concurrency,
        "last_seen": rfc3339(worker.seen),
    }
