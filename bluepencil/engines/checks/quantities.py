"""Quantities: the same thing counted twice with two results."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from bluepencil.documents import Document, Section
from bluepencil.documents.guideline import slug_words

_QUANTITY = re.compile(
    r"(?<![\w.,:/–-])(\d{1,3}(?:[, ]\d{3})+|\d+(?:\.\d+)?)( ?(?:million|thousand|billion))?"
    r"( ?(?:km/h|mg/l|mg/kg|m/s|kwh|kg|mg|ml|km|cm|mm|mbar|bar|ppm|rpm|gb|mb|tb|°c|%|[glmtv]))?"
    r"(?= ((?:[a-z][a-z-]{2,}[ ]){0,1}[a-z][a-z-]{2,}))?",
    re.IGNORECASE,
)
_UNITLESS_STOP = frozenset(
    [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "the",
        "and",
        "or",
        "of",
        "in",
        "at",
        "on",
        "to",
        "by",
        "from",
        "was",
        "were",
        "is",
        "are",
        "for",
        "with",
        "minute",
        "minutes",
        "hour",
        "hours",
        "day",
        "days",
        "week",
        "weeks",
        "month",
        "months",
        "year",
        "years",
        "second",
        "seconds",
        "percent",
        "per",
        "pm",
        "am",
        "euro",
        "euros",
        "dollar",
        "dollars",
        "pounds",
        "times",
        "other",
        "more",
        "less",
        "further",
        "people",
        "as",
        "that",
        "this",
        "which",
        "when",
        "until",
        "after",
        "before",
        "out",
        "working",
        "about",
        "eur",
        "usd",
        "gbp",
        "between",
        "than",
        "had",
        "has",
        "have",
        "did",
        "its",
        "it",
        "not",
        "who",
        "each",
        "only",
        "a",
        "an",
    ]
)
_SPEEDS = frozenset({"km/h", "m/s"})


class Use(NamedTuple):
    """One place where a quantity is given."""

    value: float
    digits: str
    section: Section
    span: tuple[int, int]
    measured: bool


def conflicts(document: Document) -> Iterator[tuple[Use, Use]]:
    """Uses of one quantity in two sections whose values look like a slip; the second is told.

    Of two values the rarer is told, since the other is likelier to be right.
    """
    told: set[tuple[str, int]] = set()
    for uses in _uses(document).values():
        for use in uses[1:]:
            other = next(
                (
                    one
                    for one in uses
                    if one.section.name != use.section.name
                    and one.value != use.value
                    and _conflict(one, use, uses)
                ),
                None,
            )
            if other is None or (use.section.name, use.span[0]) in told:
                continue
            often = [one.digits for one in uses]
            if often.count(use.digits) > often.count(other.digits):
                continue
            told |= {(use.section.name, use.span[0]), (other.section.name, other.span[0])}
            yield use, other


def _uses(document: Document) -> dict[str, list[Use]]:
    seen: dict[str, list[Use]] = defaultdict(list)
    for section in document.sections:
        for match in _QUANTITY.finditer(section.text):
            noun, unit = _named(match)
            if not noun and unit not in _SPEEDS:
                continue  # lengths and weights of other things are rarely the same quantity
            digits = match[1].replace(",", "").replace(" ", "")
            end = match.end() + (len(match[4]) + 1 if noun and match[4] else 0)
            measured = bool(match[3]) or noun in _MEASURES
            use = Use(float(digits), digits, section, (match.start(), end), measured)
            seen[f"{unit}|{noun}"].append(use)
    return seen


def _named(match: re.Match[str]) -> tuple[str, str]:
    """What is counted, as one singular noun, and the unit; both may be empty."""
    unit = (match[2] or "").strip().casefold() + (match[3] or "").strip().casefold()
    words = [word for word in (match[4] or "").casefold().split() if word not in _UNITLESS_STOP]
    first = (match[4] or "").casefold().split()[:1]
    if not first or first[0] in _UNITLESS_STOP:
        words = []
    noun = slug_words(words[-1])[-1] if words and slug_words(words[-1]) else ""
    if (match[3] or "").strip().casefold() in _SPEEDS:
        noun = ""
    return noun, unit


def _slip(one: str, other: str) -> bool:
    """Whether two numbers look like one written wrongly: swapped digits, a zero more, one digit off."""
    a, b = one.replace(".", ""), other.replace(".", "")
    if a == b or len(a) < 2 and len(b) < 2:
        return False
    if sorted(a) == sorted(b) and len(a) > 1:
        return True
    if a.rstrip("0") == b.rstrip("0") and abs(len(a) - len(b)) == 1 and len(max(a, b, key=len)) > 2:
        return True
    differing = sum(x != y for x, y in zip(a, b, strict=False))
    return len(a) == len(b) >= 4 and differing == 1


_MEASURES = frozenset(
    [
        "minute",
        "hour",
        "day",
        "week",
        "month",
        "year",
        "second",
        "percent",
        "euro",
        "dollar",
        "pound",
        "kilogram",
        "litre",
        "metre",
        "degree",
    ]
)


def _conflict(one: Use, other: Use, uses: list[Use]) -> bool:
    """Whether two values can hardly both be right.

    Of things that are counted there are two numbers in the whole document; measures (minutes,
    kilograms) of different things are many, so there the sentences have to be about the same.
    """
    shared = len(_words_around(one) & _words_around(other))
    if one.measured:
        return shared >= 3 or (shared >= 2 and _slip(one.digits, other.digits))
    if _slip(one.digits, other.digits) or shared >= 3:
        return True
    values = {use.value for use in uses}
    low, high = sorted((one.value, other.value))
    return len(values) == 2 and low >= 5 and high <= 2 * low and shared >= 1


_COMMON = frozenset(
    [
        "the",
        "and",
        "for",
        "with",
        "from",
        "that",
        "this",
        "were",
        "was",
        "are",
        "is",
        "has",
        "had",
        "have",
        "been",
        "into",
        "over",
        "after",
        "before",
        "than",
        "then",
        "they",
        "their",
        "there",
        "which",
        "when",
        "what",
        "who",
        "whose",
        "will",
        "not",
        "but",
        "per",
        "all",
        "each",
        "one",
        "two",
        "three",
        "of",
        "in",
        "on",
        "at",
        "to",
        "by",
        "an",
        "a",
    ]
)


def _words_around(use: Use) -> set[str]:
    """The content words of the sentence a quantity stands in, and of what is counted."""
    text, (start, end) = use.section.text, use.span
    begin = max(text.rfind(". ", 0, start), text.rfind("\n", 0, start)) + 1
    stops = [at for at in (text.find(". ", end), text.find("\n", end)) if at >= 0]
    sentence = text[begin : min(stops, default=len(text))]
    return {
        word[:6]
        for word in re.findall(r"[a-z]{3,}", sentence.casefold())
        if word not in _COMMON and word not in _UNITLESS_STOP
    }
