"""A task: its record, its events, the right to run it; and what is recorded of many of them."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from bluepencil.errors import ClaimLost
from bluepencil.review.findings import Usage
from bluepencil.values import Json, new_id

State = Literal["PENDING", "STARTED", "PROGRESS", "RETRY", "SUCCESS", "FAILURE", "REVOKED"]
ENDED: frozenset[str] = frozenset({"SUCCESS", "FAILURE", "REVOKED"})
_SHOWN = ("state", "status", "progress", "attempts", "waiting_for", "resume_at")


@dataclass(slots=True)
class Task:
    """One run of a kind. Times are seconds since 1970; `version` grows by one at every change.

    It is changed by rules only, which return another one.

    `fence` grows whenever the right to run the task is given, handed back or ended: a claim is
    valid while its fence is the task's. `holder` runs it, until `lease_until` if not renewed; 0:
    nobody does. `reads` names the version of the document and the guideline that it reads.
    `worked`: seconds that earlier attempts took; `claimed_at`: when the present one began.
    `batch_id`: the task that stands for this one and others. `webhook_url`: where its end is told.
    `foreign_producer`: another program put it on the queue and is still to be notified of its end.
    `inline`, right after the submission: this process runs it, no worker does. `replayed`: an
    earlier submission with the same key has made it.
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
    reads: Json | None = None
    created_at: float = field(default_factory=time.time)
    started_at: float | None = None
    finished_at: float | None = None
    fence: int = 0
    holder: str | None = None
    lease_until: float = 0.0
    claimed_at: float | None = None
    worked: float = 0.0
    usage: Usage = field(default_factory=Usage)
    foreign_producer: bool = False
    batch_id: str | None = None
    webhook_url: str | None = None
    inline: bool = field(default=True, compare=False, metadata={"kept": False})
    replayed: bool = field(default=False, compare=False, metadata={"kept": False})

    @property
    def ended(self) -> bool:
        """Whether it has reached one of the three last states."""
        return self.state in ENDED

    @property
    def fairness_key(self) -> str:
        """Who waits for it: tasks with different keys take turns."""
        return self.session_id or self.batch_id or self.owner

    @property
    def claim(self) -> Claim:
        """The right to write to it as it now is."""
        return Claim(self.task_id, self.fence)

    def event(self, new: Json | None = None) -> Event:
        """The event that tells of its latest change; `new` is what was newly produced."""
        data: Json = {name: getattr(self, name) for name in _SHOWN}
        if new is not None:
            data["new"] = new
        kind: Any = "done" if self.ended else "progress" if new is None else "partial"
        return Event(self.version, kind, data)


class Event(NamedTuple):
    """One change of a task: its version, what sort it is, and what was new in it."""

    version: int
    type: Literal["progress", "partial", "done"]
    data: Json


class Claim(NamedTuple):
    """The right to write to a task: refused once its fence has grown."""

    task_id: str
    fence: int

    def check(self, fence: int | None) -> None:
        """Raise ClaimLost unless that is the task's fence (None: the task is gone)."""
        if fence != self.fence:
            raise ClaimLost("The task has ended or is run by another process.")


class Waiting(NamedTuple):
    """A task that waits: its number (they are given out in order), kind, and fairness key."""

    number: int
    task_id: str
    kind: str
    key: str


class Head(NamedTuple):
    """Of one fairness key in a queue: its oldest waiting task, and when it was last its turn, in
    seconds since 1970; 0: never."""

    task: Waiting
    served_at: float


class TaskPage(NamedTuple):
    """A page of a list of tasks, and the number below which the next one begins (None: none)."""

    tasks: list[Task]
    next: int | None


class Pace(NamedTuple):
    """How it went in the last hour: tasks ended, and the seconds half and 95 % of them took."""

    ended: int
    failed: int
    median: float
    p95: float
    cost_usd: float


class DeadLetter(NamedTuple):
    """A message on a queue that was no task."""

    number: int
    queue: str
    reason: str
    message: bytes
    created_at: float
