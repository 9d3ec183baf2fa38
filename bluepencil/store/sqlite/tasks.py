"""Tasks and their events in SQLite."""

from __future__ import annotations

import json
import sqlite3
import time
from collections.abc import Collection
from itertools import chain

from bluepencil.errors import Conflict, Expired, NotFound
from bluepencil.review.findings import Usage
from bluepencil.store import (
    ENDED,
    Claim,
    Event,
    Rows,
    State,
    Task,
    lay,
)
from bluepencil.store.sqlite.database import Database, held
from bluepencil.store.sqlite.rows import (
    COLUMNS,
    NEXT,
    OPEN,
    RUNNING,
    SHOWN,
    add_event,
    claimed,
    column,
    packed,
    shown,
    task_of,
)
from bluepencil.values import Json


class SqliteTasks:
    """The TaskStore over one SQLite file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, task: Task) -> None:
        """See TaskStore."""
        values = [packed(name, getattr(task, name)) for name in COLUMNS]
        names = ", ".join(column(name) for name in COLUMNS)
        marks = ", ".join("?" * len(values))
        with self._database.writing() as db:
            db.execute(f"insert into tasks ({names}) values ({marks})", values)
            shown = {name: getattr(task, name) for name in SHOWN}
            add_event(db, task.task_id, task.version, "progress", shown)

    def get(self, task_id: str, owner: str | None = None) -> Task:
        """See TaskStore."""
        with self._database.reading() as db:
            row = db.execute("select * from tasks where task_id = ?", (task_id,)).fetchone()
        if row is None or (owner is not None and row["owner"] != owner):
            raise NotFound("There is no task with this id.", code="task_not_found")
        if row["expired"]:
            raise Expired("The task ended a while ago and its result is no longer kept.")
        return task_of(row)

    def partial(self, task_id: str) -> Json | None:
        """See TaskStore."""
        with self._database.reading() as db:
            rows = db.execute(
                "select data_json from events where task_id = ? and type = 'partial' "
                "order by version",
                (task_id,),
            ).fetchall()
        whole: Json = {}
        for row in rows:
            whole = lay(whole, json.loads(row["data_json"])["new"])
        return whole or None

    def line(self, queue: str) -> list[tuple[str, str]]:
        """See TaskStore."""
        with self._database.reading() as db:
            rows = db.execute(
                "select task_id, coalesce(session_id, owner) from tasks where state = 'PENDING' "
                "and queue = ? and finished_at is null order by seq",
                (queue,),
            ).fetchall()
        return [tuple(row) for row in rows]

    def claim(self, task_id: str, holder: str, lease: float) -> Task | None:
        """See TaskStore."""
        with self._database.writing() as db:
            task = claimed(db, task_id, holder, lease)
        if task is not None:
            self._database.ring(task_id, task.version)
        return task

    def claim_next(self, queue: str, holder: str, lease: float) -> Task | None:
        """See TaskStore."""
        with self._database.writing() as db:
            row = db.execute(NEXT, {"queue": queue, "now": time.time()}).fetchone()
            task = row and claimed(db, row["task_id"], holder, lease)
        if task is not None:
            self._database.ring(task.task_id, task.version)
        return task

    def lost(self, claims: list[Claim]) -> set[str]:
        """See TaskStore."""
        if not claims:
            return set()
        marks = ", ".join("?" * len(claims))
        with self._database.reading() as db:
            rows = db.execute(
                f"select task_id, fence from tasks where task_id in ({marks}) "
                f"and state in {RUNNING}",
                [claim.task_id for claim in claims],
            ).fetchall()
        return {claim.task_id for claim in set(claims) - {Claim(*row) for row in rows}}

    def renew(self, holder: str, claims: list[Claim], lease: float) -> set[str]:
        """See TaskStore."""
        until = time.time() + lease
        lost = set()
        with self._database.writing() as db:
            for claim in claims:
                kept = db.execute(
                    "update tasks set lease_until = ? where task_id = ? and fence = ? and "
                    f"holder = ? and state in {RUNNING}",
                    (until, *claim, holder),
                ).rowcount
                if not kept:
                    lost.add(claim.task_id)
        return lost

    def release(self, claim: Claim) -> None:
        """See TaskStore."""
        with self._database.writing() as db:
            row = held(db, claim)
            change: Json = {"state": "PENDING", "status": "Waiting to start", "holder": None}
            change |= {"waiting_for": None, "resume_at": None}
            version = self._write(db, row, {**change, "attempts": row["attempts"] - 1}, None)
        self._database.ring(claim.task_id, version)

    def report(self, claim: Claim, change: Json, new: Json | None = None) -> int:
        """See TaskStore."""
        with self._database.writing() as db:
            row = held(db, claim)
            if "progress" in change:
                change = {**change, "progress": max(row["progress"], int(change["progress"]))}
            version = self._write(db, row, change, new)
        self._database.ring(claim.task_id, version)
        return version

    def finish(self, claim: Claim, state: State, change: Json) -> None:
        """See TaskStore."""
        with self._database.writing() as db:
            self._end(db, held(db, claim), state, change)
        self._database.ring(claim.task_id)

    def cancel(self, task_id: str, owner: str | None) -> Task:
        """See TaskStore."""
        with self._database.writing() as db:
            task = self.get(task_id, owner)
            if not task.ended:
                row = db.execute("select * from tasks where task_id = ?", (task_id,)).fetchone()
                self._end(db, row, "REVOKED", {"status": "Stopped"})
        self._database.ring(task_id)
        return self.get(task_id, owner)

    def retry(self, task_id: str, owner: str | None) -> Task:
        """See TaskStore."""
        with self._database.writing() as db:
            task = self.get(task_id, owner)
            if task.state != "FAILURE":
                raise Conflict(f"Only what failed can be tried again; this is {task.state}.")
            row = db.execute("select * from tasks where task_id = ?", (task_id,)).fetchone()
            again: Json = {"state": "PENDING", "status": "Waiting to start", "attempts": 0}
            again |= {"error": None, "started_at": None, "finished_at": None, "progress": 0}
            version = self._write(db, row, again, None)
        self._database.ring(task_id, version)
        return self.get(task_id, owner)

    def spend(self, task_id: str, usage: Usage) -> None:
        """See TaskStore."""
        with self._database.writing() as db:
            row = db.execute(
                "select t.usage_json, t.session_id, s.usage_json from tasks t left join sessions s "
                "on s.session_id = t.session_id where t.task_id = ?",
                (task_id,),
            ).fetchone()
            db.execute("insert into spending values (?, ?)", (time.time(), usage.cost_usd or 0.0))
            if row is None:  # deleted meanwhile, with its session
                return
            own, session_id, whole = row
            own = (Usage.model_validate_json(own) + usage).model_dump_json()
            db.execute("update tasks set usage_json = ? where task_id = ?", (own, task_id))
            if whole is not None:
                whole = (Usage.model_validate_json(whole) + usage).model_dump_json()
                db.execute(
                    "update sessions set usage_json = ? where session_id = ?", (whole, session_id)
                )

    def rows(
        self,
        owner: str | None,
        *,
        states: Collection[str],
        before: int,
        limit: int,
        kind: str | None = None,
    ) -> Rows:
        """See TaskStore. Each state's newest, then the newest of those: an index has them so."""
        each = (
            "select * from (select * from tasks where expired = 0 and state = ? and seq < ? and "
            "(? is null or owner = ?) and (? is null or kind = ?) order by seq desc limit ?)"
        )
        values = [(one, before, owner, owner, kind, kind, limit + 1) for one in states]
        with self._database.reading() as db:
            rows = db.execute(
                f"{' union all '.join([each] * len(values))} order by seq desc limit ?",
                (*chain.from_iterable(values), limit + 1),
            ).fetchall()
        more = rows[limit - 1]["seq"] if len(rows) > limit else None
        return Rows([task_of(row) for row in rows[:limit]], more)

    def events(self, task_id: str, since: int) -> list[Event]:
        """See TaskStore."""
        with self._database.reading() as db:
            rows = db.execute(
                "select version, type, data_json from events where task_id = ? and version > ? "
                "order by version",
                (task_id, since),
            ).fetchall()
        return [Event(row["version"], row["type"], json.loads(row["data_json"])) for row in rows]

    def wait(self, task_id: str, since: int, seconds: float) -> int:
        """See TaskStore."""
        deadline = time.monotonic() + seconds
        with self._database.bell(task_id, since) as bell:
            while True:
                bell.clear()
                version, state = self._stands(task_id)
                left = deadline - time.monotonic()
                if version > since or state in ENDED or left <= 0:
                    return version
                bell.wait(left)

    def _stands(self, task_id: str) -> tuple[int, str]:
        with self._database.reading() as db:
            row = db.execute(
                "select version, state from tasks where task_id = ? and expired = 0", (task_id,)
            ).fetchone()
        if row is None:
            self.get(task_id)  # says why
        return int(row["version"]), str(row["state"])

    def waiting(self) -> dict[str, int]:
        """See TaskStore."""
        with self._database.reading() as db:
            rows = db.execute(
                "select queue, count(*) from tasks where finished_at is null and "
                f"(state = 'PENDING' or (state in {RUNNING} and lease_until < ?)) group by queue",
                (time.time(),),
            ).fetchall()
        return dict(map(tuple, rows))

    def orphans(self) -> list[tuple[str, str, str]]:
        """See TaskStore."""
        with self._database.reading() as db:
            rows = db.execute(
                "select task_id, kind, queue from tasks where finished_at is null and "
                "(state = 'PENDING' or "
                f"(state in {RUNNING} and lease_until < ?)) order by seq",
                (time.time(),),
            ).fetchall()
        return [tuple(row) for row in rows]

    def open_tasks(self, session_id: str) -> list[Task]:
        """See TaskStore."""
        with self._database.reading() as db:
            rows = db.execute(
                f"select * from tasks where session_id = ? and state in {OPEN} order by seq",
                (session_id,),
            ).fetchall()
        return [task_of(row) for row in rows]

    def expire(self, before: float, failed_before: float | None = None) -> int:
        """See TaskStore."""
        failed_before = before if failed_before is None else failed_before
        with self._database.writing() as db:
            rows = db.execute(
                "update tasks set expired = 1, input_json = '{}', result_json = null, "
                "error_json = null where finished_at < case state when 'FAILURE' then ? else ? end "
                "and expired = 0 returning task_id",
                (failed_before, before),
            ).fetchall()
            db.execute("delete from spending where at < ?", (min(before, failed_before),))
            db.executemany(
                "delete from events where task_id = ?", [(row["task_id"],) for row in rows]
            )
        return len(rows)

    def _end(self, db: sqlite3.Connection, row: sqlite3.Row, state: State, change: Json) -> None:
        """Write a last state; whoever still holds the task can write no more."""
        last = {"waiting_for": None, "resume_at": None, "holder": None, "finished_at": time.time()}
        if state == "SUCCESS":
            last["progress"] = 100
        self._write(db, row, {"state": state, **last, **change}, None)

    def _write(
        self, db: sqlite3.Connection, row: sqlite3.Row, change: Json, new: Json | None
    ) -> int:
        """Change the row, and add the event that tells of it."""
        names = ", ".join(f"{column(name)} = ?" for name in change)
        values = [packed(name, value) for name, value in change.items()]
        after = db.execute(
            f"update tasks set {names + ', ' if names else ''}version = version + 1 "
            f"where seq = ? returning version, {', '.join(SHOWN)}",
            (*values, row["seq"]),
        ).fetchone()
        kind = "done" if after["state"] in ENDED else "progress" if new is None else "partial"
        data = shown(after) if new is None else {**shown(after), "new": new}
        add_event(db, row["task_id"], after["version"], kind, data)
        return int(after["version"])
