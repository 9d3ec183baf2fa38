"""Tables whose totals are not the sum of their rows or columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from bluepencil.engines.checks.consistency.numbers import Amount, written
from bluepencil.engines.checks.consistency.places import finding, shown
from bluepencil.engines.checks.consistency.reading import Reading
from bluepencil.engines.checks.consistency.relations import Slip, Values, slips
from bluepencil.engines.checks.consistency.tables import Cell, Table
from bluepencil.review.findings import Finding

_TOTAL = re.compile(
    r"(?:(?:grand|overall|combined|net) )?(?:sub[ -]?)?totals?\b|sum\b|in total\b|all together\b|"
    r"(?:gesamt|zwischen)?summe\b|gesamt\b|insgesamt\b|somme\b|ensemble\b|sous-total\b|totaux\b|"
    r"totales\b|suma\b|tổng(?: cộng)?\b|cộng\b",
    re.IGNORECASE,
)
_NO_SUM = re.compile(
    r"\b(?:averages?|avg|mean|median|rates?|ratio|per|price|unit|max\w*|min|minimum|peak|index|score|rank|no|"
    r"year|id|p\d\d|percentile|durchschnitt\w*|mittel\w*|preis|moyenne|prix|promedio|precio|media|version|"
    r"distinct|unique|cumulative|kumuliert|balance|speed|latency|temperature|weight|probability)\b|#|/|@|Ø|∅",
    re.IGNORECASE,
)
_PART_OF = re.compile(
    r"\b(?:of which|thereof|of those|including|incl|excluding|excl|top \d+|selected|davon|darunter|dont|"
    r"de los cuales|trong đó)\b|^[-–—└├•>]|^\s",
    re.IGNORECASE,
)
_EMPTY = frozenset({"", "-", "–", "—", "n/a", "N/A", "na", "./.", "."})
_ROUNDED = re.compile(
    r"\b(?:thousands?|millions?|k|m|bn|tsd|mio|mrd|milliers?|miles)\b|'000|000s", re.I
)
_LARGE = 1000  # whole numbers from here on may have been rounded
_NEAR = Decimal("0.3")  # a total that is off by more is probably the total of something else


@dataclass(frozen=True)
class _Total:
    """A total in a table, what is added up to it, and what that makes.

    `telling`: it is not within what it adds up, as a mean or a maximum is.
    """

    row: int
    column: int
    cell: Cell
    said: Decimal
    added: Decimal
    parts: tuple[Cell, ...]
    right: bool
    telling: bool = True


def wrong_sums(reading: Reading) -> Iterator[Finding]:
    """Totals that are not the sum of their rows or columns, and rows that break the arithmetic
    which the other rows of their table keep; one finding for each figure that is wrong."""
    for table in reading.tables:
        found = slips(table)
        below, beside = _down(table, found), _along(table)
        crossing = _crossing(table, below, beside)
        if crossing is not None:
            yield crossing
            continue
        yield from (slip.finding for slip in found)
        for total in (one for one in below if one.telling and not _told(one, found)):
            yield _wrong(total, f"The rows of “{shown(_head(table, total))}”")
        for total in (one for one in beside if not _told(one, found)):
            yield _wrong(total, f"The figures of the row “{shown(table.label(total.row))}”")


def _told(total: _Total, found: list[Slip]) -> bool:
    return any((slip.row, slip.column) == (total.row, total.column) for slip in found)


def _head(table: Table, total: _Total) -> str:
    return table.head[total.column].text or table.label(total.row)


def _wrong(total: _Total, what: str) -> Finding:
    return finding(
        total.cell.place, "wrong-total", "high",
        f"{what} add up to {written(total.added, 2)}; the total says {written(total.said, 2)}.",
        "Correct the total, or the figure that is wrong.",
        [cell.place for cell in total.parts],
    )  # fmt: skip


def _crossing(table: Table, below: list[_Total], beside: list[_Total]) -> Finding | None:
    """The one cell for which the totals of both its row and its column are off by the same."""
    if len(below) != 1 or len(beside) != 1:
        return None
    down, along = below[0], beside[0]
    cell = table.rows[along.row][down.column]
    off = down.said - down.added
    if off != along.said - along.added or cell not in down.parts or cell not in along.parts:
        return None
    value = cell.amount.value + off if cell.amount else off
    return finding(
        cell.place, "wrong-total", "high",
        f"The totals of its row and of its column both fit {written(value, 2)}, not {shown(cell.text)}.",
        "Correct the figure.", [down.cell.place, along.cell.place],
    )  # fmt: skip


def _is_total(table: Table, row: int) -> bool:
    label = table.label(row)
    return len(label) <= 40 and _TOTAL.match(label) is not None


def _down(table: Table, found: list[Slip]) -> list[_Total]:
    """The totals of columns that are wrong. A table in which no column adds up holds no sums,
    unless it has a single one that nearly does."""
    if any(_PART_OF.search(row[0].place.words) for row in table.rows):
        return []
    wrong: list[_Total] = []
    for row in range(len(table.rows)):
        if not _is_total(table, row) or (row < 2 and len(table.rows) - row < 3):
            continue
        sums = [_column(table, row, column, found) for column in range(1, len(table.head))]
        known = [total for total in sums if total is not None]
        off = [total for total in known if not total.right]
        if len(off) < len(known):
            wrong += off
        elif len(off) == 1 and len(table.label(row).split()) <= 2:
            wrong += [total for total in off if total.telling and _is_near(total)]
    return wrong


def _is_near(total: _Total) -> bool:
    return abs(total.added - total.said) <= _NEAR * max(abs(total.added), abs(total.said))


def _column(table: Table, row: int, column: int, found: list[Slip]) -> _Total | None:
    """The total in that row and column; None if it is none, or is nothing's sum."""
    total, head = table.rows[row][column], table.head[column].text
    groups = [
        [cell for cell in group if cell.text not in _EMPTY] for group in _groups(table, row, column)
    ]
    cells = groups[-1] if groups else []
    values = [cell.amount for cell in cells if cell.amount is not None]
    if total.amount is None or len(cells) < 2 or len(values) < len(cells) or _NO_SUM.search(head):
        return None
    if not _same_unit([*values, total.amount]):
        return None
    said = total.amount.value
    slack = _slack(values, total.amount, f"{head} {table.head[0].text}")
    sums = [sum((one.amount.value for one in group if one.amount), Decimal(0)) for group in groups]
    mended = sums[-1] + sum(
        slip.expected - amount.value
        for slip in found
        if slip.column == column and (amount := table.rows[slip.row][column].amount)
    )
    best = min(sums, key=lambda one: abs(one - said))
    right = any(abs(one - said) <= slack for one in (*sums, mended))
    share = "%" in head or any(value.unit == "%" for value in values)
    if not right and share and said != 100 and round(best) != 100:
        return None  # shares of something else
    numbers = [value.value for value in values]
    telling = not min(numbers) <= said <= max(numbers)
    return _Total(row, column, total, said, best, tuple(cells), right, telling)


