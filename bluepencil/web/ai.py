"""Kinds by their own address, as existing programs ask: `/api/ai/<kind>` and its bare result."""

from __future__ import annotations

from typing import Any, Literal

from flask import Response, jsonify
from pydantic import Field, RootModel

from bluepencil.errors import Conflict, NotFound
from bluepencil.task.record import Task
from bluepencil.web import OWNER, site
from bluepencil.web.answers import accepted, awaited, marked
from bluepencil.web.api import Api
from bluepencil.web.errors import of_task, problem
from bluepencil.web.models import Model, TaskPath
from bluepencil.web.task_api import SUBMISSION, bare, submitted

LONGEST_WAIT = 60.0  # seconds

api = Api("ai", __name__, tag="Task API")


class KindPath(Model):
    """Which kind."""

    kind: str = Field(description="The name of a kind", max_length=100)


class KindTaskPath(KindPath, TaskPath):
    """Which task, of which kind."""


class AnyInput(RootModel[dict[str, Any]]):
    """What the kind takes."""


class Pending(Model):
    """The task is under way."""

    task_id: str
    status: Literal["PENDING"] = "PENDING"


class BareResult(RootModel[dict[str, Any]]):
    """What the kind returns."""


@api.post(
    "/api/ai/<kind>",
    summary="Submit a task of this kind",
    responses={202: Pending, **SUBMISSION},
)
def submit(path: KindPath, body: AnyInput) -> Response:
    """Always answered at once."""
    task = _submitted(path.kind, body)
    return accepted(task, Pending(task_id=task.task_id).model_dump())


@api.get(
    "/api/ai/<kind>/<task:task_id>",
    summary="The result of a task of this kind",
    responses={200: BareResult, **SUBMISSION},
)
def result(path: KindTaskPath) -> Response:
    """The bare result; 409 while it is not ready."""
    task = site().tasks.get(path.task_id, OWNER)
    if task.kind != path.kind:
        raise NotFound("There is no task of this kind with this id.", code="task_not_found")
    if not task.ended:
        raise Conflict(f"The task is not ready: it is {task.state}.", code="not_ready")
    return _bare(task)


@api.post(
    "/api/ai/<kind>/sync",
    summary="Submit a task of this kind and wait for its result",
    responses={200: BareResult, 202: Pending, **SUBMISSION},
)
def submit_and_wait(path: KindPath, body: AnyInput) -> Response:
    """The bare result; after a minute 202 with the task, which goes on."""
    task = _submitted(path.kind, body)
    done = awaited(task, LONGEST_WAIT)
    if done is None:
        return accepted(task, Pending(task_id=task.task_id).model_dump())
    return marked(_bare(done), task)


def _submitted(kind: str, body: AnyInput) -> Task:
    if kind not in site().tasks.catalogue:
        raise NotFound(f"There is no kind of task named “{kind}”.", code="unknown_kind")
    return submitted(kind, body.root)


def _bare(task: Task) -> Response:
    return problem(of_task(task), task.task_id) if task.result is None else jsonify(bare(task))
