"""One SQLite file: the store of one machine, without a server."""

from __future__ import annotations

import shutil
import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bluepencil.background import Background
from bluepencil.database import Database, Transaction, marks, migrations
from bluepencil.database.priority_lock import PriorityLock
from bluepencil.errors import Unavailable
from bluepencil.task.waiters import Waiters

PATIENCE = 5.0  # seconds to wait for a lock that another process, or thread, holds
CHECKPOINT_EVERY = 1.0  # seconds between two moves of the write-ahead log into the file
_LOG_PATIENCE = 0.2  # seconds that emptying the log may hold others up
_ROOM = 1024 * 1024  # bytes that must be free on the disk
WATCH_EVERY = 0.005  # seconds between two looks for what other processes wrote
_AWAITED = """
select task_id, case when finished_at is null then version end as version
from tasks where task_id in ({})
"""
_PRAGMAS = """
pragma synchronous = normal;
pragma foreign_keys = on;
pragma secure_delete = on;  -- deleted text must not stay in free pages
pragma wal_autocheckpoint = 0;  -- a thread of its own does it: nobody waits for the disk
"""


class SqliteDatabase(Database):
    """The Database in the file at `path`, made if it is not there.

    One connection writes and one reads, each under a lock, rather than one a thread: a hundred
    tasks would otherwise hold a hundred page caches, and each statement here takes well under a
    millisecond. Who reads does not wait for who writes. `shared` says that other processes write
    to the file as well: whoever waits here is woken by them too.
    """

    def __init__(self, path: Path, *, shared: bool = False) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        self._path, self.waiters = path, Waiters()
        self._write_lock = PriorityLock()
        self._read_lock, self._log_lock = threading.Lock(), threading.Lock()
        try:
            self._writer = self._connect(PATIENCE)
            path.chmod(0o600)
            self._switch_to_log()
            self._migrate()
            self._reader, self._log = self._connect(PATIENCE), self._connect(_LOG_PATIENCE)
        except sqlite3.Error as error:
            raise _known(error) from error
        self._dirty = threading.Event()  # deleted text may still be in the write-ahead log
        self._seen = -1
        self._threads = [Background("store-checkpoint", self._checkpoint, CHECKPOINT_EVERY)]
        if shared:
            self._threads.append(Background("store-watch", self._watch, WATCH_EVERY))
        for thread in self._threads:
            thread.start()

    def _connect(self, patience: float) -> sqlite3.Connection:
        connection = sqlite3.connect(
            self._path, timeout=patience, isolation_level=None, check_same_thread=False
        )
        connection.row_factory = sqlite3.Row
        connection.executescript(_PRAGMAS)
        return connection

    def _switch_to_log(self) -> None:
        """Have the file use a write-ahead log. While another process writes to a file that has none
        yet, as when both make it, SQLite refuses that at once instead of waiting."""
        deadline = time.monotonic() + PATIENCE
        while True:
            try:
                self._writer.execute("pragma journal_mode = wal")
                return
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                    raise
                time.sleep(WATCH_EVERY)

    def _migrate(self) -> None:
        with self.writing() as db:
            (layout,) = db.all("pragma user_version")
            migrations.migrate(db, layout["user_version"], str(self._path))
            db.run(f"pragma user_version = {migrations.latest()}")

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        with _Held(self._read_lock):
            yield Transaction(self._reader, self.waiters)

    @contextmanager
    def writing(self, *, first: bool = False) -> Iterator[Transaction]:
        transaction = Transaction(self._writer, self.waiters)
        with transaction, _Held(self._write_lock, first=first):
            try:
                self._writer.execute("begin immediate")
                yield transaction
                self._writer.execute("commit")
            finally:
                with suppress(sqlite3.Error):  # a closed connection has nothing to undo
                    if self._writer.in_transaction:
                        self._writer.execute("rollback")

    def _checkpoint(self) -> None:
        """Move what was written from the log into the file, without holding up who writes.

        After something was deleted the log is emptied as well. Where that is not possible, because
        somebody reads from it, it is tried again the next time.
        """
        if self._dirty.is_set():
            self.scrub()
        else:
            with self._log_lock:
                self._log.execute("pragma wal_checkpoint(passive)").fetchall()

    def scrub(self) -> None:
        """See Database. What cannot be done at once is done by the thread that moves the log."""
        self._dirty.set()
        with self._write_lock, self._read_lock, self._log_lock:
            try:
                busy, *_ = self._log.execute("pragma wal_checkpoint(truncate)").fetchone()
            except sqlite3.OperationalError:  # another process has it locked
                busy = True
            if not busy:
                self._dirty.clear()

    def _watch(self) -> None:
        """Look whether another process has written, and wake who waits for what it wrote."""
        awaited = self.waiters.awaited
        if not awaited:
            return
        with self.reading() as db:
            now = db.one("pragma data_version")
            if now is None or now["data_version"] == self._seen:
                return
            placeholders, values = marks(awaited)
            rows = db.all(_AWAITED.format(placeholders), **values)
        self._seen = now["data_version"]
        versions = {row["task_id"]: row["version"] for row in rows}
        for task_id in awaited:
            self.waiters.wake(task_id, versions.get(task_id))

    def check(self) -> None:
        # A little can be written to the log even where the disk is full; what is not changed, or
        # only for a moment in one statement, is not written.
        with self.writing() as db:
            db.run("update store set identity = identity || ' '")
            db.run("update store set identity = rtrim(identity)")
        if shutil.disk_usage(self._path.parent).free < _ROOM:
            raise Unavailable("The store cannot be used now: its disk is full.", retry_after=5)

    def close(self) -> None:
        for thread in self._threads:
            thread.stop(2)
        with self._write_lock, self._read_lock, self._log_lock:
            for connection in (self._reader, self._writer, self._log):
                connection.close()


class _Held:
    """Hold a lock; meanwhile an error of SQLite is one that callers know.

    A class, because each statement is inside one, and a generator takes longer.
    """

    def __init__(self, lock: threading.Lock | PriorityLock, **how: bool) -> None:
        self._lock, self._how = lock, how

    def __enter__(self) -> None:
        if not self._lock.acquire(timeout=PATIENCE, **self._how):
            raise Unavailable("The store cannot be used now: it is busy.", retry_after=5)

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        self._lock.release()
        if isinstance(error, sqlite3.Error):
            raise _known(error) from error


def _known(error: sqlite3.Error) -> Exception:
    """A full disk, a locked, damaged or closed file as the error callers know; a breach of a
    constraint is a fault of ours."""
    if isinstance(error, sqlite3.IntegrityError):
        return error
    return Unavailable(f"The store cannot be used now: {error}.", retry_after=5)
