"""What a submission becomes before it is kept: a validated task, and a fingerprint of it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from bluepencil.errors import Invalid
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


def fingerprint(tasks: Sequence[Task]) -> str:
    """A digest of what these tasks are to do: the same for the same kinds and inputs."""
    wanted = [[task.kind, task.input] for task in tasks]
    return hashlib.sha256(json.dumps(wanted, sort_keys=True).encode()).hexdigest()
