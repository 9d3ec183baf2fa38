"""PostgreSQL: the store of several machines, and of containers whose disk does not last."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.rows import dict_row
from psycopg_pool import ConnectionPool

from bluepencil.background import Background
from bluepencil.database import Database, Transaction, migrations
from bluepencil.database.circuit_breaker import CircuitBreaker
from bluepencil.database.postgres_connection import Connection
from bluepencil.errors import Unavailable
from bluepencil.task.waiters import Waiters

CONNECTIONS = 16  # of one process at most; a transaction takes a few milliseconds
PATIENCE = 2.0  # seconds to wait for a free connection
CONNECT_TIMEOUT = 2  # seconds to wait for the server
REFUSED_FOR = 0.5  # seconds for which nobody else asks a server that did not answer
LISTEN = 1.0  # seconds of one round of listening
_CHANNEL = "bluepencil_tasks"
_LOCK = 7270114  # the advisory lock under which the layout is brought up to date
_PARAMETER = re.compile(r"(?<![:\w]):([a-z_]\w*)")


class PostgresTransaction(Transaction):
    """A Transaction over a connection of PostgreSQL."""

    lock = " for update"

    def _for_driver(self, sql: str) -> str:
        return _translated(sql)

    def serialize(self, name: str) -> None:
        self.run("select pg_advisory_xact_lock(hashtext(:name))", name=name)

    def changed(self, task_id: str, version: int | None) -> None:
        """See Transaction. Other processes hear of it when the transaction is committed."""
        super().changed(task_id, version)
        payload = f"{task_id} {version or ''}"
        self.run(f"select pg_notify('{_CHANNEL}', :payload)", payload=payload)


class PostgresDatabase(Database):
    """The Database at `url`. It may be away at the start: its layout is seen to when it answers.

    Nobody finds out by waiting that it is away: after one use that failed, a CircuitBreaker refuses
    all others at once until one, a moment later, is answered.
    """

    def __init__(self, url: str) -> None:
        self.waiters, self._lock = Waiters(), threading.Lock()
        names = {"application_name": "bluepencil", "client_encoding": "UTF8"}
        self._conninfo = make_conninfo(url, connect_timeout=CONNECT_TIMEOUT, **names)
        self._pool: ConnectionPool[Connection] = ConnectionPool(
            self._conninfo,
            connection_class=Connection,
            kwargs={"autocommit": True},
            min_size=0,
            max_size=CONNECTIONS,
            timeout=PATIENCE,
            reconnect_timeout=REFUSED_FOR,  # whoever comes next tries again, without a pause
            check=ConnectionPool.check_connection,
            open=False,
        )
        self._breaker = CircuitBreaker(_down, _away, pause=REFUSED_FOR, trial=CONNECT_TIMEOUT)
        self._ready, self._closed = False, False
        self._listening: psycopg.Connection[Any] | None = None
        self._listener = Background("store-listen", self._listen, 0.0)

    @contextmanager
    def reading(self) -> Iterator[PostgresTransaction]:
        with self._connected() as connection:
            yield PostgresTransaction(connection, self.waiters)

    @contextmanager
    def writing(self, *, first: bool = False) -> Iterator[PostgresTransaction]:
        """See Database. Who waits for a connection gets it in order, so nobody need go first."""
        del first
        with (
            self._connected() as connection,
            PostgresTransaction(connection, self.waiters) as transaction,
            connection.atomic(self._conninfo),
        ):
            yield transaction

    @contextmanager
    def _connected(self) -> Iterator[Connection]:
        """A connection of the pool; each statement takes effect by itself."""
        self._prepare()
        with self._usable(), self._pool.connection() as connection:
            yield connection

    @contextmanager
    def _usable(self) -> Iterator[None]:
        """Turn a server that is away into the error callers know."""
        try:
            with self._breaker:
                yield
        except psycopg.IntegrityError:
            raise
        except psycopg.Error as error:
            why = str(error).partition("\n")[0]
            raise Unavailable(f"The store cannot be used now: {why}.", retry_after=5) from error

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
        with self.reading() as db:
            row = db.one("select pg_is_in_recovery() as standby")
        if row is not None and row["standby"]:
            raise Unavailable("The store cannot be used now: its server is a read-only standby.")

    def close(self) -> None:
        self._closed = True
        self._listener.stop(2 * LISTEN)
        if self._listening is not None:
            self._listening.close()
        self._pool.close()


def _migrate(db: PostgresTransaction) -> None:
    db.run("select pg_advisory_xact_lock(:lock)", lock=_LOCK)
    db.run("create table if not exists layout (version bigint not null)")
    db.run("insert into layout select 0 where not exists (select 1 from layout)")
    (layout,) = db.all("select version from layout")
    migrations.migrate(db, layout["version"], "The database", postgres=True)
    db.run("update layout set version = :version", version=migrations.latest())


def _away() -> Unavailable:
    return Unavailable("The store cannot be used now: PostgreSQL does not answer.", retry_after=5)


def _down(error: BaseException) -> bool:
    """Whether the server is going down, starting, or gone, rather than refusing one statement."""
    if not isinstance(error, psycopg.OperationalError | psycopg.InterfaceError):
        return False
    return (error.sqlstate or "08").startswith(("08", "57P"))


@lru_cache(512)
def _translated(sql: str) -> str:
    """The statement with its parameters as psycopg has them."""
    return _PARAMETER.sub(r"%(\1)s", sql.replace("%", "%%"))
