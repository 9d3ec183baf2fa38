"""Whether a finding has come up before, and what becomes of the earlier one if it has."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from bluepencil.documents import Document
from bluepencil.review.findings import Finding, Item, Scope
from bluepencil.values import Json

_PLACE = ("section_name", "quote", "start", "end")
_JUDGEMENT = ("category", "severity", "rule")
_WITH_JUDGEMENT = (*_JUDGEMENT, "confidence", "guideline", "source")


def match(
    found: Finding,
    earlier: Sequence[Item],
    document: Document,
    scope: Scope = "section",
    seen: Collection[str] = (),
) -> Item | None:
    """The earlier finding that `found` is, or None; all of `earlier` have its fingerprint.

    One of the same rule comes first. The same remark may also come back under another rule, but
    one reading (`seen`: the ids it has come upon) may make two remarks on the same words; and an
    undecided one of the other sort of reading stays what it is.
    """
    here = {item.rule for item in earlier if _is_at(item, found)}
    same_rule = [item for item in earlier if item.rule == found.rule]
    others = [
        item
        for item in earlier
        if item.rule != found.rule and item.id not in seen
        if item.scope == scope or item.decision != "open"
        if _is_at(item, found) or item.rule not in here  # else two would come to be one
    ]
    return _nearest(found, same_rule, document) or _nearest(found, others, document)


def found_again(item: Item, found: Finding, document: Document, version: int) -> Item:
    """The earlier finding, found again as `found` in that version.

    One that was resolved, or whose words have moved, gets the new place. What the reader has
    decided stays as it was. One still open takes over a new judgement, with the words that go
    with it, unless the reader has edited its words. The other places it is about are those found.
    """
    changed: Json = {"version": version, "also": found.also}
    if item.resolved_in is not None or _has_moved(item, document):
        changed |= _fields(found, _PLACE) | {"resolved_in": None}
    if item.decision == "open" and _fields(item, _JUDGEMENT) != _fields(found, _JUDGEMENT):
        edited = item.found_as is not None
        changed |= _fields(found, _WITH_JUDGEMENT if edited else Finding.model_fields)
    if _fields(item, changed) == changed:
        return item
    return item.model_copy(update=changed)


def _nearest(found: Finding, earlier: Sequence[Item], document: Document) -> Item | None:
    """The one at the same place; else at an overlapping one, as when a word more was quoted; else
    the nearest whose words have moved; else one that was resolved."""
    standing = [item for item in earlier if item.resolved_in is None]
    for there in (_is_at, _overlap):
        if same := next((item for item in standing if there(item, found)), None):
            return same
    place = found.start
    moved = [item for item in standing if place is not None and _has_moved(item, document)]
    if place is not None and moved:
        return min(moved, key=lambda item: abs((item.start or 0) - place))
    return next((item for item in earlier if item.resolved_in is not None), None)


def _is_at(item: Item, found: Finding) -> bool:
    return item.resolved_in is None and item.start == found.start


def _overlap(item: Item, found: Finding) -> bool:
    if item.start is None or item.end is None or found.start is None or found.end is None:
        return False
    return item.start < found.end and found.start < item.end


def _has_moved(item: Item, document: Document) -> bool:
    """Whether its words are no longer where it says they are."""
    if item.start is None:
        return False
    section = document.section(item.section_name)
    return section is None or section.text[item.start : item.end] != item.quote


def _fields(finding: Finding, names: Iterable[str]) -> Json:
    return {name: getattr(finding, name) for name in names}
