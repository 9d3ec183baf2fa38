"""Percentages that do not fit the numbers they are made of: shares, and changes from one to another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bluepencil.engines.checks.consistency.figures import Figure, figures, sentences
from bluepencil.engines.checks.consistency.numbers import figure, written
from bluepencil.engines.checks.consistency.places import Prose, finding
from bluepencil.engines.checks.consistency.reading import Reading
from bluepencil.review.findings import Finding

_OF = (
    r"(?:of|out of|in|von|der|sur|des|de|trên|trong số)"
    r"(?: (?:the|all|our|these|those|a total of|den|insgesamt|les|los|las|tổng số)){0,2}"
)
_PART_OF = re.compile(rf"(?:(?: [^\W\d_][\w’'-]*){{0,3}} {_OF} | ?/ ?)\Z", re.IGNORECASE)
_WHOLE_FIRST = re.compile(
    r"(?:\A|[\s,(])(?:of|von|sur|de|trong số) (?:the |all |these |den |les |los |las )?\Z", re.I
)
_THEN_PART = re.compile(
    r"(?: [^\W\d_][\w’'-]*){1,7},? (?:only |just |nur |seulement |sólo )?\Z", re.IGNORECASE
)
_SHARE_OF = re.compile(rf" {_OF} \Z", re.IGNORECASE)
_THAT_IS = re.compile(
    r"(?: [^\W\d_][\w’'-]*){0,4}(?:,? ?[(=–—]|, (?:i\.e\.|that is|or|also|das heißt|d\.h\.|soit|o sea|tức)|,) ?"
    r"(?:about |roughly |some |namely )?\Z",
    re.IGNORECASE,
)
_ANOTHER = re.compile(  # between numbers and a percentage that is about something else
    r"\b(?:and|but|while|whereas|than|compared|target|goal|limit|threshold|confidence|instead|not|previous|last|versus|"
    r"vs|another|more|less|fewer|und|aber|als|et|mais|que|y|pero|và|nhưng|within|ci)\b|;",
    re.IGNORECASE,
)
_FRACTION = re.compile(
    r"(?<![\w.,/:-])(?P<part>\d{1,7}) ?/ ?(?P<whole>\d{1,7}) ?(?:\(|=|,|–) ?(?P<percent>\d{1,3}(?:[.,]\d{1,2})?) ?%"
    r"|(?<![\w.,/:-])(?P<percent2>\d{1,3}(?:[.,]\d{1,2})?) ?% ?\((?P<part2>\d{1,7}) ?/ ?(?P<whole2>\d{1,7})\)"
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_LONGEST = 70  # characters between the numbers and their percentage

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
_POINTS = re.compile(r"[ -]?(?:points?|pp\b|punkte?)|[ -]?basis", re.IGNORECASE)
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


def wrong_shares(reading: Reading) -> Iterator[Finding]:
    """Percentages that stand beside the two numbers they come from, and are another."""
    comma = reading.comma
    for one in reading.numeric:
        text = one.own
        yield from _fractions(one, text, comma)
        for start, end in sentences(text):
            found = figures(text, start, end, comma)
            if len(found) >= 2:
                yield from _shares(one, text, start, found)
                yield from _changes(one, text, start, found)


def _fractions(one: Prose, text: str, comma: bool) -> Iterator[Finding]:
    """“12/48 (20 %)”."""
    for match in _FRACTION.finditer(text) if "%" in text and "/" in text else ():
        last = "2" if match["percent2"] else ""
        parts = [
            Figure(*match.span(name + last), amount, name == "percent", False, match[name + last])
            for name in ("part", "whole", "percent")
            if (amount := figure(match[name + last], comma))
        ]
        if len(parts) == 3:
            part, whole, percent = parts
            yield from _share(one, part, whole, percent, percent)


def _shares(one: Prose, text: str, start: int, found: list[Figure]) -> Iterator[Finding]:
    """“12 of 48 (20 %)”, “of 48, 12 were late (20 %)”, “20 % (12 of 48)”, “20 % of 48, i.e. 12”."""
    for index in range(len(found) - 1):
        first, second = found[index], found[index + 1]
        between = text[first.end : second.start]
        third = found[index + 2] if index + 2 < len(found) else None
        if first.percent and not second.percent and _SHARE_OF.fullmatch(between) and third:
            gap = text[second.end : third.start]
            if not third.percent and _THAT_IS.fullmatch(gap):
                yield from _share(one, third, second, first, third)
            continue
        if first.percent or second.percent:
            continue
        if _PART_OF.fullmatch(between):
            part, whole = first, second
        elif _THEN_PART.fullmatch(between) and _WHOLE_FIRST.search(_lead(text, start, first)):
            part, whole = second, first
        else:
            continue
        before = found[index - 1] if index else None
        if third and third.percent and _belongs(text[second.end : third.start]):
            yield from _share(one, part, whole, third, third)
        elif before and before.percent and re.fullmatch(r" ?\(", text[before.end : first.start]):
            yield from _share(one, part, whole, before, before)


def _lead(text: str, start: int, figure: Figure) -> str:
    """The words of the sentence before a number."""
    return text[max(start, figure.start - _LONGEST) : figure.start]


def _belongs(gap: str) -> bool:
    """Whether a percentage after such words is that of the numbers before them."""
    return len(gap) <= _LONGEST and not _ANOTHER.search(gap)


def _share(
    one: Prose, part: Figure, whole: Figure, percent: Figure, wrong: Figure
) -> Iterator[Finding]:
    if not whole.value or part.value > whole.value or percent.value > 100:
        return
    if _YEAR.fullmatch(whole.digits):
        return
    real = 100 * part.value / whole.value
    slack = max(percent.amount.step, Decimal(3) if percent.rough or part.rough else Decimal(0))
    if abs(real - percent.value) <= slack or abs(100 - real - percent.value) <= slack:
        return
    places = max(1, -int(percent.amount.step.as_tuple().exponent))
    others = [other for other in (part, whole, percent) if other is not wrong]
    yield finding(
        one.place(wrong.start, wrong.end), "wrong-percentage", "high",
        f"{part.digits} of {whole.digits} is {written(real, places)} %, not {percent.digits} %.",
        "Check the figures and correct the one that is wrong.",
        [one.place(other.start, other.end) for other in others],
    )  # fmt: skip


def _changes(one: Prose, text: str, start: int, found: list[Figure]) -> Iterator[Finding]:
    """“from 120 to 90, a drop of 30 %”, “up 30 % from 120 to 140”, “doubled from 3 to 5”."""
    for index in range(len(found) - 1):
        first, last = found[index], found[index + 1]
        lead = _lead(text, start, first)
        if first.percent or last.percent or not _FROM.search(lead):
            continue
        if not _TO.fullmatch(text[first.end : last.start]) or not first.value or not last.value:
            continue
        timed = _TIMED.search(lead[-60:])
        if timed:
            offset = first.start - len(lead[-60:])
            word = offset + timed.start(), offset + timed.end()
            yield from _multiplied(one, text, word, first, last)
        percent = _percent_of_change(text, start, found, index)
        if percent is not None:
            yield from _change(one, text, first, last, percent)


def _percent_of_change(text: str, start: int, found: list[Figure], index: int) -> Figure | None:
    first, last = found[index], found[index + 1]
    after = found[index + 2] if index + 2 < len(found) else None
    before = found[index - 1] if index else None
    if after and after.percent and not _POINTS.match(text, after.end):
        gap = text[last.end : after.start]
        bare = re.fullmatch(r"(?: [^\W\d_%]+){0,2} ?\([+−–-]?", gap)
        cut = re.search(r"[,(:–—]", gap)
        tail = gap[cut.end() :] if cut else ""
        told = bool(_CHANGE.search(tail)) and not _ASIDE.search(tail)
        if len(gap) <= _LONGEST and (bare or told):
            return after
    if before and before.percent and not _POINTS.match(text, before.end):
        gap = text[before.end : first.start]
        told = bool(_CHANGE.search(text[max(start, before.start - 50) : before.start]))
        if told and re.fullmatch(r",? (?:from|von|de|từ) ?", gap):
            return before
    return None


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
