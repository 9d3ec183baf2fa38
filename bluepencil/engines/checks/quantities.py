"""Quantities: the same thing counted or measured twice, with two results."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from bluepencil.documents import Document, Section
from bluepencil.engines.checks.phrases.library import words_of

_SCALE = {"thousand": 1e3, "million": 1e6, "billion": 1e9}
_WORDED = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
    "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
    "twenty",
)  # fmt: skip
_UNIT = (
    r"km/h|mph|m/s|mg/l|mg/kg|kwh|kw|kv|kg|mg|µg|ml|km|cm|mm|nm|mbar|bar|psi|ppm|rpm|[kmgt]b|ms|hz|khz|"
    r"mhz|ghz|°c|°f|%|percent|per cent|lux|volts?|watts?|litres?|liters?|metres?|meters?|kilometres?|"
    r"kilograms?|grams?|tonnes?|tons?|degrees?|seconds?|minutes?|hours?|(?:working )?days?|weeks?|"
    r"months?|years?|[glmvw](?![a-z])"
)
_NUMBER = re.compile(
    rf"(?<![\w.,:/#–-])(?P<money>(?:eur|usd|gbp|chf|€|\$|£) ?)?"
    rf"(?P<number>\d{{1,3}}(?:[,  ]\d{{3}}){{1,3}}(?!\d)|\d{{1,9}}(?:\.\d{{1,4}})?|\b(?:{'|'.join(_WORDED[2:])})\b)"
    rf"(?![\d:/]|\.\d|,\d|-[a-z]*\d)(?P<scale> (?:thousand|million|billion))?"
    rf"(?:[ -]?(?P<unit>{_UNIT})\b|(?P<sign> ?[%°]c?))?"
    rf"(?P<rest>(?: [a-z][a-z'’-]{{1,20}}){{0,4}})",
    re.IGNORECASE,
)
_LABEL = re.compile(  # “van 12”, “page 7”: a name, not a count
    r"\b(?:no\.?|number|page|section|action|item|line|room|building|version|step|station|container|"
    r"containers|change|order|van|truck|hall|level|phase|table|figure|lot|batch|clause|finding|chapter|"
    r"panel|ticket|invoice|case|shipment|press|autoclave|pump|tank|zone|gate|dock|rack|aisle|lane|floor|"
    r"shift|group|node|port|bay|door|attachment|annex|appendix|record|form|region|site|week|day|unit|"
    r"photograph|photographs|machine|reactor|vessel|line|rooms|actions|lines|presses|attachments) $",
    re.IGNORECASE,
)
_MONTH = re.compile(r" (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b", re.I)
_NAMES = re.compile(r"\b[A-Z][a-zà-ÿ'’-]+(?: [A-Z][a-zà-ÿ'’-]+)+\b")  # who did it says not what
_NEAR = 200  # characters of a sentence on either side that are about the quantity
_NOT_COUNTED = frozenset((
    "across", "always", "besides", "perhaps", "sometimes", "towards", "minus", "times", "others",
    "shows", "means", "needs", "makes", "takes", "gives", "starts", "ends", "reads", "says", "asks",
    "runs", "goes", "comes", "stays", "becomes", "contains", "remains", "leaves", "does",
))  # fmt: skip
_PEOPLE = {
    "people": "person",
    "men": "man",
    "women": "woman",
    "children": "child",
    "staff": "staff",
}
_TIMES = ("second", "minute", "hour", "day", "week", "month", "year", "percent", "%", "per cent")


@dataclass(frozen=True)
class Use:
    """One place where a quantity is given: its digits, what is counted, and the words around."""

    value: float
    digits: str
    kind: str  # unit, currency or thing counted
    measured: bool
    section: Section
    span: tuple[int, int]
    around: frozenset[str]


def conflicts(document: Document) -> Iterator[tuple[Use, Use]]:
    """Uses of one quantity in two sections with values that can hardly both be right.

    Of two values the rarer is told, since the other is likelier to be right.
    """
    told: set[tuple[str, int]] = set()
    for uses in _uses(document).values():
        values = {use.value for use in uses}
        if not 1 < len(values) <= 40:
            continue
        beside: dict[str, set[float]] = defaultdict(set)
        for use in uses:
            beside[use.section.name].add(use.value)
        for use, other in _pairs(uses):
            if any({use.value, other.value} <= known for known in beside.values()):
                continue  # where both stand together they are two quantities
            if {_place(use), _place(other)} & told or not _conflict(use, other, len(values)):
                continue
            often = [one.value for one in uses]
            told |= {_place(use), _place(other)}
            if often.count(use.value) > often.count(other.value):
                use, other = other, use
            yield use, other


def _place(use: Use) -> tuple[str, int]:
    return use.section.name, use.span[0]


def _pairs(uses: list[Use]) -> Iterator[tuple[Use, Use]]:
    """Pairs of uses in different sections with different values; the later one first."""
    first: dict[tuple[str, float], Use] = {}
    for use in uses:
        first.setdefault((use.section.name, use.value), use)
    some = list(first.values())[:60]
    for index, use in enumerate(some):
        for other in some[:index]:
            if use.section.name != other.section.name and use.value != other.value:
                yield use, other


def _conflict(one: Use, other: Use, values: int) -> bool:
    """Two values whose digits look like a slip of the pen, or whose sentences say the same."""
    shared = len(one.around & other.around)
    slip = _slip(one.digits, other.digits)
    long = min(len(one.digits), len(other.digits))
    if one.measured and one.kind.startswith(_TIMES):
        return slip > 0 and shared >= 5 - slip
    if one.measured:
        return (slip == 2 and (shared >= 1 or values <= 5)) or shared >= 5 - slip
    if slip == 2:
        return shared >= 1 or values <= 4 or long >= 4
    if slip == 1:
        few = values <= 3
        return shared >= 3 - few or (long >= 3 and (shared >= 1 or values == 2))
    low, high = sorted((one.value, other.value))
    return high <= 2 * low and (shared >= 3 or (shared >= 2 and values == 2))


def _slip(one: str, other: str) -> int:
    """How much two numbers look like one miswritten: 2 digits swapped, 1 a digit wrong or a zero
    more, 0 neither."""
    if len(one) == len(other) and len(one) > 1 and sorted(one) == sorted(other):
        return 2
    if one.rstrip("0") == other.rstrip("0") and abs(len(one) - len(other)) == 1:
        return 1
    if len(one) == len(other) >= 2:
        return int(sum(a != b for a, b in zip(one, other, strict=True)) == 1)
    return 0


def _uses(document: Document) -> dict[str, list[Use]]:
    seen: dict[str, list[Use]] = defaultdict(list)
    for section in document.sections:
        for match in _NUMBER.finditer(section.text):
            use = _use(match, section)
            if use is not None:
                seen[use.kind].append(use)
    return seen


def _use(match: re.Match[str], section: Section) -> Use | None:
    text, number = section.text, match["number"].casefold()
    lead = text[max(0, match.start() - 14) : match.start()]
    if _LABEL.search(lead) or _MONTH.match(text, match.end("number")):
        return None
    if number in _WORDED:
        digits = str(_WORDED.index(number))
    else:
        digits = re.sub(r"[^\d.]", "", number)
        if re.fullmatch(r"(?:19|20)\d\d", digits) and not match["money"]:
            return None  # a year
    scale = (match["scale"] or "").strip().casefold()
    unit = (match["unit"] or match["sign"] or "").strip().casefold()
    end = match.end("scale") if scale else match.end("number")
    if match["money"]:
        kind = match["money"].strip().casefold()
    elif unit:
        kind = unit.rstrip("s") if len(unit) > 3 else unit
        end = match.end("unit") if match["unit"] else match.end("sign")
    else:
        kind, length = _counted(match["rest"])
        if not kind:
            return None
        end = match.start("rest") + length
    around = _around(text, match.start(), end) - {kind[:6]}
    return Use(
        float(digits) * _SCALE.get(scale, 1),
        digits.replace(".", "").lstrip("0"),
        kind,
        bool(match["money"] or unit),
        section,
        (match.start(), end),
        around,
    )


def _counted(rest: str) -> tuple[str, int]:
    """The thing counted (singular) in the words after a number, and where it ends in them."""
    for word in re.finditer(r"[a-z'’-]+", rest.casefold()):
        if word[0] in _PEOPLE:
            return _PEOPLE[word[0]], word.end()
        if word[0] in words_of("filling") or word[0] in _NOT_COUNTED or word[0].startswith(_TIMES):
            return "", 0
        if len(word[0]) > 3 and word[0].endswith("s") and not word[0].endswith(("ss", "us", "is")):
            return re.sub(r"(?<=[sxh])es$|s$", "", word[0]), word.end()
    return "", 0


def _around(text: str, start: int, end: int) -> frozenset[str]:
    """The stems of what a sentence says around a quantity."""
    begin = max(0, start - _NEAR)
    begin = max(begin, text.rfind(". ", begin, start) + 1, text.rfind("\n", begin, start) + 1)
    near = end + _NEAR
    stops = [at for at in (text.find(". ", end, near), text.find("\n", end, near)) if at >= 0]
    said = text[begin:start] + " " + text[end : min(stops, default=near)]
    words = re.findall(r"[a-z]{3,}", _NAMES.sub(" ", said).casefold())
    return frozenset(word[:6] for word in words if word not in words_of("filling"))
