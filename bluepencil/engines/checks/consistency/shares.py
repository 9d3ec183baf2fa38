"""Percentages that are not the share which the numbers beside them make."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from bluepencil.engines.checks.consistency.figures import Figure, figures, lead, sentences
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
_AND_PART = re.compile(r"(?: [^\W\d_][\w’'-]*){1,5}, (?:and |with )?\Z", re.IGNORECASE)
_OF_THEM = re.compile(
    r" (?:of (?:them|these|which|whom)|davon|d’entre eux|de ellos)\b", re.IGNORECASE
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


def wrong_shares(reading: Reading) -> Iterator[Finding]:
    """Percentages that stand beside the two numbers they come from, and are another."""
    comma = reading.comma
    for one in reading.numeric:
        text = one.own
        yield from _fractions(one, text, comma)
        for start, end in sentences(text):
            found = figures(text, start, end, comma, words=True)
            if len(found) >= 2:
                yield from _shares(one, text, start, found)


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
        elif (
            _AND_PART.fullmatch(between)
            and _OF_THEM.match(text, second.end)
            or _THEN_PART.fullmatch(between)
            and _WHOLE_FIRST.search(lead(text, start, first))
        ):
            part, whole = second, first
        else:
            continue
        before = found[index - 1] if index else None
        if third and third.percent and _belongs(text[second.end : third.start]):
            yield from _share(one, part, whole, third, third)
        elif before and before.percent and re.fullmatch(r" ?\(", text[before.end : first.start]):
            yield from _share(one, part, whole, before, before)


def _belongs(gap: str) -> bool:
    """Whether a percentage after such words is that of the numbers before them."""
    return len(gap) <= _LONGEST and not _ANOTHER.search(gap)


def _share(
    one: Prose, part: Figure, whole: Figure, percent: Figure, wrong: Figure
) -> Iterator[Finding]:
    if not whole.value or part.value > whole.value or percent.value > 100:
        return
    if _YEAR.fullmatch(whole.digits) or (part.digits + whole.digits).isalpha():
        return  # “one of three” is said of shares that are near it
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
