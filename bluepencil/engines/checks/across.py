"""Across the sections: what no single section shows by itself."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from bluepencil.cancel import Cancel
from bluepencil.documents import Document, Section
from bluepencil.documents.guideline import Guideline, same_section, slug_words
from bluepencil.engines.checks.rule import LIKELY, MAYBE, SURE, reference
from bluepencil.engines.checks.timeline import out_of_order
from bluepencil.findings import Category, Finding, Severity

_REPEAT_WORDS = 12  # a paragraph shorter than this may well stand twice


def look_across(document: Document, guideline: Guideline, cancel: Cancel) -> Iterator[Finding]:
    """All findings across the sections of a document; `section_name` is always a real section."""
    if not document.sections:
        return
    for look in (_missing, _jumps, _times, _quantities, _causes, _repeats):
        cancel.check()
        yield from look(document, guideline)


def _finding(
    section: Section,
    rule: str,
    category: Category,
    severity: Severity,
    band: float,
    says: str,
    suggests: str,
    span: tuple[int, int] | None = None,
    guideline: str | None = None,
) -> Finding:
    start, end = span or (None, None)
    return Finding(
        section_name=section.name,
        quote=section.text[start:end] if span else None,
        start=start,
        end=end,
        category=category,
        severity=severity,
        description=says,
        suggestion=suggests,
        confidence=band,
        guideline=guideline,
        source="checks",
        rule=rule,
    )


def _missing(document: Document, guideline: Guideline) -> Iterator[Finding]:
    """Expected sections that are not there, each told at the section it should follow."""
    place = document.sections[0]
    for expected in guideline.expected:
        at = next((one for one in document.sections if same_section(one.name, expected)), None)
        if at is not None:
            place = at
            continue
        yield _finding(
            place, "missing-section", "completeness", "high", SURE,
            f"The guideline expects a section “{expected.name}”, and there is none.",
            f"Add “{expected.name}”, or say where the reader finds what belongs there.",
            guideline=f"{guideline.name}#{expected.id}",
        )  # fmt: skip


def _jumps(document: Document, guideline: Guideline) -> Iterator[Finding]:
    """Headings that go down more than one level at once."""
    before = document.sections[0].level
    for section in document.sections[1:]:
        if section.level > before + 1:
            yield _finding(
                section, "heading-jump", "structure", "low", SURE,
                f"The heading jumps from level {before} to level {section.level}.",
                f"Make it a heading of level {before + 1}, or add the level between.",
                guideline=reference(guideline, "structure"),
            )  # fmt: skip
        before = section.level


def _times(document: Document, guideline: Guideline) -> Iterator[Finding]:
    """Events of a timeline that do not stand in the order in which they happened."""
    for section in document.sections:
        for span, earlier in out_of_order(section):
            yield _finding(
                section, "timeline-order", "consistency", "medium", LIKELY,
                f"This event is earlier than the one before it ({earlier}).",
                "Put it where it belongs, or correct the date or time.",
                span, reference(guideline, "timeline"),
            )  # fmt: skip


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


def _quantities(document: Document, guideline: Guideline) -> Iterator[Finding]:
    """One quantity with two values that look like a slip: digits swapped, or a zero too many."""
    seen: dict[str, list[tuple[float, str, Section, tuple[int, int]]]] = defaultdict(list)
    for section in document.sections:
        for match in _QUANTITY.finditer(section.text):
            noun, unit = _named(match)
            if not noun and unit not in _SPEEDS:
                continue  # lengths and weights of other things are rarely the same quantity
            digits = match[1].replace(",", "").replace(" ", "")
            end = match.end() + (len(match[4]) + 1 if noun and match[4] else 0)
            seen[f"{unit}|{noun}"].append((float(digits), digits, section, (match.start(), end)))
    told: set[tuple[str, int]] = set()
    for uses in seen.values():
        for value, digits, section, span in uses[1:]:
            first = next(
                (
                    use
                    for use in uses
                    if use[2].name != section.name and use[0] != value and _slip(use[1], digits)
                ),
                None,
            )
            if first is None or (section.name, span[0]) in told:
                continue
            if sum(use[1] == digits for use in uses) > sum(use[1] == first[1] for use in uses):
                continue  # the other value is the rarer one, and is told in its own place
            told |= {(section.name, span[0]), (first[2].name, first[3][0])}
            there = first[2].text[first[3][0] : first[3][1]]
            yield _finding(
                section, "quantity-conflict", "consistency", "high", LIKELY,
                f"“{section.text[span[0] : span[1]]}” here, “{there}” in “{first[2].name}”: "
                "the same quantity has two values.",
                "Check which is right and correct the other.",
                span, reference(guideline, "consistency"),
            )  # fmt: skip


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


_CAUSE_SAID = re.compile(
    r"\b(?:caused by|brought about by|due to|result of|resulted from|root cause (?:was|is|lies in|lay in)|"
    r"cause (?:was|is|lies in|lay in)|goes back to|went back to|traced (?:back )?to|attributed to|"
    r"attributable to|stems from|stemmed from|owing to|arose from|originated (?:in|from)|blamed on|"
    r"points? to|pointed to|triggered by|explained by|put down to|led back to|the culprit was|"
    r"down to|because of|the reason was)\s([^.;:\n]{4,120})",
    re.IGNORECASE,
)
_SUMMING = frozenset({"conclusion", "summary", "verdict", "closing", "overview", "abstract"})
_FILLING = frozenset(
    [
        "that",
        "this",
        "these",
        "those",
        "with",
        "from",
        "have",
        "been",
        "which",
        "were",
        "when",
        "they",
        "their",
        "them",
        "into",
        "than",
        "then",
        "there",
        "the",
        "and",
        "but",
        "for",
        "was",
        "not",
        "had",
        "has",
        "its",
        "his",
        "her",
        "our",
        "who",
        "whom",
        "whose",
        "what",
        "during",
        "before",
        "after",
        "more",
        "most",
        "other",
        "some",
        "such",
        "only",
        "over",
        "under",
        "between",
        "about",
        "cause",
        "caused",
        "causes",
        "root",
        "reason",
        "single",
        "main",
        "likely",
        "way",
        "fact",
        "part",
        "one",
        "two",
        "three",
    ]
)


def _stems(text: str) -> set[str]:
    return {word[:5] for word in re.findall(r"[a-z]{3,}", text.casefold()) if word not in _FILLING}


def _causes(document: Document, guideline: Guideline) -> Iterator[Finding]:
    """A cause named where things are summed up, of which no other section speaks."""
    stems = {section.name: _stems(section.text) for section in document.sections}
    summing = {one.name for one in document.sections if set(slug_words(one.name)) & _SUMMING}
    shown = set().union(*(stems[name] for name in stems if name not in summing))
    if not shown:
        return
    for section in document.sections:
        if section.name not in summing:
            continue
        for match in _CAUSE_SAID.finditer(section.text):
            phrase = (
                re.split(r"\b(?:and|which|that|on|at|in|as|when|while|, )\b", match[1])[0]
                or match[1]
            )
            words = _stems(phrase)
            if words and len(words & shown) <= len(words) * 0.5:
                start = (
                    section.text.rfind(". ", 0, match.start()) + 2
                    if ". " in section.text[: match.start()]
                    else 0
                )
                start = max(start, section.text.rfind("\n", 0, match.start()) + 1)
                yield _finding(
                    section, "unshown-cause", "consistency", "high", MAYBE,
                    "This names a cause that no other section shows.",
                    "Show in the investigation what it rests on, or name the cause found there.",
                    (start, match.end()), reference(guideline, "conclusion"),
                )  # fmt: skip


def _repeats(document: Document, guideline: Guideline) -> Iterator[Finding]:
    """Paragraphs that stand twice."""
    first: dict[str, str] = {}
    for section in document.sections:
        for block in section.blocks:
            text = section.text[block.start : block.end]
            words = re.findall(r"\w+", text.casefold())
            if len(words) < _REPEAT_WORDS or block.kind == "code":
                continue
            key = " ".join(words)
            if key in first:
                yield _finding(
                    section, "repeated-paragraph", "consistency", "low", SURE,
                    f"The same paragraph stands already in “{first[key]}”.",
                    "Keep it where it belongs and refer to it from here.",
                    (block.start, block.end), reference(guideline, "consistency"),
                )  # fmt: skip
            first.setdefault(key, section.name)
