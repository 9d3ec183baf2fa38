"""Sums that are written out, and numbers that are given in words and in figures."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from bluepencil.engines.checks.consistency.numbers import (
    FIGURE,
    NUMERALS,
    Amount,
    figure,
    written,
)
from bluepencil.engines.checks.consistency.places import Prose, finding
from bluepencil.engines.checks.consistency.reading import Reading
from bluepencil.review.findings import Finding

_EQUATION = re.compile(
    rf"(?<![\w.,:/#+×*/=−–-])(?<![+×*/=−–-] )(?P<terms>{FIGURE}(?: [+−–×*] {FIGURE}){{1,12}}) = (?P<answer>{FIGURE})"
    r"(?![\w:/^]|[.,]\d| ?[+×*/−–])"
)
_BRACKET = re.compile(r" ?\((?:(?P<digits>\d{1,3})|(?P<words>[^()\d\n]{2,24}))\)")
_FRONT = 32  # characters before a bracket in which a numeral stands
_LAST_NUMBER = re.compile(r"(?<![\w.,:/#$€£–-])\d{1,3}\Z")


class _Pair(NamedTuple):
    """A number that stands beside itself in words: where both begin and end, and both."""

    start: int
    end: int
    word: str
    digits: str


def wrong_arithmetic(reading: Reading) -> Iterator[Finding]:
    """Sums that are wrong, and numbers that are one thing in words and another in figures."""
    beside: list[tuple[Prose, _Pair]] = []
    cited = 0
    for one in reading.numeric:
        yield from _equations(one, one.own, reading.comma)
        for match in _BRACKET.finditer(one.own):
            pair = _pair(one.own, match)
            cited += pair is None and match["digits"] is not None
            if pair is not None:
                beside.append((one, pair))
    for one, pair in beside:
        wrong = NUMERALS[pair.word.lower()] != int(pair.digits)
        if wrong and cited <= len(beside) + 1:  # else “two (12)” refers to a source
            yield finding(
                one.place(pair.start, pair.end), "number-mismatch", "high",
                f"In words it is “{pair.word}”, in figures {pair.digits}.",
                "Correct the one that is wrong.",
            )  # fmt: skip


def _pair(text: str, match: re.Match[str]) -> _Pair | None:
    """“thirty (40)” or “40 (thirty)” around this bracket."""
    lead = text[max(0, match.start() - _FRONT) : match.start()]
    words = match["words"]
    if words is not None:
        number = _LAST_NUMBER.search(lead) if words.lower() in NUMERALS else None
        start = match.start() - len(number[0]) if number else 0
        return _Pair(start, match.end(), words, number[0]) if number else None
    last = lead.split()[-3:]
    for count in range(len(last), 0, -1):
        word = " ".join(last[-count:])
        if word.lower() in NUMERALS and lead.endswith(word):
            return _Pair(match.start() - len(word), match.end(), word, match["digits"])
    return None


def _equations(one: Prose, text: str, comma: bool) -> Iterator[Finding]:
    """“12 + 7 = 20”: sums and products that are written out."""
    for match in _EQUATION.finditer(text) if " = " in text else ():
        pieces = re.split(r" ([+−–×*]) ", match["terms"])
        terms = [figure(piece, comma) for piece in pieces[::2]]
        answer = figure(match["answer"], comma)
        if answer is None or None in terms:
            continue
        amounts = [term for term in terms if term is not None]
        signs = pieces[1::2]
        if any(sign in "×*" for sign in signs):
            if not all(sign in "×*" for sign in signs):
                continue
            value = Decimal(1)
            for amount in amounts:
                value *= amount.value
            slack = Decimal(0) if answer.step == 1 else answer.half
            slack = max(slack, abs(value) / 100) if any(a.step < 1 for a in amounts) else slack
        else:
            value = amounts[0].value
            for sign, amount in zip(signs, amounts[1:], strict=True):
                value += amount.value if sign == "+" else -amount.value
            slack = Decimal(0)
            if any(a.step != answer.step for a in amounts):
                slack = sum((a.half for a in amounts), answer.half)
        if abs(value - answer.value) > slack:
            yield finding(
                one.place(*match.span("answer")), "wrong-result", "high",
                f"{match['terms']} is {_written(value, answer)}, not {match['answer']}.",
                "Check the figures and correct the one that is wrong.",
                [one.place(*match.span("terms"))],
            )  # fmt: skip


def _written(value: Decimal, like: Amount) -> str:
    """A result with as many places as the number that it is held against, and one at least."""
    return written(value, max(1, -int(like.step.as_tuple().exponent)))
