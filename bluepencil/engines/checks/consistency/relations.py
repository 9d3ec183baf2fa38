"""Rows of a table that break the arithmetic which its other rows keep."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from bluepencil.engines.checks.consistency.numbers import Amount, written
from bluepencil.engines.checks.consistency.places import finding, shown
from bluepencil.engines.checks.consistency.tables import Cell, Table
from bluepencil.review.findings import Finding

_WIDEST = 10  # columns among which relations are looked for
_HOLDS = 3  # rows in which a relation must hold before a row without it is a slip
_PRIORITY = re.compile(r"rpn\b|rpz\b|risk priority", re.IGNORECASE)

Values = Sequence[Amount]
_Expected = (
    tuple[Decimal, Decimal] | None
)  # what the answer should be, and by how much it may be off


@dataclass(frozen=True)
class Slip:
    """A cell that the rest of its row contradicts, and what it should say."""

    row: int
    column: int
    expected: Decimal
    finding: Finding


def _sum(values: Values) -> _Expected:
    one, other, _ = values
    return one.value + other.value, _inexact(values)


def _difference(values: Values) -> _Expected:
    one, other, _ = values
    return one.value - other.value, _inexact(values)


def _increase(values: Values) -> _Expected:
    one, other, _ = values
    return other.value - one.value, _inexact(values)


def _inexact(values: Values) -> Decimal:
    """By how much rounding may part a difference from its answer; whole numbers are exact."""
    return sum((value.half for value in values if value.step != 1), Decimal(0))


def _product(values: Values) -> _Expected:
    *factors, answer = values
    product, slack = Decimal(1), Decimal(0)
    for factor in factors:
        slack = abs(product) * factor.half + abs(factor.value) * slack
        product *= factor.value
    cents = Decimal("0.01")
    if all(value.step in (1, cents) for value in values) and factors[0].step == 1:
        slack = answer.half if answer.step > cents else Decimal(0)
    return product, slack


def _quotient(values: Values) -> _Expected:
    one, other, answer = values
    if not other.value or answer.unit != "%":
        return None
    return 100 * one.value / other.value, answer.step


def _growth(values: Values) -> _Expected:
    one, other, answer = values
    if not one.value or answer.unit != "%":
        return None
    return 100 * (other.value - one.value) / abs(one.value), answer.step


_RELATIONS: tuple[tuple[str, Callable[[Values], _Expected]], ...] = (
    ("{0} and {1} make {2}", _sum),
    ("{0} less {1} is {2}", _difference),
    ("{1} less {0} is {2}", _increase),
    ("{0} times {1} is {2}", _product),
    ("{0} is {2} % of {1}", _quotient),
    ("from {0} to {1} the change is {2} %", _growth),
)


def slips(table: Table) -> list[Slip]:
    """The cells that are not what the other rows make of the columns before them, one a row."""
    found: dict[int, Slip] = {}
    for slip in (*_related(table), *_shares(table)):
        found.setdefault(slip.row, slip)
    return list(found.values())


def _related(table: Table) -> Iterator[Slip]:
    """One column that is the difference, product or share of two before it."""
    columns = [
        number for number in range(len(table.head))
        if sum(cell.amount is not None for cell in table.column(number)) > _HOLDS
    ][:_WIDEST]  # fmt: skip
    for answer in reversed(columns):
        before = [number for number in columns if number < answer]
        if _PRIORITY.match(table.head[answer].text) and len(before) >= 3:
            yield from _breaks(
                table, (*before[-3:], answer), "{0} times {1} times {2} is {3}", _product
            )
        for first, second in combinations(before, 2):
            for words, relation in _RELATIONS:
                yield from _breaks(table, (first, second, answer), words, relation)


def _breaks(
    table: Table, columns: tuple[int, ...], words: str, relation: Callable[[Values], _Expected]
) -> Iterator[Slip]:
    """The rows without a relation that at least three times as many have."""
    kept: set[tuple[Decimal, ...]] = set()
    broken: list[tuple[int, Decimal]] = []
    for number, row in enumerate(table.rows):
        amounts = [row[column].amount for column in columns]
        values = [amount for amount in amounts if amount is not None]
        expected = relation(values) if len(values) == len(columns) else None
        if expected is None:
            continue
        if abs(expected[0] - values[-1].value) <= expected[1]:
            kept.add(tuple(value.value for value in values))
        else:
            broken.append((number, expected[0]))
        if len(broken) > 2:
            return
    telling = [values for values in kept if all(values) and max(map(abs, values)) >= 10]
    if len(telling) >= max(_HOLDS, 3 * len(broken)):
        for number, value in broken:
            yield _slip(table, number, columns, value, words)


def _slip(table: Table, number: int, columns: tuple[int, ...], value: Decimal, words: str) -> Slip:
    *given, answer = (table.rows[number][column] for column in columns)
    says = words.format(*(shown(cell.text) for cell in given), written(value, 2))
    return Slip(
        number, columns[-1], value,
        finding(
            answer.place, "wrong-result", "high",
            f"In the row “{shown(table.label(number))}” {says}; the table says {shown(answer.text)}.",
            "Check the figures of the row and correct the one that is wrong.",
            [cell.place for cell in given],
        ),
    )  # fmt: skip


def _shares(table: Table) -> Iterator[Slip]:
    """A column of percentages that are the shares of another column's figures in their total."""
    for column, head in enumerate(table.head):
        cells = table.column(column)
        if not ("%" in head.text or any(cell.amount and cell.amount.unit == "%" for cell in cells)):
            continue
        for base in range(1, len(table.head)):
            total = table.rows[-1][base].amount
            if base != column and total is not None and total.value:
                yield from _wrong_shares(table, base, column, total)


def _wrong_shares(table: Table, base: int, column: int, total: Amount) -> Iterator[Slip]:
    right, wrong = 0, []
    rest = table.rows[:-1]
    figures = [row[base].amount for row in rest]
    if sum(figure.value for figure in figures if figure) != total.value:
        return
    for number, row in enumerate(rest):
        part, said = row[base].amount, row[column].amount
        if part is None or said is None:
            continue
        share = 100 * part.value / total.value
        if abs(share - said.value) <= said.step:
            right += 1
        else:
            wrong.append((number, share))
    if right >= 2 and right >= 2 * len(wrong):
        for number, share in wrong:
            answer = table.rows[number][column]
            of: Cell = table.rows[number][base]
            yield Slip(
                number, column, share,
                finding(
                    answer.place, "wrong-percentage", "high",
                    f"{shown(of.text)} of {shown(table.rows[-1][base].text)} is {written(share, 1)} %; "
                    f"the table says {shown(answer.text)}.",
                    "Correct the percentage, or the figure it is made of.",
                    [of.place, table.rows[-1][base].place],
                ),
            )  # fmt: skip
