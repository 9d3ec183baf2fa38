"""The dictionary: which words there are, and how often ordinary text uses them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any


def frequency(word: str) -> float:
    """The share of a word (in small letters) in ordinary English text; 0 if it is unknown."""
    return float(_speller().word_usage_frequency(word))


def is_known(word: str) -> bool:
    """Whether the dictionary has this word (in small letters)."""
    return word in _speller()


@lru_cache(1)
def _speller() -> Any:
    """The word list; loading it takes a tenth of a second, so only when first used."""
    from spellchecker import SpellChecker

    return SpellChecker(distance=1)
