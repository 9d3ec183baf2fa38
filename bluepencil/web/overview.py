"""What the Queue page shows, in words a person reads at a glance."""

from __future__ import annotations

import time
from datetime import datetime
from typing import Any, NamedTuple

from bluepencil.task.record import Task
from bluepencil.values import Json
from bluepencil.web import OWNER, Site, dead_letters, site
from bluepencil.web.models import LastHour, QueueStats
from bluepencil.web.task_list import NEWEST
from bluepencil.web.tasks import at_a_glance
from celery_integration import get_queue_stats

SHOWN = 20  # rows of each list
_OPEN = ("PENDING", "STARTED", "PROGRESS", "RETRY")
_NOTHING: Json = {"queued": 0, "active": 0, "oldest_seconds": 0.0, "waiting_for_limit": 0}


def overview() -> dict[str, Any]:
    """Everything the template names."""
    here = site()
    stats, counts = at_a_glance(), here.store.operations.counts()
    queues = {name: counts.get(name, _NOTHING) for name in sorted({*stats.queues, *counts})}
    open_rows = here.store.tasks.rows(OWNER, states=_OPEN, before=NEWEST, limit=SHOWN)
    dead = dead_letters.page(SHOWN)
    names = {row.session_id: row.name for row in here.store.sessions.rows(OWNER)}
    return {
        "mode": mode().words,
        "waiting": sum(row["queued"] for row in queues.values()),
        "running": sum(row["active"] for row in queues.values()),
        "limited": stats.waiting_for_limit,
        "limit": _limit(stats),
        "pace": _pace(stats.pace),
        "spent": money(stats.pace.cost_usd),
        "queues": queues,
        "lasted": lasted,
        "ago": ago,
        "workers": _workers(stats),
        "open": [_open_row(here, task, names) for task in open_rows.tasks],
        "more_open": open_rows.next is not None,
        "failed": [_failed_row(task, names) for task in dead.tasks],
        "buried": dead.messages,
        "more_dead": dead.next_cursor is not None,
    }


class Mode(NamedTuple):
    """Where work runs: in two or three words, and as a sentence; and whether there is a queue."""

    short: str
    words: str
    queue: bool = True


def mode() -> Mode:
    """Where work runs at this moment."""
    here = site()
    if here.redis is None:
        words = "Work runs right here, in the web process; there is no queue to wait in."
        return Mode("No queue", words, queue=False)
    if workers := get_queue_stats(here.tasks)["workers"]:
        said = counted(workers, "worker")
        return Mode(f"Queue, {said}", f"Work waits its turn for {said}.")
    return Mode(
        "Queue away",
        "No worker can be reached, so work runs right here, in the web process. "
        "It goes to workers again as soon as one answers.",
    )


def lasted(seconds: float) -> str:
    """A span of time, roughly: “0.4 s”, “12 s”, “3 min”, “2 h”, “4 days”."""
    if seconds < 0.95:
        return f"{max(0.0, seconds):.1f} s"
    for unit, size, below in (("s", 1, 99.5), ("min", 60, 90), ("h", 3600, 36)):
        if seconds / size < below:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds / 86400:.0f} days"


def ago(moment: float | str) -> str:
    """How long ago that was, in seconds since 1970 or as the wire has it: “12 s ago”."""
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment).timestamp()
    seconds = time.time() - moment
    return "just now" if seconds < 1 else f"{lasted(seconds)} ago"


def money(dollars: float | None) -> str:
    """What was paid, to the cent; below one, that it was below; nothing where nothing was."""
    if not dollars:
        return ""
    return "less than $0.01" if dollars < 0.01 else f"${dollars:,.2f}"


def counted(number: int, noun: str) -> str:
    """A number of things: “1 task”, “2,000 tasks”."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _limit(stats: QueueStats) -> str:
    told = stats.rate_limit
    if told.requests_per_minute is None:
        return "none"
    used = f"{told.used_last_minute} of {told.requests_per_minute:g} requests used"
    wait = told.next_slot_in or 0.0
    return f"{used}, the next " + (f"in {lasted(wait)}" if wait > 0 else "at once")


def _pace(pace: LastHour) -> list[str]:
    """What ended in the last hour, and how long it took; nothing where nothing ended."""
    told = [
        counted(pace.ended, "task") + " ended" + (f", {pace.failed} failed" * bool(pace.failed))
    ]
    if pace.ended > pace.failed:
        told.append(f"half within {lasted(pace.median)}, 95 % within {lasted(pace.p95)}")
    return told if pace.ended else []


def _workers(stats: QueueStats) -> list[Json]:
    return [
        {
            "name": name,
            "queues": ", ".join(said["queues"]),
            "busy": f"{said['active']} of {said['concurrency']} at work",
            "seen": f"seen {ago(said['last_seen'])}",
        }
        for name, said in stats.worker_details.items()
    ]


def _open_row(here: Site, task: Task, names: dict[str, str]) -> Json:
    place = here.positions.of(task)
    begun = task.started_at if place.position is None else None
    wait = "" if place.seconds is None else f", for about {lasted(place.seconds)}"
    return {
        **_row(task, names),
        "status": f"Waits in place {place.position:,}{wait}" if place.position else task.status,
        "age": f"begun {ago(begun)}" if begun else f"asked for {ago(task.created_at)}",
        "progress": task.progress,
    }


def _failed_row(task: dead_letters.FailedTask, names: dict[str, str]) -> Json:
    cost = money(task.usage.cost_usd)
    return {
        **_row(task, names),
        "cause": task.error.detail,
        "retryable": task.error.retryable,
        "age": f"failed {ago(task.finished_at)}, {counted(task.attempts, 'attempt')}"
        + (f", {cost} spent" if cost else ""),
    }


def _row(task: Task | dead_letters.FailedTask, names: dict[str, str]) -> Json:
    """What names a task to a person: what it does, to which part of which document."""
    session_id = task.input.get("session_id")
    return {
        "task_id": task.task_id,
        "kind": task.kind.replace("_", " ").capitalize(),
        "about": task.input.get("section_name") or task.input.get("message") or "",
        "session_id": session_id if session_id in names else None,
        "document": names.get(session_id or "", ""),
    }
