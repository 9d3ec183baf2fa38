"""The geometry of the statistics page: its bars and its curve, as lengths and positions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from bluepencil.documents import Document
from bluepencil.review.findings import Decision, Item
from bluepencil.web import labels

STACK: tuple[Decision, ...] = ("accepted", "open", "rejected")  # from the left of each bar
MOST = 50  # bars of one chart
WIDTH, HEIGHT = 100.0, 30.0  # of a drawing, in its own units


class Segment(NamedTuple):
    """The part of a bar that shows the findings with one decision."""

    decision: Decision
    number: int
    x: float
    width: float


class Bar(NamedTuple):
    """One row of a chart."""

    label: str
    total: int
    segments: list[Segment]

    def number(self, decision: Decision) -> int:
        """How many findings have that decision."""
        return next((one.number for one in self.segments if one.decision == decision), 0)


def charts(items: Sequence[Item], document: Document) -> dict[str, list[Bar]]:
    """The bars of the page: by severity, category and section, each in its own order."""
    sections = {section.name: section.name for section in document.sections}
    return {
        "by_severity": bars(items, lambda item: item.severity, labels.FINDING["severity"]),
        "by_category": bars(items, lambda item: item.category, labels.FINDING["category"]),
        "by_section": bars(items, lambda item: item.section_name, sections),
    }


def bars(
    items: Iterable[Item], group: Callable[[Item], str], names: Mapping[Any, str]
) -> list[Bar]:
    """A bar for each group that has findings, in the order of `names`, which has its label.

    Each is divided by decision; the longest is as long as the drawing is wide.
    """
    counts: dict[str, Counter[Decision]] = {name: Counter() for name in names}
    for item in items:
        counts.setdefault(group(item), Counter())[item.decision] += 1
    most = max((count.total() for count in counts.values()), default=0)
    return [
        Bar(names.get(name, name), count.total(), _segments(count, WIDTH / most))
        for name, count in counts.items()
        if count.total()
    ]


def longest(bars: list[Bar]) -> list[Bar]:
    """The longest bars of a chart that may have thousands, in their order."""
    if len(bars) <= MOST:
        return bars
    chosen = sorted(range(len(bars)), key=lambda number: -bars[number].total)[:MOST]
    return [bars[number] for number in sorted(chosen)]


def _segments(count: Counter[Decision], unit: float) -> list[Segment]:
    segments, x = [], 0.0
    for decision in STACK:
        if number := count[decision]:
            segments.append(Segment(decision, number, round(x, 2), round(number * unit, 2)))
            x += number * unit
    return segments


def curve(numbers: Sequence[float]) -> list[tuple[float, float]]:
    """The points of a curve from left to right; the greatest touches the top, 0 the bottom."""
    top = max(numbers, default=0) or 1
    step = WIDTH / max(1, len(numbers) - 1)
    return [
        (round(n * step, 2), round(HEIGHT * (1 - one / top), 2)) for n, one in enumerate(numbers)
    ]
