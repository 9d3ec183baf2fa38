"""Tasks and their numbered events: every change is one transaction, one version, one event."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection, Iterable

from bluepencil.errors import ClaimLost, Conflict, Expired, NotFound
from bluepencil.review.findings import Usage
from bluepencil.store.database import Database, Row, Transaction, marks
from bluepencil.store.records import TaskPage
from bluepencil.store.rows import add_event, insert_task, task_of, update_task
from bluepencil.task.record import Claim, Event, Head, Task, Waiting
from bluepencil.values import Json

_OPEN = "finished_at is null"
_HEADS = f"""
select seq, task_id, kind, fairness_key, heads.running as running from (
  select min(case when lease_until < :lapsed then seq end) as first,
    sum(case when lease_until >= :now then 1 else 0 end) as running
  from tasks where queue = :queue and {_OPEN} group by fairness_key
) heads join tasks on seq = heads.first
"""
_WAITING = f"""
select seq, task_id, kind, fairness_key, lease_until from tasks
where queue = :queue and {_OPEN} order by seq
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


class TaskStore:
    """The tasks in a database. Unknown tasks, and other owners', raise NotFound.

    Where a method takes `db`, that is a transaction to do it in.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, task: Task) -> None:
        """Keep a new task with its first event.

        Raises Conflict when there is one with this id, NotFound when its session is gone.
        """
        with self._database.writing() as db:
            if task.session_id is not None:
                sql = f"select 1 from sessions where session_id = :id{db.lock}"
                if db.one(sql, id=task.session_id) is None:
                    raise NotFound("There is no review with this id.", code="session_not_found")
            if not insert_task(db, task):
                raise Conflict("There is a task with this id already.")

    def get(self, task_id: str, owner: str | None = None) -> Task:
        """The task. Raises NotFound or Expired. None: any owner."""
        with self._database.reading() as db:
            return task_of(_visible(_row(db, task_id), owner))

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
        if db is None:
            with self._database.writing() as db:
                return self.apply(task_id, rule, claim=claim, owner=owner, new=new, db=db)
        row = _row(db, task_id, db.lock)
        if claim is not None and (row is None or row["fence"] != claim.fence):
            raise ClaimLost("The task has ended or is run by another process.")
        before = task_of(_visible(row, owner))
        after = rule(before)
        return before if after is None else _written(db, before, after, new)

    def apply_next(
        self,
        queue: str,
        lapsed_before: float,
        pick: Callable[[Iterable[Head]], Head | None],
        rule: Callable[[Task], Task | None],
    ) -> Task | None:
        """Change that waiting task of a queue which `pick` chooses; None where it chooses none."""
        with self._database.writing() as db:
            db.serialize(queue)
            rows = db.all(_HEADS, queue=queue, lapsed=lapsed_before, now=time.time())
            chosen = pick(Head(_waiting(row), row["running"]) for row in rows)
            row = None if chosen is None else _row(db, chosen.task.task_id, db.lock)
            if row is None or (after := rule(before := task_of(row))) is None:
                return None
            return _written(db, before, after, None)

    def waiting_in(self, queue: str) -> tuple[list[Waiting], dict[str, int]]:
        """All that wait in a queue, oldest first, and of each fairness key how many run."""
        with self._database.reading() as db:
            rows = db.all(_WAITING, queue=queue)
        now, waiting, running = time.time(), list[Waiting](), dict[str, int]()
        for row in rows:
            if row["lease_until"] < now:
                waiting.append(_waiting(row))
            else:
                running[row["fairness_key"]] = running.get(row["fairness_key"], 0) + 1
        return waiting, running

    def produced(self, task_id: str) -> list[Json]:
        """What each of its partial events brought, in order."""
        sql = "select data_json from events where task_id = :id and type = 'partial' "
        with self._database.reading() as db:
            rows = db.all(f"{sql} order by version", id=task_id)
        return [json.loads(row["data_json"])["new"] for row in rows]

    def lost(self, claims: Collection[Claim]) -> set[Claim]:
        """Those that are not valid any more: cancelled, taken over, or gone."""
        if not claims:
            return set()
        places, values = marks(claim.task_id for claim in claims)
        with self._database.reading() as db:
            rows = db.all(f"select task_id, fence from tasks where task_id in ({places})", **values)
        return set(claims) - {Claim(row["task_id"], row["fence"]) for row in rows}

    def renew(self, claims: Iterable[Claim], until: float) -> None:
        """Extend the lease of those that are still valid."""
        sql = "update tasks set lease_until = :until where task_id = :task_id and fence = :fence"
        rows = [{"until": until, **claim._asdict()} for claim in claims]
        with self._database.writing() as db:
            db.many(sql, rows)

    def spend(self, task_id: str, usage: Usage, db: Transaction | None = None) -> None:
        """Add what a call cost to its task, its session and the hour."""
        if db is None:
            with self._database.writing(first=True) as db:
                return self.spend(task_id, usage, db)
        db.insert("spending", {"at": time.time(), "cost_usd": usage.cost_usd or 0.0})
        task = db.one("select session_id from tasks where task_id = :id", id=task_id)
        session_id = task and task["session_id"]
        for table, key, value in (
            ("sessions", "session_id", session_id),
            ("tasks", "task_id", task_id),
        ):
            row = db.one(f"select usage_json from {table} where {key} = :id{db.lock}", id=value)
            if row is not None:  # else deleted meanwhile
                usage_now = Usage.model_validate_json(row["usage_json"]) + usage
                sql = f"update {table} set usage_json = :usage where {key} = :id"
                db.run(sql, usage=usage_now.model_dump_json(), id=value)
        return None

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
        with self._database.reading() as db:
            rows = db.all(f"{union} order by seq desc limit :limit", **values)
        more = rows[limit - 1]["seq"] if len(rows) > limit else None
        return TaskPage([task_of(row) for row in rows[:limit]], more)

    def events(self, task_id: str, since: int) -> list[Event]:
        """The events after version `since`, in order."""
        sql = "select version, type, data_json from events where task_id = :id and version > :since"
        with self._database.reading() as db:
            rows = db.all(f"{sql} order by version", id=task_id, since=since)
        return [Event(row["version"], row["type"], json.loads(row["data_json"])) for row in rows]

    def wait(self, task_id: str, since: int, seconds: float) -> int:
        """Block until the version is above `since`, the task has ended, or time is up; returns
        the version."""
        deadline = time.monotonic() + seconds
        sql = "select version, expired, finished_at from tasks where task_id = :id"
        with self._database.waiting(task_id, since) as changed:
            while True:
                changed.clear()
                with self._database.reading() as db:
                    row = _visible(db.one(sql, id=task_id), None)
                left = deadline - time.monotonic()
                if row["version"] > since or row["finished_at"] is not None or left <= 0:
                    return int(row["version"])
                changed.wait(left)

    def unheld(self, lapsed_before: float) -> dict[str, int]:
        """How many tasks nobody holds, by queue: waiting, or left behind by who ran them."""
        sql = f"select queue, count(*) as number from tasks where {_OPEN} "
        with self._database.reading() as db:
            rows = db.all(f"{sql} and lease_until < :lapsed group by queue", lapsed=lapsed_before)
        return {row["queue"]: row["number"] for row in rows}

    def open_tasks(self, session_id: str) -> list[Task]:
        """The tasks of a session that have not ended, oldest first."""
        sql = f"select * from tasks where session_id = :id and {_OPEN} order by seq"
        with self._database.reading() as db:
            return [task_of(row) for row in db.all(sql, id=session_id)]

    def unnotified(self, limit: int = 100) -> list[Task]:
        """Ended tasks whose foreign producers were not notified yet."""
        with self._database.reading() as db:
            return [task_of(row) for row in db.all(_UNNOTIFIED, limit=limit)]

    def notified(self, task_id: str) -> None:
        """Its foreign producer knows of its end."""
        with self._database.writing() as db:
            db.run("update tasks set foreign_producer = 0 where task_id = :id", id=task_id)

    def expire(self, before: float, failed_before: float) -> int:
        """Forget what ended before that time, leaving only the mark that it was there; returns how
        many. Failures are kept until the other time: people may mend and retry them."""
        with self._database.writing() as db:
            rows = db.all(_EXPIRE, failed=failed_before, ended=before)
            db.run("delete from spending where at < :at", at=min(before, failed_before))
            ids = [{"id": row["task_id"]} for row in rows]
            db.many("delete from events where task_id = :id", ids)
        return len(rows)


def _row(db: Transaction, task_id: str, lock: str = "") -> Row | None:
    return db.one(f"select * from tasks where task_id = :id{lock}", id=task_id)


def _visible(row: Row | None, owner: str | None) -> Row:
    """The row, if its owner may see it. Raises NotFound and Expired."""
    if row is None or (owner is not None and row["owner"] != owner):
        raise NotFound("There is no task with this id.", code="task_not_found")
    if row["expired"]:
        raise Expired("The task ended a while ago and its result is no longer kept.")
    return row


def _waiting(row: Row) -> Waiting:
    return Waiting(row["seq"], row["task_id"], row["kind"], row["fairness_key"])


def _written(db: Transaction, before: Task, after: Task, new: Json | None) -> Task:
    """Keep a changed task under its next version, with the event that tells of it."""
    after.version = before.version + 1
    update_task(db, before, after)
    add_event(db, after.task_id, after.event(new))
    db.changed(after.task_id, None if after.ended else after.version)
    return after
