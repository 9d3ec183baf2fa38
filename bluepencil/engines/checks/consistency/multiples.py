"""Multiples that do not fit the two values they compare: “9.2K per minute, twice 4.7K per second”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bluepencil.engines.checks.consistency.numbers import FIGURE, figure, scaled
from bluepencil.engines.checks.consistency.places import Prose, finding, shown
from bluepencil.engines.checks.consistency.reading import Reading
from bluepencil.review.findings import Finding

_TIMES = {
    "half": Decimal("0.5"), "twice": Decimal(2), "double": Decimal(2), "three times": Decimal(3),
    "four times": Decimal(4), "five times": Decimal(5), "ten times": Decimal(10),
    "triple": Decimal(3), "doppelt so viel wie": Decimal(2), "le double de": Decimal(2),
    "el doble de": Decimal(2), "gấp đôi": Decimal(2),
}  # fmt: skip
_SECONDS = {
    "second": 1, "sec": 1, "s": 1, "sekunde": 1, "seconde": 1, "segundo": 1, "giây": 1, "minute": 60,
    "min": 60, "minuto": 60, "phút": 60, "hour": 3600, "h": 3600, "stunde": 3600, "heure": 3600,
    "hora": 3600, "giờ": 3600, "day": 86400, "d": 86400, "tag": 86400, "jour": 86400, "día": 86400,
    "ngày": 86400,
}  # fmt: skip


def _rate_written(side: str) -> str:
    """A pattern for a value with a unit, a length of time it is measured by, or neither."""
    return (
        rf"(?P<{side}n>{FIGURE})(?P<{side}k> ?[kKM]\b| thousand| million| billion)?"
        rf"(?: ?(?P<{side}unit>%|(?!per\b|a\b|pro\b|par\b|por\b)[^\W\d_]{{1,12}}))?"
        rf"(?: (?:per |an? |/ ?|pro |par |por |mỗi )(?P<{side}per>{'|'.join(_SECONDS)})\b)?"
    )


_MULTIPLE = re.compile(
    rf"(?<![\w.,:/#+–-])[$€£]?{_rate_written('a')}"
    r"(?:,| \(| [–—]| is| was| are| were|, which is|, or| bằng)? ?(?:(?:about|roughly|almost|nearly|around|some|over|more than|exactly|only|just) )?"
    rf"(?P<times>{'|'.join(_TIMES)}|\d{{1,3}}(?:\.\d)?(?: times|[x×])) ?(?:as (?:many|much|high|long|large|big|fast) as )?(?:(?:of|the|our|its|a|an|last year's|previous|normal|usual|limit|average|peak|rate|baseline|original|expected|planned|former|old|current) ){{0,4}}(?:of )?"
    rf"\(?[$€£]?{_rate_written('b')}",
    re.IGNORECASE,
)
_FAR = Decimal("0.3")  # how far a rounded multiple may be off


def wrong_multiples(reading: Reading) -> Iterator[Finding]:
    """“Twice”, “half” and “three times” between two values that are not."""
    comma = reading.comma
    for one in reading.numeric:
        yield from _multiples(one, one.own, comma)


def _multiples(one: Prose, text: str, comma: bool) -> Iterator[Finding]:
    """“9.2K per minute, about twice 4.71K per second”."""
    for match in _MULTIPLE.finditer(text):
        first, second = _rate(match, "a", comma), _rate(match, "b", comma)
        word = match["times"].casefold()
        times = _TIMES.get(word)
        if times is None:
            times = Decimal(re.split(r" times|[x×]", word)[0])
        if first is None or second is None or not second[0] or not times or first[1] != second[1]:
            continue
        real = first[0] / second[0]
        if abs(real - times) > _FAR * times:
            yield finding(
                one.place(*match.span()), "wrong-multiple", "high",
                f"{shown(match['an'] + (match['ak'] or ''))}{_per(match['aper'])} is {_times(real)} times "
                f"{shown(match['bn'] + (match['bk'] or ''))}{_per(match['bper'])}, not {match['times']}.",
                "Check the two figures and their units.",
            )  # fmt: skip


def _rate(match: re.Match[str], side: str, comma: bool) -> tuple[Decimal, tuple[str, bool]] | None:
    """The value by the second, where it is a rate, and what it is measured in."""
    amount = figure(match[f"{side}n"], comma)
    if amount is None:
        return None
    if match[f"{side}k"]:
        amount = scaled(amount, match[f"{side}k"].strip()) or amount
    per = match[f"{side}per"]
    value = amount.value / _SECONDS[per.casefold()] if per else amount.value
    unit = (match[f"{side}unit"] or "").casefold().rstrip("s")
    return value, (unit, per is not None)


def _per(unit: str | None) -> str:
    return f" per {unit}" if unit else ""


def _times(ratio: Decimal) -> str:
    return f"{ratio:.1f}" if ratio >= 1 else f"{ratio:.2g}"
