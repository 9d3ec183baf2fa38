"""Tells columns of running text from tables where a page is printed row by row."""

from __future__ import annotations

from itertools import pairwise

from bluepencil.documents.printed import PrintedLine

_ROWS = 3  # of columns at least
_ALIGNED = 3.0  # points that the columns of two rows may be off
_RUNNING = 0.5  # of the lines of a column begin in the middle of a sentence


def read_by_column(lines: list[PrintedLine]) -> list[PrintedLine]:
    """The lines of a page with columns of running text one after the other, tables as they are."""
    ordered: list[PrintedLine] = []
    start = 0
    while start < len(lines):
        end = start + 1
        while end < len(lines) and _aligned(lines[end - 1], lines[end]):
            end += 1
        rows = lines[start:end]
        if len(rows) >= _ROWS and len(rows[0].columns) > 1 and _is_running_text(rows):
            ordered += _columns(rows)
        else:
            ordered += rows
        start = end
    return ordered


def _aligned(above: PrintedLine, line: PrintedLine) -> bool:
    """Whether two rows have their columns at the same places."""
    return len(above.columns) == len(line.columns) and all(
        abs(one - other) <= _ALIGNED for one, other in zip(above.columns, line.columns, strict=True)
    )


def _is_running_text(rows: list[PrintedLine]) -> bool:
    """Whether sentences go on from row to row in every column."""
    columns = zip(*(row.text.split("\t") for row in rows), strict=True)
    return all(_running_share(cells) >= _RUNNING for cells in columns)


def _running_share(cells: tuple[str, ...]) -> float:
    """The share of cells that continue the cell above them."""
    running = [
        below[:1].islower() and not above.endswith((".", "!", "?", ":"))
        for above, below in pairwise(cells)
    ]
    return sum(running) / len(running)


def _columns(rows: list[PrintedLine]) -> list[PrintedLine]:
    """The cells of the rows that are not empty, column by column, as lines of their own."""
    return [
        row._replace(text=text, x=row.columns[number], columns=())
        for number in range(len(rows[0].columns))
        for row in rows
        if (text := row.text.split("\t")[number])
    ]
