"""Tables as tables: a head, columns that hold amounts, rows that hold a total."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from bluepencil.documents import Document, Section
from bluepencil.engines.checks.consistency.numbers import Amount, cell
from bluepencil.engines.checks.place import Place

_COMMA = re.compile(r"(?<![\w.,])\d{1,3}(?:\.\d{3})+,\d+|(?<![\w.,])\d+,\d\d?(?![\w,.])")
_POINT = re.compile(r"(?<![\w.,])\d{1,3}(?:,\d{3})+\.\d+|(?<![\w.,])\d+\.\d\d?(?![\w,.])")
_WIDEST = 40  # columns
_LARGEST = 400  # rows of one table that are looked at


@dataclass(frozen=True)
class Cell:
    """A cell: where it stands and, where it says nothing else, the amount in it."""

    place: Place
    amount: Amount | None

    @property
    def text(self) -> str:
        """What it says."""
        return self.place.words.strip()


@dataclass(frozen=True)
class Table:
    """A table whose rows all have as many cells as its head; `head` is its first row."""

    section: Section
    head: tuple[Cell, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def label(self, row: int) -> str:
        """What names a row: its first cell that says anything."""
        return next((cell.text for cell in self.rows[row] if cell.text), "")

    def column(self, number: int) -> list[Cell]:
        """The cells of a column below the head."""
        return [row[number] for row in self.rows]


def tables(document: Document, comma: bool) -> Iterator[Table]:
    """The tables of a document that have a head and at least two rows below it.

    `comma`: a comma is the decimal mark, where the table itself does not tell.
    """
    for section in document.sections:
        rows = [block for block in section.blocks if block.kind == "row"]
        for _, group in groupby(rows, key=lambda block: block.table):
            blocks = list(group)[:_LARGEST]
            width = len(blocks[0].cells)
            text = section.text[blocks[0].start : blocks[-1].end]
            commas, points = len(_COMMA.findall(text)), len(_POINT.findall(text))
            marked = commas > points if commas != points else comma
            cells = [
                tuple(_cell(section, span, marked) for span in block.cells)
                for block in blocks
                if len(block.cells) == width
            ]
            if len(cells) > 2 and 1 < width <= _WIDEST:
                yield Table(section, cells[0], tuple(cells[1:]))


def _cell(section: Section, span: tuple[int, int], comma: bool) -> Cell:
    place = Place(section, *span)
    return Cell(place, cell(place.words, comma))
