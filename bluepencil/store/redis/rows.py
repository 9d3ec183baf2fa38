"""A task as a hash of Redis: every field as text, one that is None not at all."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

from bluepencil.findings import Usage
from bluepencil.store import Json, Task

NAMES = tuple(one.name for one in fields(Task) if one.metadata.get("kept", True))
_AS_JSON = frozenset({"input", "result", "error", "usage"})
_WHOLE = frozenset({"progress", "version", "attempts", "fence"})
_TIMES = frozenset({"resume_at", "created_at", "started_at", "finished_at"})


def packed(values: Mapping[str, Any]) -> dict[str, str | None]:
    """Fields as they are kept."""
    return {name: _text(name, value) for name, value in values.items()}


def _text(name: str, value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, Usage):
        return value.model_dump_json()
    if name in _AS_JSON:
        return json.dumps(value, ensure_ascii=False)
    if name in _WHOLE or name == "foreign_producer":
        return str(int(value))
    return repr(float(value)) if name in _TIMES else str(value)


def record(task: Task) -> dict[str, str]:
    """All that is kept of a new task; `whose` is who waits with it, in the fair turn."""
    whose = (task.session_id or task.owner).replace("\x1f", " ")
    kept = packed({name: getattr(task, name) for name in NAMES})
    filled = {name: text for name, text in kept.items() if text is not None}
    return {**filled, "whose": whose, "lease_until": "0"}


def task_of(flat: Sequence[bytes]) -> Task:
    """The task a hash stands for, as Redis answers: names and values in turn."""
    kept = {flat[n].decode(): flat[n + 1] for n in range(0, len(flat), 2)}
    values = {name: _value(name, kept.get(name)) for name in NAMES}
    values["usage"] = Usage.model_construct(**values["usage"])
    return Task(**values)


def _value(name: str, kept: bytes | None) -> Any:
    if kept is None:
        return None
    if name in _AS_JSON:
        return json.loads(kept)
    if name in _WHOLE:
        return int(kept)
    if name == "foreign_producer":
        return kept == b"1"
    return float(kept) if name in _TIMES else kept.decode()


def data_of(event: bytes) -> Json:
    """An event as it was kept: its `type` and its `data`."""
    kept: Json = json.loads(event)
    return kept