def _groups(table: Table, row: int, column: int) -> list[list[Cell]]:
    """The cells that the total of a row may be the sum of; the last is the likeliest."""
    above = [number for number in range(row) if _is_total(table, number)]
    plain = [table.rows[number][column] for number in range(row) if number not in above]
    if not plain:
        below = range(row + 1, len(table.rows))
        return [[table.rows[one][column] for one in below if not _is_total(table, one)]]
    since = range(max(above, default=-1) + 1, row)
    found = [
        [table.rows[number][column] for number in above],
        [table.rows[number][column] for number in since],
        plain,
    ]
    return [group for group in found if len(group) > 1]


def _same_unit(values: Values) -> bool:
    return len({value.unit for value in values if value.unit}) <= 1


def _slack(values: Values, total: Amount, head: str) -> Decimal:
    """By how much rounding may part a total from the sum of what is shown."""
    everything: Sequence[Amount] = [*values, total]
    if all(value.step == Decimal("0.01") for value in everything):
        return Decimal(0)
    rounded = _ROUNDED.search(head) or "%" in head or any(one.unit == "%" for one in everything)
    small = min(abs(value.value) for value in everything) < _LARGE
    if small and not rounded and all(value.step == 1 for value in everything):
        return Decimal(0)
    return sum((value.half for value in everything), Decimal(0))


def _along(table: Table) -> list[_Total]:
    """The totals of rows that are wrong, in a column where most are right."""
    wrong: list[_Total] = []
    for column in range(3, len(table.head)):
        if not _TOTAL.match(table.head[column].text):
            continue
        sums = [_row(table, row, column) for row in range(len(table.rows))]
        known = [total for total in sums if total is not None]
        off = [total for total in known if not total.right]
        right = len(known) - len(off)
        off = [one for one in off if not (_is_total(table, one.row) and _repeats(one, off))]
        if right > 2 * len(off) or (len(off) == 1 and right):
            wrong += off
    return wrong


def _repeats(total: _Total, others: list[_Total]) -> bool:
    """Whether a total is only off because another, which it counts, is."""
    difference = total.said - total.added
    return any(one is not total and one.said - one.added == difference for one in others)


def _row(table: Table, row: int, column: int) -> _Total | None:
    cells = tuple(
        table.rows[row][number]
        for number in range(1, column)
        if not _TOTAL.match(table.head[number].text)
        and not _NO_SUM.search(table.head[number].text)
        and table.rows[row][number].text not in _EMPTY
    )
    values = [cell.amount for cell in cells if cell.amount is not None]
    total = table.rows[row][column]
    if total.amount is None or len(values) < max(2, len(cells)):
        return None
    if not _same_unit([*values, total.amount]):
        return None
    added = sum((value.value for value in values), Decimal(0))
    said = total.amount.value
    right = abs(added - said) <= _slack(values, total.amount, table.head[column].text)
    return _Total(row, column, total, said, added, cells, right)
