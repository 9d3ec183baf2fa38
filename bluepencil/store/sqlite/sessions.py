"""Sessions, findings and chat in SQLite."""

from __future__ import annotations

import json
import sqlite3
from collections import OrderedDict

from bluepencil.documents import Document
from bluepencil.documents.guideline import Guideline
from bluepencil.documents.words import words_in, words_of
from bluepencil.errors import NotFound
from bluepencil.review.carry import resolved
from bluepencil.review.findings import Finding, Item, Scope, Usage
from bluepencil.review.session import Activity, ChatMessage, Session
from bluepencil.store import (
    Claim,
    SessionRow,
    guideline_of,
)
from bluepencil.store.sqlite import items
from bluepencil.store.sqlite.database import Database, held

_CACHED = 16  # parsed documents that stay in memory
_ROWS = """
select session_id, name, guideline_name, created_at, touched_at, sections,
  (select count(*) from reviewed r where r.session_id = s.session_id),
  (select count(*) from items i where i.session_id = s.session_id and i.resolved_in is null),
  (select count(*) from items i where i.session_id = s.session_id and i.resolved_in is null
    and decision != 'open')
from sessions s where owner = ?
"""
_HAS = """
and session_id in (select session_id from words where word >= ? and word < ?)
"""


class SqliteSessions:
    """The SessionStore over one SQLite file."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._documents: OrderedDict[tuple[str, int], Document] = OrderedDict()

    def add(self, session: Session, file: bytes) -> None:
        """See SessionStore."""
        row = {
            "session_id": session.session_id,
            "owner": session.owner,
            "name": session.name,
            "sections": len(session.document.sections),
            "guideline_name": session.guideline.name,
            "guideline_json": session.guideline.model_dump_json(),
            "document_json": session.document.model_dump_json(),
            "file": file,
            "usage_json": Usage().model_dump_json(),
            "version": session.version,
            "version_at": session.created_at,
            "created_at": session.created_at,
            "touched_at": session.created_at,
        }
        with self._database.writing() as db:
            db.execute(
                f"insert into sessions ({', '.join(row)}) values ({', '.join('?' * len(row))})",
                tuple(row.values()),
            )
            index(db, session.session_id, session.name, session.document)
            items.note(db, session.session_id, Activity("uploaded", session.document.name))

    def get(self, session_id: str, owner: str | None = None) -> Session:
        """See SessionStore."""
        with self._database.reading():
            row = self._row(session_id, "owner, name, guideline_json, version, created_at")
            if owner not in (None, row["owner"]):
                raise NotFound("There is no review with this id.", code="session_not_found")
            return Session(
                session_id=session_id,
                owner=row["owner"],
                document=self._document(session_id, row["version"]),
                guideline=guideline_of(row["guideline_json"]),
                name=row["name"],
                version=row["version"],
                created_at=row["created_at"],
            )

    def _document(self, session_id: str, version: int) -> Document:
        key = (session_id, version)
        if key not in self._documents:
            stored = self._row(session_id, "document_json")["document_json"]
            self._documents[key] = Document.model_validate(json.loads(stored))
        self._documents.move_to_end(key)
        while len(self._documents) > _CACHED:
            self._documents.popitem(last=False)
        return self._documents[key]

    def file(self, session_id: str) -> bytes:
        """See SessionStore."""
        return bytes(self._row(session_id, "file")["file"])

    def rows(self, owner: str, words: str = "") -> list[SessionRow]:
        """See SessionStore."""
        wanted = sorted(words_of(words))
        if words.strip() and not wanted:
            return []
        ranges = [end for word in wanted for end in (word, f"{word}\U0010ffff")]
        with self._database.reading() as db:
            rows = db.execute(
                f"{_ROWS} {_HAS * len(wanted)} order by seq desc", (owner, *ranges)
            ).fetchall()
        return [SessionRow(*row) for row in rows]

    def rename(self, session_id: str, name: str) -> None:
        """See SessionStore."""
        with self._database.writing() as db:
            document = self.get(session_id).document
            db.execute("update sessions set name = ? where session_id = ?", (name, session_id))
            index(db, session_id, name, document)
            items.note(db, session_id, Activity("renamed", name))

    def change_guideline(self, session_id: str, guideline: Guideline) -> None:
        """See SessionStore."""
        with self._database.writing() as db:
            db.execute(
                "update sessions set guideline_name = ?, guideline_json = ? where session_id = ?",
                (guideline.name, guideline.model_dump_json(), session_id),
            )
            db.execute("delete from reviewed where session_id = ?", (session_id,))
            items.note(db, session_id, Activity("guidelines_changed", guideline.title))

    def delete(self, session_id: str, owner: str) -> None:
        """See SessionStore."""
        self.get(session_id, owner)
        with self._database.writing() as db:
            ids = self._remove(db, session_id)
        self._gone(ids)

    def expire(self, before: float) -> int:
        """See SessionStore."""
        with self._database.writing() as db:
            rows = db.execute(
                "select session_id from sessions s where touched_at < ? and not exists (select 1 "
                "from tasks t where t.session_id = s.session_id and finished_at is null)",
                (before,),
            ).fetchall()
            ids = [task_id for row in rows for task_id in self._remove(db, row["session_id"])]
        if rows:
            self._gone(ids)
        return len(rows)

    def _remove(self, db: sqlite3.Connection, session_id: str) -> list[str]:
        """Delete all rows of a session; returns the ids of its tasks."""
        for key in [key for key in self._documents if key[0] == session_id]:
            del self._documents[key]
        rows = db.execute(
            "delete from tasks where session_id = ? returning task_id", (session_id,)
        ).fetchall()
        db.execute("delete from sessions where session_id = ?", (session_id,))
        return [row["task_id"] for row in rows]

    def _gone(self, task_ids: list[str]) -> None:
        for task_id in task_ids:
            self._database.ring(task_id)
        self._database.scrub()

    def keep(self, session_id: str, found: list[Finding], scope: Scope, claim: Claim) -> list[Item]:
        """See SessionStore."""
        with self._database.writing() as db:
            held(db, claim)
            session = self.get(session_id)
            kept = [items.keep(db, session, finding, scope) for finding in found]
            items.revise(db, session_id, by=sum(changed for _, changed in kept))
        return [item for item, _ in kept]

    def settle(
        self, session_id: str, section: str | None, scope: Scope, seen: set[str], claim: Claim
    ) -> None:
        """See SessionStore."""
        with self._database.writing() as db:
            held(db, claim)
            version = self._row(session_id, "version")["version"]
            gone = [
                Item.model_validate_json(row["item_json"])
                for row in db.execute(
                    "select id, item_json from items where session_id = ? and scope = ? and "
                    "resolved_in is null and decision = 'open' and source != 'you' and "
                    "(? is null or section = ?) and id not in (select item_id from changes)",
                    (session_id, scope, section, section),
                )
                if row["id"] not in seen
            ]
            for item in gone:
                if item.version == version:
                    db.execute("delete from items where id = ?", (item.id,))
                else:
                    items.update(db, resolved(item, version))
            items.revise(db, session_id, by=len(gone))
            if section is not None:
                db.execute("insert or ignore into reviewed values (?, ?)", (session_id, section))

    def reviewed(self, session_id: str) -> set[str]:
        """See SessionStore."""
        with self._database.reading() as db:
            rows = db.execute(
                "select section from reviewed where session_id = ?", (session_id,)
            ).fetchall()
        return {row["section"] for row in rows}

    def items(self, session_id: str) -> list[Item]:
        """See SessionStore."""
        with self._database.reading() as db:
            return items.standing(db, session_id)

    def resolved(self, session_id: str) -> list[Item]:
        """See SessionStore."""
        with self._database.reading() as db:
            return items.standing(db, session_id, stands=False)

    def add_chat(self, session_id: str, message: ChatMessage, claim: Claim) -> None:
        """See SessionStore."""
        with self._database.writing() as db:
            held(db, claim)
            db.execute(
                "insert into chat (session_id, message_json) values (?, ?)",
                (session_id, message.model_dump_json()),
            )
            items.note(db, session_id, Activity("asked", message.message[:200]))

    def chat(self, session_id: str) -> list[ChatMessage]:
        """See SessionStore."""
        with self._database.reading() as db:
            rows = db.execute(
                "select message_json from chat where session_id = ? order by seq", (session_id,)
            ).fetchall()
        return [ChatMessage.model_validate_json(row["message_json"]) for row in rows]

    def usage(self, session_id: str) -> Usage:
        """See SessionStore."""
        return Usage.model_validate_json(self._row(session_id, "usage_json")["usage_json"])

    def record(self, session_id: str, activity: Activity, claim: Claim | None = None) -> None:
        """See SessionStore."""
        with self._database.writing() as db:
            if claim is not None:
                held(db, claim)
            items.note(db, session_id, activity)

    def activity(self, session_id: str) -> list[Activity]:
        """See SessionStore."""
        with self._database.reading() as db:
            rows = db.execute(
                "select what, detail, numbers_json, at from activity where session_id = ? "
                "order by seq",
                (session_id,),
            ).fetchall()
        return [
            Activity(row["what"], row["detail"], json.loads(row["numbers_json"]), row["at"])
            for row in rows
        ]

    def _row(self, session_id: str, columns: str) -> sqlite3.Row:
        with self._database.reading() as db:
            row: sqlite3.Row | None = db.execute(
                f"select {columns} from sessions where session_id = ?", (session_id,)
            ).fetchone()
        if row is None:
            raise NotFound("There is no review with this id.", code="session_not_found")
        return row


def index(db: sqlite3.Connection, session_id: str, name: str, document: Document) -> None:
    """Write down the words by which a search finds the session, in place of earlier ones."""
    db.execute("delete from words where session_id = ?", (session_id,))
    db.executemany(
        "insert into words (word, session_id) values (?, ?)",
        [(word, session_id) for word in sorted(words_of(name) | words_in(document))],
    )
