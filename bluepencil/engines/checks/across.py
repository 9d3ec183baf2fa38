"""Across the sections: what no single section shows by itself."""

from __future__ import annotations

from collections.abc import Iterator

from bluepencil.documents import Document, Section
from bluepencil.documents.guideline import Guideline
from bluepencil.engines import Stop
from bluepencil.engines.checks.consistency import contradictions
from bluepencil.engines.checks.quantities import conflicts
from bluepencil.engines.checks.rule import LIKELY, MAYBE, SURE, reference
from bluepencil.engines.checks.structure import jumps, missing, repeats
from bluepencil.engines.checks.unshown import unshown
from bluepencil.review.findings import MISSING, Category, Citation, Finding, Severity

_ITEMS = {"consistency": "consistency", "completeness": "placeholders", "structure": "structure"}


def look_across(document: Document, guideline: Guideline, cancel: Stop) -> Iterator[Finding]:
    """All findings across the sections of a document; `section_name` is always a real section."""
    if not document.sections:
        return
    for look in (_missing, _jumps, _quantities, _causes, _repeats):
        cancel.check()
        yield from look(document, guideline)
    for one in contradictions(document, cancel):
        item = "timeline" if one.rule == "timeline-order" else _ITEMS.get(one.category, "")
        yield one.model_copy(update={"guideline": reference(guideline, item)})


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
    also: tuple[Citation, ...] = (),
) -> Finding:
    start, end = span or (None, None)
    return Finding(
        section_name=section.name,
        quote=section.text[start:end] if span else None,
        start=start,
        end=end,
        also=also,
        category=category,
        severity=severity,
        description=says,
        suggestion=suggests,
        confidence=band,
        guideline=guideline,
        source="checks",
        rule=rule,
    )


def _citation(section: Section, start: int, end: int) -> Citation:
    return Citation(section_name=section.name, quote=section.text[start:end], start=start, end=end)


def _missing(document: Document, guideline: Guideline) -> Iterator[Finding]:
    """Expected sections that are not there, as one finding.

    Of low severity: what a missing section would hold mostly stands under another heading.
    """
    lacking = missing(document, guideline)
    if lacking:
        names = [f"“{one.name}”" for one in lacking]
        many = len(names) > 1
        yield _finding(
            document.sections[0], MISSING, "completeness", "low", MAYBE,
            f"The guideline expects {'sections' if many else 'a section'} {_listed(names)}, and "
            f"there {'are' if many else 'is'} none.",
            "Add what is needed, or say where the reader finds what belongs there.",
            guideline=f"{guideline.name}#{lacking[0].id}",
        )  # fmt: skip


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _jumps(document: Document, guideline: Guideline) -> Iterator[Finding]:
    """Headings that go down more than one level at once: the first, and how many there are."""
    found = jumps(document)
    for section, before in found[:1]:
        more = f" {len(found)} headings do so." if len(found) > 1 else ""
        yield _finding(
            section, "heading-jump", "structure", "medium", SURE,
            f"The heading jumps from level {before} to level {section.level}.{more}",
            f"Make it a heading of level {before + 1}, or add the level between.",
            guideline=reference(guideline, "structure"),
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
            use.span, reference(guideline, "consistency"), (_citation(other.section, *other.span),),
        )  # fmt: skip


def _causes(document: Document, guideline: Guideline) -> Iterator[Finding]:
    """A cause named where things are summed up, of which no paragraph elsewhere speaks."""
    for section, span in unshown(document):
        yield _finding(
            section, "unshown-cause", "consistency", "low", MAYBE,
            "This names a cause that no other section shows.",
            "Show in the investigation what it rests on, or name the cause found there.",
            span, reference(guideline, "conclusion"),
        )  # fmt: skip


def _repeats(document: Document, guideline: Guideline) -> Iterator[Finding]:
    """Paragraphs that stand twice."""
    for section, (start, end), first in repeats(document):
        yield _finding(
            section, "repeated-paragraph", "consistency", "low", SURE,
            f"The same paragraph stands already in “{first.section_name}”.",
            "Keep it where it belongs and refer to it from here.",
            (start, end), reference(guideline, "consistency"), (first,),
        )  # fmt: skip
