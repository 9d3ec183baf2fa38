"""Word lists, one line each: what is written, a bar, what should be (nothing: leave it out)."""

from __future__ import annotations

from importlib import resources


def _text(name: str) -> str:
    return resources.files(__package__).joinpath(name).read_text("utf-8")


def _table(name: str) -> dict[str, str | None]:
    rows = (line.partition("|") for line in _text(name).splitlines() if line.strip())
    return {wrong.strip().casefold(): right.strip() or None for wrong, _, right in rows}


MISSPELT = _table("misspelt.txt")
USAGE = _table("usage.txt")
WORDY = _table("wordy.txt")
FILLING = frozenset(_text("filling.txt").split())  # words that say nothing by themselves
