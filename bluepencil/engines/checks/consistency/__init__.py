"""Contradictions within one document: references, numbers, dates, names."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Callable, Iterator

from bluepencil.documents import Document
from bluepencil.engines import Stop
from bluepencil.engines.checks.consistency.anchors import lost_links
from bluepencil.engines.checks.consistency.announced import announced
from bluepencil.engines.checks.consistency.arithmetic import wrong_arithmetic
from bluepencil.engines.checks.consistency.calendar_days import wrong_days
from bluepencil.engines.checks.consistency.changes import wrong_changes
from bluepencil.engines.checks.consistency.chronology import out_of_order
from bluepencil.engines.checks.consistency.durations import wrong_durations
from bluepencil.engines.checks.consistency.leftovers import leftovers
from bluepencil.engines.checks.consistency.marks import lost_marks
from bluepencil.engines.checks.consistency.multiples import wrong_multiples
from bluepencil.engines.checks.consistency.names import two_spellings
from bluepencil.engines.checks.consistency.numbering import broken_numbering
from bluepencil.engines.checks.consistency.parts import wrong_parts
from bluepencil.engines.checks.consistency.reading import Reading
from bluepencil.engines.checks.consistency.references import dangling
from bluepencil.engines.checks.consistency.shares import wrong_shares
from bluepencil.engines.checks.consistency.style import house_style
from bluepencil.engines.checks.consistency.sums import wrong_sums
from bluepencil.engines.checks.consistency.terms import terms
from bluepencil.engines.checks.consistency.units import wrong_units
from bluepencil.review.findings import Finding

# The surest first: of two findings on the same words the first is kept.
_LOOKS: tuple[Callable[[Reading], Iterator[Finding]], ...] = (
    wrong_days, wrong_sums, wrong_shares, wrong_changes, wrong_arithmetic, wrong_parts, wrong_units, wrong_multiples, wrong_durations, out_of_order,
    dangling, lost_marks, lost_links, broken_numbering, leftovers, announced, terms, two_spellings, house_style,
)  # fmt: skip


def contradictions(document: Document, cancel: Stop) -> Iterator[Finding]:
    """All that the document contradicts by itself; one finding for the same words."""
    reading = Reading(document)
    taken: dict[str, list[tuple[int, int]]] = {}
    for look in _LOOKS:
        cancel.check()
        for finding in look(reading):
            if finding.start is None or finding.end is None:
                yield finding
                continue
            spans = taken.setdefault(finding.section_name, [])
            span = finding.start, finding.end
            at = bisect(spans, span)
            beside = spans[max(0, at - 1) : at + 1]
            if not any(start < span[1] and span[0] < end for start, end in beside):
                spans.insert(at, span)
                yield finding
