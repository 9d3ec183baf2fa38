"""One SQLite file: the store of one machine, without a server."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bluepencil.background import Background
from bluepencil.errors import Unavailable
from bluepencil.store import migrations
from bluepencil.store.database import Database, Transaction, marks
from bluepencil.task.waiters import Waiters
from bluepencil.values import new_id

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
        self._path, self._waiters = path, Waiters()
        self._queue, self._write_lock = threading.Lock(), threading.Lock()
        self._read_lock, self._log_lock = threading.Lock(), threading.Lock()
        self._first, self._first_lock, self._none_first = 0, threading.Lock(), threading.Event()
        self._none_first.set()
        try:
            self._writer = self._connect(PATIENCE)
            path.chmod(0o600)
            self._writer.execute("pragma journal_mode = wal")
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

    def _migrate(self) -> None:
        with self.writing() as db:
            found = db.one("pragma user_version")
            version = found["user_version"] if found else 0
            for step in migrations.steps(version, str(self._path)):
                for statement in step:
                    db.run(statement)
            db.run(f"pragma user_version = {migrations.latest()}")
            if db.one("select 1 from store") is None:
                db.insert("store", {"identity": new_id()})

    @contextmanager
    def reading(self) -> Iterator[Transaction]:
        """See Database."""
        with _Held(self._read_lock):
            yield Transaction(self._reader, self._waiters)

    @contextmanager
    def writing(self, *, first: bool = False) -> Iterator[Transaction]:
        """See Database. Of those who do not go first, only one competes for the lock, and not
        while any wait who do."""
        transaction, done = Transaction(self._writer, self._waiters), False
        try:
            with self._going_first() if first else self._in_turn(), _Held(self._write_lock):
                try:
                    self._writer.execute("begin immediate")
                    yield transaction
                    self._writer.execute("commit")
                    done = True
                finally:
                    with suppress(sqlite3.Error):  # a closed connection has nothing to undo
                        if self._writer.in_transaction:
                            self._writer.execute("rollback")
        finally:
            transaction.finish(done)

    @contextmanager
    def _going_first(self) -> Iterator[None]:
        with self._first_lock:
            self._first += 1
            self._none_first.clear()
        try:
            yield
        finally:
            with self._first_lock:
                self._first -= 1
                if not self._first:
                    self._none_first.set()

    @contextmanager
    def _in_turn(self) -> Iterator[None]:
        with _Held(self._queue):
            self._none_first.wait(PATIENCE)
            yield

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
        awaited = self._waiters.awaited
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
            self._waiters.wake(task_id, versions.get(task_id))

    def check(self) -> None:
        """See Database. A little can be written to the log even where the disk is full."""
        with self.writing() as db:
            db.run("update store set identity = identity")
        if shutil.disk_usage(self._path.parent).free < _ROOM:
            raise Unavailable("The store cannot be used now: its disk is full.", retry_after=5)

    def close(self) -> None:
        """See Database."""
        for thread in self._threads:
            thread.stop(2)
        with self._write_lock, self._read_lock, self._log_lock:
            for connection in (self._reader, self._writer, self._log):
                connection.close()


class _Held:
    """Hold a lock; meanwhile an error of SQLite is one that callers know.

    A class, because each statement is inside one, and a generator takes longer.
    """

    def __init__(self, lock: threading.Lock) -> None:
        self._lock = lock

    def __enter__(self) -> None:
        if not self._lock.acquire(timeout=PATIENCE):
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
