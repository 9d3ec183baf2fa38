"""What the Queue page shows: where tasks run, what is queued, running and failed."""

from __future__ import annotations

from typing import Any, NamedTuple

from bluepencil.task.record import Task
from bluepencil.values import Json, plural
from bluepencil.web import OWNER, Site, dead_letters, site
from bluepencil.web.formatting import ago, duration, money
from bluepencil.web.models import LastHour, QueueStats
from bluepencil.web.task_list import NEWEST
from bluepencil.web.tasks import at_a_glance
from celery_integration import get_queue_stats

SHOWN = 20  # rows of each list
_OPEN = ("PENDING", "STARTED", "PROGRESS", "RETRY")
_EMPTY: Json = {"queued": 0, "active": 0, "oldest_seconds": 0.0, "waiting_for_limit": 0}


class Mode(NamedTuple):
    """Where tasks run: as a badge and as a sentence; whether a queue is configured, and works."""

    badge: str
    sentence: str
    configured: bool = True
    available: bool = False


NO_QUEUE = Mode(
    "No queue", "No queue is configured. Tasks run in the web process.", configured=False
)
UNAVAILABLE = Mode(
    "Queue unavailable", "No worker is available, so tasks run in the web process until one is."
)
AVAILABLE = Mode("Queue", "Tasks are queued for a worker.", available=True)


def mode() -> Mode:
    """Where tasks run at this moment."""
    here = site()
    if here.redis is None:
        return NO_QUEUE

    if number := get_queue_stats(here.tasks)["workers"]:
        workers = plural(number, "worker")
        return Mode(f"Queue, {workers}", f"Tasks are queued for {workers}.", available=True)
    return UNAVAILABLE


def overview() -> dict[str, Any]:
    """The values of the template, by name."""
    here = site()
    stats, counts = at_a_glance(), here.store.operations.counts()
    queues = {name: counts.get(name, _EMPTY) for name in sorted({*stats.queues, *counts})}
    open_tasks = here.store.tasks.rows(OWNER, states=_OPEN, before=NEWEST, limit=SHOWN)
    dead = dead_letters.page(SHOWN)
    inputs = [task.input for task in open_tasks.tasks] + [task.input for task in dead.tasks]
    ids = {str(one["session_id"]) for one in inputs if "session_id" in one}
    documents = {row.session_id: row.name for row in here.store.sessions.rows(OWNER, ids=ids)}
    return {
        "mode": mode(),
        "queued": sum(row["queued"] for row in queues.values()),
        "running": sum(row["active"] for row in queues.values()),
        "rate_limited": stats.waiting_for_limit,
        "rate_limit": _rate_limit(stats),
        "last_hour": _last_hour(stats.pace),
        "cost": money(stats.pace.cost_usd or 0.0),
        "queues": queues,
        "workers": _workers(stats),
        "open": [_open_row(here, task, documents) for task in open_tasks.tasks],
        "more_open": open_tasks.next is not None,
        "failed": [_failed_row(task, documents) for task in dead.tasks],
        "rejected": dead.messages,
        "more_dead": dead.next_cursor is not None,
    }


def _rate_limit(stats: QueueStats) -> str:
    limit = stats.rate_limit
    if limit.requests_per_minute is None:
        return "none"
    used = f"{limit.used_last_minute:,} of {limit.requests_per_minute:,g} requests used"
    wait = limit.next_slot_in or 0.0
    return f"{used}; next request: {f'in {duration(wait)}' if wait > 0 else 'now'}"


def _last_hour(pace: LastHour) -> str:
    """How many tasks finished in the last hour, and how long they took."""
    if not pace.ended:
        return "no tasks finished"
    finished = f"{plural(pace.ended, 'task')} finished"
    if pace.failed:
        finished += f", {pace.failed:,} failed"
    if pace.ended == pace.failed:
        return finished
    return f"{finished}; median {duration(pace.median)}, 95th percentile {duration(pace.p95)}"


def _workers(stats: QueueStats) -> list[Json]:
    return [
        {
            "name": name,
            "queues": ", ".join(worker["queues"]),
            "status": f"{worker['active']} of {worker['concurrency']} slots busy, "
            f"last seen {ago(worker['last_seen'])}",
        }
        for name, worker in stats.worker_details.items()
    ]


def _open_row(here: Site, task: Task, documents: dict[str, str]) -> Json:
    place = here.positions.of(task)
    started = task.started_at if place.position is None else None
    wait = "" if place.seconds is None else f", starts in about {duration(place.seconds)}"
    return {
        **_row(task, documents),
        "status": f"Queue position {place.position:,}{wait}" if place.position else task.status,
        "age": f"started {ago(started)}" if started else f"submitted {ago(task.created_at)}",
        "progress": task.progress,
    }


def _failed_row(task: dead_letters.FailedTask, documents: dict[str, str]) -> Json:
    cost = task.usage.cost_usd
    return {
        **_row(task, documents),
        "cause": task.error.detail,
        "retryable": task.error.retryable,
        "age": f"failed {ago(task.finished_at)}, {plural(task.attempts, 'attempt')}"
        + (f", cost {money(cost)}" if cost else ""),
    }


def _row(task: Task | dead_letters.FailedTask, documents: dict[str, str]) -> Json:
    """What identifies a task to a person: its kind, and which part of which document it is for."""
    session_id = task.input.get("session_id")
    return {
        "task_id": task.task_id,
        "kind": task.kind.replace("_", " ").capitalize(),
        "subject": task.input.get("section_name") or task.input.get("message") or "",
        "session_id": session_id if session_id in documents else None,
        "document": documents.get(session_id or "", ""),
    }
