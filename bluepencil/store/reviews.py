"""What a store must be able to do with reviews: documents, findings, edits, guidelines."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from bluepencil.documents import Document
from bluepencil.documents.guideline import Guideline
from bluepencil.review.findings import Finding, Item, Scope, Usage
from bluepencil.review.session import Activity, ChatMessage, Edited, History, Session
from bluepencil.store.records import (
    Claim,
    OwnGuideline,
    SessionRow,
    VersionRow,
)
from bluepencil.values import Json


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

    def change_guideline(self, session_id: str, guideline: Guideline) -> None:
        """Hold it to this one from now on: no section has been read against it yet.

        What was found stays until it is read again.
        """

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

        What the reader has decided, written, or can undo or redo stays; what an earlier version
        of the document had is resolved, not dropped. `seen` holds ids;
        `section` None means all sections. Raises ClaimLost.
        """

    def reviewed(self, session_id: str) -> set[str]:
        """Names of the sections that were read to the end."""

    def items(self, session_id: str) -> list[Item]:
        """All findings that stand, in the order they were first found."""

    def resolved(self, session_id: str) -> list[Item]:
        """Those that stood in an earlier version of the document and are gone."""

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


class VersionStore(Protocol):
    """The versions of a session's document. Unknown session: NotFound."""

    def add(self, session_id: str, document: Document, file: bytes) -> None:
        """The next version, which is under review from now on.

        Findings go with their words, as `carry` says. Sections that changed are unread; edits made
        before can be undone no more. A session that was called as its file still is. Raises
        Conflict `still_working` while a task of the session has not ended.
        """

    def rows(self, session_id: str) -> list[VersionRow]:
        """All there were, oldest first; the last is the one under review."""

    def document(self, session_id: str, version: int) -> Document:
        """The document in that version. Raises NotFound."""


class GuidelineStore(Protocol):
    """The guidelines people keep, by owner and name; those that ship with the project are files."""

    def all(self, owner: str) -> list[OwnGuideline]:
        """All that an owner keeps, by name."""

    def put(self, owner: str, name: str, text: str) -> OwnGuideline:
        """Keep it under that name, in place of what was there."""

    def add(self, owner: str, name: str, text: str) -> bool:
        """Keep it where nothing is kept under that name; whether it was so."""

    def remove(self, owner: str, name: str) -> None:
        """Forget it. Raises NotFound."""


class Readings(Protocol):
    """What readings came to, by what they rested on: what has not changed is not read again."""

    def remember(self, session_id: str, key: str, reading: Json) -> None:
        """Keep what a reading came to, as long as its session; nothing where that is gone."""

    def recall(self, session_id: str, key: str) -> Json | None:
        """What a reading of the session that rested on the same came to, if there was one."""
