"""Tasks and their numbered events: every change is one transaction, one version, one event."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection, Iterable

from bluepencil.database import Part, Row, Transaction, marks
from bluepencil.errors import Conflict, Expired, NotFound
from bluepencil.review.findings import Usage
from bluepencil.store import saved
from bluepencil.store.rows import insert_task, task_of, update_task
from bluepencil.task.record import Claim, Event, Head, Task, TaskPage, Waiting
from bluepencil.values import Json

_OPEN = "finished_at is null"
_HEADS = f"""
select seq, task_id, kind, tasks.fairness_key as fairness_key, coalesce(served_at, 0.0) as served_at
from (
  select min(case when lease_until < :lapsed then seq end) as first from tasks
  where queue = :queue and {_OPEN} group by fairness_key
) heads join tasks on seq = heads.first
left join turns on turns.queue = tasks.queue and turns.fairness_key = tasks.fairness_key
"""
_WAITING = f"""
select seq, task_id, kind, fairness_key from tasks
where queue = :queue and {_OPEN} and lease_until < :now order by seq
"""
_TURNS = "select fairness_key, served_at from turns where queue = :queue"
_TASK = "select * from tasks where task_id = :id"
_FENCES = "select task_id, fence from tasks where task_id in ({})"
_VERSION = "select version, expired, finished_at from tasks where task_id = :id"
_UNHELD = f"""
select queue, count(*) as number from tasks where {_OPEN} and lease_until < :lapsed group by queue
"""
_EVENTS = """
select version, type, data_json from events where task_id = :id and version > :since
order by version
"""
_PARTIAL = """
select data_json from events where task_id = :id and type = 'partial' order by version
"""
_UNNOTIFIED = """
select * from tasks where foreign_producer = 1 and finished_at is not null and expired = 0
order by finished_at limit :limit
"""
_EXPIRE = """
update tasks set expired = 1, input_json = '{}', result_json = null, error_json = null
where expired = 0 and finished_at < case state when 'FAILURE'
  then cast(:failed as double precision) else cast(:ended as double precision) end
