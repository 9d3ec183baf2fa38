"""The versions of documents in SQLite."""

from __future__ import annotations

import json
import time

from bluepencil.documents import Document
from bluepencil.errors import Conflict, NotFound
from bluepencil.review.carry import carry, still_read
from bluepencil.review.session import Activity
from bluepencil.store import (
    VersionRow,
)
from bluepencil.store.sqlite import items
from bluepencil.store.sqlite.database import Database
from bluepencil.store.sqlite.sessions import SqliteSessions, index


class SqliteVersions:
    """The VersionStore over one SQLite file."""

    def __init__(self, database: Database, sessions: SqliteSessions) -> None:
        self._database, self._sessions = database, sessions

    def add(self, session_id: str, document: Document, file: bytes) -> None:
        """See VersionStore."""
        with self._database.writing() as db:
            before = self._sessions.get(session_id)
            working = db.execute(
                "select 1 from tasks where session_id = ? and finished_at is null", (session_id,)
            ).fetchone()
            if working is not None:
                raise Conflict(
                    "A task of this review is still running; stop it or wait for its end.",
                    code="still_working",
                )
            version, old = before.version + 1, before.document
            name = document.name if before.name == old.name else before.name
            db.execute(
                "insert into versions select session_id, version, ?, version_at, sections, "
                "document_json, file from sessions where session_id = ?",
                (old.name, session_id),
            )
            db.execute(
                "update sessions set name = ?, sections = ?, document_json = ?, file = ?, "
                "version = ?, version_at = ? where session_id = ?",
                (
                    name,
                    len(document.sections),
                    document.model_dump_json(),
                    file,
                    version,
                    time.time(),
                    session_id,
                ),
            )
            index(db, session_id, name, document)
            all_items = [
                *items.standing(db, session_id),
                *items.standing(db, session_id, stands=False),
            ]
            items.carried(db, session_id, carry(all_items, old, document, version))
            db.execute("delete from edits where session_id = ?", (session_id,))
            read = self._sessions.reviewed(session_id)
            db.execute("delete from reviewed where session_id = ?", (session_id,))
            db.executemany(
                "insert into reviewed values (?, ?)",
                [(session_id, one) for one in still_read(read, old, document)],
            )
            items.revise(db, session_id)
            items.note(db, session_id, Activity("version_added", document.name))

    def rows(self, session_id: str) -> list[VersionRow]:
        """See VersionStore."""
        now = self._sessions.get(session_id)
        with self._database.reading() as db:
            rows = db.execute(
                "select version, name, created_at, sections from versions where session_id = ? "
                "union all select version, ?, version_at, sections from sessions "
                "where session_id = ? order by version",
                (session_id, now.document.name, session_id),
            ).fetchall()
        return [VersionRow(*row) for row in rows]

    def document(self, session_id: str, version: int) -> Document:
        """See VersionStore."""
        now = self._sessions.get(session_id)
        if version == now.version:
            return now.document
        with self._database.reading() as db:
            row = db.execute(
                "select document_json from versions where session_id = ? and version = ?",
                (session_id, version),
            ).fetchone()
        if row is None:
            raise NotFound("There is no such version of the document.", code="version_not_found")
        return Document.model_validate(json.loads(row["document_json"]))
