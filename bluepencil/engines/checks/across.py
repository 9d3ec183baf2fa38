"""Across the sections: what no single section shows by itself."""

from __future__ import annotations

from collections.abc import Iterator

from bluepencil.documents import Document
from bluepencil.documents.guideline import Guideline
from bluepencil.engines import Stop
from bluepencil.engines.checks.consistency import contradictions
from bluepencil.engines.checks.consistency.places import finding
from bluepencil.engines.checks.place import Place
from bluepencil.engines.checks.quantities import conflicts
from bluepencil.engines.checks.rule import LIKELY, MAYBE, reference
from bluepencil.engines.checks.structure import jumps, missing, repeats
from bluepencil.engines.checks.unshown import unshown
from bluepencil.review.findings import MISSING, Finding

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


def _missing(document: Document, guideline: Guideline) -> Iterator[Finding]:
    """Expected sections that are not there, as one finding.

    Of low severity: what a missing section would hold mostly stands under another heading.
    """
    lacking = missing(document, guideline)
    if lacking:
        names = [f"“{one.name}”" for one in lacking]
        many = len(names) > 1
        yield finding(
            document.sections[0], MISSING, "low",
            f"The guideline expects {'sections' if many else 'a section'} {_listed(names)}, and "
            f"there {'are' if many else 'is'} none.",
            "Add what is needed, or say where the reader finds what belongs there.",
            category="completeness", confidence=MAYBE,
            guideline=f"{guideline.name}#{lacking[0].id}",
        )  # fmt: skip


def _listed(names: list[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _jumps(document: Document, guideline: Guideline) -> Iterator[Finding]:
    """Headings that go down more than one level at once: the first, and how many there are."""
    found = jumps(document)
    for section, before in found[:1]:
        more = f" {len(found)} headings do so." if len(found) > 1 else ""
        yield finding(
            section, "heading-jump", "medium",
            f"The heading jumps from level {before} to level {section.level}.{more}",
            f"Make it a heading of level {before + 1}, or add the level between.",
            category="structure", guideline=reference(guideline, "structure"),
        )  # fmt: skip


def _quantities(document: Document, guideline: Guideline) -> Iterator[Finding]:
    """One quantity with two values that look like a slip: digits swapped, or a zero too many."""
    for use, other in conflicts(document):
        here, there = Place(use.section, *use.span), Place(other.section, *other.span)
        yield finding(
            here, "quantity-conflict", "medium",
            f"“{here.words}” here, “{there.words}” in “{there.section.name}”: "
            "the same quantity has two values.",
            "Check which is right and correct the other.", (there,),
            confidence=LIKELY, guideline=reference(guideline, "consistency"),
        )  # fmt: skip


def _causes(document: Document, guideline: Guideline) -> Iterator[Finding]:
    """A cause named where things are summed up, of which no paragraph elsewhere speaks."""
    for section, span in unshown(document):
        yield finding(
            Place(section, *span), "unshown-cause", "low",
            "This names a cause that no other section shows.",
            "Show in the investigation what it rests on, or name the cause found there.",
            confidence=MAYBE, guideline=reference(guideline, "conclusion"),
        )  # fmt: skip


def _repeats(document: Document, guideline: Guideline) -> Iterator[Finding]:
    """Paragraphs that stand twice."""
    for again, first in repeats(document):
        yield finding(
            again, "repeated-paragraph", "low",
            f"The same paragraph stands already in “{first.section.name}”.",
            "Keep it where it belongs and refer to it from here.", (first,),
            guideline=reference(guideline, "consistency"),
        )  # fmt: skip
