"""Tasks and their events in SQLite."""

from __future__ import annotations

import json
import sqlite3
import time
from dataclasses import fields
from typing import Any

from bluepencil.errors import Expired, NotFound
from bluepencil.store import ENDED, Claim, Event, Json, State, Task, lay
from bluepencil.store.sqlite.database import Database, held

_COLUMNS = tuple(field.name for field in fields(Task))
_AS_JSON = frozenset({"input", "result", "error"})
_SHOWN = ("state", "status", "progress", "attempts", "waiting_for", "resume_at")
_OPEN = "('PENDING', 'STARTED', 'PROGRESS', 'RETRY')"
_RUNNING = "('STARTED', 'PROGRESS', 'RETRY')"


class SqliteTasks:
    """The TaskStore over one SQLite file."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, task: Task) -> None:
        """See TaskStore."""
        values = [_packed(name, getattr(task, name)) for name in _COLUMNS]
        names = ", ".join(_column(name) for name in _COLUMNS)
        marks = ", ".join("?" * len(values))
        with self._database.writing() as db:
            db.execute(f"insert into tasks ({names}) values ({marks})", values)
            shown = {name: getattr(task, name) for name in _SHOWN}
            _add_event(db, task.task_id, task.version, "progress", shown)

    def get(self, task_id: str, owner: str | None = None) -> Task:
        """See TaskStore."""
        with self._database.reading() as db:
            row = db.execute("select * from tasks where task_id = ?", (task_id,)).fetchone()
        if row is None or (owner is not None and row["owner"] != owner):
            raise NotFound("There is no task with this id.", code="task_not_found")
        if row["expired"]:
            raise Expired("The task ended a while ago and its result is no longer kept.")
        return _task(row)

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

    def position(self, task: Task) -> int | None:
        """See TaskStore."""
        if task.state != "PENDING":
            return None
        with self._database.reading() as db:
            (before,) = db.execute(
                "select count(*) from tasks where state = 'PENDING' and queue = ? and finished_at "
                "is null and seq < (select seq from tasks where task_id = ?)",
                (task.queue, task.task_id),
            ).fetchone()
        return int(before) + 1

    def claim(self, task_id: str, holder: str, lease: float) -> Task | None:
        """See TaskStore."""
        now = time.time()
        with self._database.writing() as db:
            row = db.execute(
                "update tasks set state = 'STARTED', status = 'Starting', holder = ?, "
                "lease_until = ?, fence = fence + 1, attempts = attempts + 1, "
                "started_at = coalesce(started_at, ?), waiting_for = null, resume_at = null, "
                "version = version + 1 where task_id = ? and expired = 0 and "
                f"(state = 'PENDING' or (state in {_RUNNING} and lease_until < ?)) returning *",
                (holder, now + lease, now, task_id, now),
            ).fetchone()
            if row is None:
                return None
            task = _task(row)
            _add_event(db, task_id, task.version, "progress", _shown(row))
        self._database.ring(task_id, task.version)
        return task

    def renew(self, holder: str, claims: list[Claim], lease: float) -> set[str]:
        """See TaskStore."""
        until = time.time() + lease
        lost = set()
        with self._database.writing() as db:
            for claim in claims:
                kept = db.execute(
                    "update tasks set lease_until = ? where task_id = ? and fence = ? and "
                    f"holder = ? and state in {_RUNNING}",
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

    def orphans(self) -> list[str]:
        """See TaskStore."""
        with self._database.reading() as db:
            rows = db.execute(
                "select task_id from tasks where finished_at is null and (state = 'PENDING' or "
                f"(state in {_RUNNING} and lease_until < ?)) order by seq",
                (time.time(),),
            ).fetchall()
        return [row["task_id"] for row in rows]

    def open_tasks(self, session_id: str) -> list[Task]:
        """See TaskStore."""
        with self._database.reading() as db:
            rows = db.execute(
                f"select * from tasks where session_id = ? and state in {_OPEN} order by seq",
                (session_id,),
            ).fetchall()
        return [_task(row) for row in rows]

    def counts(self) -> dict[str, dict[str, Any]]:
        """See TaskStore."""
        with self._database.reading() as db:
            rows = db.execute(
                "select queue, sum(state = 'PENDING') as queued, sum(state != 'PENDING') as "
                "active, min(case state when 'PENDING' then created_at end) as oldest "
                f"from tasks where finished_at is null and state in {_OPEN} group by queue"
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

    def expire(self, before: float) -> int:
        """See TaskStore."""
        with self._database.writing() as db:
            rows = db.execute(
                "update tasks set expired = 1, input_json = '{}', result_json = null, "
                "error_json = null where finished_at < ? and expired = 0 returning task_id",
                (before,),
            ).fetchall()
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
        names = ", ".join(f"{_column(name)} = ?" for name in change)
        values = [_packed(name, value) for name, value in change.items()]
        after = db.execute(
            f"update tasks set {names + ', ' if names else ''}version = version + 1 "
            f"where seq = ? returning version, {', '.join(_SHOWN)}",
            (*values, row["seq"]),
        ).fetchone()
        kind = "done" if after["state"] in ENDED else "progress" if new is None else "partial"
        data = _shown(after) if new is None else {**_shown(after), "new": new}
        _add_event(db, row["task_id"], after["version"], kind, data)
        return int(after["version"])


def _column(name: str) -> str:
    return f"{name}_json" if name in _AS_JSON else name


def _packed(name: str, value: Any) -> Any:
    if name in _AS_JSON:
        return None if value is None else json.dumps(value, ensure_ascii=False)
    return value


def _task(row: sqlite3.Row) -> Task:
    values = {}
    for name in _COLUMNS:
        value = row[_column(name)]
        values[name] = json.loads(value) if name in _AS_JSON and value is not None else value
    return Task(**values)


def _shown(row: sqlite3.Row) -> Json:
    """What an event says of the task itself."""
    return {name: row[name] for name in _SHOWN}


def _add_event(db: sqlite3.Connection, task_id: str, version: int, kind: str, data: Json) -> None:
    db.execute(
        "insert into events (task_id, version, type, data_json) values (?, ?, ?, ?)",
        (task_id, version, kind, json.dumps(data, ensure_ascii=False)),
    )
