"""What readings came to, in SQLite."""

from __future__ import annotations

import json

from bluepencil.store.sqlite.database import Database
from bluepencil.values import Json


class SqliteReadings:
    """The Readings over one SQLite file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def remember(self, session_id: str, key: str, reading: Json) -> None:
        """See Readings."""
        with self._database.writing() as db:
            db.execute(
                "insert or replace into readings (session_id, key, reading_json) "
                "select session_id, ?, ? from sessions where session_id = ?",
                (key, json.dumps(reading, ensure_ascii=False), session_id),
            )

    def recall(self, session_id: str, key: str) -> Json | None:
        """See Readings."""
        with self._database.reading() as db:
            row = db.execute(
                "select reading_json from readings where session_id = ? and key = ?",
                (session_id, key),
            ).fetchone()
        return None if row is None else dict(json.loads(row["reading_json"]))
