"""Records as rows of the database and back."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from operator import attrgetter
from typing import Any

from bluepencil.database import Row, Transaction
from bluepencil.review.findings import Usage
from bluepencil.store import outbox
from bluepencil.task import batch
from bluepencil.task.record import Event, Task
from bluepencil.values import Json

_AS_JSON = frozenset({"input", "result", "error", "usage", "reads"})
_TASK = "select * from tasks where task_id = :id"
_BATCH = "select state, count(*) as number from tasks where batch_id = :id group by state"
_NAMES = tuple(one.name for one in fields(Task) if one.metadata.get("kept", True))
_COLUMNS = {name: f"{name}_json" if name in _AS_JSON else name for name in _NAMES}
_values = attrgetter(*_NAMES)


def task_of(row: Row) -> Task:
    """The task a row stands for."""
    values: Json = {name: row[column] for name, column in _COLUMNS.items()}
    for name in _AS_JSON:
        values[name] = None if values[name] is None else json.loads(values[name])
    values["usage"] = Usage.model_construct(**values["usage"])
    values["foreign_producer"] = bool(values["foreign_producer"])
    return Task(**values)


def insert_task(db: Transaction, task: Task) -> bool:
    """Keep a new task with its first event; False where there is one with its id."""
    row = {**_row(_fields(task)), "fairness_key": task.fairness_key}
    if not db.insert("tasks", row, keeping="task_id"):
        return False
    add_event(db, task.task_id, task.event())
    return True


def update_task(db: Transaction, before: Task, after: Task, new: Json | None = None) -> Task:
    """Write the fields that differ, under the task's next version and with the event for that, in
    which is what was newly produced (`new`); returns the task."""
    after.version = before.version + 1
    pairs = zip(_fields(after), _fields(before), strict=True)
    changes = _row(field for field, earlier in pairs if field != earlier)
    db.update("tasks", changes, task_id=before.task_id)
    add_event(db, after.task_id, after.event(new))
    db.changed(after.task_id, None if after.ended else after.version)
    if after.ended and not before.ended:
        outbox.task_ended(db, after)
        if after.batch_id is not None:
            _advance(db, after.batch_id)
    return after


def _advance(db: Transaction, batch_id: str) -> None:
    """One of the batch's tasks has ended. A parent that has ended is not locked: who stops a batch
    holds the locks of its tasks, and others may hold one of those and wait for the parent's."""
    row = db.one(_TASK, id=batch_id)
    if row is None or row["finished_at"] is not None:
        return
    row = db.one(_TASK + db.lock, id=batch_id)
    if row is not None:
        parent = task_of(row)
        states = {one["state"]: one["number"] for one in db.all(_BATCH, id=batch_id)}
        after = batch.advanced(parent, states, time.time())
        if after is not None:
            update_task(db, parent, after)


def _fields(task: Task) -> Iterable[tuple[str, Any]]:
    return zip(_NAMES, _values(task), strict=True)


def _row(values: Iterable[tuple[str, Any]]) -> Row:
    row = {}
    for name, value in values:
        packed = _PACKED.get(name)
        row[_COLUMNS[name]] = value if packed is None or value is None else packed(value)
    return row


def add_event(db: Transaction, task_id: str, event: Event) -> None:
    """Keep an event under the task's version."""
    row = {"task_id": task_id, "version": event.version, "type": event.type}
    db.insert("events", {**row, "data_json": dumps(event.data)})


def dumps(value: Any) -> str:
    """JSON as it is kept."""
    return json.dumps(value, ensure_ascii=False)


# How fields are kept that no database takes as they are.
_PACKED: Mapping[str, Callable[[Any], Any]] = {
    **dict.fromkeys(_AS_JSON, dumps),
    "usage": Usage.model_dump_json,
    "foreign_producer": int,
}
