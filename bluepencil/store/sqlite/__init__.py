"""The store in one SQLite file: one machine, no server."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from bluepencil.errors import Unavailable
from bluepencil.store.sqlite.database import Database
from bluepencil.store.sqlite.sessions import SqliteSessions
from bluepencil.store.sqlite.tasks import SqliteTasks


class SqliteStore:
    """The Store over the file at `path`, made if it is not there."""

    def __init__(self, path: Path) -> None:
        self._database = Database(path)
        self.tasks = SqliteTasks(self._database)
        self.sessions = SqliteSessions(self._database)

    def check(self) -> None:
        """See Store."""
        try:
            with self._database.writing() as db:
                db.execute("pragma user_version").fetchone()
        except sqlite3.Error as error:
            raise Unavailable(f"The store cannot be used: {error}.") from error

    def close(self) -> None:
        """See Store."""
        self._database.close()
