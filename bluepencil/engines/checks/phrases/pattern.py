"""Patterns: a phrase as the phrase files write it, and the sequences of tokens it stands for.

it seems              these words, whatever their case
(may|might) have      one of these; an alternative may be several words
[very] often          a word, or alternatives, that may be missing
train*                any word that begins so
{person}              a word of this set (sets.toml), or of this kind (kinds.py)
_                     any one word
...                   up to three words
^  $                  the beginning and the end of the sentence
could <of> been       only the words between < and > are shown as found
less than => under    what should stand in their place
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bluepencil.engines.checks.phrases.kinds import KINDS, WITH_CAPITAL, WITH_DIGIT
from bluepencil.engines.checks.tokens import Token, tokens

_PIECE = re.compile(r"\.\.\.|\{[^\s{}]*\}|[][()|<>^$]|[^][\s()|<>^${}]+")
_MOST = 600  # sequences of one phrase
_GAP = 3  # words that “...” stands for at most


class BadPattern(ValueError):
    """A phrase that is not written as the phrase files ask."""


@dataclass(frozen=True)
class Element:
    """One place of a sequence: which tokens may stand there.

    `gap`: any words, this many at most. `edge`: the beginning or end of the sentence instead.
    """

    words: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    kind: str = ""
    optional: bool = False
    gap: int = 0
    edge: str = ""
    shown: bool = False

    def matches(self, token: Token) -> bool:
        """Whether this token may stand here."""
        if token.word in self.words:
            return True
        if self.prefixes and token.word.startswith(self.prefixes):
            return True
        return bool(self.kind) and KINDS[self.kind](token)

    @property
    def plain(self) -> bool:
        """Whether it is nothing but words."""
        return not (self.kind or self.optional or self.gap or self.edge)

    @property
    def fixed(self) -> bool:
        """Whether it names its words, and one of them must be there."""
        return bool(self.words or self.prefixes) and not (self.optional or self.kind)

    @property
    def rare(self) -> bool:
        """Whether a token that begins with a digit or a capital must be there."""
        return self.kind in WITH_DIGIT | WITH_CAPITAL


@dataclass(frozen=True)
class Sequence:
    """One way to write a phrase. `shown`: from which element to which the words are quoted."""

    elements: tuple[Element, ...]
    shown: tuple[int, int]
    replacement: str | None = None


Sets = Mapping[str, tuple[frozenset[str], tuple[str, ...]]]


Way = tuple[Element, ...]


class _Parser:
    """Reads one phrase; each method returns all ways to write the part it reads."""

    def __init__(self, text: str, sets: Sets) -> None:
        self.text, self.sets = text, sets
        self.pieces = _PIECE.findall(text)
        self.at = 0
        self.shown = False

    def parse(self) -> list[Way]:
        ways = self._sequence()
        if self.at < len(self.pieces):
            raise BadPattern(f"“{self.text}”: there is a “{self.pieces[self.at]}” too many")
        if not ways or not ways[0] or len(ways) > _MOST:
            raise BadPattern(f"“{self.text}” is empty, or stands for more than {_MOST} sequences")
        return ways

    def _sequence(self) -> list[Way]:
        ways: list[Way] = [()]
        while self.at < len(self.pieces) and self.pieces[self.at] not in (")", "]", "|"):
            piece = self.pieces[self.at]
            self.at += 1
            if piece in ("<", ">"):
                self.shown = piece == "<"
                continue
            part = self._group(piece) if piece in ("(", "[") else [self._words(piece)]
            ways = [way + more for way, more in itertools.product(ways, part)]
        return ways

    def _group(self, bracket: str) -> list[Way]:
        """Alternatives; those of one word become one place, so that they cost nothing."""
        ways = self._sequence()
        while self.at < len(self.pieces) and self.pieces[self.at] == "|":
            self.at += 1
            ways += self._sequence()
        closing = {"(": ")", "[": "]"}[bracket]
        if self.pieces[self.at : self.at + 1] != [closing]:
            raise BadPattern(f"“{self.text}”: a “{closing}” is missing")
        self.at += 1
        single = [way[0] for way in ways if len(way) == 1 and way[0].plain]
        if single:
            words = frozenset().union(*(one.words for one in single))
            prefixes = sum((one.prefixes for one in single), ())
            ways = [way for way in ways if not (len(way) == 1 and way[0].plain)]
            ways.append((Element(words, prefixes, shown=self.shown),))
        if bracket == "[":
            if len(ways) == 1 and len(ways[0]) == 1:
                return [(replace(ways[0][0], optional=True),)]
            ways.append(())
        return ways

    def _words(self, word: str) -> Way:
        if word in ("^", "$"):
            return (Element(edge=word, shown=self.shown),)
        if word == "...":
            return (Element(gap=_GAP, shown=self.shown),)
        if word == "_":
            return (Element(kind="word", shown=self.shown),)
        if word.startswith("{"):
            name = word[1:-1]
            if name in KINDS:
                return (Element(kind=name, shown=self.shown),)
            if name not in self.sets:
                raise BadPattern(f"“{self.text}”: there is no set {{{name}}}")
            return (Element(*self.sets[name], shown=self.shown),)
        if word.endswith("*") and len(word) > 1:
            return (Element(prefixes=(_small(word[:-1]),), shown=self.shown),)
        return tuple(Element(frozenset([one.word]), shown=self.shown) for one in tokens(word))


def _small(word: str) -> str:
    return word.lower().replace("’", "'")


def parse(phrase: str, sets: Sets) -> list[Sequence]:
    """The sequences a phrase stands for; BadPattern if it is not well written."""
    written, arrow, right = phrase.partition("=>")
    sequences = []
    for elements in _Parser(written, sets).parse():
        shown = [at for at, one in enumerate(elements) if one.shown]
        first, last = (shown[0], shown[-1] + 1) if shown else (0, len(elements))
        if not any(one.fixed or one.rare for one in elements[first:last]):
            raise BadPattern(f"“{phrase}” names no word that must be there (between < and >)")
        sequences.append(Sequence(elements, (first, last), right.strip() if arrow else None))
    return sequences


def parse_set(entries: list[str]) -> tuple[frozenset[str], tuple[str, ...]]:
    """A set of words, and of beginnings of words (“train*”)."""
    entries = [_small(entry) for entry in entries]
    plain = frozenset(entry for entry in entries if not entry.endswith("*"))
    return plain, tuple(entry[:-1] for entry in entries if entry.endswith("*"))
