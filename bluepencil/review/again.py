"""Whether a finding has come up before: what keeps decisions where they were made."""

from __future__ import annotations

from collections.abc import Sequence

from bluepencil.documents import Document
from bluepencil.review.findings import Finding, Item


def again(found: Finding, kept: Sequence[Item], document: Document) -> Item | None:
    """The kept finding that `found` is, or None; all of `kept` have its fingerprint.

    It is the one at the same place; else one at an overlapping place, as when a word more was
    quoted; else the nearest that has moved; else one that was resolved. The same words elsewhere
    are a finding of their own.
    """
    resolved = next((item for item in kept if item.resolved_in is not None), None)
    kept = [item for item in kept if item.resolved_in is None]
    same = (item for item in kept if item.start == found.start)
    near = (item for item in kept if _overlap(item, found))
    moved = [item for item in kept if _moved(item, document)]
    there = next(same, None) or next(near, None)
    if there is not None or not moved or found.start is None:
        return there or resolved
    place = found.start
    return min(moved, key=lambda item: abs((item.start or 0) - place))


def moved(item: Item, found: Finding, document: Document, version: int) -> Item:
    """The kept finding as found now, in that version: where its words are, if they had moved."""
    if item.resolved_in is None and not _moved(item, document):
        return item if item.version == version else item.model_copy(update={"version": version})
    place = {
        "section_name": found.section_name,
        "quote": found.quote,
        "start": found.start,
        "end": found.end,
    }
    return item.model_copy(update={**place, "version": version, "resolved_in": None})


def _overlap(one: Finding, other: Finding) -> bool:
    if one.start is None or one.end is None or other.start is None or other.end is None:
        return False
    return one.start < other.end and other.start < one.end


def _moved(item: Item, document: Document) -> bool:
    """Whether its words no longer stand where it says they do."""
    if item.start is None:
        return False
    section = document.section(item.section_name)
    return section is None or section.text[item.start : item.end] != item.quote
