"""Partial results: what a task has produced so far, put together from its events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from bluepencil.values import Json


def partial_of(produced: Iterable[Mapping[str, Any]]) -> Json | None:
    """All that a task has produced so far, step by step; None where that is nothing."""
    whole: Json = {}
    for new in produced:
        whole = merged(whole, new)
    return whole or None


def merged(partial: Json, new: Mapping[str, Any]) -> Json:
    """A partial result with what was newly produced: lists and texts grow, mappings are updated.

    `{"reset": true}` in `new` takes back what was there. `partial` is changed in place, so that a
    thousand steps take no longer than what they bring.
    """
    base = {} if new.get("reset") else partial
    for key, value in new.items():
        if key == "reset":
            continue
        if isinstance(value, list):
            base.setdefault(key, []).extend(value)
        elif isinstance(value, dict):
            base.setdefault(key, {}).update(value)
        elif isinstance(value, str):
            base[key] = base.get(key, "") + value
        else:
            base[key] = value
    return base
