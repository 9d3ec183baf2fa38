"""A review as it is handed back: findings in the order of the document, and the verdicts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from bluepencil.documents import Document
from bluepencil.documents.guideline import Guideline
from bluepencil.documents.reviewed import Remark, Row, Table
from bluepencil.review.aggregate import Review
from bluepencil.review.criteria import COMPLIANCE, KINDS
from bluepencil.review.findings import Item
from bluepencil.review.verdicts import verdicts

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


def without_minor(items: Iterable[Item]) -> tuple[list[Item], int]:
    """The findings without those that are minor, and how many these are; what the reader has
    written is never left out."""
    every = list(items)
    kept = [item for item in every if item.severity != "low" or item.source == "you"]
    return kept, len(every) - len(kept)


def table(review: Review, now: float) -> Table | None:
    """The verdicts as a part of a file; None where nothing was judged yet."""
    found = verdicts(review)
    if not any(one.source for one in found):
        return None
    guideline = review.session.guideline
    rows = [
        Row(
            group=KINDS[one.kind],
            verdict=COMPLIANCE[one.verdict],
            text=one.text,
            note=one.note,
            passages=tuple(passage.quote for passage in one.evidence),
        )
        for one in found
    ]
    at = datetime.fromtimestamp(now, UTC)
    return Table(guideline.title or guideline.name, tuple(rows), _REVIEWER, at)


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
