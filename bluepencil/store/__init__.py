"""What is kept, and what a store must be able to do; the only truth about tasks and sessions."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Protocol

from bluepencil.findings import Finding, Item, Scope, Usage
from bluepencil.store.records import (
    ENDED,
    Activity,
    Change,
    ChatMessage,
    Claim,
    Edited,
    Event,
    History,
    Json,
    Letter,
    Pace,
    Rows,
    Session,
    SessionRow,
    State,
    Task,
    lay,
    new_id,
    rfc3339,
)

__all__ = [
    "Activity",
    "Change",
    "ChatMessage",
    "Claim",
    "ENDED",
    "EditStore",
    "Edited",
    "Event",
    "History",
    "Json",
    "Letter",
    "Operations",
    "Pace",
    "Readings",
    "Rows",
    "Session",
    "SessionRow",
    "SessionStore",
    "State",
    "Store",
    "Task",
    "TaskStore",
    "lay",
    "new_id",
    "rfc3339",
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
        """For each queue with open tasks: queued, active, the age of the oldest waiting, how many
        of the active wait for the rate limit, and the seconds its latest took (None: unknown)."""

    def pace(self) -> Pace:
        """The last hour."""

    def bury(self, queue: str, reason: str, message: bytes) -> None:
        """Keep a message that is no task, so that somebody can see what went wrong."""

    def letters(self, limit: int = 100, before: int = 2**62) -> list[Letter]:
        """What was buried, newest first; only what has a number below `before`."""

    def discard(self, number: int) -> None:
        """Forget a letter. Raises NotFound."""


class SessionStore(Protocol):
    """Documents and what was said about them. Unknown or somebody else's: NotFound."""

    def add(self, session: Session, file: bytes) -> None:
        """Keep a new session with the uploaded file as it came."""

    def get(self, session_id: str, owner: str | None = None) -> Session:
        """The session; its document is shared and must not be changed."""

    def file(self, session_id: str) -> bytes:
        """The uploaded file."""

    def rows(self, owner: str, words: str = "") -> list[SessionRow]:
        """All sessions of an owner, newest first.

        With `words`: those that have each of them, or words beginning so, in name or text.
        """

    def rename(self, session_id: str, name: str) -> None:
        """Call it so from now on."""

    def delete(self, session_id: str, owner: str) -> None:
        """Remove it and everything about it from the disk, tasks and their events included."""

    def expire(self, before: float) -> int:
        """Delete, as delete() does, what nothing was done with since that time and nothing runs
        for; returns how many."""

    def keep(self, session_id: str, found: list[Finding], scope: Scope, claim: Claim) -> list[Item]:
        """Keep findings. One that came up before keeps its id, decision and words.

        It came up before if one with its fingerprint stands at its place, or at an overlapping
        one; or stood where its words are no longer: then it has moved, and gets the new place.
        `scope` is "section" or "document": which sort of reading raised it. Returns the items as
        they now stand. Raises ClaimLost.
        """

    def settle(
        self, session_id: str, section: str | None, scope: Scope, seen: set[str], claim: Claim
    ) -> None:
        """A reading is complete: mark the section read and drop its findings not seen again.

        What the reader has decided, written, or can undo or redo stays. `seen` holds ids;
        `section` None means all sections. Raises ClaimLost.
        """

    def reviewed(self, session_id: str) -> set[str]:
        """Names of the sections that were read to the end."""

    def items(self, session_id: str) -> list[Item]:
        """All findings, in the order they were first found."""

    def add_chat(self, session_id: str, message: ChatMessage, claim: Claim) -> None:
        """Keep an exchange, and the activity of asking (200 characters). Raises ClaimLost."""

    def chat(self, session_id: str) -> list[ChatMessage]:
        """All exchanges, oldest first."""

    def usage(self, session_id: str) -> Usage:
        """What all its tasks have used."""

    def record(self, session_id: str, activity: Activity, claim: Claim | None = None) -> None:
        """Keep, with the time, that something was done. With a claim: raises ClaimLost.

        Uploads, renaming, edits and questions are kept by those who do them.
        """

    def activity(self, session_id: str) -> list[Activity]:
        """All that was done, oldest first."""


class EditStore(Protocol):
    """What a reader changes in a session's findings, so that it can be taken back.

    Every call is one transaction. Only the fields that an edit changed are ever written: two who
    change different things lose nothing. Unknown session: NotFound.
    """

    def make(self, session_id: str, wanted: Mapping[str, Item | Json | None]) -> Edited:
        """One edit: for each id a new finding, the fields to set, or None: take it away.

        Ids that are not there are left out; where nothing differs, there is no edit. What was
        undone can be redone no more. Decisions follow `edits.change`.
        """

    def undo(self, session_id: str) -> Edited:
        """Take back the newest edit that stands. Raises Conflict `nothing_to_undo`."""

    def redo(self, session_id: str) -> Edited:
        """Put back the oldest that was undone. Raises Conflict `nothing_to_redo`."""

    def history(self, session_id: str) -> History:
        """What can be undone and redone."""

    def item(self, session_id: str, item_id: str) -> Item:
        """One finding. Raises NotFound, also for one of another session."""


class Readings(Protocol):
    """What readings came to, by what they rested on: what has not changed is not read again."""

    def remember(self, session_id: str, key: str, reading: Json) -> None:
        """Keep what a reading came to, as long as its session; nothing where that is gone."""

    def recall(self, session_id: str, key: str) -> Json | None:
        """What a reading of the session that rested on the same came to, if there was one."""


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
