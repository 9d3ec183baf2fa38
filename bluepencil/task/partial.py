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

    `{"reset": true}` in `new` takes back what was there.
    """
    base = {} if new.get("reset") else partial
    for key, value in new.items():
        if key == "reset":
            continue
        before = base.get(key)
        if isinstance(value, list):
            base[key] = (before or []) + value
        elif isinstance(value, str):
            base[key] = (before or "") + value
        elif isinstance(value, dict):
            base[key] = {**(before or {}), **value}
        else:
            base[key] = value
    return base
