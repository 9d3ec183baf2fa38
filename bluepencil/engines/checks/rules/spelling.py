"""Spelling: doubled words, and words no dictionary has that look like a slip of the pen.

What is certainly misspelt stands with its correction in phrases/spelling.toml. Here the dictionary
only gives a hint, so no correction is offered: names and terms of a trade are in no dictionary.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from bluepencil.engines.checks.dictionary import frequency, is_known
from bluepencil.engines.checks.facts import Facts
from bluepencil.engines.checks.passage import Passage
from bluepencil.engines.checks.rule import LIKELY, SURE, Hit, Rule

_MAY_DOUBLE = frozenset(["had", "that", "log", "chop", "bye", "win", "blah", "so", "very", "no"])
_SHORTEST, _LONG = 5, 7  # letters; many pairs of shorter words are one letter apart
_COMMON = 1e-6  # how often the other word must be in ordinary text for the slip to be likely
_SURE = 5e-6  # and where the word is short, or might as well be a compound
_STEM = 1e-6  # how often a stem must be for its forms to be taken for words
_VOWELS = frozenset("aeiouy")
_BRITISH = (
    ("our", "or"), ("is", "iz"), ("ys", "yz"), ("tre", "ter"), ("ll", "l"), ("ogue", "og"),
    ("ence", "ense"), ("mme", "m"), ("ae", "e"), ("oe", "e"), ("gement", "gment"),
    ("minium", "minum"), ("l", "ll"), ("que", "ck"), ("gg", "g"), ("pt", "pp"),
)  # fmt: skip
_PARTS = ("un", "re", "non", "pre", "sub", "over", "under", "multi", "inter", "micro", "meta")


def _doubled(passages: Sequence[Passage], _: Facts) -> Iterator[Hit]:
    for passage in passages:
        for sentence in passage.sentences:
            for one, other in zip(sentence.tokens, sentence.tokens[1:], strict=False):
                if one.word != other.word or not one.raw.isalpha() or one.word in _MAY_DOUBLE:
                    continue
                between = passage.text[one.end : other.start]
                inside = one.start > sentence.tokens[0].start
                named = inside and (one.raw != other.raw or one.raw[0].isupper())
                single = len(one.word) == 1 and one.raw != "a"
                if between.strip(" \n") or named or single or passage.quoted(one.start, other.end):
                    continue
                yield Hit(passage, one.start, other.end, one.raw)


def _misspelt(passages: Sequence[Passage], facts: Facts) -> Iterator[Hit]:
    """Words in small letters, used once, that differ from a common word by a typical slip."""
    fine = {term.casefold() for term in facts.guideline.terms}
    for passage in passages:
        for sentence in passage.sentences:
            for token in sentence.tokens:
                first = token.start == sentence.tokens[0].start
                word = token.raw[0].lower() + token.raw[1:] if first else token.raw
                if len(word) < _SHORTEST or not (
                    word.isalpha() and word.isascii() and word.islower()
                ):
                    continue
                if facts.words[word] > 1 or word in fine or passage.quoted(token.start, token.end):
                    continue
                right = _meant(word)
                if right is not None:
                    says = f"“{word}” is in no dictionary; perhaps “{right}” was meant."
                    yield Hit(passage, token.start, token.end, says=says)


@lru_cache(20_000)
def _meant(word: str) -> str | None:
    """The common word that an unknown one was probably meant to be; None where it is known, or
    where the difference is no typical slip."""
    if is_known(word) or _derived(word):
        return None
    candidates = [one for one in _corrections(word) if is_known(one)]
    best = max(candidates, key=frequency, default=None)
    doubtful = len(word) < _LONG or _compound(word)
    if best is None or frequency(best) < (_SURE if doubtful else _COMMON):
        return None
    return best


def _derived(word: str) -> bool:
    """Whether it is another spelling, a form or a compound of words that are known."""
    if any(part in word and is_known(word.replace(part, other)) for part, other in _BRITISH):
        return True
    ends = (
        "s",
        "es",
        "ed",
        "d",
        "ing",
        "er",
        "ers",
        "ly",
        "ness",
        "able",
        "ability",
        "ize",
        "ized",
    )
    stems = [word[: -len(end)] for end in ends if word.endswith(end)]
    if any(max(frequency(stem), frequency(stem + "e")) > _STEM for stem in stems):
        return True
    return any(word.startswith(part) and is_known(word[len(part) :]) for part in _PARTS)


def _compound(word: str) -> bool:
    """Whether two known words make it up."""
    return any(is_known(word[:at]) and is_known(word[at:]) for at in range(3, len(word) - 2))


def _corrections(word: str) -> Iterator[str]:
    """What the typical slips make of: letters swapped, a double letter single or a single one
    double, a letter left out; in longer words one vowel for another or too many; never the first
    letter."""
    for at in range(1, len(word)):
        letter = word[at]
        if at + 1 < len(word):
            yield word[:at] + word[at + 1] + letter + word[at + 2 :]
        if letter == word[at - 1]:
            yield word[:at] + word[at + 1 :]
        yield word[: at + 1] + letter + word[at + 1 :]
        for other in "abcdefghijklmnopqrstuvwxyz":
            yield word[:at] + other + word[at:]
        if letter in _VOWELS and len(word) >= _LONG:
            yield word[:at] + word[at + 1 :]
            for other in _VOWELS - {letter}:
                yield word[:at] + other + word[at + 1 :]


RULES = (
    Rule(
        "doubled-word", "language", "medium", SURE,
        "“{words}”: a word stands twice.",
        "Take one out.",
        _doubled,
    ),
    Rule(
        "spelling", "language", "medium", LIKELY,
        "“{words}” is in no dictionary.",
        "Check how it is written.",
        _misspelt,
    ),
)  # fmt: skip
