"""What operators look at, in SQLite: queues, pace, and messages that were no tasks."""

from __future__ import annotations

import time
from typing import Any

from bluepencil.errors import NotFound
from bluepencil.store import Letter, Pace
from bluepencil.store.sqlite.database import Database

_HOUR = 3600.0


class SqliteOperations:
    """The Operations over one SQLite file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def counts(self) -> dict[str, dict[str, Any]]:
        """See Operations."""
        with self._database.reading() as db:
            rows = db.execute(
                "select queue, sum(state = 'PENDING') as queued, sum(state != 'PENDING') as "
                "active, min(case state when 'PENDING' then created_at end) as oldest "
                "from tasks where finished_at is null group by queue"
            ).fetchall()
        now = time.time()
        return {
            row["queue"]: {
                "queued": row["queued"],
                "active": row["active"],
                "oldest_seconds": round(max(0.0, now - row["oldest"]), 1) if row["oldest"] else 0.0,
            }
            for row in rows
        }

    def pace(self) -> Pace:
        """See Operations."""
        since = time.time() - _HOUR
        with self._database.reading() as db:
            rows = db.execute(
                "select state, finished_at - coalesce(started_at, finished_at) as seconds "
                "from tasks where finished_at > ? and state != 'REVOKED' order by seconds",
                (since,),
            ).fetchall()
            (cost,) = db.execute(
                "select coalesce(sum(cost_usd), 0.0) from spending where at > ?", (since,)
            ).fetchone()
        took = [row["seconds"] for row in rows if row["state"] == "SUCCESS"]
        return Pace(
            ended=len(rows),
            failed=len(rows) - len(took),
            median=round(took[len(took) // 2], 3) if took else 0.0,
            p95=round(took[len(took) * 95 // 100], 3) if took else 0.0,
            cost_usd=cost,
        )

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
