"""The index: finds all phrases of all rules in a sentence in one pass over its tokens.

Each sequence is filed under one of its words, the rarest. A token is looked up in a dictionary, and
only the few sequences filed under it are compared with the tokens around it; none looks further
than its own length, so the time grows with the length of the text alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from bluepencil.engines.checks.data import words
from bluepencil.engines.checks.phrases.kinds import WITH_CAPITAL
from bluepencil.engines.checks.phrases.pattern import Element, Sequence
from bluepencil.engines.checks.tokens import Token

_REMEMBERED, _LONGEST = 50_000, 40  # words whose sequences are kept at hand, and their letters


class Match(NamedTuple):
    """Where a phrase stands, in characters of the passage, and what should be there instead."""

    start: int
    end: int
    replacement: str | None = None


class _Filed(NamedTuple):
    name: str
    sequence: Sequence
    anchor: int


class Index:
    """Phrases filed by their rarest word; `name` says which list a phrase belongs to."""

    def __init__(self, phrases: Iterable[tuple[str, Sequence]]) -> None:
        self._by_word: dict[str, list[_Filed]] = defaultdict(list)
        self._by_prefix: dict[str, list[_Filed]] = defaultdict(list)
        self._by_digit: list[_Filed] = []
        self._by_capital: list[_Filed] = []
        self._at_hand: dict[str, tuple[_Filed, ...]] = {}
        for name, sequence in phrases:
            anchor = _anchor(sequence)
            filed = _Filed(name, sequence, anchor)
            for word in sequence.elements[anchor].words:
                self._by_word[word].append(filed)
            for prefix in sequence.elements[anchor].prefixes:
                self._by_prefix[prefix].append(filed)
            if sequence.elements[anchor].kind in WITH_CAPITAL:
                self._by_capital.append(filed)
            elif sequence.elements[anchor].kind:
                self._by_digit.append(filed)
        self._lengths = sorted({len(prefix) for prefix in self._by_prefix})

    def search(self, tokens: list[Token]) -> dict[str, list[Match]]:
        """All matches in the tokens of one sentence, by the name of their list, in order."""
        found: dict[str, list[Match]] = {}
        for at, token in enumerate(tokens):
            for name, sequence, anchor in self._candidates(token):
                match = _compare(sequence, anchor, tokens, at)
                if match is not None:
                    found.setdefault(name, []).append(match)
        return found

    def _candidates(self, token: Token) -> Iterator[_Filed]:
        yield from self._filed(token.word)
        first = token.raw[0]
        if first.isdigit() or first.isupper():
            for filed in self._by_digit if first.isdigit() else self._by_capital:
                if filed.sequence.elements[filed.anchor].matches(token):
                    yield filed

    def _filed(self, word: str) -> tuple[_Filed, ...]:
        known = self._at_hand.get(word)
        if known is None:
            if len(self._at_hand) >= _REMEMBERED:
                self._at_hand.clear()
            filed = list(self._by_word.get(word, ()))
            for length in self._lengths:
                if length <= len(word):
                    filed += self._by_prefix.get(word[:length], ())
            known = tuple(filed)
            if len(word) <= _LONGEST:
                self._at_hand[word] = known
        return known


def _anchor(sequence: Sequence) -> int:
    first, last = sequence.shown
    places = [at for at in range(first, last) if sequence.elements[at].fixed]
    if not places:
        return next(at for at in range(first, last) if sequence.elements[at].rare)
    return min(places, key=lambda at: _commonness(sequence.elements[at]))


def _commonness(element: Element) -> int:
    common = len(element.words & words("kinds.toml")["common"])
    return 100 * common + len(element.words) + 5 * len(element.prefixes)


def _compare(sequence: Sequence, anchor: int, tokens: list[Token], at: int) -> Match | None:
    """The match of a sequence whose anchor stands at a token; the longest, if there are several."""
    elements, (first, last) = sequence.elements, sequence.shown
    start = _outwards(elements[first:anchor][::-1], elements[:first][::-1], tokens, at - 1, -1)
    if start is None:
        return None
    end = _outwards(elements[anchor + 1 : last], elements[last:], tokens, at + 1, 1)
    if end is None:
        return None
    return Match(tokens[start + 1].start, tokens[end - 1].end, sequence.replacement)


def _outwards(
    shown: tuple[Element, ...],
    around: tuple[Element, ...],
    tokens: list[Token],
    at: int,
    step: int,
) -> int | None:
    """How far `shown` reaches from `at` in one direction, with `around` behind it; None: it fails."""
    for place in sorted(_reached(shown, tokens, {at}, step), reverse=step > 0):
        if not around or _reached(around, tokens, {place}, step):
            return place
    return None


def _reached(
    elements: tuple[Element, ...], tokens: list[Token], places: set[int], step: int
) -> set[int]:
    """The places behind the elements, from any of these places on; empty if they do not match."""
    for element in elements:
        behind: set[int] = set()
        for place in places:
            inside = 0 <= place < len(tokens)
            if element.edge:
                if not inside and (place < 0) == (element.edge == "^"):
                    behind.add(place)
                continue
            if element.optional or element.gap:
                behind.add(place)
            if element.gap:
                behind |= _words(tokens, place, step, element.gap)
            elif inside and element.matches(tokens[place]):
                behind.add(place + step)
        places = behind
        if not places:
            break
    return places


def _words(tokens: list[Token], place: int, step: int, most: int) -> set[int]:
    passed = set()
    for _ in range(most):
        if not (0 <= place < len(tokens) and tokens[place].is_word):
            break
        place += step
        passed.add(place)
    return passed
