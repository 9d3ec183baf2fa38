"""Spelling: words that are one slip away from a word reports use often, and from no other."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from typing import NamedTuple

from rapidfuzz.distance import OSA

from bluepencil.engines.checks.words import MISSPELT

_WORD = re.compile(r"(?<![\w'’.@/-])[A-Za-z][a-z]{2,24}(?![\w@/]|['’-]\w|\.\w)")
_SHORTEST = 7  # letters; shorter words have too many neighbours that are words themselves
_DOUBLE = re.compile(r"(.)\1")
_VOWELS = re.compile(r"(?<=.)[aeiou]")


class Slip(NamedTuple):
    """A misspelt word: where it stands, and the word it should be."""

    start: int
    end: int
    right: str


def slips(text: str) -> Iterator[Slip]:
    """The misspelt words of a text; a capital at the front is kept."""
    for match in _WORD.finditer(text):
        right = _right(match[0].casefold())
        if right is None or (match[0][0].isupper() and _is_name(text, match.start())):
            continue
        if match[0][0].isupper():
            right = right[0].upper() + right[1:]
        yield Slip(match.start(), match.end(), right)


def _is_name(text: str, start: int) -> bool:
    """Whether a capital says that this is a name: it does not begin a sentence, item or cell."""
    before = text[max(0, start - 3) : start].rstrip(" \"'“‘(•")
    return bool(before) and before[-1] not in ".:;!?\n\t–—-|"


@lru_cache(maxsize=20_000)
def _right(word: str) -> str | None:
    """The right spelling of a small-letter word, or None when it is right or not known."""
    if word in MISSPELT:
        return MISSPELT[word]
    often = _often()
    if len(word) < _SHORTEST or word in often.words:
        return None
    near = {
        right
        for right in often.by_skeleton.get(_skeleton(word), ())
        if _is_slip(word, right) and not _is_variant(word, right)
    }
    return near.pop() if len(near) == 1 else None


def _is_slip(word: str, right: str) -> bool:
    """One vowel wrong, missing or too many, two letters swapped, or any letters doubled wrongly."""
    return (
        _DOUBLE.sub(r"\1", word) == _DOUBLE.sub(r"\1", right)
        or OSA.distance(word, right, score_cutoff=1) <= 1
    )


def _is_variant(word: str, right: str) -> bool:
    """British and American spellings of one word, and its endings."""
    alike = [
        re.sub(r"ll?", "l", one.replace("our", "or").replace("ise", "ize").replace("isa", "iza"))
        for one in (word, right)
    ]
    if alike[0] == alike[1]:
        return not word.endswith("ly")
    return word[:-1] == right or word == right[:-1] or word[:-1] == right[:-1]


def _skeleton(word: str) -> str:
    """The word without doubled letters, and without vowels but at its front."""
    return _VOWELS.sub("", _DOUBLE.sub(r"\1", word))


class _Often(NamedTuple):
    words: frozenset[str]
    by_skeleton: dict[str, tuple[str, ...]]


@lru_cache(1)
def _often() -> _Often:
    """The words reports use often, with their forms; read when first used."""
    folder = resources.files("bluepencil.engines.checks.words")
    words: set[str] = set()
    kind = ""
    for line in folder.joinpath("often.txt").read_text("utf-8").splitlines():
        if line.startswith("#"):
            kind = line.split()[1].rstrip(":")
        else:
            words |= {form for word in line.casefold().split() for form in _forms(word, kind)}
    by_skeleton: dict[str, tuple[str, ...]] = {}
    for word in sorted(words):
        key = _skeleton(word)
        by_skeleton[key] = (*by_skeleton.get(key, ()), word)
    rare = folder.joinpath("rare.txt").read_text("utf-8").split()
    return _Often(frozenset(words.union(rare)), by_skeleton)


def _forms(word: str, kind: str) -> set[str]:
    """A word with its regular endings."""
    stem = word[:-1] if word.endswith("e") and not word.endswith("ee") else word
    if kind == "names":
        return {word, _with_s(word)}
    if kind == "doing":
        past = word[:-1] + "ied" if word.endswith("y") and word[-2] not in "aeou" else stem + "ed"
        return {word, _with_s(word), past.replace("eeed", "eed"), stem + "ing"}
    if kind == "describing":
        if word.endswith("le"):
            return {word, stem + "y"}
        if word.endswith("ic"):
            return {word, word + "ally"}
        return {word, (word[:-1] + "i" if word.endswith("y") else word) + "ly"}
    return {word}


def _with_s(word: str) -> str:
    if word.endswith("y") and word[-2] not in "aeou":
        return word[:-1] + "ies"
    return word + ("es" if word.endswith(("s", "x", "ch", "sh")) else "s")
