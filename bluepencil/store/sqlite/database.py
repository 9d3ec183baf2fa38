"""One SQLite file, shared by the threads of a process: transactions, schema, and wake-ups."""

from __future__ import annotations

import math
import sqlite3
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib import resources
from pathlib import Path

from bluepencil.errors import ClaimLost, Unavailable
from bluepencil.store import (
    ENDED,
    Claim,
)

SCHEMA_VERSION = 1
MOVE_EVERY = 1.0  # seconds between two moves of the log into the file
LOOK_EVERY = 0.005  # seconds between two looks for what other processes wrote


class Database:
    """The connection. All access goes through `reading()` and `writing()`, one thread at a time.

    One connection under a lock rather than one a thread: a hundred tasks would otherwise hold a
    hundred page caches, and each statement here takes well under a millisecond. `shared` says that
    other processes write to the file as well: whoever waits here is woken by them too.
    """

    def __init__(self, path: Path, *, shared: bool = False) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._lock = threading.RLock()
        self._bells: dict[str, dict[threading.Event, int]] = defaultdict(dict)
        self._connection = sqlite3.connect(
            path, timeout=5, isolation_level=None, check_same_thread=False
        )
        path.chmod(0o600)
        self._connection.row_factory = sqlite3.Row
        for pragma in (
            "journal_mode = wal",
            "synchronous = normal",
            "foreign_keys = on",
            "secure_delete = on",  # deleted text must not stay in free pages
            "busy_timeout = 5000",
            "wal_autocheckpoint = 0",  # a thread of its own does it: nobody waits for the disk
        ):
            self._connection.execute(f"pragma {pragma}")
        self._closed = threading.Event()
        self._prepare(path)
        threading.Thread(target=self._move_log, args=(path,), name="log", daemon=True).start()
        if shared:
            threading.Thread(target=self._watch, name="store", daemon=True).start()

    def _prepare(self, path: Path) -> None:
        with self.writing() as db:
            (version,) = db.execute("pragma user_version").fetchone()
            if version == 0:
                schema = resources.files(__package__).joinpath("schema.sql").read_text("utf-8")
                for statement in schema.split(";\n"):
                    db.execute(statement)
                db.execute(f"pragma user_version = {SCHEMA_VERSION}")
            elif version != SCHEMA_VERSION:
                raise Unavailable(
                    f"{path} has the layout of another release (version {version}, this one "
                    f"reads {SCHEMA_VERSION}); start the release that made it, or move it away."
                )

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """The connection, for statements that only read."""
        with self._lock, _usable():
            yield self._connection

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it, or on an exception none of it."""
        with self._lock, _usable():
            self._connection.execute("begin immediate")
            try:
                yield self._connection
                self._connection.execute("commit")
            except BaseException:
                if self._connection.in_transaction:
                    self._connection.execute("rollback")
                raise

    def ring(self, task_id: str, version: float = math.inf) -> None:
        """Wake who waits for this version of the task or an earlier one; call it after the commit.

        Without a version (it has ended, or is gone) everybody is woken.
        """
        with self._lock:
            for bell, since in self._bells.get(task_id, {}).items():
                if version > since:
                    bell.set()

    @contextmanager
    def bell(self, task_id: str, since: int) -> Iterator[threading.Event]:
        """An event that is set when the task is past version `since`, while inside."""
        bell = threading.Event()
        with self._lock:
            self._bells[task_id][bell] = since
        try:
            yield bell
        finally:
            with self._lock:
                del self._bells[task_id][bell]
                if not self._bells[task_id]:
                    del self._bells[task_id]

    def _move_log(self, path: Path) -> None:
        """Move what was written from the log into the file, without holding up who writes."""
        connection = sqlite3.connect(path, timeout=5, isolation_level=None)
        while not self._closed.wait(MOVE_EVERY):
            with suppress(sqlite3.OperationalError):  # somebody else does it, or the disk is full
                connection.execute("pragma wal_checkpoint(passive)").fetchall()
        connection.close()

    def _watch(self) -> None:
        """Look whether another process has written, and wake who waited for that."""
        seen = -1
        while not self._closed.wait(LOOK_EVERY):
            with self._lock:
                if not self._bells or self._closed.is_set():
                    continue
                (now,) = self._connection.execute("pragma data_version").fetchone()
                if now == seen:
                    continue
                seen = now
                marks = ", ".join("?" * len(self._bells))
                rows = self._connection.execute(
                    f"select task_id, version, state from tasks where task_id in ({marks})",
                    tuple(self._bells),
                ).fetchall()
                there = {row["task_id"] for row in rows}
                for row in rows:
                    ended = row["state"] in ENDED
                    self.ring(row["task_id"], math.inf if ended else row["version"])
                for gone in [task_id for task_id in self._bells if task_id not in there]:
                    self.ring(gone)

    def scrub(self) -> None:
        """Empty the write-ahead log, so that deleted text is gone from that file too."""
        with self._lock:
            self._connection.execute("pragma wal_checkpoint(truncate)").fetchall()

    def close(self) -> None:
        """Close the file."""
        self._closed.set()
        with self._lock:
            self._connection.close()


@contextmanager
def _usable() -> Iterator[None]:
    """Turn a full disk, a locked or a closed file into the error callers know."""
    try:
        yield
    except (sqlite3.OperationalError, sqlite3.ProgrammingError) as error:
        raise Unavailable(f"The store cannot be used now: {error}.", retry_after=5) from error


def held(db: sqlite3.Connection, claim: Claim) -> sqlite3.Row:
    """The task's row, if this claim still holds it. Raises ClaimLost."""
    row: sqlite3.Row | None = db.execute(
        "select * from tasks where task_id = ? and fence = ?", claim
    ).fetchone()
    if row is None or row["state"] in ENDED or row["state"] == "PENDING":
        raise ClaimLost("The task has ended or is run by another process.")
    return row
