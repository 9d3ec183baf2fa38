"""What becomes of findings when the next version of their document comes."""

from __future__ import annotations

import os
import re
from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import accumulate, groupby, islice
from operator import itemgetter
from typing import NamedTuple

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


def carry(items: Sequence[Item], old: Document, new: Document, version: int) -> list[Item]:
    """The findings as they are in the new version, in the same order.

    One whose words are still there goes with them; one whose words are gone is resolved in that
    version, keeps its decision, and has no place any more. Where two would become one, the first
    stays. Of those resolved before, the reader's own return with their words; the others return
    when they are found again.
    """
    now = {pair.old.name: pair.new for pair in pairs(old, new) if pair.old is not None}
    earlier = {section.name: section for section in old.sections}
    places = _Places(new)
    taken: set[tuple[str, str, int | None]] = set()
    carried = []
    for item in items:
        placed = None
        if item.resolved_in is None:
            before, section = earlier.get(item.section_name), now.get(item.section_name)
            placed = _placed(item, before, section, places)
        elif item.source == "you":
            placed = _back(item, places)
        if placed is not None and placed.source != "you":
            place = (placed.fingerprint, placed.rule, placed.start)
            placed = None if place in taken else placed
            taken.add(place)
        if placed is not None and placed.also:
            also = (_other(one, now.get(one.section_name)) for one in placed.also)
            placed = placed.model_copy(update={"also": tuple(one for one in also if one)})
        carried.append(placed or resolved(item, version))
    return carried


def _other(other: Citation, section: Section | None) -> Citation | None:
    """Another place that a finding is about, where it is now; None where that cannot be told."""
    if section is None:
        return None
    found = _places(section.text, other.quote)
    if other.start not in found and len(found) != 1:
        return None
    start = other.start if other.start in found else found[0]
    return other.model_copy(
        update={"section_name": section.name, "start": start, "end": start + len(other.quote)}
    )


class _Places:
    """Where words are in a document. It looks through all of its text at once: there may be
    thousands of sections, and as many findings."""

    def __init__(self, document: Document) -> None:
        self._sections = document.sections
        self._numbers = {section.name: n for n, section in enumerate(document.sections)}
        texts = [section.text for section in document.sections]
        self._starts = [0, *accumulate(len(text) + 1 for text in texts)]
        self._text = "\0".join(texts)  # no text has this character

    def section(self, name: str) -> Section | None:
        """The section of that name, or None."""
        number = self._numbers.get(name)
        return None if number is None else self._sections[number]

    def all(self, quote: str) -> Iterator[tuple[Section, list[int]]]:
        """The sections that have these words, in order, and where in each."""
        found = _places(self._text, quote)
        numbers = (bisect_right(self._starts, at) - 1 for at in found)
        for number, places in groupby(zip(numbers, found, strict=True), key=itemgetter(0)):
            start = self._starts[number]
            yield self._sections[number], [at - start for _, at in places]


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
    item: Item, old: Section | None, section: Section | None, places: _Places
) -> Item | None:
    """The finding where its words are now; None where they are gone."""
    if section is not None and (item.start is None or old is None or old.text == section.text):
        return item.model_copy(update={"section_name": section.name})
    quote, start = item.quote, item.start
    if quote is None or start is None or old is None:
        return None
    here = _places(section.text, quote) if section is not None else []
    if section is not None and len(here) == len(_places(old.text, quote)) == 1:
        return _at(item, section, here[0], quote)

    def likely(found: Iterable[tuple[Section, list[int]]]) -> Iterator[_Likely]:
        for n, (one, all_places) in enumerate(found):
            for at in _nearest(all_places, start, len(one.text) - len(old.text)):
                likeness = _likeness(old.text, start, one.text, at, quote)
                yield _Likely(likeness, -abs(at - start), n, at, one)

    others = ((one, at) for one, at in places.all(quote) if one is not section)
    for found in ([(section, here)] if section is not None else [], others):
        best = max(islice(likely(found), _SCORED), default=None, key=itemgetter(0, 1, 2, 3))
        if best is not None and best.likeness >= _ALIKE:
            return _at(item, best.section, best.at, quote)
    return None


class _Likely(NamedTuple):
    """A place where a finding's words may have gone; the greatest is the likeliest."""

    likeness: int
    nearness: int
    number: int
    at: int
    section: Section


def _back(item: Item, places: _Places) -> Item | None:
    """A resolved finding where its words, or its section, are back; None where they are not."""
    back = item.model_copy(update={"resolved_in": None})
    same = places.section(item.section_name)
    if item.quote is None:
        return back if same is not None else None
    everywhere = [(one, at) for one, all_places in places.all(item.quote) for at in all_places]
    for found in ([place for place in everywhere if place[0] is same], everywhere):
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
