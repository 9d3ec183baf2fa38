"""Two versions of a document side by side: which sections stand, and what changed in the others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from bluepencil.documents import Document, Section

State = Literal["unchanged", "changed", "added", "removed"]
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_ALIKE = 0.3  # of their words: paragraphs less alike are told as one gone and one new
_MOST = 250_000  # comparisons; what would take more is told as a whole


class Pair(NamedTuple):
    """A section as it was and as it is; one side is None where it was added or removed."""

    old: Section | None
    new: Section | None

    @property
    def name(self) -> str:
        """What it is called, or was called last."""
        return next(side.name for side in (self.new, self.old) if side is not None)

    @property
    def state(self) -> State:
        """What became of the section."""
        if self.old is None:
            return "added"
        if self.new is None:
            return "removed"
        return "unchanged" if self.old.text == self.new.text else "changed"


class Piece(NamedTuple):
    """Some words of one side, and whether the other side has them not."""

    text: str
    differs: bool


class Row(NamedTuple):
    """A paragraph as it was beside what it is; no pieces on a side: there is none."""

    old: tuple[Piece, ...]
    new: tuple[Piece, ...]


def pairs(old: Document, new: Document) -> list[Pair]:
    """Every section of both, in the order of the new one; a removed one after what stood before it.

    Sections belong together by name; of the rest, those with the same words.
    """
    partner = {section.name: new.section(section.name) for section in old.sections}
    named = {section.name for section in partner.values() if section is not None}
    texts = {
        section.text: section
        for section in reversed(new.sections)
        if section.name not in named and section.text.strip()
    }
    for section in old.sections:
        if partner[section.name] is None:
            partner[section.name] = texts.pop(section.text, None)
    before = {now.name: section for section in old.sections if (now := partner[section.name])}
    all_of_them = [Pair(before.get(section.name), section) for section in new.sections]
    place = 0
    for section in old.sections:
        now = partner[section.name]
        if now is None:
            all_of_them.insert(place, Pair(section, None))
            place += 1
        else:
            place = 1 + next(at for at, pair in enumerate(all_of_them) if pair.new is now)
    return all_of_them


def rows(pair: Pair) -> list[Row]:
    """The paragraphs of a section side by side, with the words that differ."""
    old, new = (_paragraphs(side) for side in pair)
    found: list[Row] = []
    for tag, a, b, c, d in _steps(old, new):
        if tag == "equal":
            found += [Row((Piece(text, False),), (Piece(text, False),)) for text in old[a:b]]
        else:
            found += _beside(old[a:b], new[c:d])
    return found


def _paragraphs(section: Section | None) -> list[str]:
    return [line for line in section.text.split("\n") if line.strip()] if section else []


def _beside(old: Sequence[str], new: Sequence[str]) -> Iterator[Row]:
    """Paragraphs that differ: in order beside each other where they are alike."""
    for at in range(max(len(old), len(new))):
        one = old[at] if at < len(old) else None
        other = new[at] if at < len(new) else None
        if one is not None and other is not None:
            row = _words(one, other)
            if row is not None:
                yield row
                continue
        if one is not None:
            yield Row((Piece(one, True),), ())
        if other is not None:
            yield Row((), (Piece(other, True),))


def _words(old: str, new: str) -> Row | None:
    """One paragraph beside another; None where they have little in common."""
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    left: list[Piece] = []
    right: list[Piece] = []
    same = 0
    for tag, i, j, k, m in _steps(a, b):
        if i < j:
            left.append(Piece("".join(a[i:j]), tag != "equal"))
        if k < m:
            right.append(Piece("".join(b[k:m]), tag != "equal"))
        same += 2 * _number(a[i:j]) if tag == "equal" else 0
    if same < _ALIKE * (_number(a) + _number(b)):
        return None
    return Row(tuple(left), tuple(right))


def _number(pieces: Sequence[str]) -> int:
    """How many of them are more than space: that alone makes nothing alike."""
    return sum(not piece.isspace() for piece in pieces)


def _steps(a: Sequence[str], b: Sequence[str]) -> Iterator[tuple[str, int, int, int, int]]:
    """What makes one list of the other, as SequenceMatcher tells it, in bounded time."""
    least = min(len(a), len(b))
    head = next((at for at in range(least) if a[at] != b[at]), least)
    tail = next((at for at in range(least - head) if a[-1 - at] != b[-1 - at]), least - head)
    i, j, k, m = head, len(a) - tail, head, len(b) - tail
    if head:
        yield "equal", 0, head, 0, head
    if (j - i) * (m - k) > _MOST:
        yield "replace", i, j, k, m
    elif i < j or k < m:
        for tag, *ends in SequenceMatcher(
            str.isspace, a[i:j], b[k:m], autojunk=False
        ).get_opcodes():
            yield tag, i + ends[0], i + ends[1], k + ends[2], k + ends[3]
    if tail:
        yield "equal", j, len(a), m, len(b)
