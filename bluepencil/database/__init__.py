"""What SQLite and PostgreSQL have in common: transactions, and waking who waits for a task."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from typing import Any, Protocol, Self

from bluepencil.task.waiters import Waiters

Row = Mapping[str, Any]
Work = Callable[[], object]


class Transaction:
    """Statements that take effect together. Parameters are named, `:name`, in both databases.

    `lock` is what a `select` ends with that keeps other transactions from its rows.
    """

    lock = ""

    def __init__(self, connection: Any, waiters: Waiters) -> None:
        self._connection, self._waiters = connection, waiters
        self._afterwards: list[tuple[Work, Work]] = []

    def execute(self, sql: str, values: Row) -> Any:
        """The cursor of the executed statement."""
        return self._connection.execute(self._for_driver(sql), values)

    def all(self, sql: str, **values: Any) -> Sequence[Row]:
        """All rows of the answer."""
        rows: Sequence[Row] = self.execute(sql, values).fetchall()
        return rows

    def one(self, sql: str, **values: Any) -> Row | None:
        """The first row of the answer; None where there is none."""
        row: Row | None = self.execute(sql, values).fetchone()
        return row

    def run(self, sql: str, **values: Any) -> int:
        """How many rows the statement has changed."""
        return int(self.execute(sql, values).rowcount)

    def many(self, sql: str, rows: Sequence[Row]) -> None:
        """The same statement for each of these, if there are any."""
        if rows:
            self._connection.cursor().executemany(self._for_driver(sql), rows)

    def _for_driver(self, sql: str) -> str:
        """The statement with its parameters as the driver has them."""
        return sql

    def insert(self, table: str, *rows: Row, replacing: str = "", keeping: str = "") -> int:
        """Keep these rows, all of the same columns; returns how many (of one: whether) were kept.

        Where there is one with the same values in the columns named by `replacing`, it is replaced;
        in those named by `keeping`, it stays.
        """
        if not rows:
            return 0
        sql = _insertion(table, tuple(rows[0]), replacing, keeping)
        if len(rows) == 1:
            return int(self.execute(sql, rows[0]).rowcount)
        self.many(sql, rows)
        return len(rows)

    def update(self, table: str, row: Row, **key: Any) -> int:
        """Change these columns where the one named as `key` has that value; returns how many."""
        ((name, value),) = key.items()
        changes = ", ".join(f"{column} = :{column}" for column in row)
        return self.run(f"update {table} set {changes} where {name} = :key", **row, key=value)

    def serialize(self, name: str) -> None:
        """Let no other transaction that says the same name go on before this one ends."""

    def changed(self, task_id: str, version: int | None) -> None:
        """Once this has taken effect, wake those who wait for that version of the task or an
        earlier one; without a version (it has ended, or is gone) all who wait for the task."""
        self.then(lambda: self._waiters.wake(task_id, version))

    def then(self, work: Work, otherwise: Work = lambda: None) -> None:
        """Do this in this process once the transaction has taken effect, or else the other."""
        self._afterwards.append((work, otherwise))

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        """It has taken effect, or with an error it has not."""
        for work, otherwise in self._afterwards:
            (work if error is None else otherwise)()


@lru_cache(128)
def _insertion(table: str, columns: tuple[str, ...], replacing: str, keeping: str) -> str:
    values = ", ".join(f":{name}" for name in columns)
    sql = f"insert into {table} ({', '.join(columns)}) values ({values})"
    if replacing:
        changes = ", ".join(f"{name} = excluded.{name}" for name in columns)
        sql += f" on conflict ({replacing}) do update set {changes}"
    return f"{sql} on conflict ({keeping}) do nothing" if keeping else sql


class Database(Protocol):
    """A database. Its methods raise Unavailable while it cannot be used."""

    waiters: Waiters  # who waits for tasks in this process

    def reading(self) -> AbstractContextManager[Transaction]:
        """Statements that only read, each by itself."""

    def writing(self, *, first: bool = False) -> AbstractContextManager[Transaction]:
        """One transaction: all of it, or on an exception none of it.

        `first`: what was paid for is in it; it goes before the others that wait.
        """

    def scrub(self) -> None:
        """After something was deleted: see that it is gone from the disk as well."""

    def check(self) -> None:
        """Raise Unavailable unless it can be written."""

    def close(self) -> None:
        """Let go of files, connections and threads."""


class Part:
    """A part of the store, in a database.

    Where a method takes `db`, that is a transaction to do it in.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def _all(self, sql: str, **values: Any) -> Sequence[Row]:
        """All rows of the answer to one statement that only reads."""
        with self._database.reading() as db:
            return db.all(sql, **values)

    def _one(self, sql: str, **values: Any) -> Row | None:
        """The first row of the answer to one statement that only reads; None: there is none."""
        with self._database.reading() as db:
            return db.one(sql, **values)

    def _writing(
        self, db: Transaction | None = None, *, first: bool = False
    ) -> AbstractContextManager[Transaction]:
        """That transaction; without one, one of its own."""
        return self._database.writing(first=first) if db is None else nullcontext(db)


def marks(values: Iterable[Any]) -> tuple[str, dict[str, Any]]:
    """A list for `in (…)`: its placeholders, and its values by name."""
    named = {f"v{number}": value for number, value in enumerate(values)}
    return ", ".join(f":{name}" for name in named) or "null", named
