"""What is kept: tasks and their events, sessions and what was said in them."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

from bluepencil.documents.guideline import Guideline
from bluepencil.review.findings import Usage
from bluepencil.values import Json, new_id

State = Literal["PENDING", "STARTED", "PROGRESS", "RETRY", "SUCCESS", "FAILURE", "REVOKED"]
ENDED: frozenset[str] = frozenset({"SUCCESS", "FAILURE", "REVOKED"})


@dataclass(slots=True)
class Task:
    """One run of a kind. Times are seconds since 1970; `version` grows by one at every change.

    `foreign_producer`: it came as a message, from a program that waits for the queue's own result.
    `inline`, right after the submission: this process runs it, no worker does.
    """

    kind: str
    queue: str
    owner: str
    input: Json
    task_id: str = field(default_factory=new_id)
    session_id: str | None = None
    state: State = "PENDING"
    status: str = "Waiting to start"
    progress: int = 0
    version: int = 1
    attempts: int = 0
    waiting_for: Literal["rate_limit", "retry", "worker"] | None = None
    resume_at: float | None = None
    result: Json | None = None
    error: Json | None = None
    created_at: float = field(default_factory=time.time)
    started_at: float | None = None
    finished_at: float | None = None
    fence: int = 0
    usage: Usage = field(default_factory=Usage)
    foreign_producer: bool = False
    inline: bool = field(default=True, compare=False, metadata={"kept": False})

    @property
    def ended(self) -> bool:
        """Whether it has reached one of the three last states."""
        return self.state in ENDED


class Event(NamedTuple):
    """One change of a task: its version, what sort it is, and what was new in it."""

    version: int
    type: Literal["progress", "partial", "done"]
    data: Json


class Claim(NamedTuple):
    """The right to write to a task: refused once somebody else has taken it (a higher fence)."""

    task_id: str
    fence: int


class Letter(NamedTuple):
    """A message on a queue that was no task."""

    number: int
    queue: str
    reason: str
    message: bytes
    created_at: float


class Pace(NamedTuple):
    """How it went in the last hour: tasks ended, and the seconds half and 95 % of them took."""

    ended: int
    failed: int
    median: float
    p95: float
    cost_usd: float


@lru_cache(64)
def guideline_of(kept: str | bytes) -> Guideline:
    """The guideline of a session as it is kept, as JSON: a few, asked for often."""
    return Guideline.model_validate_json(kept)


class VersionRow(NamedTuple):
    """One version of a document: its number, from 1, its file's name, and when it came."""

    version: int
    name: str
    created_at: float
    sections: int


class SessionRow(NamedTuple):
    """A session as a list shows it; `decided` of its `findings` were accepted or rejected."""

    session_id: str
    name: str
    guideline: str
    created_at: float
    touched_at: float
    sections: int
    reviewed: int
    findings: int
    decided: int


class OwnGuideline(NamedTuple):
    """A guideline somebody keeps: its name, its Markdown, and when it was last written."""

    name: str
    text: str
    updated_at: float


class Rows(NamedTuple):
    """A page of a list of tasks."""

    tasks: list[Task]
    next: int | None


def lay(whole: Json, new: Json) -> Json:
    """Lay newly produced parts on what was there: lists and texts grow, mappings are updated.

    `{"reset": true}` in `new` takes back what was there.
    """
    base = {} if new.get("reset") else whole
    for key, value in new.items():
        if key == "reset":
            continue
        before = base.get(key)
        if isinstance(value, list):
            base[key] = (before or []) + value
        elif isinstance(value, str):
            base[key] = (before or "") + value
        elif isinstance(value, dict):
            base[key] = {**(before or {}), **value}
        else:
            base[key] = value
    return base
