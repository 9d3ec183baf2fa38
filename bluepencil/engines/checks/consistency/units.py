"""Quantities given in two units that are not the same, and multiples that do not fit."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bluepencil.engines.checks.consistency.numbers import FIGURE, Amount, figure, scaled, written
from bluepencil.engines.checks.consistency.places import Prose, finding, shown
from bluepencil.engines.checks.consistency.reading import Reading
from bluepencil.review.findings import Finding

# By dimension: how many of the smallest unit each is; where usage differs, each that it may be.
_DIMENSIONS: tuple[dict[str, tuple[float, ...]], ...] = (
    {
        "ms": (1e-3,), "millisecond": (1e-3,), "s": (1,), "sec": (1,), "second": (1,), "sekunde": (1,),
        "seconde": (1,), "segundo": (1,), "min": (60,), "minute": (60,), "minuten": (60,),
        "minuto": (60,), "h": (3600,), "hr": (3600,), "hour": (3600,), "stunde": (3600,),
        "heure": (3600,), "hora": (3600,), "day": (86400, 28800), "tag": (86400, 28800),
        "jour": (86400, 28800), "día": (86400, 28800), "week": (604800, 432000, 144000),
        "woche": (604800, 432000, 144000), "semaine": (604800, 432000), "semana": (604800, 432000),
        "month": (2592000, 2678400, 2629746, 2419200), "year": (31536000, 31557600, 31449600, 31104000),
    },
    {
        "nm": (1e-9,), "µm": (1e-6,), "mm": (1e-3,), "cm": (1e-2,), "m": (1,), "metre": (1,),
        "meter": (1,), "km": (1e3,), "kilometre": (1e3,), "kilometer": (1e3,), "in": (0.0254,),
        "inch": (0.0254,), "ft": (0.3048,), "feet": (0.3048,), "mile": (1609.344,),
    },
    {
        "µg": (1e-6,), "mg": (1e-3,), "g": (1,), "gram": (1,), "kg": (1e3,), "kilogram": (1e3,),
        "t": (1e6,), "tonne": (1e6,), "lb": (453.59237,), "oz": (28.349523,),
    },
    {
        "ml": (1e-3,), "cl": (1e-2,), "dl": (0.1,), "l": (1,), "litre": (1,), "liter": (1,), "hl": (100,),
        "m³": (1e3,), "cm³": (1e-3,), "gallon": (3.785, 4.546),
    },
    {
        "b": (1,), "byte": (1,), "kb": (1e3, 1024), "kib": (1024,), "mb": (1e6, 1024**2),
        "mib": (1024**2,), "gb": (1e9, 1024**3), "gib": (1024**3,), "tb": (1e12, 1024**4),
        "tib": (1024**4,), "pb": (1e15, 1024**5),
    },
    {"w": (1,), "kw": (1e3,), "mw": (1e6,), "gw": (1e9,)},
    {"wh": (1,), "kwh": (1e3,), "mwh": (1e6,), "gwh": (1e9,)},
    {"mbar": (1,), "bar": (1e3,), "pa": (1e-2,), "hpa": (1,), "kpa": (10,), "mpa": (1e4,), "psi": (68.948,)},
    {"hz": (1,), "khz": (1e3,), "mhz": (1e6,), "ghz": (1e9,)},
    {"m²": (1,), "km²": (1e6,), "ha": (1e4,), "hectare": (1e4,), "acre": (4046.86,), "cm²": (1e-4,)},
)  # fmt: skip
_UNITS = {
    unit: (index, sizes) for index, units in enumerate(_DIMENSIONS) for unit, sizes in units.items()
}
_PLURAL = re.compile(r"(?<=[a-zé]{3})e?[sn]$")
_NAMES = "|".join(sorted(_UNITS, key=len, reverse=True))


def _value(side: str) -> str:
    """A pattern for a number with a unit."""
    return rf"(?P<{side}>{FIGURE})[  ]?(?P<{side}u>(?:{_NAMES})(?:e?[sn])?)(?![\w²³/])"


def _per(side: str) -> str:
    """A pattern for what a rate is measured by: a thing, and a length of time."""
    times = (
        "second|sec|s|minute|min|hour|h|day|sekunde|stunde|tag|seconde|heure|jour|segundo|hora|día"
    )
    return (
        rf"(?: (?P<{side}x>[^\W\d_]{{3,14}}))? ?(?:per |an? |/ ?|pro |par |por |mỗi )"
        rf"(?P<{side}p>{times})\b"
    )


_TWICE = re.compile(
    r"(?<![\w.,:/–-])" + _value("a")
    + r"(?P<gap> ?\(|, i\.e\.,? |, that is,? |, or | = | or |, also | \(= ?| \(i\.e\. )"
    + _value("b") + r"(?P<end>\)|(?=[\s,.;]))",
    re.IGNORECASE,
)  # fmt: skip
_DEGREES = re.compile(
    rf"(?P<a>[−-]?{FIGURE})[  ]?°(?P<au>[CF]) ?\((?P<b>[−-]?{FIGURE})[  ]?°(?P<bu>[CF])\)"
)
_RATES = re.compile(
    rf"(?<![\w.,:/–-])(?P<a>{FIGURE})(?P<ak>[kKM]\b)?" + _per("a")
    + rf"(?: ?\(|, i\.e\. |, that is,? |, or | = | or |, also )(?P<b>{FIGURE})(?P<bk>[kKM]\b)?" + _per("b"),
    re.IGNORECASE,
)  # fmt: skip
_SLACK = Decimal("0.06")  # for what is rounded in one of the units


def wrong_units(reading: Reading) -> Iterator[Finding]:
    """“2.5 km (250 m)”: one quantity in two units, with values that are not the same."""
    comma = reading.comma
    for one in reading.numeric:
        text = one.own
        yield from _twice(one, text, comma)
        yield from _degrees(one, text, comma)
        yield from _rates(one, text, comma)


def _unit(written_as: str) -> tuple[int, tuple[float, ...]] | None:
    name = written_as.casefold()
    return _UNITS.get(name) or _UNITS.get(_PLURAL.sub("", name)) or _UNITS.get(name.rstrip("s"))


def _twice(one: Prose, text: str, comma: bool) -> Iterator[Finding]:
    for match in _TWICE.finditer(text):
        first, second = _unit(match["au"]), _unit(match["bu"])
        a, b = figure(match["a"], comma), figure(match["b"], comma)
        bracket, closed = "(" in match["gap"], match["end"] == ")"
        if not (first and second and a and b and a.value and b.value) or bracket != closed:
            continue
        if (
            first[0] != second[0]
            or first[1] == second[1]
            or match["au"][-1:] == match["bu"][-1:] == "M"
        ):
            continue
        ratios = [
            a.value * Decimal(one_size) / (b.value * Decimal(other_size))
            for one_size in first[1]
            for other_size in second[1]
        ]
        if all(
            abs(ratio - 1) > max(_SLACK, b.half / b.value, a.half / a.value) for ratio in ratios
        ):
            if "or" in match["gap"] and not any(_is_slip(ratio) for ratio in ratios):
                continue  # “2 hours or 3 days”: two different things
            right = a.value * Decimal(first[1][0]) / Decimal(second[1][0])
            yield _wrong(one, match, f"{shown(match['a'])} {match['au']}", right, match["bu"])


def _is_slip(ratio: Decimal) -> bool:
    """Whether two values are off by a power of ten."""
    return any(abs(ratio * Decimal(10) ** power - 1) < _SLACK for power in (-3, -2, -1, 1, 2, 3))


def _degrees(one: Prose, text: str, comma: bool) -> Iterator[Finding]:
    for match in _DEGREES.finditer(text) if "°" in text else ():
        a, b = _signed(match["a"], comma), _signed(match["b"], comma)
        if a is None or b is None or match["au"].upper() == match["bu"].upper():
            continue
        right = a * 9 / 5 + 32 if match["au"].upper() == "C" else (a - 32) * 5 / 9
        if abs(right - b) > 2:
            yield _wrong(one, match, f"{match['a']} °{match['au']}", right, f"°{match['bu']}")


def _signed(digits: str, comma: bool) -> Decimal | None:
    amount = figure(digits.lstrip("−-"), comma)
    return None if amount is None else -amount.value if digits[0] in "−-" else amount.value


def _rates(one: Prose, text: str, comma: bool) -> Iterator[Finding]:
    """“7,200 requests per hour, or 5 requests per second”."""
    for match in _RATES.finditer(text):
        a, b = (_rate(match, side, comma) for side in "ab")
        of = {(match[f"{side}x"] or "").casefold().rstrip("s") for side in "ab"} - {""}
        if a is None or b is None or not b.value or len(of) > 1:
            continue
        sizes = [_unit(match[f"{side}p"]) for side in "ab"]
        if sizes[0] is None or sizes[1] is None or sizes[0][1] == sizes[1][1]:
            continue
        right = a.value / Decimal(sizes[0][1][0]) * Decimal(sizes[1][1][0])
        if abs(right / b.value - 1) > max(_SLACK, b.half / b.value):
            yield _wrong(one, match, f"{match['a']} per {match['ap']}", right, f"per {match['bp']}")


def _rate(match: re.Match[str], side: str, comma: bool) -> Amount | None:
    amount = figure(match[side], comma)
    scale = match[f"{side}k"]
    return (scaled(amount, scale) or amount) if amount and scale else amount


def _wrong(one: Prose, match: re.Match[str], first: str, right: Decimal, unit: str) -> Finding:
    end = match.end("bu") if "bu" in match.groupdict() else match.end("bp")
    places = 0 if right >= 100 else 2
    words = one.place(match.start("b"), end)
    return finding(
        words, "unit-mismatch", "high",
        f"{first} is {written(right, places)} {unit}, not {shown(words.words)}.",
        "Correct the figure or the unit that is wrong.",
        [one.place(match.start("a"), match.start("b"))],
    )  # fmt: skip
