"""Plain values that every layer shares: JSON objects, ids, and times as the wire has them."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime
from typing import Any

Json = dict[str, Any]


def new_id() -> str:
    """A new id, impossible to guess."""
    return uuid.uuid4().hex


def rfc3339(moment: float) -> str:
    """Seconds since 1970 as RFC 3339 UTC."""
    text = datetime.fromtimestamp(moment, UTC).isoformat(timespec="milliseconds")
    return text.replace("+00:00", "Z")


def plural(number: int, noun: str) -> str:
    """A number of things: “1 task”, “2,000 tasks”."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
