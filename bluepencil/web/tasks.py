"""Following tasks: status, events, cancel, and the queue."""

from __future__ import annotations

from typing import Any

from flask import Response, request

import celery_integration
from bluepencil.errors import Conflict
from bluepencil.task.record import Task
from bluepencil.web import OWNER, site
from bluepencil.web.answers import status_of, stream
from bluepencil.web.api import Api
from bluepencil.web.errors import documented
from bluepencil.web.models import (
    Cancelled,
    Headroom,
    LastHour,
    QueueStats,
    Since,
    TaskPath,
    TaskStatus,
    Wait,
)

api = Api("tasks", __name__, tag="Tasks")

_EVENT = {"type": "object", "properties": {n: {"type": "string"} for n in ("event", "id", "data")}}
_EVENTS: dict[int | str, Any] = {
    200: {"description": "Events", "content": {"text/event-stream": {"itemSchema": _EVENT}}}
}


@api.get(
    "/task_status/<task_id>",
    summary="Where a task stands; with `wait` a long poll",
    responses={200: TaskStatus, **documented(404, 410, 422)},
)
def task_status(path: TaskPath, query: Wait) -> dict[str, Any]:
    """Answer at once, or hold the request until something changes."""
    return status_of(site(), followed(path.task_id, query))


def followed(task_id: str, query: Wait) -> Task:
    """The caller's task, as soon as it has changed where the caller waits for that."""
    here = site()
    task = celery_integration.get_task_status(here.tasks, task_id, OWNER)
    if query.wait and not task.ended:
        since = task.version if query.since is None else query.since
        with here.slots.take() as free:
            if free:
                task = here.tasks.wait(task_id, since, query.wait)
    return task


@api.get(
    "/task_events/<task_id>",
    summary="A task's changes as Server-Sent Events",
    responses={**_EVENTS, 204: None, **documented(404, 410, 422, 503)},
)
def task_events(path: TaskPath, query: Since) -> Response:
    """Stream from `since` or `Last-Event-ID` on; 204 when there is nothing more to come."""
    task = celery_integration.get_task_status(site().tasks, path.task_id, OWNER)
    last = request.headers.get("Last-Event-ID", "")
    since = int(last) if last.isascii() and last.isdigit() and len(last) < 10 else query.since or 0
    if task.ended and since >= task.version:
        return Response(status=204)
    since = min(since, task.version)  # a version it has not reached yet cannot have been seen
    return stream(path.task_id, since, query.brief)


@api.post(
    "/cancel_task/<task_id>",
    summary="Stop a task, in whatever phase it is",
    responses={200: Cancelled, **documented(400, 404, 409, 410, 415)},
)
@api.post(
    "/api/v1/tasks/<task_id>/cancel",
    summary="Stop a task, in whatever phase it is",
    responses={200: Cancelled, **documented(400, 404, 409, 410, 415)},
)
@api.post(
    "/api/v1/tasks/<task_id>/cancel/",
    summary="Stop a task, in whatever phase it is",
    responses={200: Cancelled, **documented(400, 404, 409, 410, 415)},
)
def cancel_task(path: TaskPath) -> dict[str, Any]:
    """Stop it; the upstream call is closed within a second."""
    task = celery_integration.cancel_task(site().tasks, path.task_id, OWNER)
    if task.state != "REVOKED":
        raise Conflict(f"The task has already ended: {task.state}.", code="already_finished")
    return Cancelled(task_id=task.task_id).model_dump()


@api.get("/queue_stats", summary="The queue at a glance", responses={200: QueueStats})
def queue_stats() -> dict[str, Any]:
    """From counters, in milliseconds. All zeros where no worker can be reached: then nothing is
    queued, and work runs in the web process."""
    return at_a_glance().model_dump()


def at_a_glance() -> QueueStats:
    """The queue, or why there is none, and the last hour."""
    here = site()
    told: dict[str, Any] = {}
    if here.redis is not None:
        told = celery_integration.get_queue_stats(here.tasks)
    if not told.get("available"):
        told = _no_queue("No worker can be reached" if here.redis else "There is no queue here")
    rows = (told["queues"] or here.store.operations.counts()).values()
    return QueueStats(
        **told,
        waiting_for_limit=sum(row.get("waiting_for_limit", 0) for row in rows),
        rate_limit=Headroom.model_validate(here.limiter.headroom() or {}),
        pace=LastHour(**here.store.operations.pace()._asdict()),
    )


def _no_queue(why: str) -> dict[str, Any]:
    numbers = ("workers", "active_tasks", "reserved_tasks", "queued_tasks", "total_pending")
    return {
        "available": False,
        "mode": "sync",
        "reason": f"{why}; work runs in the web process.",
        **dict.fromkeys(numbers, 0),
        "queues": {},
        "worker_details": {},
    }
