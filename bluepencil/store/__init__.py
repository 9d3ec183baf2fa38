"""What is kept, and what a store must be able to do; the only truth about tasks and sessions."""

from __future__ import annotations

import time
import uuid
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple, Protocol

from pydantic import BaseModel, Field

from bluepencil.documents import Document
from bluepencil.documents.guideline import Guideline
from bluepencil.findings import Finding, Item, Scope, Usage

State = Literal["PENDING", "STARTED", "PROGRESS", "RETRY", "SUCCESS", "FAILURE", "REVOKED"]
ENDED: frozenset[str] = frozenset({"SUCCESS", "FAILURE", "REVOKED"})

Json = dict[str, Any]


def new_id() -> str:
    """A new id, impossible to guess."""
    return uuid.uuid4().hex


def rfc3339(moment: float) -> str:
    """Seconds since 1970 as RFC 3339 UTC."""
    text = datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


@dataclass(slots=True)
class Task:
    """One run of a kind. Times are seconds since 1970; `version` grows by one at every change."""

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


class TaskStore(Protocol):
    """Tasks and their numbered events. Every write is one transaction and one version."""

    def add(self, task: Task) -> None:
        """Keep a new task, PENDING, with its first event."""

    def get(self, task_id: str, owner: str | None = None) -> Task:
        """The task. Raises NotFound (also for somebody else's) or Expired. None: any owner."""

    def partial(self, task_id: str) -> Json | None:
        """What the task has produced so far: its partial events laid together."""

    def position(self, task: Task) -> int | None:
        """Its place among the waiting tasks of its queue, from 1; None when it is not waiting."""

    def claim(self, task_id: str, holder: str, lease: float) -> Task | None:
        """Take the task to run it: STARTED, one attempt more, a new fence. None: not to be had."""

    def renew(self, holder: str, claims: list[Claim], lease: float) -> set[str]:
        """Hold on to these for `lease` seconds more; returns the ids that are no longer ours."""

    def release(self, claim: Claim) -> None:
        """Hand the task back unfinished: PENDING again, that attempt not counted."""

    def report(self, claim: Claim, change: Json, new: Json | None = None) -> int:
        """Write changed fields and what is newly produced; returns the version.

        Raises ClaimLost. Progress never goes down.
        """

    def finish(self, claim: Claim, state: State, change: Json) -> None:
        """End the task. Raises ClaimLost."""

    def cancel(self, task_id: str, owner: str | None) -> Task:
        """REVOKED, unless it has ended; returns the task as it then is. Raises as get()."""

    def events(self, task_id: str, since: int) -> list[Event]:
        """The events after version `since`, in order."""

    def wait(self, task_id: str, since: int, seconds: float) -> int:
        """Block until the version is above `since`, the task has ended, or time is up; returns
        the version."""

    def orphans(self) -> list[str]:
        """Tasks nobody holds: waiting ones, and those whose holder has stopped renewing."""

    def open_tasks(self, session_id: str) -> list[Task]:
        """The tasks of a session that have not ended, oldest first."""

    def counts(self) -> dict[str, dict[str, Any]]:
        """For each queue with open tasks: queued, active, and the age of the oldest waiting."""

    def expire(self, before: float) -> int:
        """Forget what ended before that time, leaving only the mark that it was there."""


class ChatMessage(BaseModel):
    """One question and its answer, with the passages it points to."""

    message: str
    response: str
    citations: list[Json] = []
    suggestions: list[str] = []
    engine: str
    created_at: float = Field(default_factory=time.time)


class Session(BaseModel):
    """One document under review, without its findings and chat."""

    session_id: str = Field(default_factory=new_id)
    owner: str
    document: Document
    guideline: Guideline
    created_at: float = Field(default_factory=time.time)


class SessionRow(NamedTuple):
    """A session as a list shows it."""

    session_id: str
    document_name: str
    guideline: str
    created_at: float
    sections: int
    reviewed: int
    findings: int


class SessionStore(Protocol):
    """Documents and what was said about them. Unknown or somebody else's: NotFound."""

    def add(self, session: Session, file: bytes) -> None:
        """Keep a new session with the uploaded file as it came."""

    def get(self, session_id: str, owner: str | None = None) -> Session:
        """The session; its document is shared and must not be changed."""

    def file(self, session_id: str) -> bytes:
        """The uploaded file."""

    def rows(self, owner: str) -> list[SessionRow]:
        """All sessions of an owner, newest first."""

    def delete(self, session_id: str, owner: str) -> None:
        """Remove it and everything about it from the disk, tasks and their events included."""

    def keep(self, session_id: str, found: list[Finding], scope: Scope, claim: Claim) -> list[Item]:
        """Keep findings. One that came up before keeps its id, decision and words.

        `scope` is "section" or "document": which sort of reading raised it. Returns the items as
        they now stand. Raises ClaimLost.
        """

    def settle(
        self, session_id: str, section: str | None, scope: Scope, seen: set[str], claim: Claim
    ) -> None:
        """A reading is complete: mark the section read and drop its open findings not seen again.

        `seen` holds ids; `section` None means all sections. Raises ClaimLost.
        """

    def reviewed(self, session_id: str) -> set[str]:
        """Names of the sections that were read to the end."""

    def items(self, session_id: str) -> list[Item]:
        """All findings, in the order they were first found."""

    def add_chat(self, session_id: str, message: ChatMessage, claim: Claim) -> None:
        """Keep an exchange. Raises ClaimLost."""

    def chat(self, session_id: str) -> list[ChatMessage]:
        """All exchanges, oldest first."""

    def spend(self, session_id: str, usage: Usage) -> None:
        """Add to what the session has used."""

    def usage(self, session_id: str) -> Usage:
        """What all its tasks have used."""


class Store(Protocol):
    """Everything that is kept."""

    @property
    def tasks(self) -> TaskStore:
        """Tasks and their events."""

    @property
    def sessions(self) -> SessionStore:
        """Documents and what was said about them."""

    def check(self) -> None:
        """Raise Unavailable when the store cannot be used."""

    def close(self) -> None:
        """Let go of files and connections."""


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
