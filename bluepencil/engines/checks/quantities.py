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
_ROUGH = re.compile(  # not a value but a bound, or near one
    r"(?:\b(?:about|around|approximately|roughly|nearly|almost|over|under|below|above|most|least|than|up to|within|"
    r"every|each|another|last|next|first|other|additional|further)|[~≈<>≤≥]) ?$",
    re.IGNORECASE,
)
_MONTH = re.compile(r" (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b", re.I)
_NAMES = re.compile(r"\b[A-Z][a-zà-ÿ'’-]++(?: [A-Z][a-zà-ÿ'’-]++)++")  # who did it says not what
_ITEM = re.compile(r"[-•*–]|\(?\d{1,2}[.)]|\(?[a-z][.)]")
_LINE = 15  # characters from which a line is more than a label
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
_COMMON = (*_TIMES, "byte", "bit")  # of which a text has many that mean different things


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
    said: frozenset[str]
    in_table: bool

    @property
    def place(self) -> tuple[str, int]:
        """Where it stands, by the name of its section."""
        return self.section.name, self.span[0]


def conflicts(document: Document) -> Iterator[tuple[Use, Use]]:
    """Uses of one quantity in two places with values that can hardly both be right.

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
            if use.in_table and other.in_table:
                continue  # two tables of the same kind about different things
            if not _said_alike(use, other):
                # where both stand together they are two quantities
                together = any({use.value, other.value} <= known for known in beside.values())
                if together or not _conflict(use, other, len(values)):
                    continue
            if {use.place, other.place} & told or _parallel(use.section, other.section):
                continue
            often = [one.value for one in uses]
            told |= {use.place, other.place}
            if often.count(use.value) > often.count(other.value):
                use, other = other, use
            yield use, other


def _said_alike(one: Use, other: Use) -> bool:
    """Whether two sentences, no items of lists, say the same but for the number."""
    if one.said != other.said or len(one.around) < 2 or one.in_table or other.in_table:
        return False
    for use in (one, other):
        front = use.section.text.rfind("\n", 0, use.span[0]) + 1
        if _ITEM.match(use.section.text, front):
            return False
    return True


def _parallel(one: Section, other: Section) -> bool:
    """Whether two sections say the same about different things: they share another line."""
    return one is not other and bool(_plain_lines(one) & _plain_lines(other))


def _plain_lines(section: Section) -> set[str]:
    lines = section.text.split("\n")
    return {line for line in lines if len(line) > _LINE and not any(map(str.isdigit, line))}


def _pairs(uses: list[Use]) -> Iterator[tuple[Use, Use]]:
    """Pairs of uses in different paragraphs with different values; the later one first."""
    first: dict[tuple[str, float], Use] = {}
    for use in uses:
        first.setdefault((use.section.name, use.value), use)
    some = list(first.values())[:60]
    for index, use in enumerate(some):
        for other in some[:index]:
            if use.value != other.value and (
                use.section is not other.section or _apart(use, other)
            ):
                yield use, other


def _apart(use: Use, other: Use) -> bool:
    """Whether two uses in one section stand in different paragraphs."""
    first, last = sorted((use.span[0], other.span[0]))
    return "\n" in use.section.text[first:last]


def _conflict(one: Use, other: Use, values: int) -> bool:
    """Two values whose digits look like a slip of the pen, or whose sentences say the same."""
    shared = len(one.around & other.around)
    alike = shared / max(1, min(len(one.around), len(other.around)))
    slip = _slip(one.digits, other.digits)
    long = min(len(one.digits), len(other.digits))
    few = values <= 3
    if slip == 2:
        return long > 2 or shared > 1 or (few and (shared == 1 or not one.kind.startswith(_COMMON)))
    if slip == 1:
        written = shared > 0 and (long > 4 or (long > 2 and few) or (long > 3 and shared > 1))
        return written or (shared >= 3 - few and alike >= 0.6)
    low, high = sorted((one.value, other.value))
    different = one.said ^ other.said
    named = any(map(str.isdigit, "".join(different)))  # “G1” and “G2” are two things
    return high <= 3 * low and shared >= 3 and len(one.around ^ other.around) <= 3 and not named


def _slip(one: str, other: str) -> int:
    """How much two numbers look like one miswritten: 2 digits swapped, 1 a digit wrong or a zero
    more, 0 neither."""
    if one == other:
        return 0
    if len(one) == len(other) and len(one) > 1 and sorted(one) == sorted(other):
        return 2
    if one.rstrip("0") == other.rstrip("0") and abs(len(one) - len(other)) == 1:
        return 1
    if len(one) == len(other) >= 2:
        round_ = len(one.rstrip("0")) == len(other.rstrip("0")) == 1  # “100” and “200”
        return int(not round_ and sum(a != b for a, b in zip(one, other, strict=True)) == 1)
    return 0


def _uses(document: Document) -> dict[str, list[Use]]:
    seen: dict[str, list[Use]] = defaultdict(list)
    for section in document.sections:
        for block in section.blocks:
            if block.kind == "code":
                continue
            for match in _NUMBER.finditer(section.text, block.start, block.end):
                use = _use(match, section)
                if use is not None:
                    seen[use.kind].append(use)
    return seen


def _use(match: re.Match[str], section: Section) -> Use | None:
    text, number = section.text, match["number"].casefold()
    lead = text[max(0, match.start() - 14) : match.start()]
    if _LABEL.search(lead) or _ROUGH.search(lead) or _MONTH.match(text, match.end("number")):
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
    line = text[text.rfind("\n", 0, match.start()) + 1 : text.find("\n", end) + 1 or len(text)]
    near = _near(text, match.start(), end)
    around = _stems(near) - {kind[:6]}
    return Use(
        float(digits) * _SCALE.get(scale, 1),
        digits.replace(".", "").lstrip("0"),
        kind,
        bool(match["money"] or unit),
        section,
        (match.start(), end),
        around,
        frozenset(re.findall(r"\w+", near.casefold())) - words_of("filling"),
        "\t" in line,
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


def _near(text: str, start: int, end: int) -> str:
    """What a sentence says around a quantity."""
    begin = max(0, start - _NEAR)
    begin = max(begin, text.rfind(". ", begin, start) + 1, text.rfind("\n", begin, start) + 1)
    last = end + _NEAR
    stops = [at for at in (text.find(". ", end, last), text.find("\n", end, last)) if at >= 0]
    return f"{text[begin:start]} {text[end : min(stops, default=last)]}"


def _stems(said: str) -> frozenset[str]:
    """The beginnings of the words that say something, without names."""
    words = re.findall(r"[a-z]{3,}", _NAMES.sub(" ", said).casefold())
    return frozenset(word[:6] for word in words if word not in words_of("filling"))
