"""A task as a row of SQLite: what both ways of writing it have in common."""

from __future__ import annotations

import json
import sqlite3
import time
from dataclasses import fields
from typing import Any

from bluepencil.review.findings import Usage
from bluepencil.store import (
    Task,
)
from bluepencil.values import Json

COLUMNS = tuple(one.name for one in fields(Task) if one.metadata.get("kept", True))
_AS_JSON = frozenset({"input", "result", "error", "usage"})
_PLAIN = tuple(name for name in COLUMNS if name not in _AS_JSON)
SHOWN = ("state", "status", "progress", "attempts", "waiting_for", "resume_at")
OPEN = "('PENDING', 'STARTED', 'PROGRESS', 'RETRY')"
RUNNING = "('STARTED', 'PROGRESS', 'RETRY')"

# Of each session the oldest waiting task; of those, the one whose session has the fewest running.
NEXT = f"""
select w.task_id, (
    select count(*) from tasks r where r.queue = :queue and r.finished_at is null
    and r.state in {RUNNING} and r.lease_until >= :now
    and coalesce(r.session_id, r.owner) = w.whose
  ) as running from (
    select task_id, min(seq) as seq, coalesce(session_id, owner) as whose from tasks
    where queue = :queue and finished_at is null
    and (state = 'PENDING' or (state in {RUNNING} and lease_until < :now)) group by whose
  ) w order by running, w.seq limit 1
"""


def claimed(db: sqlite3.Connection, task_id: str, holder: str, lease: float) -> Task | None:
    """Take the task, if it is to be had, and tell of it."""
    now = time.time()
    row = db.execute(
        "update tasks set state = 'STARTED', status = 'Starting', holder = ?, "
        "lease_until = ?, fence = fence + 1, attempts = attempts + 1, "
        "started_at = coalesce(started_at, ?), waiting_for = null, resume_at = null, "
        "version = version + 1 where task_id = ? and expired = 0 and "
        f"(state = 'PENDING' or (state in {RUNNING} and lease_until < ?)) returning *",
        (holder, now + lease, now, task_id, now),
    ).fetchone()
    if row is None:
        return None
    add_event(db, task_id, row["version"], "progress", shown(row))
    return task_of(row)


def column(name: str) -> str:
    """The column a field lies in."""
    return f"{name}_json" if name in _AS_JSON else name


def packed(name: str, value: Any) -> Any:
    """A field's value as its column holds it."""
    if name in _AS_JSON:
        if isinstance(value, Usage):
            return value.model_dump_json()
        return None if value is None else json.dumps(value, ensure_ascii=False)
    return value


def task_of(row: sqlite3.Row) -> Task:
    """The task a row stands for."""
    values = {name: row[name] for name in _PLAIN}
    for name in _AS_JSON:
        value = row[f"{name}_json"]
        values[name] = None if value is None else json.loads(value)
    values["usage"] = Usage.model_construct(**values["usage"])
    return Task(**values)


def shown(row: sqlite3.Row) -> Json:
    """What an event says of the task itself."""
    return {name: row[name] for name in SHOWN}


def add_event(db: sqlite3.Connection, task_id: str, version: int, kind: str, data: Json) -> None:
    """Keep an event under the task's version."""
    db.execute(
        "insert into events (task_id, version, type, data_json) values (?, ?, ?, ?)",
        (task_id, version, kind, json.dumps(data, ensure_ascii=False)),
    )
