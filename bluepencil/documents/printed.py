"""Printed pages as a PDF shows them: lines with their place, size and weight."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

LARGER = 1.12  # times the size of the text: the size of a heading


class PrintedLine(NamedTuple):
    """A line on a page: its text, where it begins (points from the lower left) and its type.

    A tab in the text separates columns; `columns` says where each of them begins.
    """

    text: str
    x: float
    y: float
    size: float
    bold: bool
    columns: tuple[float, ...] = ()


class Page(NamedTuple):
    """The lines of a page in reading order, and the height of its visible area."""

    lines: list[PrintedLine]
    bottom: float
    top: float


def text_size(pages: list[Page]) -> float:
    """The size of most of the text; 0 without any."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def is_larger(line: PrintedLine, size: float) -> bool:
    """Whether a line is clearly larger than text of that size, as headings are."""
    return line.size > size * LARGER
