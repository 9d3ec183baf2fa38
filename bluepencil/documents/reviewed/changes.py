"""Decides whether a replacement can be written as a tracked change, and at which positions."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from itertools import islice
from typing import NamedTuple

from bluepencil.documents import Origin, Section
from bluepencil.documents.reviewed.markup import TrackedChange
from bluepencil.documents.reviewed.positions import Position, indivisible, position_in
from bluepencil.documents.reviewed.scan import Node, Text

_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_PLAIN_GLUE = frozenset("\t\n\u2011")  # what a run's own tabs, breaks and hyphens are read as
_IN_RUN = frozenset(
    ("rPr", "t", "tab", "br", "cr", "noBreakHyphen", "softHyphen", "lastRenderedPageBreak")
)
_BESIDE_RUNS = frozenset(
    ("bookmarkStart", "bookmarkEnd", "proofErr", "commentRangeStart", "commentRangeEnd")
)
_WRAPPERS = frozenset(("p", "hyperlink", "smartTag", "sdt", "sdtContent"))
_CONTROLLED = re.compile(
    rb"<(?:\w+:)?(?:dropDownList|comboBox|date|checkbox|dataBinding|lock|picture|docPartList)\b"
)


class Edit(NamedTuple):
    """A change of text: `text[start:end]` of the section becomes `new`."""

    start: int
    end: int
    new: str


def minimal_edit(old: str, new: str, start: int) -> Edit:
    """The edit from `old`, which begins at `start`, to `new`, without equal words at the ends."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    begin = start + len("".join(before[:head]))
    gone = "".join(before[head : len(before) - tail])
    return Edit(begin, begin + len(gone), "".join(after[head : len(after) - tail]))


def tracked_change(
    section: Section, edit: Edit, quote: tuple[int, int], part: str,
    texts: Mapping[int, Text], author: str, date: str,
) -> TrackedChange | None:  # fmt: skip
    """The tracked change for an edit; None where it cannot be written safely.

    `quote` are the offsets of the quote of the remark; `texts` are those of the part by number.
    """
    if not edit.new.isprintable() or (edit.start == edit.end and not edit.new):
        return None
    if edit.start == edit.end:
        return _insertion(section, edit, quote, part, texts, author, date)
    origins = origins_between(section.origins, edit.start, edit.end)
    found = [texts.get(origin.node) for origin in origins if origin.part == part]
    known = [text for text in found if text is not None]
    if not origins or len(known) != len(origins) or not _all_have_origins(section, edit, origins):
        return None
    numbers = sorted({origin.node for origin in origins})
    if numbers != list(range(numbers[0], numbers[-1] + 1)):
        return None  # there is hidden or deleted text between them
    if any(not _is_open(text) for text in known):
        return None
    first, last = origins[0], origins[-1]
    start = position_in(known[0], first.offset + edit.start - first.start, closing=False)
    end = position_in(known[-1], last.offset + edit.end - last.start, closing=True)
    if start.parent is not end.parent or not _only_text(start, end):
        return None
    unique = tuple({text.node.start: text for text in known}.values())
    return TrackedChange(start, end, unique, edit.new, author, date)


def origins_between(origins: tuple[Origin, ...], start: int, end: int) -> list[Origin]:
    """The origins of `text[start:end]`, in order, clipped to it."""
    found = []
    first = bisect_right(origins, start, key=lambda origin: origin.end)
    for origin in islice(origins, first, None):
        if origin.start >= end:
            break
        low, high = max(origin.start, start), min(origin.end, end)
        if low < high:
            offset = origin.offset + low - origin.start
            found.append(origin._replace(start=low, end=high, offset=offset))
    return found


def _insertion(
    section: Section, edit: Edit, quote: tuple[int, int], part: str,
    texts: Mapping[int, Text], author: str, date: str,
) -> TrackedChange | None:  # fmt: skip
    """An insertion: after the character before it, or before the first of the quote."""
    at = edit.start
    behind = at > quote[0]
    origins = origins_between(section.origins, at - behind, at + (not behind))
    text = texts.get(origins[0].node) if origins and origins[0].part == part else None
    if text is None or not _is_open(text):
        return None
    position = position_in(text, origins[0].offset + behind, closing=behind)
    last = at == quote[1] and behind
    return TrackedChange(position, position, (text,), edit.new, author, date, last)


def _all_have_origins(section: Section, edit: Edit, origins: list[Origin]) -> bool:
    """Whether every character has an origin, except for tabs and breaks between others."""
    at = edit.start
    for origin in origins:
        if not _PLAIN_GLUE.issuperset(section.text[at : origin.start]):
            return False
        at = origin.end
    return origins[0].start == edit.start and at == edit.end


def _is_open(text: Text) -> bool:
    """Whether a text may be changed: it is in no tracked change, field or restricted control."""
    if indivisible(text.node, text.paragraph) or text.node.in_field or not text.divisible:
        return False
    for node in text.node.up()[1:]:
        if node.name == "sdt" and _CONTROLLED.search(_properties(node)):
            return False
        inside = node.start >= text.paragraph.nodes[0].start
        if inside and node.name not in _WRAPPERS:
            return False
    return True


def _properties(control: Node) -> bytes:
    """The properties of a content control, which precede its content."""
    return control.data[control.start : control.data.find(b"sdtContent", control.start)]


def _only_text(start: Position, end: Position) -> bool:
    """Whether there is nothing but plain text between two positions under the same element."""
    paragraph = start.paragraph
    for node in _within(paragraph.children(start.parent), start.at, end.at):
        if node.name in _BESIDE_RUNS:
            continue
        if node.name != "r":
            return False
        for child in _within(paragraph.children(node), start.at, end.at):
            if child.name not in _IN_RUN:
                return False
    return True


def _within(siblings: list[Node], start: int, end: int) -> Iterator[Node]:
    """Those of the elements, which are in order, that have bytes between two offsets."""
    first = max(0, bisect_right(siblings, start, key=lambda node: node.start) - 1)
    for node in islice(siblings, first, None):
        if node.start >= end:
            return
        if node.end > start:
            yield node
