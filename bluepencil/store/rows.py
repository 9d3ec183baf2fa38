"""Records as rows of the database and back."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import fields
from operator import attrgetter
from typing import Any

from bluepencil.review.findings import Usage
from bluepencil.store.database import Row, Transaction
from bluepencil.task.record import Event, Task
from bluepencil.values import Json

_AS_JSON = frozenset({"input", "result", "error", "usage", "reads"})
_NAMES = tuple(one.name for one in fields(Task) if one.metadata.get("kept", True))
_COLUMNS = {name: f"{name}_json" if name in _AS_JSON else name for name in _NAMES}
_values = attrgetter(*_NAMES)
_PLAIN = tuple(name for name in _NAMES if name not in _AS_JSON)


def task_of(row: Row) -> Task:
    """The task a row stands for."""
    values: Json = {name: row[name] for name in _PLAIN}
    for name in _AS_JSON:
        value = row[_COLUMNS[name]]
        values[name] = None if value is None else json.loads(value)
    values["usage"] = Usage.model_construct(**values["usage"])
    values["foreign_producer"] = bool(values["foreign_producer"])
    return Task(**values)


def insert_task(db: Transaction, task: Task) -> bool:
    """Keep a new task with its first event; False where there is one with its id."""
    row = {_COLUMNS[name]: _packed(name, value) for name, value in _fields(task)}
    row["fairness_key"] = task.fairness_key
    if not db.insert("tasks", row, keeping="task_id"):
        return False
    add_event(db, task.task_id, task.event())
    return True


def update_task(db: Transaction, before: Task, after: Task) -> None:
    """Write the fields that differ."""
    row = {
        _COLUMNS[name]: _packed(name, new)
        for (name, new), (_, old) in zip(_fields(after), _fields(before), strict=True)
        if new != old
    }
    db.update("tasks", row, task_id=before.task_id)


def _fields(task: Task) -> Iterable[tuple[str, Any]]:
    return zip(_NAMES, _values(task), strict=True)


def add_event(db: Transaction, task_id: str, event: Event) -> None:
    """Keep an event under the task's version."""
    row = {"task_id": task_id, "version": event.version, "type": event.type}
    db.insert("events", {**row, "data_json": dumps(event.data)})


def dumps(value: Any) -> str:
    """JSON as it is kept."""
    return json.dumps(value, ensure_ascii=False)


def record(row: Row, **more: Any) -> Mapping[str, Any]:
    """A row's columns as the fields of a record of the same names."""
    return {**{name: row[name] for name in row.keys()}, **more}  # noqa: SIM118 a sqlite3.Row


def _packed(name: str, value: Any) -> Any:
    if isinstance(value, Usage):
        return value.model_dump_json()
    if name in _AS_JSON and value is not None:
        return dumps(value)
    return int(value) if isinstance(value, bool) else value
