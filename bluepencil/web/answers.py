"""How a task is told over HTTP: its status, its events, and the answer to a submission."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import suppress

from flask import Response, json, jsonify, request

from bluepencil.errors import Expired, NotFound, Unavailable
from bluepencil.task.partial import partial_of
from bluepencil.task.record import Event, Task
from bluepencil.values import Json, rfc3339
from bluepencil.web import Site, site
from bluepencil.web.errors import of_task, problem
from bluepencil.web.models import TaskError
from bluepencil.web.preferences import Preference
from bluepencil.web.security import client

STREAM_SECONDS = 100.0  # then a stream ends cleanly, before a proxy cuts it
PING_SECONDS = 15.0
_FIELDS = (
    "task_id",
    "kind",
    "session_id",
    "state",
    "status",
    "progress",
    "version",
    "attempts",
    "waiting_for",
    "resume_at",
    "created_at",
    "started_at",
    "finished_at",
)


def _timed(told: Json, *names: str) -> None:
    """Turn those fields, where they are set, into times as the wire has them."""
    for name in names:
        told[name] = None if told[name] is None else rfc3339(told[name])


def status_of(here: Site, task: Task, *, partial: bool = True) -> Json:
    """The task as `/task_status` tells it; `partial`: with what it has produced so far."""
    place = here.positions.of(task)
    told = {name: getattr(task, name) for name in _FIELDS}
    told |= {
        "section_name": task.input.get("section_name"),
        "message": task.input.get("message"),
        "finding_id": task.input.get("finding_id"),
        "ready": task.ended,
        "successful": task.state == "SUCCESS" if task.ended else None,
        "queue_position": place.position,
        "estimated_wait": place.seconds,
        "partial": _produced(here, task) if partial else None,
    }
    _timed(told, "resume_at", "created_at", "started_at", "finished_at")
    if task.state == "SUCCESS":
        told["result"] = task.result
    elif task.ended:
        told["error"] = failure(task).model_dump()
    return told


def _produced(here: Site, task: Task) -> Json | None:
    return partial_of(here.store.tasks.produced(task.task_id)) if task.fence else None


def failure(task: Task) -> TaskError:
    """Why a task failed or was stopped."""
    error = of_task(task)
    retryable = (task.error or {}).get("retryable", False)
    return TaskError(code=error.code, detail=error.detail, retryable=retryable)


def submitted(task: Task, message: str) -> Response:
    """Answer 202 with the new task, or 200 with its result once it has ended in time.

    A failed task answers as a problem document with its id. With `Accept: text/event-stream` the
    answer is the task's events.
    """
    here = site()
    if request.accept_mimetypes.best == "text/event-stream" and here.slots.acquire(who := client()):
        return _stream(here, task.task_id, 0, who)  # where no slot is free, the caller polls
    done = awaited(task)
    return marked(ended(done), task) if done else _accepted(task, message)


def awaited(task: Task, most: float | None = None) -> Task | None:
    """The task once it has ended; None where its caller is to follow it instead.

    It is waited for as long as the request's `Prefer` says; without it as long as a task of this
    process may take, and not at all for one of a worker's. `most`: that long whoever runs it.
    """
    here, preference = site(), Preference.of(request.headers)
    seconds = 0.0 if preference.respond_async or not task.inline else here.settings.sync_budget
    if preference.wait is not None:
        seconds = min(preference.wait, here.settings.sync_budget)
    elif most is not None:
        seconds = most
    if seconds > 0:
        with here.slots.take() as free:
            if free:
                task = here.tasks.finished(task.task_id, seconds)
                return task if task.ended else None
    return None


def ended(task: Task) -> Response:
    """The answer that is what came of a task, or why nothing did."""
    if task.result is None:
        return problem(of_task(task), task.task_id)
    told = {**task.result, "async": False, "task_id": task.task_id}
    return jsonify({**told.pop("result", {}), **told})


def links(task_id: str) -> Json:
    """Where a task is followed, and stopped."""
    return {
        "status": f"/task_status/{task_id}",
        "events": f"/task_events/{task_id}",
        "result": f"/api/v1/tasks/{task_id}/result",
        "cancel": f"/cancel_task/{task_id}",
    }


def _accepted(task: Task, message: str) -> Response:
    told = {
        "success": True,
        "task_id": task.task_id,
        "status": "processing",
        "message": message,
        "async": True,
        "queued": not task.inline,
    }
    return accepted(task, told)


def accepted(task: Task, body: Json) -> Response:
    """Answer 202 with this body, and with where the task is followed."""
    response = marked(jsonify(body), task)
    response.status_code = 202
    response.headers["Location"] = links(task.task_id)["status"]
    response.headers["Retry-After"] = "1"
    if applied := Preference.of(request.headers).applied:
        response.headers["Preference-Applied"] = applied
    return response


def marked(response: Response, task: Task) -> Response:
    """The answer to a submission; it says so where the task was made by an earlier one."""
    if task.replayed:
        response.headers["Idempotent-Replayed"] = "true"
    return response


def stream(task_id: str, since: int, brief: bool = False) -> Response:
    """The task's events after version `since`, as Server-Sent Events; `brief`: the last without the
    findings, for whoever has followed.

    Raises Unavailable when too many requests wait already; the caller polls instead.
    """
    here = site()
    if not here.slots.acquire(who := client()):
        raise Unavailable("Too many open streams; poll the status instead.", retry_after=2)
    return _stream(here, task_id, since, who, brief)


def _stream(here: Site, task_id: str, since: int, who: str, brief: bool = False) -> Response:
    """The same; that client has taken a slot, which is given back at the end."""
    response = Response(_events(here, task_id, since, brief), mimetype="text/event-stream")
    response.call_on_close(lambda: here.slots.release(who))
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Accel-Buffering"] = "no"
    return response


def _events(here: Site, task_id: str, since: int, brief: bool) -> Iterator[str]:
    """The events as they come. It ends when the task does, when the process stops, and when the
    store goes away: the browser then connects again, and is told."""
    end = time.monotonic() + STREAM_SECONDS
    yield "retry: 1000\n\n"
    with suppress(Unavailable, NotFound, Expired):
        while (left := end - time.monotonic()) > 0:
            events = here.tasks.watch(task_id, since, min(PING_SECONDS, left))
            if events is None:
                return
            for event in events:
                since = event.version
                yield _as_text(here, task_id, event, brief)
                if event.type == "done":
                    return
            if not events:
                yield ": still here\n\n"


def _as_text(here: Site, task_id: str, event: Event, brief: bool) -> str:
    if event.type == "done":
        data = status_of(here, here.tasks.get(task_id, None), partial=not brief)
        result = (data.get("result") or {}).get("result", {})
        if brief and "feedback_items" in result:
            result["feedback_items"] = []
    else:
        data = {"task_id": task_id, "version": event.version, **event.data}
        _timed(data, "resume_at")
        data |= data.pop("new", {})
    return f"event: {event.type}\nid: {event.version}\ndata: {json.dumps(data)}\n\n"
