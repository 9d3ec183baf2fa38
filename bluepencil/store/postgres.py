"""PostgreSQL: the store of several machines, and of containers whose disk does not last."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import lru_cache
from typing import Any, TypeVar

import psycopg
from psycopg.abc import PQGen
from psycopg.conninfo import make_conninfo
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool

from bluepencil.background import Background
from bluepencil.errors import Unavailable
from bluepencil.store import migrations
from bluepencil.store.database import Database, Row, Transaction
from bluepencil.task.waiters import Waiters
from bluepencil.values import new_id

CONNECTIONS = 16  # of one process at most; a transaction takes a few milliseconds
PATIENCE = 2.0  # seconds to wait for a free connection
ANSWER = 10.0  # seconds to wait for its answer: it may be frozen, with its connections open
CONNECT_TIMEOUT = 2  # seconds to wait for the server
STATUS_EVERY = 0.1  # seconds between two questions for what became of a transaction
REFUSED_FOR = 0.5  # seconds for which nobody else asks a server that did not answer
LISTEN = 1.0  # seconds of one round of listening
_CHANNEL = "bluepencil_tasks"
_LOCK = 7270114  # the advisory lock under which the layout is brought up to date
_PARAMETER = re.compile(r"(?<![:\w]):([a-z_]\w*)")
# A transaction's number, in one message with its beginning, tells later whether it took effect.
_BEGIN = "begin; select pg_current_xact_id()::text as xid"
T = TypeVar("T")


class _Connection(psycopg.Connection[dict[str, Any]]):
    """A connection that is given up where the server does not answer."""

    def wait(self, gen: PQGen[T], interval: float = 0.1, timeout: float | None = None) -> T:
        """See psycopg.Connection."""
        return super().wait(gen, interval, ANSWER if timeout is None else timeout)


class PostgresTransaction(Transaction):
    """A Transaction over a connection of PostgreSQL."""

    lock = " for update"

    def execute(self, sql: str, values: Row) -> Any:
        """See Transaction."""
        return self._connection.execute(_translated(sql), _storable(values))

    def many(self, sql: str, rows: Sequence[Row]) -> None:
        """See Transaction."""
        if rows:
            values = [_storable(row) for row in rows]
            self._connection.cursor().executemany(_translated(sql), values)

    def serialize(self, name: str) -> None:
        """See Transaction."""
        self.run("select pg_advisory_xact_lock(hashtext(:name))", name=name)

    def changed(self, task_id: str, version: int | None) -> None:
        """See Transaction. Other processes hear of it when the transaction is committed."""
        super().changed(task_id, version)
        payload = f"{task_id} {version or ''}"
        self.run(f"select pg_notify('{_CHANNEL}', :payload)", payload=payload)


class PostgresDatabase(Database):
    """The Database at `url`. It may be away at the start: its layout is seen to when it answers.

    Nobody finds out by waiting that it is away: after one use that failed, all others are refused
    at once until one, a moment later, is answered.
    """

    def __init__(self, url: str) -> None:
        self.waiters, self._lock = Waiters(), threading.Lock()
        names = {"application_name": "bluepencil", "client_encoding": "UTF8"}
        self._conninfo = make_conninfo(url, connect_timeout=CONNECT_TIMEOUT, **names)
        self._pool: ConnectionPool[_Connection] = ConnectionPool(
            self._conninfo,
            connection_class=_Connection,
            kwargs={"row_factory": dict_row, "autocommit": True},
            min_size=0,
            max_size=CONNECTIONS,
            timeout=PATIENCE,
            reconnect_timeout=REFUSED_FOR,  # whoever comes next tries again, without a pause
            check=ConnectionPool.check_connection,
            open=False,
        )
        self._ready, self._refused_until, self._closed = False, 0.0, False
        self._listening: psycopg.Connection[Any] | None = None
        self._listener = Background("store-listen", self._listen, 0.0)

    @contextmanager
    def reading(self) -> Iterator[PostgresTransaction]:
        """See Database."""
        with self._connected() as connection:
            yield PostgresTransaction(connection, self.waiters)

    @contextmanager
    def writing(self, *, first: bool = False) -> Iterator[PostgresTransaction]:
        """See Database. Who waits for a connection gets it in order, so nobody need go first."""
        del first
        with self._connected() as connection:
            transaction, done = PostgresTransaction(connection, self.waiters), False
            try:
                begun = connection.execute(_BEGIN)
                begun.nextset()
                (number,) = begun
                yield transaction
                self._commit(connection, number["xid"])
                done = True
            finally:
                transaction.finish(done)

    def _commit(self, connection: _Connection, xid: str) -> None:
        """Commit. Where the answer does not come, find out whether it took effect: callers would
        otherwise do it a second time. Raises psycopg.Error if not, or if nobody answers."""
        try:
            connection.commit()
        except psycopg.OperationalError:
            connection.close()
            until, status = time.monotonic() + ANSWER, "in progress"
            sql = f"select pg_xact_status('{xid}') as status"
            while status == "in progress" and time.monotonic() < until:
                time.sleep(STATUS_EVERY)
                with suppress(psycopg.OperationalError), psycopg.connect(self._conninfo) as other:
                    ((status,),) = other.execute(sql)
            if status != "committed":
                raise

    @contextmanager
    def _connected(self) -> Iterator[_Connection]:
        """A connection of the pool; each statement takes effect by itself."""
        self._prepare()
        with self._usable(), self._pool.connection() as connection:
            yield connection

    @contextmanager
    def _usable(self) -> Iterator[None]:
        """Turn a server that is away into the error callers know."""
        now = time.monotonic()
        if now < self._refused_until:
            raise _away()
        if self._refused_until:  # this one tries; whoever comes meanwhile is refused
            self._refused_until = now + CONNECT_TIMEOUT
        refused_until = 0.0
        try:
            yield
        except psycopg.IntegrityError:
            raise
        except psycopg.Error as error:
            if _down(error):
                refused_until = time.monotonic() + REFUSED_FOR
                raise _away() from error
            why = str(error).partition("\n")[0]
            raise Unavailable(f"The store cannot be used now: {why}.", retry_after=5) from error
        finally:
            self._refused_until = refused_until

    def _prepare(self) -> None:
        """Bring the layout up to date, once, when the server first answers."""
        if self._ready:
            return
        with self._lock:
            if self._ready or self._closed:
                return
            with self._usable(), psycopg.connect(self._conninfo, row_factory=dict_row) as first:
                _migrate(PostgresTransaction(first, self.waiters))
            self._pool.open()
            self._listener.start()
            self._ready = True

    def _listen(self) -> None:
        """Wake who waits for what was changed, here or by another process.

        A change that was announced while nobody listened is not lost: all are woken, and look,
        when listening begins.
        """
        try:
            if self._listening is None:
                self._listening = psycopg.connect(self._conninfo, autocommit=True)
                self._listening.execute(f"listen {_CHANNEL}")
                for task_id in self.waiters.awaited:
                    self.waiters.wake(task_id)
            for heard in self._listening.notifies(timeout=LISTEN):
                task_id, _, version = heard.payload.partition(" ")
                self.waiters.wake(task_id, int(version) if version else None)
        except psycopg.Error as error:
            if self._listening is not None:
                self._listening.close()
                self._listening = None
            time.sleep(REFUSED_FOR)
            raise _away() from error

    def scrub(self) -> None:
        """See Database. No row holds what was deleted; the server reuses its pages in its time."""

    def check(self) -> None:
        """See Database."""
        with self.reading() as db:
            row = db.one("select pg_is_in_recovery() as standby")
        if row is not None and row["standby"]:
            raise Unavailable("The store cannot be used now: its server is a read-only standby.")

    def close(self) -> None:
        """See Database."""
        self._closed = True
        self._listener.stop(2 * LISTEN)
        if self._listening is not None:
            self._listening.close()
        self._pool.close()


def _migrate(db: PostgresTransaction) -> None:
    db.run("select pg_advisory_xact_lock(:lock)", lock=_LOCK)
    db.run("create table if not exists layout (version bigint not null)")
    found = db.one("select version from layout")
    steps = migrations.steps(found["version"] if found else 0, "The database", postgres=True)
    for step in steps:
        for statement in step:
            db.run(statement)
    if found is None:
        db.insert("layout", {"version": migrations.latest()})
        db.insert("store", {"identity": new_id()})
    elif steps:
        db.run("update layout set version = :version", version=migrations.latest())


def _away() -> Unavailable:
    return Unavailable("The store cannot be used now: PostgreSQL does not answer.", retry_after=5)


def _down(error: psycopg.Error) -> bool:
    """Whether the server is going down, starting, or gone, rather than refusing one statement."""
    away = isinstance(error, psycopg.OperationalError | psycopg.InterfaceError)
    return away and (error.sqlstate or "08").startswith(("08", "57P"))


@lru_cache(512)
def _translated(sql: str) -> str:
    """The statement with its parameters as psycopg has them."""
    return _PARAMETER.sub(r"%(\1)s", sql.replace("%", "%%"))


def _storable(values: Row) -> Row:
    """The values as PostgreSQL takes them: it keeps no NUL in text."""
    texts = {name: value for name, value in values.items() if isinstance(value, str)}
    escaped = {name: text.replace("\0", "\ufffd") for name, text in texts.items() if "\0" in text}
    return {**values, **escaped} if escaped else values
