"""Sessions, findings and chat in SQLite."""

from __future__ import annotations

import json
import sqlite3
import time
from collections import OrderedDict

from bluepencil.documents import Document
from bluepencil.documents.guideline import Guideline
from bluepencil.errors import NotFound
from bluepencil.findings import Finding, Item, Scope, Usage
from bluepencil.store import ChatMessage, Claim, Session, SessionRow, new_id, rfc3339
from bluepencil.store.sqlite.database import Database, held

_CACHED = 16  # sessions whose parsed document stays in memory


class SqliteSessions:
    """The SessionStore over one SQLite file."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._cache: OrderedDict[str, Session] = OrderedDict()

    def add(self, session: Session, file: bytes) -> None:
        """See SessionStore."""
        with self._database.writing() as db:
            db.execute(
                "insert into sessions (session_id, owner, document_name, sections, guideline_name, "
                "guideline_json, document_json, file, usage_json, created_at) "
                "values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    session.session_id,
                    session.owner,
                    session.document.name,
                    len(session.document.sections),
                    session.guideline.name,
                    session.guideline.model_dump_json(),
                    session.document.model_dump_json(),
                    file,
                    Usage().model_dump_json(),
                    session.created_at,
                ),
            )

    def get(self, session_id: str, owner: str | None = None) -> Session:
        """See SessionStore."""
        with self._database.reading() as db:
            known = db.execute(
                "select owner from sessions where session_id = ?", (session_id,)
            ).fetchone()
            if known is None or owner not in (None, known["owner"]):
                raise NotFound("There is no review with this id.", code="session_not_found")
            if session_id not in self._cache:
                self._cache[session_id] = _session(self._row(session_id, "*"))
            self._cache.move_to_end(session_id)
            while len(self._cache) > _CACHED:
                self._cache.popitem(last=False)
            return self._cache[session_id]

    def file(self, session_id: str) -> bytes:
        """See SessionStore."""
        return bytes(self._row(session_id, "file")["file"])

    def rows(self, owner: str) -> list[SessionRow]:
        """See SessionStore."""
        with self._database.reading() as db:
            rows = db.execute(
                "select session_id, document_name, guideline_name, created_at, sections, "
                "(select count(*) from reviewed r where r.session_id = s.session_id), "
                "(select count(*) from items i where i.session_id = s.session_id) "
                "from sessions s where owner = ? order by seq desc",
                (owner,),
            ).fetchall()
        return [SessionRow(*row) for row in rows]

    def delete(self, session_id: str, owner: str) -> None:
        """See SessionStore."""
        self.get(session_id, owner)
        with self._database.writing() as db:
            self._cache.pop(session_id, None)
            ids = db.execute(
                "delete from tasks where session_id = ? returning task_id", (session_id,)
            ).fetchall()
            db.execute("delete from sessions where session_id = ?", (session_id,))
        for row in ids:
            self._database.ring(row["task_id"])
        self._database.scrub()

    def keep(self, session_id: str, found: list[Finding], scope: Scope, claim: Claim) -> list[Item]:
        """See SessionStore."""
        items = []
        with self._database.writing() as db:
            held(db, claim)
            for finding in found:
                start = -1 if finding.start is None else finding.start
                row = db.execute(
                    "select item_json from items where session_id = ? and fingerprint = ? and "
                    "start = ?",
                    (session_id, finding.fingerprint, start),
                ).fetchone()
                if row is None:
                    items.append(self._insert(db, session_id, finding, start, scope))
                else:
                    items.append(Item.model_validate_json(row["item_json"]))
        return items

    def _insert(
        self, db: sqlite3.Connection, session_id: str, finding: Finding, start: int, scope: Scope
    ) -> Item:
        item = Item(
            id=new_id(), scope=scope, created_at=rfc3339(time.time()), **finding.model_dump()
        )
        db.execute(
            "insert into items (id, session_id, fingerprint, start, section, scope, source, "
            "decision, item_json) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                item.id,
                session_id,
                finding.fingerprint,
                start,
                finding.section_name,
                scope,
                finding.source,
                item.decision,
                item.model_dump_json(),
            ),
        )
        return item

    def settle(
        self, session_id: str, section: str | None, scope: Scope, seen: set[str], claim: Claim
    ) -> None:
        """See SessionStore."""
        with self._database.writing() as db:
            held(db, claim)
            gone = [
                (row["id"],)
                for row in db.execute(
                    "select id from items where session_id = ? and scope = ? and "
                    "decision = 'open' and source != 'you' and (? is null or section = ?)",
                    (session_id, scope, section, section),
                )
                if row["id"] not in seen
            ]
            db.executemany("delete from items where id = ?", gone)
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
            rows = db.execute(
                "select item_json from items where session_id = ? order by seq", (session_id,)
            ).fetchall()
        return [Item.model_validate_json(row["item_json"]) for row in rows]

    def add_chat(self, session_id: str, message: ChatMessage, claim: Claim) -> None:
        """See SessionStore."""
        with self._database.writing() as db:
            held(db, claim)
            db.execute(
                "insert into chat (session_id, message_json) values (?, ?)",
                (session_id, message.model_dump_json()),
            )

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

    def _row(self, session_id: str, column: str) -> sqlite3.Row:
        with self._database.reading() as db:
            row: sqlite3.Row | None = db.execute(
                f"select {column} from sessions where session_id = ?",
                (session_id,),
            ).fetchone()
        if row is None:
            raise NotFound("There is no review with this id.", code="session_not_found")
        return row


def _session(row: sqlite3.Row) -> Session:
    return Session(
        session_id=row["session_id"],
        owner=row["owner"],
        document=Document.model_validate(json.loads(row["document_json"])),
        guideline=Guideline.model_validate_json(row["guideline_json"]),
        created_at=row["created_at"],
    )
