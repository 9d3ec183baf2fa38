"""What is kept, and what a store must be able to do; the only truth about tasks and sessions."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Protocol

from bluepencil.review.findings import Usage
from bluepencil.store.records import (
    ENDED,
    Claim,
    Event,
    Letter,
    OwnGuideline,
    Pace,
    Rows,
    SessionRow,
    State,
    Task,
    VersionRow,
    guideline_of,
    lay,
)
from bluepencil.store.reviews import (
    EditStore,
    GuidelineStore,
    Readings,
    SessionStore,
    VersionStore,
)
from bluepencil.values import Json

__all__ = [
    "Claim",
    "ENDED",
    "EditStore",
    "Event",
    "GuidelineStore",
    "Letter",
    "Operations",
    "OwnGuideline",
    "Pace",
    "Readings",
    "Rows",
    "SessionRow",
    "SessionStore",
    "State",
    "Store",
    "Task",
    "TaskStore",
    "VersionRow",
    "VersionStore",
    "guideline_of",
    "lay",
]


class TaskStore(Protocol):
    """Tasks and their numbered events. Every write is one transaction and one version."""

    def add(self, task: Task) -> None:
        """Keep a new task, PENDING, with its first event."""

    def get(self, task_id: str, owner: str | None = None) -> Task:
        """The task. Raises NotFound (also for somebody else's) or Expired. None: any owner."""

    def partial(self, task_id: str) -> Json | None:
        """What the task has produced so far: its partial events laid together."""

    def line(self, queue: str) -> list[tuple[str, str]]:
        """The waiting tasks of a queue, oldest first, as (id, whose): its session, or owner.

        claim_next() gives each of these its turn.
        """

    def claim(self, task_id: str, holder: str, lease: float) -> Task | None:
        """Take the task to run it: STARTED, one attempt more, a new fence. None: not to be had."""

    def claim_next(self, queue: str, holder: str, lease: float) -> Task | None:
        """As claim(), of the waiting task of a queue whose turn it is; None where none waits.

        First comes the session of which the fewest tasks are running, and of it the oldest.
        """

    def lost(self, claims: list[Claim]) -> set[str]:
        """The ids of those that were cancelled or taken over; reads only."""

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

    def retry(self, task_id: str, owner: str | None) -> Task:
        """A FAILURE back to PENDING, its attempts forgotten. Raises as get(), and Conflict."""

    def spend(self, task_id: str, usage: Usage) -> None:
        """Add what a call cost to its task, its session and the hour."""

    def rows(
        self,
        owner: str | None,
        *,
        states: Collection[str],
        before: int,
        limit: int,
        kind: str | None = None,
    ) -> Rows:
        """Tasks newest first, of those states, at least one, and of that kind (None: of any), and
        where the next page begins (None: nowhere)."""

    def events(self, task_id: str, since: int) -> list[Event]:
        """The events after version `since`, in order."""

    def wait(self, task_id: str, since: int, seconds: float) -> int:
        """Block until the version is above `since`, the task has ended, or time is up; returns
        the version."""

    def waiting(self) -> dict[str, int]:
        """How many orphans each queue has."""

    def orphans(self) -> list[tuple[str, str, str]]:
        """Tasks nobody holds, oldest first, as (id, kind, queue): waiting ones, and those whose
        holder has stopped renewing."""

    def open_tasks(self, session_id: str) -> list[Task]:
        """The tasks of a session that have not ended, oldest first."""

    def expire(self, before: float, failed_before: float | None = None) -> int:
        """Forget what ended before that time, leaving only the mark that it was there.

        Failures, the dead letters, are kept until the other time: people may mend and retry them.
        """


class Operations(Protocol):
    """What operators look at."""

    def counts(self) -> dict[str, dict[str, Any]]:
        """For each queue with open tasks: queued, active, the age of the oldest waiting, and how
        many of the active wait for the rate limit."""

    def latest(self, queue: str) -> list[tuple[float, float]]:
        """When the latest tasks of a queue ended and how many seconds they ran, newest first."""

    def pace(self) -> Pace:
        """The last hour."""

    def bury(self, queue: str, reason: str, message: bytes) -> None:
        """Keep a message that is no task, so that somebody can see what went wrong."""

    def letters(self, limit: int = 100, before: int = 2**62) -> list[Letter]:
        """What was buried, newest first; only what has a number below `before`."""

    def discard(self, number: int) -> None:
        """Forget a letter. Raises NotFound."""


class Store(Protocol):
    """Everything that is kept."""

    @property
    def tasks(self) -> TaskStore:
        """Tasks and their events."""

    @property
    def sessions(self) -> SessionStore:
        """Documents and what was said about them."""

    @property
    def edits(self) -> EditStore:
        """What readers change in findings."""

    @property
    def versions(self) -> VersionStore:
        """The versions of documents."""

    @property
    def guidelines(self) -> GuidelineStore:
        """The guidelines people keep."""

    @property
    def readings(self) -> Readings:
        """What readings came to."""

    @property
    def operations(self) -> Operations:
        """What operators look at."""

    @property
    def identity(self) -> str:
        """Which store this is: the same for all processes that see the same tasks."""

    def check(self) -> None:
        """Raise Unavailable when the store cannot be used."""

    def close(self) -> None:
        """Let go of files and connections."""
