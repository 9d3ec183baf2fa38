"""Compares two versions of a document: which sections are unchanged, and what differs in others."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from bluepencil.documents import Document, Section

State = Literal["unchanged", "changed", "added", "removed"]
_WORDS = re.compile(r"\s+|\w+|[^\w\s]")
_SIMILAR = 0.3  # of their words: less similar paragraphs are shown as one removed and one added
_MAX_COMPARISONS = 250_000  # for a longer text the whole of it counts as changed
_MAX_ALL_COMPARISONS = 5_000_000  # of the paragraphs of a section together


class Pair(NamedTuple):
    """A section in the old and the new version; None where it was added or removed."""

    old: Section | None
    new: Section | None

    @property
    def name(self) -> str:
        """Its name in the new version, or in the old one where it was removed."""
        return next(side.name for side in (self.new, self.old) if side is not None)

    @property
    def state(self) -> State:
        """How the section changed."""
        if self.old is None:
            return "added"
        if self.new is None:
            return "removed"
        return "unchanged" if self.old.text == self.new.text else "changed"


class Span(NamedTuple):
    """Some words of one version, and whether they differ from the other version."""

    text: str
    differs: bool


class Row(NamedTuple):
    """A paragraph in the old and in the new version; empty where there is none."""

    old: tuple[Span, ...]
    new: tuple[Span, ...]


def pairs(old: Document, new: Document) -> list[Pair]:
    """All sections of both versions, in the order of the new one.

    A removed section comes after the one that preceded it. Sections are matched by name, the
    remaining ones by text.
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
    removed: dict[str | None, list[Pair]] = {}  # by the new section that they are shown after
    shown_after: str | None = None
    for section in old.sections:
        now = partner[section.name]
        if now is None:
            removed.setdefault(shown_after, []).append(Pair(section, None))
        else:
            shown_after = now.name
    found = removed.get(None, [])
    for section in new.sections:
        found += [Pair(before.get(section.name), section), *removed.get(section.name, ())]
    return found


def rows(pair: Pair) -> list[Row]:
    """The paragraphs of a section side by side, with the words that differ."""
    old, new = (_paragraphs(side) for side in pair)
    found: list[Row] = []
    budget = _Budget()
    for tag, a, b, c, d in _steps(old, new, budget):
        if tag == "equal":
            found += [Row((Span(text, False),), (Span(text, False),)) for text in old[a:b]]
        else:
            found += _beside(old[a:b], new[c:d], budget)
    return found


class _Budget:
    """The comparisons that are left for a section."""

    def __init__(self) -> None:
        self._left = _MAX_ALL_COMPARISONS

    def spend(self, comparisons: int) -> bool:
        """Use as many comparisons, unless they are too many at once or more than are left."""
        if comparisons > min(self._left, _MAX_COMPARISONS):
            return False
        self._left -= comparisons
        return True


def _paragraphs(section: Section | None) -> list[str]:
    return [line for line in section.text.split("\n") if line.strip()] if section else []


def _beside(old: Sequence[str], new: Sequence[str], budget: _Budget) -> Iterator[Row]:
    """Paragraphs that differ, in order; side by side where they are similar."""
    for at in range(max(len(old), len(new))):
        one = old[at] if at < len(old) else None
        other = new[at] if at < len(new) else None
        if one is not None and other is not None:
            row = _words(one, other, budget)
            if row is not None:
                yield row
                continue
        if one is not None:
            yield Row((Span(one, True),), ())
        if other is not None:
            yield Row((), (Span(other, True),))


def _words(old: str, new: str, budget: _Budget) -> Row | None:
    """Two paragraphs side by side; None where they have little in common."""
    a, b = _WORDS.findall(old), _WORDS.findall(new)
    left: list[Span] = []
    right: list[Span] = []
    same = 0
    for tag, i, j, k, m in _steps(a, b, budget):
        if i < j:
            left.append(Span("".join(a[i:j]), tag != "equal"))
        if k < m:
            right.append(Span("".join(b[k:m]), tag != "equal"))
        same += 2 * _count(a[i:j]) if tag == "equal" else 0
    if same < _SIMILAR * (_count(a) + _count(b)):
        return None
    return Row(tuple(left), tuple(right))


def _count(tokens: Sequence[str]) -> int:
    """How many of them are not white space, which makes no paragraphs similar."""
    return sum(not token.isspace() for token in tokens)


def _steps(
    a: Sequence[str], b: Sequence[str], budget: _Budget
) -> Iterator[tuple[str, int, int, int, int]]:
    """The steps from one list to the other, as SequenceMatcher gives them, in bounded time."""
    least = min(len(a), len(b))
    head = next((at for at in range(least) if a[at] != b[at]), least)
    tail = next((at for at in range(least - head) if a[-1 - at] != b[-1 - at]), least - head)
    i, j, k, m = head, len(a) - tail, head, len(b) - tail
    if head:
        yield "equal", 0, head, 0, head
    if not budget.spend((j - i) * (m - k)):
        yield "replace", i, j, k, m
    elif i < j or k < m:
        for tag, *ends in SequenceMatcher(
            str.isspace, a[i:j], b[k:m], autojunk=False
        ).get_opcodes():
            yield tag, i + ends[0], i + ends[1], k + ends[2], k + ends[3]
    if tail:
        yield "equal", j, len(a), m, len(b)
