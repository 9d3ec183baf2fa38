"""What operators look at: how full the queues are, how it goes, and messages that were no tasks."""

from __future__ import annotations

import time
from typing import Any

from bluepencil.database import Part, marks
from bluepencil.errors import NotFound
from bluepencil.task.record import DeadLetter, Pace

_HOUR = 3600.0
_LATEST = 200  # tasks that tell how long one takes now
_STATES = """
select queue, state, count(*) as number, min(seq) as first from tasks
where finished_at is null group by queue, state
"""
_LIMITED = """
select queue, count(*) as number from tasks where finished_at is null
and state in ('STARTED', 'PROGRESS', 'RETRY') and waiting_for = 'rate_limit' group by queue
"""
_ENDED = """
select finished_at, finished_at - started_at as seconds from (
  select queue, finished_at, started_at from tasks where finished_at is not null
  order by finished_at desc limit :limit
) latest where queue = :queue and started_at is not null
"""
_OLDEST = "select queue, created_at from tasks where seq in ({})"
_PACE = "select state, count(*) as number from tasks where finished_at > :since group by state"
_SPENT = "select coalesce(sum(cost_usd), 0.0) as cost from spending where at > :since"
_TOOK = """
select finished_at - started_at as seconds from tasks
where finished_at > :since and state = 'SUCCESS' order by seconds limit 1 offset :rank
"""


class Operations(Part):
    """Counters over the tasks in a database, and its dead letters."""

    def counts(self) -> dict[str, dict[str, Any]]:
        """For each queue with open tasks: queued, active, the age of the oldest waiting, and how
        many of the active wait for the rate limit. Read from an index: thousands may wait."""
        with self._database.reading() as db:
            groups = db.all(_STATES)
            limited = {row["queue"]: row["number"] for row in db.all(_LIMITED)}
            places, values = marks(row["first"] for row in groups if row["state"] == "PENDING")
            firsts = db.all(_OLDEST.format(places), **values)
        now, found = time.time(), dict[str, dict[str, Any]]()
        for row in groups:
            nothing = {"queued": 0, "active": 0, "oldest_seconds": 0.0, "waiting_for_limit": 0}
            count = found.setdefault(row["queue"], nothing)
            count["queued" if row["state"] == "PENDING" else "active"] += row["number"]
            count["waiting_for_limit"] = limited.get(row["queue"], 0)
        for row in firsts:
            found[row["queue"]]["oldest_seconds"] = round(max(0.0, now - row["created_at"]), 1)
        return found

    def latest(self, queue: str) -> list[tuple[float, float]]:
        """When the latest tasks of a queue ended and how many seconds they ran, newest first; of
        all queues' latest, so that one nobody has used for long has none."""
        rows = self._all(_ENDED, limit=_LATEST, queue=queue)
        return [(row["finished_at"], row["seconds"]) for row in rows]

    def pace(self) -> Pace:
        """How the last hour went."""
        since = time.time() - _HOUR
        with self._database.reading() as db:
            ended = {row["state"]: row["number"] for row in db.all(_PACE, since=since)}
            done, failed = ended.get("SUCCESS", 0), ended.get("FAILURE", 0)
            ranks = (done // 2, done * 95 // 100)
            rows = [db.one(_TOOK, since=since, rank=rank) for rank in ranks]
            spent = db.one(_SPENT, since=since)
        median, p95 = (round((row and row["seconds"]) or 0.0, 3) for row in rows)
        return Pace(done + failed, failed, median, p95, spent["cost"] if spent else 0.0)

    def bury(self, queue: str, reason: str, message: bytes) -> None:
        """Keep a message that is no task, so that somebody can see what went wrong."""
        row = {"queue": queue, "reason": reason, "message": message, "created_at": time.time()}
        with self._writing() as db:
            db.insert("dead_letters", row)

    def dead_letters(self, limit: int = 100, before: int = 2**62) -> list[DeadLetter]:
        """What was rejected, newest first; only what has a number below `before`."""
        sql = "select seq as number, queue, reason, message, created_at from dead_letters "
        sql += "where seq < :before order by seq desc limit :limit"
        rows = self._all(sql, before=before, limit=limit)
        return [DeadLetter(**row) for row in rows]

    def discard(self, number: int) -> None:
        """Forget a dead letter. Raises NotFound."""
        with self._writing() as db:
            if not db.run("delete from dead_letters where seq = :number", number=number):
                raise NotFound("There is no dead letter with this number.", code="letter_not_found")
            db.then(self._database.scrub)
