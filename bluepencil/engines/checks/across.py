"""Across the sections: what no single section shows by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bluepencil.documents import Document, Section
from bluepencil.documents.guideline import Guideline
from bluepencil.engines import Stop
from bluepencil.engines.checks.expected import presences
from bluepencil.engines.checks.quantities import conflicts
from bluepencil.engines.checks.rule import LIKELY, MAYBE, SURE, reference
from bluepencil.engines.checks.timeline import out_of_order
from bluepencil.engines.checks.unshown import unshown
from bluepencil.review.findings import MISSING, Category, Finding, Severity

_REPEAT_WORDS = 12  # a paragraph shorter than this may well stand twice


def look_across(document: Document, guideline: Guideline, cancel: Stop) -> Iterator[Finding]:
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
    for presence in presences(document, guideline):
        expected = presence.expected
        if presence.verdict != "not_met" or presence.section is not None:
            place = presence.section or place
            continue
        yield _finding(
            place, MISSING, "completeness", "high", SURE,
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


def _quantities(document: Document, guideline: Guideline) -> Iterator[Finding]:
    """One quantity with two values that look like a slip: digits swapped, or a zero too many."""
    for use, other in conflicts(document):
        start, end = use.span
        there = other.section.text[other.span[0] : other.span[1]]
        yield _finding(
            use.section, "quantity-conflict", "consistency", "high", LIKELY,
            f"“{use.section.text[start:end]}” here, “{there}” in “{other.section.name}”: "
            "the same quantity has two values.",
            "Check which is right and correct the other.",
            use.span, reference(guideline, "consistency"),
        )  # fmt: skip


def _causes(document: Document, guideline: Guideline) -> Iterator[Finding]:
    """A cause named where things are summed up, of which no paragraph elsewhere speaks."""
    for section, span in unshown(document):
        yield _finding(
            section, "unshown-cause", "consistency", "high", MAYBE,
            "This names a cause that no other section shows.",
            "Show in the investigation what it rests on, or name the cause found there.",
            span, reference(guideline, "conclusion"),
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
