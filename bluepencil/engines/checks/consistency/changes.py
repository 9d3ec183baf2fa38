"""Changes “from 120 to 90” and what is said of them: percentages, differences, “doubled”."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bluepencil.engines.checks.consistency.figures import Figure, figures, lead, sentences
from bluepencil.engines.checks.consistency.numbers import written
from bluepencil.engines.checks.consistency.places import Prose, finding
from bluepencil.engines.checks.consistency.reading import Reading
from bluepencil.review.findings import Finding

_LONGEST = 70  # characters between the two values and what is said of them
_FROM = re.compile(r"\b(?:from|von|de|từ) ?\Z", re.IGNORECASE)
_TO = re.compile(r"(?: ?[^\W\d_%][\w%]{0,14})? (?:to|auf|à|a|lên|xuống) ?\Z", re.IGNORECASE)
_CHANGE = re.compile(
    r"\b(?:increas\w*|decreas\w*|drop\w*|fall\w*|fell|rise\w*|rose|risen|reduc\w*|gr[eo]w\w*|sav\w*|gain\w*|loss|lost|"
    r"chang\w*|improv\w*|up|down|cut\w*|declin\w*|climb\w*|jump\w*|shrank|shrunk|anstieg|stieg\w*|rückgang|sank\w*|"
    r"zunahme|abnahme|hausse|baisse|augment\w*|diminu\w*|réduction|aument\w*|reducción|descen\w*|sub\w*|baj\w*|"
    r"tăng|giảm|plus|minus|by|um)\b",
    re.IGNORECASE,
)
_ASIDE = re.compile(  # the percentage is of something else
    r"\b(?:for|with|among|on|when|where|while|or|only|within|than|still|reached|target|bei|mit|dans|pour|con|để|với)\b|"
    r"\b(?:in|at|of the) ?\Z",
    re.IGNORECASE,
)
_POINTS = re.compile(
    r"[ -]?(?:percentage[ -])?(?:points?|pp\b|punkte?)|[ -]?(?:prozentpunkte?|basis)", re.IGNORECASE
)
_FASTER = re.compile(
    r" (?:faster|slower|quicker|better|worse|smaller|shorter|longer|schneller|plus vite)", re.I
)
_TIMES = {
    "halved": Decimal("0.5"), "doubled": Decimal(2), "tripled": Decimal(3), "trebled": Decimal(3),
    "quadrupled": Decimal(4), "halbiert": Decimal("0.5"), "verdoppelt": Decimal(2),
    "verdreifacht": Decimal(3),
}  # fmt: skip
_MORE = re.compile(r"\b(?:more|less|most|over) (?:than )?\Z", re.IGNORECASE)
_TIMED = re.compile(rf"\b(?P<word>{'|'.join(_TIMES)})\b", re.IGNORECASE)
_BARE = re.compile(r"(?: [^\W\d_%]+){0,2} ?\([+−–-]?")
_CUT = re.compile(r"[,(:–—]")
_FOLLOWED = re.compile(r",? (?:from|von|de|từ) ?")
_MORE_NOW = re.compile(
    r" (?:more|less|fewer|higher|lower|up|down|mehr|weniger|de plus|de moins|más|menos)\b", re.I
)
_UNIT = re.compile(r"[  ]?(?P<unit>[^\W\d_]{1,14})\b(?! per\b|/)")
_EACH = re.compile(r"\b(?:per|each|every|average|a (?:day|week|month|year))\b", re.IGNORECASE)


def wrong_changes(reading: Reading) -> Iterator[Finding]:
    """Percentages, differences and multiples that the two values beside them do not make."""
    for one in reading.numeric:
        for start, end in sentences(one.own):
            found = figures(one.own, start, end, reading.comma)
            for index in range(len(found) - 1) if len(found) > 1 else ():
                yield from _changes(one, one.own, start, found, index)


def _changes(
    one: Prose, text: str, start: int, found: list[Figure], index: int
) -> Iterator[Finding]:
    """What is said of a change from one number to the next."""
    first, last = found[index], found[index + 1]
    after = found[index + 2] if index + 2 < len(found) else None
    before = found[index - 1] if index else None
    front = lead(text, start, first)
    if not _FROM.search(front) or not _TO.fullmatch(text[first.end : last.start]):
        return
    if after is not None and not _is_said(text, last, after):
        after = None
    points = after is not None and _POINTS.match(text, after.end) is not None
    if after is not None and points and first.percent and last.percent:
        yield from _difference(one, first, last, after, "percentage points")
    if first.percent or last.percent or not first.value or not last.value:
        return
    timed = _TIMED.search(front[-60:])
    if timed:
        offset = first.start - len(front[-60:])
        yield from _multiplied(
            one, text, (offset + timed.start(), offset + timed.end()), first, last
        )
    if after is not None and after.percent and not points:
        yield from _change(one, text, first, last, after)
    elif after is not None and (unit := _unit(text, last)) and unit == _unit(text, after):
        yield from _difference(one, first, last, after, unit)
    elif before and before.percent and not _POINTS.match(text, before.end):
        told = _CHANGE.search(text[max(start, before.start - 50) : before.start])
        if told and _FOLLOWED.fullmatch(text[before.end : first.start]):
            yield from _change(one, text, first, last, before)


def _is_said(text: str, last: Figure, after: Figure) -> bool:
    """Whether a number after such words tells by how much the values before them differ."""
    gap = text[last.end : after.start]
    if len(gap) > _LONGEST or _EACH.search(gap):
        return False
    if after.percent and _BARE.fullmatch(gap):
        return True
    cut = _CUT.search(gap)
    tail = gap[cut.end() :] if cut else ""
    changed = _CHANGE.search(tail) or (cut and _MORE_NOW.match(text, after.end))
    return bool(changed) and not _ASIDE.search(tail)


def _unit(text: str, figure: Figure) -> str:
    match = _UNIT.match(text, figure.end)
    return match["unit"].casefold().removesuffix("s") if match else ""


def _difference(
    one: Prose, first: Figure, last: Figure, said: Figure, unit: str
) -> Iterator[Finding]:
    real = abs(last.value - first.value)
    slack = sum(
        (figure.amount.half for figure in (first, last, said) if figure.amount.step != 1),
        Decimal(0),
    )
    slack = max(slack, real / 10 if said.rough or first.rough or last.rough else Decimal(0))
    if abs(real - said.value) > slack:
        yield finding(
            one.place(said.start, said.end), "wrong-difference", "high",
            f"From {first.digits} to {last.digits} is a change of {written(real, 2)}, not "
            f"{said.digits} {unit}.",
            "Check the figures and correct the one that is wrong.",
            [one.place(first.start, last.end)],
        )  # fmt: skip


def _change(
    one: Prose, text: str, first: Figure, last: Figure, percent: Figure
) -> Iterator[Finding]:
    low, high = sorted((first.value, last.value))
    change = high - low
    fits = {100 * change / first.value}
    if _FASTER.match(text, percent.end):
        fits |= {100 * change / high, 100 * change / low}
    inexact = sum((one.amount.half for one in (first, last) if one.amount.step != 1), Decimal(0))
    slack = percent.amount.step + 100 * inexact / low
    slack = max(slack, Decimal(3) if percent.rough or percent.value > 200 else Decimal(0))
    if min(abs(fit - percent.value) for fit in fits) > slack:
        real = 100 * change / first.value
        yield finding(
            one.place(percent.start, percent.end), "wrong-percentage", "high",
            f"From {first.digits} to {last.digits} is a change of {written(real, 1)} %, "
            f"not {percent.digits} %.",
            "Check the figures and correct the one that is wrong.",
            [one.place(first.start, last.end)],
        )  # fmt: skip


def _multiplied(
    one: Prose, text: str, word: tuple[int, int], first: Figure, last: Figure
) -> Iterator[Finding]:
    said = text[slice(*word)]
    times, real = _TIMES[said.lower()], last.value / first.value
    if abs(real - times) > times / 4 and not _MORE.search(text[max(0, word[0] - 12) : word[0]]):
        yield finding(
            one.place(*word), "wrong-multiple", "high",
            f"{last.digits} is {written(real, 1)} times {first.digits}, so it has not {said}.",
            "Check the figures, or choose another word.", [one.place(first.start, last.end)],
        )  # fmt: skip
