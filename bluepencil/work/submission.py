"""What a submission becomes before it is kept: a validated task, and a fingerprint of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bluepencil.errors import BluepencilError, Conflict, Invalid, NotFound
from bluepencil.store.sessions import SessionStore
from bluepencil.task.record import Task
from bluepencil.values import Json
from bluepencil.work.catalogue import Kind


class Wanted(NamedTuple):
    """Work that somebody asks for: a kind by its name, and the input."""

    kind: str
    input: Json


def new_task(
    catalogue: Mapping[str, Kind], sessions: SessionStore, wanted: Wanted, owner: str
) -> Task:
    """The task that is wanted, not kept yet. Raises Invalid, and what the kind's `admit` raises."""
    kind = catalogue.get(wanted.kind)
    if kind is None:
        raise Invalid(
            f"There is no kind of task named “{wanted.kind}”; there are {', '.join(catalogue)}.",
            code="unknown_kind",
            errors=[{"field": "task_type", "message": "there is no such kind"}],
        )
    model = kind.validated(wanted.input)
    if kind.admit is not None:
        kind.admit(model, sessions, owner)
    return Task(
        kind=kind.name,
        queue=kind.queue,
        owner=owner,
        session_id=getattr(model, "session_id", None),
        input=model.model_dump(mode="json"),
    )


def new_tasks(
    catalogue: Mapping[str, Kind], sessions: SessionStore, wanted: Sequence[Wanted], owner: str
) -> list[Task]:
    """The same for each of these. Raises Invalid, which names the index of the first bad one."""
    made = []
    for index, one in enumerate(wanted):
        try:
            made.append(new_task(catalogue, sessions, one, owner))
        except (Invalid, NotFound, Conflict) as error:
            raise _of_item(index, error) from error
    return made


def _of_item(index: int, error: BluepencilError) -> Invalid:
    """The error of one task of several, its fields named from the whole request on."""
    where, errors = f"tasks.{index}", list[dict[str, str]]()
    for one in error.errors or [{"field": "", "message": error.detail}]:
        inside = "" if one["field"] == "task_type" else ".input"
        field = f"{where}{inside}.{one['field']}" if one["field"] else where
        errors.append({**one, "field": field})
    return Invalid(f"Task {index} of the batch: {error.detail}", code=error.code, errors=errors)


def fingerprint(tasks: Sequence[Task]) -> str:
    """A digest of what these tasks are to do: the same for the same kinds, inputs and address to
    tell of their end."""
    wanted: list[list[object]] = [[task.kind, task.input] for task in tasks]
    if (told := tasks[0].webhook_url) is not None:
        wanted.append([told])
    return hashlib.sha256(json.dumps(wanted, sort_keys=True).encode()).hexdigest()
