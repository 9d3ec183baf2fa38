"""One door for every kind of work: submit it, ask for its status, fetch its result."""

from __future__ import annotations

from typing import Any, Literal

from flask import Response, jsonify
from pydantic import ConfigDict, Field

from bluepencil.errors import Conflict, Invalid
from bluepencil.review.findings import Usage
from bluepencil.task.record import State, Task
from bluepencil.values import Json
from bluepencil.web import OWNER, site
from bluepencil.web.answers import accepted, awaited, links, marked, status_of
from bluepencil.web.api import Api
from bluepencil.web.errors import documented, of_task, problem
from bluepencil.web.idempotency import idempotency_key
from bluepencil.web.models import Engine, Model, Query, Success, TaskError, TaskPath, Wait
from bluepencil.web.tasks import followed
from bluepencil.web.webhooks import WebhookUrl, checked_url

api = Api("task_api", __name__, tag="Task API")

_OUTSIDE = {"unknown_kind", "bad_url", "private_address"}  # what is wrong with no input
SUBMISSION = documented(400, 402, 404, 409, 410, 415, 422, 429, 500, 502, 503, 504)


class _Submission(Model):
    task_type: str = Field(min_length=1, max_length=100, description="A kind's name")
    webhook_url: WebhookUrl = None


class Submission(_Submission):
    """A task of any kind; `input` is what that kind takes."""

    model_config = ConfigDict(extra="forbid")
    input: dict[str, Any] = Field(default_factory=dict)


class FlatSubmission(_Submission):
    """A task of any kind, with the fields of its input beside `task_type`."""

    model_config = ConfigDict(extra="allow")

    @property
    def input(self) -> Json:
        """The fields that are the kind's."""
        return dict(self.model_extra or {})


class Message(Query):
    """What a test task gives back."""

    message: str = Field("Hello", max_length=200)  # an address may not be longer


class Submitted(Success):
    """The task is under way; follow it by its links."""

    task_id: str
    status: Literal["PENDING"] = "PENDING"
    message: str = "Task submitted"
    is_async: Literal[True] = Field(True, alias="async")
    links: dict[str, str]


class TaskResult(Model):
    """A task that has succeeded: `result` is what its kind returns, `engine` what did it."""

    task_id: str
    status: Literal["SUCCESS"] = "SUCCESS"
    result: dict[str, Any]
    duration: float
    engine: Engine | None = Field(None, description="Null for a batch")
    model: str = ""
    usage: Usage


class Done(TaskResult, Success):
    """A submission whose result was waited for."""

    message: str = "Done"
    is_async: Literal[False] = Field(False, alias="async")
    links: dict[str, str]


class TaskState(Model):
    """Where a task stands; its result is asked for by itself."""

    task_id: str
    kind: str
    status: State
    progress: int
    message: str = Field(description="What it is doing, for a person")
    result_available: bool
    queue_position: int | None
    estimated_wait: float | None
    waiting_for: str | None
    resume_at: str | None
    attempts: int
    created_at: str
    started_at: str | None
    finished_at: str | None
    version: int
    partial: dict[str, Any] | None
    error: TaskError | None = None
    links: dict[str, str]


@api.post(
    "/api/v1/tasks",
    summary="Submit a task of any kind",
    responses={200: Done, 202: Submitted, **SUBMISSION},
)
def submit_task(body: Submission) -> Response:
    """The kinds, and what each takes, are in `GET /api/v1/kinds`."""
    try:
        return answered(submitted(body.task_type, body.input, body.webhook_url))
    except Invalid as error:  # the fields are named by where they are in the request
        raise named(error, "input.") from error


@api.post(
    "/api/v1/tasks/submit",
    summary="Submit a task, its input's fields at the top",
    responses={200: Done, 202: Submitted, **SUBMISSION},
)
@api.post(
    "/api/v1/tasks/submit/",
    summary="Submit a task, its input's fields at the top",
    responses={200: Done, 202: Submitted, **SUBMISSION},
)
def submit_flat(body: FlatSubmission) -> Response:
    """The same with the fields of the input beside `task_type`."""
    return answered(submitted(body.task_type, body.input, body.webhook_url))


@api.post(
    "/api/v1/tasks/test",
    summary="Submit a task that gives back a message",
    responses={200: Done, 202: Submitted, **SUBMISSION},
)
def submit_test(query: Message) -> Response:
    """It shows that tasks run at all."""
    return answered(submitted("test", {"message": query.message}))


@api.get(
    "/api/v1/tasks/<task:task_id>",
    summary="Where a task stands",
    responses={200: TaskState, **documented(404, 410, 422)},
)
@api.get(
    "/api/v1/tasks/<task_id>/status",
    summary="Where a task stands",
    responses={200: TaskState, **documented(404, 410, 422)},
)
@api.get(
    "/api/v1/tasks/<task_id>/status/",
    summary="Where a task stands",
    responses={200: TaskState, **documented(404, 410, 422)},
)
def task_state(path: TaskPath, query: Wait) -> Json:
    """As `/task_status`, with a long poll too; `status` is the state, `message` the sentence."""
    task = followed(path.task_id, query)
    told = status_of(site(), task)
    told |= {
        "status": told["state"],
        "message": told["status"],
        "result_available": task.state == "SUCCESS",
        "links": links(task.task_id),
    }
    return TaskState.model_validate(told).model_dump()


@api.get(
    "/api/v1/tasks/<task_id>/result",
    summary="What a task came to",
    responses={200: TaskResult, **SUBMISSION},
)
@api.get(
    "/api/v1/tasks/<task_id>/result/",
    summary="What a task came to",
    responses={200: TaskResult, **SUBMISSION},
)
def task_result(path: TaskPath) -> Response:
    """The result, or why there is none; 409 while it is not ready."""
    task = site().tasks.get(path.task_id, OWNER)
    if not task.ended:
        raise Conflict(f"The task is not ready: it is {task.state}.", code="not_ready")
    if task.result is None:
        return problem(of_task(task), task.task_id)
    return jsonify(TaskResult.model_validate(_result(task)).model_dump())


def submitted(kind: str, input: Json, webhook_url: str | None = None) -> Task:
    """The task that the caller's request makes, or has made. Raises as Tasks.submit."""
    told = checked_url(webhook_url)
    return site().tasks.submit(kind, input, OWNER, idempotency_key(), told)


def answered(task: Task) -> Response:
    """Answer a submission: 202 with the task, or once it has ended in time with what it came to."""
    done = awaited(task)
    if done is None:
        told = Submitted(task_id=task.task_id, links=links(task.task_id))
        return accepted(task, told.model_dump(by_alias=True))
    if done.result is None:
        return marked(problem(of_task(done), done.task_id), task)
    whole = Done.model_validate({**_result(done), "links": links(done.task_id)})
    return marked(jsonify(whole.model_dump(by_alias=True)), task)


def bare(task: Task) -> Json:
    """What the kind of an ended task returned, and nothing else."""
    result, kind = task.result or {}, site().tasks.catalogue.get(task.kind)
    return result.get("result", result) if kind is None else kind.bare(result)


def named(error: Invalid, where: str) -> Invalid:
    """The error with its fields named by where in the request the input is."""
    if error.code in _OUTSIDE:
        return error
    errors = [{**one, "field": f"{where}{one['field']}"} for one in error.errors or ()]
    return Invalid(error.detail, code=error.code, errors=errors)


def _result(task: Task) -> Json:
    kept = ("duration", "engine", "model", "usage")
    said = {name: value for name, value in (task.result or {}).items() if name in kept}
    return {"task_id": task.task_id, "result": bare(task), **said}