returning task_id
"""


class TaskStore(Part):
    """The tasks in a database. Unknown tasks, and other owners', raise NotFound."""

    def add(self, task: Task, db: Transaction | None = None) -> None:
        """Keep a new task with its first event.

        Raises Conflict when there is one with this id, NotFound when its session is gone.
        """
        with self._writing(db) as db:
            if task.session_id is not None:
                saved.touch(db, task.session_id)
            if not insert_task(db, task):
                raise Conflict("There is a task with this id already.")

    def get(self, task_id: str, owner: str | None = None) -> Task:
        """The task. Raises NotFound or Expired. None: any owner."""
        return task_of(_visible(self._one(_TASK, id=task_id), owner))

    def apply(
        self,
        task_id: str,
        rule: Callable[[Task], Task | None],
        *,
        claim: Claim | None = None,
        owner: str | None = None,
        new: Json | None = None,
        db: Transaction | None = None,
    ) -> Task:
        """Change the task as the rule says; returns it as it then is.

        A rule that answers None changes nothing. With a `claim`: raises ClaimLost once that is not
        valid any more. `new` is what was newly produced.
        """
        with self._writing(db) as db:
            row = db.one(_TASK + db.lock, id=task_id)
            if claim is not None:
                claim.check(row["fence"] if row else None)
            before = task_of(_visible(row, owner))
            after = rule(before)
            return before if after is None else update_task(db, before, after, new)

    def apply_next(
        self,
        queue: str,
        lapsed_before: float,
        pick: Callable[[Iterable[Head]], Head | None],
        rule: Callable[[Task], Task | None],
    ) -> Task | None:
        """Change that waiting task of a queue which `pick` chooses; None where it chooses none."""
        with self._writing() as db:
            db.serialize(queue)
            rows = db.all(_HEADS, queue=queue, lapsed=lapsed_before)
            chosen = pick(Head(_waiting(row), row["served_at"]) for row in rows)
            row = chosen and db.one(_TASK + db.lock, id=chosen.task.task_id)
            if row is None or (after := rule(before := task_of(row))) is None:
                return None
            turn = {"queue": queue, "fairness_key": before.fairness_key, "served_at": time.time()}
            db.insert("turns", turn, replacing="queue, fairness_key")
            return update_task(db, before, after)

    def waiting_in(self, queue: str) -> tuple[list[Waiting], dict[str, float]]:
        """All that wait in a queue, oldest first, and when each fairness key had its last turn."""
        rows = self._all(_WAITING, queue=queue, now=time.time())
        turns = self._all(_TURNS, queue=queue)
        served = {row["fairness_key"]: row["served_at"] for row in turns}
        return [_waiting(row) for row in rows], served

    def produced(self, task_id: str) -> list[Json]:
        """What each of its partial events brought, in order."""
        rows = self._all(_PARTIAL, id=task_id)
        return [json.loads(row["data_json"])["new"] for row in rows]

    def lost(self, claims: Collection[Claim]) -> set[Claim]:
        """Those that are not valid any more: cancelled, taken over, or gone."""
        places, values = marks(claim.task_id for claim in claims)
        rows = self._all(_FENCES.format(places), **values) if claims else ()
        return set(claims) - {Claim(row["task_id"], row["fence"]) for row in rows}

    def renew(self, claims: Iterable[Claim], until: float) -> None:
        """Extend the lease of those that are still valid."""
        sql = "update tasks set lease_until = :until where task_id = :task_id and fence = :fence"
        rows = [{"until": until, **claim._asdict()} for claim in claims]
        with self._writing() as db:
            db.many(sql, rows)

    def spend(self, task_id: str, usage: Usage, db: Transaction | None = None) -> None:
        """Add what a call cost to its task, its session and the hour."""
        with self._writing(db, first=True) as db:
            db.insert("spending", {"at": time.time(), "cost_usd": usage.cost_usd or 0.0})
            task = db.one("select session_id from tasks where task_id = :id", id=task_id)
            session = ("sessions", "session_id", task and task["session_id"])
            for table, key, value in (session, ("tasks", "task_id", task_id)):
                row = db.one(f"select usage_json from {table} where {key} = :id{db.lock}", id=value)
                if row is not None:  # else deleted meanwhile
                    total = Usage.model_validate_json(row["usage_json"]) + usage
                    db.update(table, {"usage_json": total.model_dump_json()}, **{key: value})

    def rows(
        self,
        owner: str | None,
        *,
        states: Collection[str],
        before: int,
        limit: int,
        kind: str | None = None,
    ) -> TaskPage:
        """Tasks newest first, of those states, at least one, and of that kind (None: of any), with
        numbers below `before`. Each state's newest, then the newest of those: an index has them."""
        values: Json = {"before": before, "limit": limit + 1, "owner": owner, "kind": kind}
        values = {name: value for name, value in values.items() if value is not None}
        wanted = "".join(f" and {name} = :{name}" for name in ("owner", "kind") if name in values)
        each = "select * from (select * from tasks where expired = 0 and state = :state{0} and "
        each += f"seq < :before{wanted} order by seq desc limit :limit) s{{0}}"
        values |= {f"state{number}": state for number, state in enumerate(states)}
        union = " union all ".join(each.format(number) for number in range(len(states)))
        rows = self._all(f"{union} order by seq desc limit :limit", **values)
        more = rows[limit - 1]["seq"] if len(rows) > limit else None
        return TaskPage([task_of(row) for row in rows[:limit]], more)

    def events(self, task_id: str, since: int) -> list[Event]:
        """The events after version `since`, in order."""
        rows = self._all(_EVENTS, id=task_id, since=since)
        return [Event(row["version"], row["type"], json.loads(row["data_json"])) for row in rows]

    def wait(self, task_id: str, since: int, seconds: float) -> int:
        """Block until the version is above `since`, the task has ended, or time is up; returns
        the version."""

        def look() -> tuple[int, bool]:
            row = _visible(self._one(_VERSION, id=task_id), None)
            return row["version"], row["finished_at"] is not None

        return self._database.waiters.wait(task_id, since, seconds, look)

    def unheld(self, lapsed_before: float) -> dict[str, int]:
        """How many tasks nobody holds, by queue: waiting, or left behind by who ran them."""
        rows = self._all(_UNHELD, lapsed=lapsed_before)
        return {row["queue"]: row["number"] for row in rows}

    def open_tasks(self, session_id: str) -> list[Task]:
        """The tasks of a session that have not ended, oldest first."""
        sql = f"select * from tasks where session_id = :id and {_OPEN} order by seq"
        return [task_of(row) for row in self._all(sql, id=session_id)]

    def unnotified(self, limit: int = 100) -> list[Task]:
        """Ended tasks whose foreign producers were not notified yet."""
        return [task_of(row) for row in self._all(_UNNOTIFIED, limit=limit)]

    def notified(self, task_id: str) -> None:
        """Its foreign producer knows of its end."""
        with self._writing() as db:
            db.update("tasks", {"foreign_producer": 0}, task_id=task_id)

    def expire(self, before: float, failed_before: float) -> int:
        """Forget what ended before that time, leaving only the mark that it was there; returns how
        many. Failures are kept until the other time: people may mend and retry them."""
        with self._writing() as db:
            rows = db.all(_EXPIRE, failed=failed_before, ended=before)
            db.run("delete from spending where at < :at", at=min(before, failed_before))
            ids = [{"id": row["task_id"]} for row in rows]
            db.many("delete from events where task_id = :id", ids)
            if rows:
                db.then(self._database.scrub)
        return len(rows)


def _visible(row: Row | None, owner: str | None) -> Row:
    """The row, if its owner may see it. Raises NotFound and Expired."""
    if row is None or (owner is not None and row["owner"] != owner):
        raise NotFound("There is no task with this id.", code="task_not_found")
    if row["expired"]:
        raise Expired("The task ended a while ago and its result is no longer kept.")
    return row


def _waiting(row: Row) -> Waiting:
    return Waiting(row["seq"], row["task_id"], row["kind"], row["fairness_key"])
