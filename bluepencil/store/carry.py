"""What becomes of findings when the next version of their document comes."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Sequence

from bluepencil.documents import Document, Section
from bluepencil.documents.compare import pairs
from bluepencil.findings import Item

_END = re.compile(r"[.!?](?=\s)|\n")
_CONTEXT = 60  # characters around the words that are compared
_ALIKE = 20  # of these must be the same, or
_LONG = 40  # the words themselves be as long
_LONGEST = 1000  # characters of a sentence before the words, at most


def carry(items: Sequence[Item], old: Document, new: Document, version: int) -> list[Item]:
    """The findings as they stand in the new version, in the same order.

    One whose words still stand goes with them; one whose words are gone is resolved in that
    version, keeps its decision, and has no place any more. Those resolved before stay so.
    """
    now = {pair.old.name: pair.new for pair in pairs(old, new) if pair.old is not None}
    taken: set[tuple[str, int | None]] = set()
    carried = []
    for item in items:
        placed = None
        if item.resolved_in is None:
            placed = _placed(item, old.section(item.section_name), now.get(item.section_name), new)
        if placed is not None and placed.source != "you" and placed.start is not None:
            place = (placed.fingerprint, placed.start)
            placed = None if place in taken else placed
            taken.add(place)
        carried.append(placed or resolved(item, version))
    return carried


def still_read(read: Collection[str], old: Document, new: Document) -> list[str]:
    """The sections of the new version that were read and have not changed since."""
    return [
        pair.new.name
        for pair in pairs(old, new)
        if pair.old is not None and pair.new is not None and pair.state == "unchanged"
        if pair.old.name in read
    ]


def resolved(item: Item, version: int) -> Item:
    """The finding as gone from that version, if not from an earlier one; without a place."""
    gone = {"resolved_in": item.resolved_in or version, "start": None, "end": None}
    return item.model_copy(update=gone)


def _placed(item: Item, old: Section | None, section: Section | None, new: Document) -> Item | None:
    """The finding where its words stand now; None where they do not."""
    if section is not None and (item.start is None or old is None or old.text == section.text):
        return item.model_copy(update={"section_name": section.name})
    quote, start = item.quote, item.start
    if quote is None or start is None or old is None:
        return None
    others = [one for one in new.sections if one is not section]
    for sections in ([section] if section is not None else [], others):
        found = [
            (_likeness(old.text, start, one.text, at, quote), one.name, at)
            for one in sections
            for at in _places(one.text, quote)
        ]
        best = max(found, key=lambda place: (place[0], -abs(place[2] - start)), default=None)
        if best is not None and best[0] >= _ALIKE:
            _, name, at = best
            place = {"section_name": name, "start": at, "end": at + len(quote)}
            return item.model_copy(update=place)
    return None


def _places(text: str, quote: str) -> Iterator[int]:
    at = text.find(quote)
    while at >= 0:
        yield at
        at = text.find(quote, at + 1)


def _likeness(old: str, start: int, new: str, at: int, quote: str) -> int:
    """How many characters around are the same; the sentence, or long words, count as enough."""
    end, to = start + len(quote), at + len(quote)
    before = os.path.commonprefix([_back(old, start), _back(new, at)])
    after = os.path.commonprefix([old[end : end + _CONTEXT], new[to : to + _CONTEXT]])
    same = len(before) + len(after)
    if len(quote) >= _LONG or _sentence(old, start, end) == _sentence(new, at, to):
        same += _ALIKE
    return same


def _back(text: str, end: int) -> str:
    return text[max(0, end - _CONTEXT) : end][::-1]


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence, or sentences, that words stand in; a paragraph's end ends one too."""
    first = max(0, start - _LONGEST)
    before = max((found.end() for found in _END.finditer(text, first, start)), default=first)
    after = _END.search(text, end)
    return text[before : after.start() if after else len(text)].strip()
