"""The numbers of a sentence, each with its scale and unit, and where the sentences are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from bluepencil.engines.checks.consistency.numbers import FIGURE, NUMERALS, Amount, figure, scaled

PERCENT = r"(?:%|percent\b|per cent\b|prozent\b|pour cent\b|por ciento\b|phần trăm\b)"
_SMALL = "|".join(
    sorted((word for word, value in NUMERALS.items() if 0 < value <= 20), key=len, reverse=True)
)
_FIGURE = re.compile(
    rf"(?<![\w.,:/#^])(?<!\w[–-])(?P<money>(?:US)?[$€£] ?)?(?P<digits>{FIGURE})(?![\w^]|[.,]\d|:\d|/\d|[–-]\d|(?:st|nd|rd|th)\b)"
    r"(?P<scale>[  ]?(?:k|K|M|bn|Mio\.?|Mrd\.?|thousand|million|billion|Millionen|Milliarden|millions|milliards|millones|"
    rf"triệu|tỷ)\b)?(?:[  ]?(?P<percent>{PERCENT}))?",
    re.IGNORECASE,
)
_SCALED = re.compile(
    r"(?<![\w.,:/#^])(?<!\w[–-])(?P<money>)(?P<digits>"
    + FIGURE
    + r")(?P<scale>[kKM])(?P<percent>)\b"
)
_WORDED = re.compile(rf"(?<![\w-])(?P<word>{_SMALL})(?![\w-])", re.IGNORECASE)
_STOP = re.compile(r"(?<![\s.][^\W\d_])[.!?](?=[)”\"]?\s+[“\"(]?[^\W\d_a-z])|\n|;\s|[.!?]$")
_LEAD = 70  # characters before a number that may be about it
_ROUGHLY = re.compile(
    r"(?:\b(?:about|around|approximately|approx\.?|roughly|nearly|almost|some|over|under|more than|less than|"
    r"at least|at most|up to|just|just over|just under|close to|ca\.?|circa|etwa|rund|fast|knapp|gut|über|environ|"
    r"près de|presque|plus de|unos|unas|casi|más de|alrededor de|aproximadamente|khoảng|gần|hơn)|[~≈<>≤≥]) ?\Z",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Figure:
    """A number at `text[start:end]`, with its percent sign if it has one."""

    start: int
    end: int
    amount: Amount
    percent: bool
    rough: bool
    digits: str

    @property
    def value(self) -> Decimal:
        """What it stands for."""
        return self.amount.value


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a paragraph are, as far as stops tell; a semicolon ends one too."""
    start = 0
    for stop in _STOP.finditer(text):
        if stop.end() > start:
            yield start, stop.end()
        start = stop.end()
    if start < len(text):
        yield start, len(text)


def figures(text: str, start: int, end: int, comma: bool, *, words: bool = False) -> list[Figure]:
    """The numbers between two places of a text, in order; with `words`, those in words up to
    twenty too."""
    found = []
    for pattern in (_FIGURE, _SCALED):
        for match in pattern.finditer(text, start, end):
            amount = figure(match["digits"], comma)
            if amount is None:
                continue
            scale = match["scale"]
            amount = (scaled(amount, scale.strip()) if scale else None) or amount
            rough = _is_rough(text, start, match.start())
            digits = match["digits"] + (scale or "")
            found.append(
                Figure(match.start(), match.end(), amount, bool(match["percent"]), rough, digits)
            )
    for match in _WORDED.finditer(text, start, end) if words else ():
        amount = Amount(Decimal(NUMERALS[match["word"].lower()]), Decimal(1))
        rough = _is_rough(text, start, match.start())
        found.append(Figure(match.start(), match.end(), amount, False, rough, match["word"]))
    return sorted(found, key=lambda one: one.start)


def _is_rough(text: str, start: int, at: int) -> bool:
    return _ROUGHLY.search(text, max(start, at - 24), at) is not None


def lead(text: str, start: int, figure: Figure) -> str:
    """The words of a sentence, which begins at `start`, before a number in it."""
    return text[max(start, figure.start - _LEAD) : figure.start]
