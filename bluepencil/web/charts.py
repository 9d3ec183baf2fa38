"""Numbers as lengths and places: what the statistics page draws its bars and its curve from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, get_args

from bluepencil.documents import Document
from bluepencil.documents.reviewed import SEVERITIES
from bluepencil.review.findings import Category, Item

STATES = ("accepted", "open", "rejected")
WIDTH, HEIGHT = 100.0, 30.0  # of a drawing, in its own units


class Piece(NamedTuple):
    """A part of a bar: what it stands for, how many, and where it lies along the bar."""

    state: str
    number: int
    x: float
    width: float


class Bar(NamedTuple):
    """One row of a chart."""

    name: str
    total: int
    pieces: list[Piece]

    def number(self, state: str) -> int:
        """How many of that state."""
        return next((piece.number for piece in self.pieces if piece.state == state), 0)


def charts(items: Sequence[Item], document: Document) -> dict[str, list[Bar]]:
    """The bars of the page: by severity, category and section, each in its own order."""
    categories = {name: name.replace("-", " ") for name in get_args(Category)}
    sections = {section.name: section.name for section in document.sections}
    return {
        "by_severity": bars(items, lambda item: item.severity, SEVERITIES),
        "by_category": bars(items, lambda item: item.category, categories),
        "by_section": bars(items, lambda item: item.section_name, sections),
    }


def bars(
    items: Iterable[Item], group: Callable[[Item], str], names: Mapping[Any, str]
) -> list[Bar]:
    """A bar for each of `names` that has any, in their order, shown by what they stand for.

    Each is divided by decision; the longest is as long as the drawing is wide.
    """
    counts: dict[str, Counter[str]] = {name: Counter() for name in names}
    for item in items:
        counts.setdefault(group(item), Counter())[item.decision] += 1
    longest = max((count.total() for count in counts.values()), default=0)
    return [
        Bar(names.get(name, name), count.total(), _pieces(count, WIDTH / longest))
        for name, count in counts.items()
        if count.total()
    ]


def _pieces(count: Counter[str], unit: float) -> list[Piece]:
    pieces, x = [], 0.0
    for state in STATES:
        if count[state]:
            pieces.append(Piece(state, count[state], round(x, 2), round(count[state] * unit, 2)))
            x += count[state] * unit
    return pieces


def curve(numbers: Sequence[float]) -> list[tuple[float, float]]:
    """The points of a curve from left to right; the greatest touches the top, 0 the bottom."""
    top = max(numbers, default=0) or 1
    step = WIDTH / max(1, len(numbers) - 1)
    return [
        (round(n * step, 2), round(HEIGHT * (1 - one / top), 2)) for n, one in enumerate(numbers)
    ]
