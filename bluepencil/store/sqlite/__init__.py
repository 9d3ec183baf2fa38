"""The store in one SQLite file: one machine, no server."""

from __future__ import annotations

from pathlib import Path

from bluepencil.store.sqlite.database import Database
from bluepencil.store.sqlite.edits import SqliteEdits
from bluepencil.store.sqlite.guidelines import SqliteGuidelines
from bluepencil.store.sqlite.operations import SqliteOperations
from bluepencil.store.sqlite.readings import SqliteReadings
from bluepencil.store.sqlite.sessions import SqliteSessions
from bluepencil.store.sqlite.tasks import SqliteTasks
from bluepencil.store.sqlite.versions import SqliteVersions


class SqliteStore:
    """The Store over the file at `path`, made if it is not there.

    `shared`: other processes use the file at the same time.
    """

    def __init__(self, path: Path, *, shared: bool = False) -> None:
        self._database = Database(path, shared=shared)
        self.tasks = SqliteTasks(self._database)
        self.sessions = SqliteSessions(self._database)
        self.edits = SqliteEdits(self._database)
        self.versions = SqliteVersions(self._database, self.sessions)
        self.guidelines = SqliteGuidelines(self._database)
        self.readings = SqliteReadings(self._database)
        self.operations = SqliteOperations(self._database)

    @property
    def identity(self) -> str:
        """See Store."""
        with self._database.reading() as db:
            return str(db.execute("select identity from store").fetchone()[0])

    def check(self) -> None:
        """See Store."""
        with self._database.writing() as db:
            db.execute("pragma user_version").fetchone()

    def close(self) -> None:
        """See Store."""
        self._database.close()
