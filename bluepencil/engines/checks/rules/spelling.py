"""Spelling: words no dictionary has that are one letter away from a common one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from bluepencil.engines.checks.passage import Facts, Passage
from bluepencil.engines.checks.rule import LIKELY, Hit, Rule

_WORD = re.compile(r"(?<![\w'’.@/-])[A-Za-z][a-z]{4,24}(?![\w'’@/-]|\.\w)")
_COMMON = 2e-7  # how often the other word must be in ordinary text for the slip to be likely
_BRITISH = (
    ("our", "or"), ("ise", "ize"), ("isa", "iza"), ("isi", "izi"), ("yse", "yze"), ("ysi", "yzi"),
    ("tre", "ter"), ("lle", "le"), ("lli", "li"), ("ogue", "og"), ("ence", "ense"), ("mme", "m"),
    ("ae", "e"), ("oe", "e"), ("gement", "gment"), ("plough", "plow"), ("grey", "gray"),
    ("tyre", "tire"), ("kerb", "curb"), ("cheque", "check"), ("fulfil", "fulfill"),
)  # fmt: skip


def _misspelt(passage: Passage, facts: Facts) -> Iterator[Hit]:
    """Words that stand once in the document: what stands twice is a term of the trade."""
    fine = {term.casefold() for term in facts.guideline.terms}
    starts = {start for start, _ in passage.sentences}
    for match in _WORD.finditer(passage.text):
        word = match[0]
        if word[0].isupper() and match.start() not in starts:
            continue  # a name
        right = _correction(word.casefold())
        if right is None or word.casefold() in fine or facts.words[word.casefold()] > 1:
            continue
        yield Hit(match.start(), match.end(), right.capitalize() if word[0].isupper() else right)


@lru_cache(20_000)
def _correction(word: str) -> str | None:
    """The common word that an unknown one was probably meant to be."""
    speller = _speller()
    if word in speller or any(
        british in word and word.replace(british, american) in speller
        for british, american in _BRITISH
    ):
        return None
    candidates = speller.candidates(word) or ()
    best = max(candidates, key=speller.word_usage_frequency, default=None)
    if best is None or speller.word_usage_frequency(best) < _COMMON or best + "s" == word:
        return None
    return str(best)


@lru_cache(1)
def _speller() -> Any:
    """The dictionary; loading it takes a tenth of a second, so only when first used."""
    from spellchecker import SpellChecker

    return SpellChecker(distance=1)


RULES = (
    Rule(
        "spelling", "language", "low", LIKELY,
        "“{words}” is in no dictionary.",
        "Write “{replacement}”, if that was meant.",
        _misspelt,
    ),
)  # fmt: skip
