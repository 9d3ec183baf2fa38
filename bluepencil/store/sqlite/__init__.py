"""The store in one SQLite file: one machine, no server."""

from __future__ import annotations

from pathlib import Path

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
        with self._database.writing() as db:
            db.execute("pragma user_version").fetchone()

    def close(self) -> None:
        """See Store."""
        self._database.close()
