"""What becomes of findings when the next version of their document comes."""

from __future__ import annotations

import os
import re
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterator, Sequence
from functools import lru_cache

from bluepencil.documents import Document, Section
from bluepencil.documents.compare import pairs
from bluepencil.review.findings import Citation, Item

_END = re.compile(r"[.!?](?=\s)|\n")
_CONTEXT = 60  # characters around the words that are compared
_ALIKE = 20  # of these must be the same, or
_LONG = 40  # the words themselves must be as long
_LONGEST = 1000  # characters of a sentence before the words, at most
_NEAR = 24  # places of the same words in one section that are compared
_SCORED = 200  # in all sections together
_Look = Callable[[str, str], list[int]]


def carry(items: Sequence[Item], old: Document, new: Document, version: int) -> list[Item]:
    """The findings as they are in the new version, in the same order.

    One whose words are still there goes with them; one whose words are gone is resolved in that
    version, keeps its decision, and has no place any more. Where two would become one, the first
    stays. Of those resolved before, the reader's own return with their words; the others return
    when they are found again.
    """
    now = {pair.old.name: pair.new for pair in pairs(old, new) if pair.old is not None}
    places = lru_cache(None)(_places)
    taken: set[tuple[str, str, int | None]] = set()
    carried = []
    for item in items:
        placed = None
        if item.resolved_in is None:
            before, section = old.section(item.section_name), now.get(item.section_name)
            placed = _placed(item, before, section, new, places)
        elif item.source == "you":
            placed = _back(item, new, places)
        if placed is not None and placed.source != "you":
            place = (placed.fingerprint, placed.rule, placed.start)
            placed = None if place in taken else placed
            taken.add(place)
        if placed is not None and placed.also:
            also = (_other(one, now.get(one.section_name), places) for one in placed.also)
            placed = placed.model_copy(update={"also": tuple(one for one in also if one)})
        carried.append(placed or resolved(item, version))
    return carried


def _other(other: Citation, section: Section | None, places: _Look) -> Citation | None:
    """Another place that a finding is about, where it is now; None where that cannot be told."""
    if section is None:
        return None
    found = places(section.text, other.quote)
    if other.start not in found and len(found) != 1:
        return None
    start = other.start if other.start in found else found[0]
    return other.model_copy(
        update={"section_name": section.name, "start": start, "end": start + len(other.quote)}
    )


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
    if item.resolved_in is not None:
        return item
    return item.model_copy(update={"resolved_in": version, "start": None, "end": None})


def _placed(
    item: Item, old: Section | None, section: Section | None, new: Document, places: _Look
) -> Item | None:
    """The finding where its words are now; None where they are gone."""
    if section is not None and (item.start is None or old is None or old.text == section.text):
        return item.model_copy(update={"section_name": section.name})
    quote, start = item.quote, item.start
    if quote is None or start is None or old is None:
        return None
    only = places(section.text, quote) if section is not None else []
    if section is not None and len(only) == len(places(old.text, quote)) == 1:
        return _at(item, section, only[0], quote)
    others = [one for one in new.sections if one is not section]
    for sections in ([section] if section is not None else [], others):
        found = [
            (_likeness(old.text, start, one.text, at, quote), -abs(at - start), n, at)
            for n, one in enumerate(sections)
            for at in _nearest(places(one.text, quote), start, len(one.text) - len(old.text))
        ]
        best = max(found[:_SCORED], default=None)
        if best is not None and best[0] >= _ALIKE:
            return _at(item, sections[best[2]], best[3], quote)
    return None


def _back(item: Item, new: Document, places: _Look) -> Item | None:
    """A resolved finding where its words, or its section, are back; None where they are not."""
    back = item.model_copy(update={"resolved_in": None})
    same = new.section(item.section_name)
    if item.quote is None:
        return back if same is not None else None
    for sections in ([same] if same is not None else [], new.sections):
        found = [(one, at) for one in sections for at in places(one.text, item.quote)]
        if len(found) == 1:
            return _at(back, *found[0], item.quote)
    return None


def _at(item: Item, section: Section, at: int, quote: str) -> Item:
    place = {"section_name": section.name, "start": at, "end": at + len(quote)}
    return item.model_copy(update=place)


def _places(text: str, quote: str) -> list[int]:
    found = []
    at = text.find(quote)
    while at >= 0:
        found.append(at)
        at = text.find(quote, at + 1)
    return found


def _nearest(places: list[int], start: int, grown: int) -> Iterator[int]:
    """Of many places those near the old one, counted from the start or from the end of the text."""
    if len(places) <= _NEAR:
        yield from places
        return
    near = set()
    for at in (start, start + grown):
        middle = bisect_left(places, at)
        near |= set(places[max(0, middle - _NEAR // 4) : middle + _NEAR // 4])
    yield from sorted(near)


def _likeness(old: str, start: int, new: str, at: int, quote: str) -> int:
    """How many characters around are the same; the sentence, or long words, count as enough."""
    end, to = start + len(quote), at + len(quote)
    before = os.path.commonprefix([_backwards(old, start), _backwards(new, at)])
    after = os.path.commonprefix([old[end : end + _CONTEXT], new[to : to + _CONTEXT]])
    same = len(before) + len(after)
    if len(quote) >= _LONG or _sentence(old, start, end) == _sentence(new, at, to):
        same += _ALIKE
    return same


def _backwards(text: str, end: int) -> str:
    return text[max(0, end - _CONTEXT) : end][::-1]


def _sentence(text: str, start: int, end: int) -> str:
    """The sentence, or sentences, around words; the end of a paragraph ends one too."""
    first = max(0, start - _LONGEST)
    before = max((found.end() for found in _END.finditer(text, first, start)), default=first)
    after = _END.search(text, end)
    return text[before : after.start() if after else len(text)].strip()
