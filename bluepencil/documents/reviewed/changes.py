"""Decides whether a replacement can be written as a tracked change, and where exactly."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from itertools import islice
from typing import NamedTuple

from bluepencil.documents import Origin, Section
from bluepencil.documents.reviewed.cuts import Cut, cut, whole
from bluepencil.documents.reviewed.marks import Change
from bluepencil.documents.reviewed.scan import Node, Text

_WORD = re.compile(r"\w+|\s+|[^\w\s]")
_PLAIN_GLUE = frozenset("\t\n\u2011")  # what a run's own tabs, breaks and hyphens are read as
_IN_RUN = frozenset(
    ("rPr", "t", "tab", "br", "cr", "noBreakHyphen", "softHyphen", "lastRenderedPageBreak")
)
_BESIDE_RUNS = frozenset(
    ("bookmarkStart", "bookmarkEnd", "proofErr", "commentRangeStart", "commentRangeEnd")
)
_AROUND = frozenset(("p", "hyperlink", "smartTag", "sdt", "sdtContent"))
_CONTROLLED = re.compile(
    rb"<(?:\w+:)?(?:dropDownList|comboBox|date|checkbox|dataBinding|lock|picture|docPartList)\b"
)


class Wording(NamedTuple):
    """The least that has to change: `text[start:end]` of the section becomes `new`."""

    start: int
    end: int
    new: str


def least(old: str, new: str, start: int) -> Wording:
    """What of `old`, which begins at `start`, changes, without the words that stay at its ends."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    head = 0
    while head < min(len(before), len(after)) and before[head] == after[head]:
        head += 1
    tail = 0
    while tail < min(len(before), len(after)) - head and before[-1 - tail] == after[-1 - tail]:
        tail += 1
    begin = start + len("".join(before[:head]))
    gone = "".join(before[head : len(before) - tail])
    return Wording(begin, begin + len(gone), "".join(after[head : len(after) - tail]))


def change(
    section: Section, wording: Wording, quote: tuple[int, int], part: str,
    texts: Mapping[int, Text], author: str, date: str,
) -> Change | None:  # fmt: skip
    """The tracked change for new wording; None where it cannot be written safely.

    `quote` is what the remark is about, `texts` are those of the part by number.
    """
    if not wording.new.isprintable() or (wording.start == wording.end and not wording.new):
        return None
    if wording.start == wording.end:
        return _insertion(section, wording, quote, part, texts, author, date)
    origins = between(section.origins, wording.start, wording.end)
    found = [texts.get(origin.node) for origin in origins if origin.part == part]
    known = [text for text in found if text is not None]
    if not origins or len(known) != len(origins) or not _all_in_file(section, wording, origins):
        return None
    numbers = sorted({origin.node for origin in origins})
    if numbers != list(range(numbers[0], numbers[-1] + 1)):
        return None  # hidden or deleted words lie between
    if any(not _is_open(text) for text in known):
        return None
    first, last = origins[0], origins[-1]
    start = cut(known[0], first.offset + wording.start - first.start, closing=False)
    end = cut(known[-1], last.offset + wording.end - last.start, closing=True)
    if start.parent is not end.parent or not _only_words(start, end):
        return None
    unique = tuple({text.node.start: text for text in known}.values())
    return Change(start, end, unique, wording.new, author, date)


def between(origins: tuple[Origin, ...], start: int, end: int) -> list[Origin]:
    """The stretches of `text[start:end]` that stand in the file, in order, cut to it."""
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
    section: Section, wording: Wording, quote: tuple[int, int], part: str,
    texts: Mapping[int, Text], author: str, date: str,
) -> Change | None:  # fmt: skip
    """New words only: behind the character before them, or before the quote's first."""
    at = wording.start
    behind = at > quote[0]
    origins = between(section.origins, at - behind, at + (not behind))
    text = texts.get(origins[0].node) if origins and origins[0].part == part else None
    if text is None or not _is_open(text):
        return None
    place = cut(text, origins[0].offset + behind, closing=behind)
    last = at == quote[1] and behind
    return Change(place, place, (text,), wording.new, author, date, last)


def _all_in_file(section: Section, wording: Wording, origins: list[Origin]) -> bool:
    """Whether every character stands in the file, but for tabs and breaks between others."""
    at = wording.start
    for origin in origins:
        if not _PLAIN_GLUE.issuperset(section.text[at : origin.start]):
            return False
        at = origin.end
    return origins[0].start == wording.start and at == wording.end


def _is_open(text: Text) -> bool:
    """Whether others' changes, fields and controlled content leave the text free to be changed."""
    if whole(text.node, text.paragraph) or text.node.in_field or not text.divisible:
        return False
    for node in text.node.up()[1:]:
        if node.name == "sdt" and _CONTROLLED.search(_properties(node)):
            return False
        inside = node.start >= text.paragraph.nodes[0].start
        if inside and node.name not in _AROUND:
            return False
    return True


def _properties(control: Node) -> bytes:
    """What a content control says of itself, before its content."""
    return control.data[control.start : control.data.find(b"sdtContent", control.start)]


def _only_words(start: Cut, end: Cut) -> bool:
    """Whether nothing but plain text lies between two places under the same element."""
    for node in start.paragraph.children(start.parent):
        if node.end <= start.at or node.start >= end.at:
            continue
        if node.name in _BESIDE_RUNS:
            continue
        if node.name != "r":
            return False
        for child in start.paragraph.children(node):
            outside = child.end <= start.at or child.start >= end.at
            if not outside and child.name not in _IN_RUN:
                return False
    return True
