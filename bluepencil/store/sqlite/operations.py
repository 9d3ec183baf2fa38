"""What operators look at, in SQLite: queues, pace, and messages that were no tasks."""

from __future__ import annotations

import time
from typing import Any

from bluepencil.errors import NotFound
from bluepencil.store import (
    Letter,
    Pace,
)
from bluepencil.store.sqlite.database import Database
from bluepencil.store.sqlite.rows import RUNNING

_HOUR = 3600.0
_LATEST = 200  # tasks that tell how long one takes now


class SqliteOperations:
    """The Operations over one SQLite file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def counts(self) -> dict[str, dict[str, Any]]:
        """See Operations. Read from an index alone, but for a few rows: thousands may wait."""
        with self._database.reading() as db:
            groups = db.execute(
                "select queue, state, count(*), min(seq) from tasks where finished_at is null "
                "group by queue, state"
            ).fetchall()
            firsts = [first for _, state, _, first in groups if state == "PENDING"]
            marks = ", ".join("?" * len(firsts))
            oldest = dict(
                db.execute(f"select queue, created_at from tasks where seq in ({marks})", firsts)
            )
            limited = dict(
                db.execute(
                    "select queue, count(*) from tasks where finished_at is null and "
                    f"state in {RUNNING} and waiting_for = 'rate_limit' group by queue"
                )
            )
        now = time.time()
        told: dict[str, dict[str, Any]] = {
            queue: {
                "queued": 0,
                "active": 0,
                "oldest_seconds": round(max(0.0, now - oldest.get(queue, now)), 1),
                "waiting_for_limit": limited.get(queue, 0),
            }
            for queue, *_ in groups
        }
        for queue, state, number, _ in groups:
            told[queue]["queued" if state == "PENDING" else "active"] += number
        return told

    def latest(self, queue: str) -> list[tuple[float, float]]:
        """See Operations. Of all queues' latest: one that nobody has used for long has none."""
        with self._database.reading() as db:
            return db.execute(
                "select finished_at, finished_at - started_at from (select queue, finished_at, "
                "started_at from tasks where finished_at is not null order by finished_at desc "
                "limit ?) where queue = ? and started_at is not null",
                (_LATEST, queue),
            ).fetchall()

    def pace(self) -> Pace:
        """See Operations."""
        since = time.time() - _HOUR
        with self._database.reading() as db:
            ended = dict(
                db.execute(
                    "select state, count(*) from tasks where finished_at > ? group by state",
                    (since,),
                )
            )
            done, failed = ended.get("SUCCESS", 0), ended.get("FAILURE", 0)
            median, p95 = db.execute(
                "with took as materialized (select finished_at - started_at as seconds "
                "from tasks where finished_at > ? and state = 'SUCCESS' order by seconds) "
                "select (select seconds from took limit 1 offset ?), "
                "(select seconds from took limit 1 offset ?)",
                (since, done // 2, done * 95 // 100),
            ).fetchone()
            (cost,) = db.execute(
                "select coalesce(sum(cost_usd), 0.0) from spending where at > ?", (since,)
            ).fetchone()
        return Pace(done + failed, failed, round(median or 0.0, 3), round(p95 or 0.0, 3), cost)

    def bury(self, queue: str, reason: str, message: bytes) -> None:
        """See Operations."""
        with self._database.writing() as db:
            db.execute(
                "insert into letters (queue, reason, message, created_at) values (?, ?, ?, ?)",
                (queue, reason, message, time.time()),
            )

    def letters(self, limit: int = 100, before: int = 2**62) -> list[Letter]:
        """See Operations."""
        with self._database.reading() as db:
            rows = db.execute(
                "select seq, queue, reason, message, created_at from letters "
                "where seq < ? order by seq desc limit ?",
                (before, limit),
            ).fetchall()
        return [Letter(*row) for row in rows]

    def discard(self, number: int) -> None:
        """See Operations."""
        with self._database.writing() as db:
            if not db.execute("delete from letters where seq = ?", (number,)).rowcount:
                raise NotFound("There is no letter with this number.", code="letter_not_found")
