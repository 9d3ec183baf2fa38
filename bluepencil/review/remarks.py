"""Findings as they are handed back: the reader's words, in the order of the document."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bluepencil.documents import Document
from bluepencil.documents.guideline import Guideline
from bluepencil.documents.reviewed import Remark
from bluepencil.review.findings import Item

_REVIEWER = "Bluepencil"
_READER = "Reviewer"  # a file is read by others, to whom “you” is somebody else


def in_order(document: Document, items: Iterable[Item]) -> list[Item]:
    """The findings as their words stand in the document, each section's own remarks first."""
    order = {section.name: number for number, section in enumerate(document.sections)}
    return sorted(
        items,
        key=lambda item: (
            order.get(item.section_name, len(order)),
            -1 if item.start is None else item.start,
        ),
    )


def remarks(
    document: Document, items: Iterable[Item], guidelines: Iterable[Guideline]
) -> list[Remark]:
    """The findings as remarks for a file. What they rest on is told in the words of the first of
    the guidelines that has it.
    """
    known = list(guidelines)
    return [_remark(item, known) for item in in_order(document, items)]


def _remark(item: Item, guidelines: list[Guideline]) -> Remark:
    found = (guideline.item(item.guideline) for guideline in guidelines)
    return Remark(
        section_name=item.section_name,
        start=item.start,
        end=item.end,
        quote=item.quote,
        severity=item.severity,
        category=item.category,
        description=item.description,
        also=tuple((one.section_name, one.quote) for one in item.also),
        suggestion=item.suggestion,
        replacement=item.replacement,
        guideline=next((line.text for line in found if line is not None), ""),
        author=_READER if item.source == "you" else _REVIEWER,
        at=datetime.fromisoformat(item.created_at),
        note=(item.reason or "").strip(),
    )
