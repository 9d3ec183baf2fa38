"""What is kept: the only truth about tasks and sessions, in SQLite or PostgreSQL; no rules."""

from __future__ import annotations

from contextlib import AbstractContextManager
from pathlib import Path

from bluepencil.database import Database, Part, Transaction
from bluepencil.database.sqlite import SqliteDatabase
from bluepencil.store.guidelines import GuidelineStore
from bluepencil.store.keys import KeyStore
from bluepencil.store.messages import MessageStore
from bluepencil.store.operations import Operations
from bluepencil.store.schedules import ScheduleStore
from bluepencil.store.search_index import SearchIndex
from bluepencil.store.sessions import SessionStore
from bluepencil.store.submissions import SubmissionStore
from bluepencil.store.tasks import TaskStore
from bluepencil.store.webhooks import WebhookStore


class Store(Part):
    """Everything that is kept, in one database."""

    def __init__(self, database: Database) -> None:
        super().__init__(database)
        self.tasks = TaskStore(database)
        self.sessions = SessionStore(database)
        self.schedules = ScheduleStore(database)
        self.search_index = SearchIndex(database)
        self.guidelines = GuidelineStore(database)
        self.operations = Operations(database)
        self.keys = KeyStore(database)
        self.messages = MessageStore(database)
        self.submissions = SubmissionStore(database)
        self.webhooks = WebhookStore(database)

    @property
    def identity(self) -> str:
        """Which store this is: the same for all processes that see the same tasks."""
        row = self._one("select identity from store")
        return str(row["identity"]) if row else ""

    def writing(self, *, first: bool = False) -> AbstractContextManager[Transaction]:
        """One transaction for several of the above; see Database."""
        return self._database.writing(first=first)

    def check(self) -> None:
        """Raise Unavailable when the store cannot be used."""
        self._database.check()

    def close(self) -> None:
        """Let go of files, connections and threads."""
        self._database.close()


def open_store(path: Path, postgres: str = "", *, shared: bool = False) -> Store:
    """The store in the PostgreSQL database at that URL; without one in the SQLite file at `path`.

    `shared`: other processes use the file at the same time. Raises Unavailable where the file
    cannot be used; a PostgreSQL that is away is waited for.
    """
    if postgres:
        from bluepencil.database.postgres import PostgresDatabase  # an optional extra

        return Store(PostgresDatabase(postgres))
    return Store(SqliteDatabase(path, shared=shared))
