"""A connection to PostgreSQL that does not hang, and knows whether a transaction took effect."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

import psycopg
from psycopg.abc import Buffer, PQGen
from psycopg.pq.abc import PGconn
from psycopg.rows import dict_row
from psycopg.types.string import StrDumperUnknown

ANSWER = 10.0  # seconds to wait for an answer: the server may be frozen, with its connections open
STATUS_EVERY = 0.1  # seconds between two questions for what became of a transaction
# A transaction's number, in one message with its beginning, tells later whether it took effect.
_BEGIN = "begin; select pg_current_xact_id()::text as xid"
T = TypeVar("T")


class _TextDumper(StrDumperUnknown):
    """Text as PostgreSQL takes it: it keeps no NUL."""

    def dump(self, obj: str) -> Buffer | None:
        return super().dump(obj.replace("\0", "\ufffd"))


class Connection(psycopg.Connection[dict[str, Any]]):
    """Rows are dictionaries. Raises psycopg.Error, also where the server does not answer."""

    def __init__(self, pgconn: PGconn) -> None:
        super().__init__(pgconn, dict_row)
        self.adapters.register_dumper(str, _TextDumper)

    def wait(self, gen: PQGen[T], interval: float = 0.1, timeout: float | None = None) -> T:
        """See psycopg.Connection; without a timeout of its own it waits for ANSWER seconds."""
        return super().wait(gen, interval, ANSWER if timeout is None else timeout)

    @contextmanager
    def atomic(self, conninfo: str) -> Iterator[None]:
        """One transaction, on a connection that is in autocommit mode and is itself entered by
        `with`, or comes from a pool: that is what undoes it on an exception.

        Where the answer to the commit does not come, another connection, of that `conninfo`, finds
        out whether it took effect: callers would otherwise do it a second time. Raises
        psycopg.Error if not, or if nobody answers.
        """
        begun = self.execute(_BEGIN)
        begun.nextset()
        (number,) = begun
        yield
        try:
            self.commit()
        except psycopg.OperationalError:
            self.close()
            if not _committed(conninfo, number["xid"]):
                raise


def _committed(conninfo: str, xid: str) -> bool:
    until, status = time.monotonic() + ANSWER, "in progress"
    sql = f"select pg_xact_status('{xid}') as status"
    while status == "in progress" and time.monotonic() < until:
        time.sleep(STATUS_EVERY)
        with suppress(psycopg.OperationalError), psycopg.connect(conninfo) as other:
            ((status,),) = other.execute(sql)
    return status == "committed"
