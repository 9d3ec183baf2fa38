"""One SQLite file: the store of one machine, without a server."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from pathlib import Path

from bluepencil.background import Background
from bluepencil.errors import Unavailable
from bluepencil.store import migrations
from bluepencil.store.database import Transaction, marks
from bluepencil.task.waiters import Waiters
from bluepencil.values import new_id

PATIENCE = 5.0  # seconds to wait for a lock that another process, or thread, holds
CHECKPOINT_EVERY = 1.0  # seconds between two moves of the write-ahead log into the file
_LOG_PATIENCE = 0.2  # seconds that emptying the log may hold others up
WATCH_EVERY = 0.005  # seconds between two looks for what other processes wrote


class SqliteDatabase:
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
        try:
            self._writer = self._connect(PATIENCE)
            path.chmod(0o600)
            self._writer.execute("pragma journal_mode = wal")
            self._migrate()
            self._reader, self._log = self._connect(PATIENCE), self._connect(_LOG_PATIENCE)
        except sqlite3.Error as error:
            raise _failure(error) from error
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
        for pragma in (
            "synchronous = normal",
            "foreign_keys = on",
            "secure_delete = on",  # deleted text must not stay in free pages
            "wal_autocheckpoint = 0",  # a thread of its own does it: nobody waits for the disk
        ):
            connection.execute(f"pragma {pragma}")
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
        _take(self._read_lock)
        try:
            yield Transaction(self._reader, self._waiters)
        except sqlite3.Error as error:
            raise _failure(error) from error
        finally:
            self._read_lock.release()

    @contextmanager
    def writing(self, *, first: bool = False) -> Iterator[Transaction]:
        """See Database. Of those who do not go first, only one competes for the lock."""
        locks = (self._write_lock,) if first else (self._queue, self._write_lock)
        transaction, done, held = Transaction(self._writer, self._waiters), False, 0
        try:
            for lock in locks:
                _take(lock)
                held += 1
            self._writer.execute("begin immediate")
            yield transaction
            self._writer.execute("commit")
            done = True
        except sqlite3.Error as error:
            raise _failure(error) from error
        finally:
            if held == len(locks):
                self._roll_back()
            for lock in locks[:held]:
                lock.release()
            transaction.finish(done)

    def _roll_back(self) -> None:
        """Undo what has not taken effect; the locks are given back even where that fails."""
        with suppress(sqlite3.Error):
            if self._writer.in_transaction:
                self._writer.execute("rollback")

    def waiting(self, task_id: str, since: int) -> AbstractContextManager[threading.Event]:
        """See Database."""
        return self._waiters.waiting(task_id, since)

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
        with self._read_lock, self._write_lock, self._log_lock:
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
            rows = db.all(
                "select task_id, version, finished_at from tasks "
                f"where task_id in ({placeholders})",
                **values,
            )
        self._seen = now["data_version"]
        for row in rows:
            ended = row["finished_at"] is not None
            self._waiters.wake(row["task_id"], None if ended else row["version"])
        for task_id in set(awaited) - {row["task_id"] for row in rows}:
            self._waiters.wake(task_id)

    def check(self) -> None:
        """See Database."""
        with self.writing() as db:
            db.one("pragma user_version")

    def close(self) -> None:
        """See Database."""
        for thread in self._threads:
            thread.stop(2)
        with self._read_lock, self._write_lock:
            for connection in (self._reader, self._writer, self._log):
                connection.close()


def _take(lock: threading.Lock) -> None:
    """Acquire the lock; who would wait too long for it is told so."""
    if not lock.acquire(timeout=PATIENCE):
        raise Unavailable("The store cannot be used now: it is busy.", retry_after=5)


def _failure(error: sqlite3.Error) -> Exception:
    """A full disk, a locked, damaged or closed file as the error callers know; a breach of a
    constraint is a fault of ours."""
    if isinstance(error, sqlite3.IntegrityError):
        return error
    return Unavailable(f"The store cannot be used now: {error}.", retry_after=5)
