"""Numbers, durations, moments and money in words, the same on every page."""

from __future__ import annotations

import time
from datetime import datetime

_UNITS = (("s", 1, 59.5), ("min", 60, 59.5), ("h", 3600, 35.5))  # name, seconds, used below


def duration(seconds: float) -> str:
    """A length of time, roughly: “0.4 s”, “12 s”, “3 min”, “2 h”, “4 days”."""
    if seconds < 0.95:
        return f"{max(0.0, seconds):.1f} s"
    for unit, size, below in _UNITS:
        if seconds / size < below:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds / 86400:.0f} days"


def ago(moment: float | str) -> str:
    """How long ago a moment was, given in seconds since 1970 or as RFC 3339: “12 s ago”."""
    if isinstance(moment, str):
        moment = datetime.fromisoformat(moment).timestamp()
    seconds = time.time() - moment
    return "just now" if seconds < 1 else f"{duration(seconds)} ago"


def money(dollars: float) -> str:
    """An amount to the cent: “$0.00”, “less than $0.01”, “$1,234.50”."""
    return "less than $0.01" if 0 < dollars < 0.01 else f"${dollars:,.2f}"
