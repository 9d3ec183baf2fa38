"""Kinds of tokens that a phrase may ask for: {number}, {date}, {name}, {plural}, …"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from bluepencil.engines.checks.data import words
from bluepencil.engines.checks.tokens import Token

_LISTS = words("kinds.toml")
_DATE = re.compile(
    r"(?:\d{4}[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.](?:\d\d)?\d\d)(?:t[\d:.+z-]{0,30})?"
)
_CLOCK = re.compile(r"[0-2]?\d[:.h][0-5]\d(?::\d\d)?")
_DAY = re.compile(r"[0-3]?\d(?:st|nd|rd|th)?")


def _is_number(token: Token) -> bool:
    return token.word[0].isdigit() or token.word in _LISTS["numbers"]


def _is_year(token: Token) -> bool:
    return len(token.word) == 4 and token.word.isdecimal() and token.word[:2] in ("19", "20")


def _is_name(token: Token) -> bool:
    return len(token.raw) > 1 and token.raw[0].isupper() and token.raw[1].islower()


def _is_code(token: Token) -> bool:
    return len(token.raw) > 1 and token.raw.isupper() and token.raw[0].isalpha()


def _is_plural(token: Token) -> bool:
    word = token.word
    if len(word) < 4 or not word.endswith("s") or not (token.raw.isalpha() and token.raw.islower()):
        return False
    return not word.endswith(("ss", "us", "is", "ics", "ous")) and word not in _LISTS["not-plural"]


def _is_singular(token: Token) -> bool:
    word = token.word
    plain = len(word) > 2 and token.raw.isalpha() and token.raw.islower()
    return plain and not word.endswith("s") and word not in _LISTS["not-singular"]


def _is_superlative(token: Token) -> bool:
    word = token.word
    return len(word) > 5 and word.endswith("est") and word not in _LISTS["not-superlative"]


def _is_vowel(token: Token) -> bool:
    """Whether it is spoken with a vowel at the front; words in u are not, half of the time."""
    word = token.word
    plain = len(word) > 2 and token.raw.isalpha() and token.raw.islower()
    return plain and word[0] in "aeio" and not word.startswith(("eu", "ewe", "one", "once"))


def _is_participle(token: Token) -> bool:
    word = token.word
    regular = len(word) > 3 and word.endswith("ed") and not word.endswith("eed")
    return token.raw.islower() and (regular or word in _LISTS["irregular-participles"])


def _is_s_form(token: Token) -> bool:
    return len(token.word) > 2 and token.raw.islower() and token.word.endswith("s")


KINDS: Mapping[str, Callable[[Token], bool]] = {
    "number": _is_number,
    "digits": lambda one: one.word[0].isdigit(),
    "day": lambda one: _DAY.fullmatch(one.word) is not None,
    "year": _is_year,
    "date": lambda one: _DATE.fullmatch(one.word) is not None,
    "clock": lambda one: _CLOCK.fullmatch(one.word) is not None,
    "name": _is_name,
    "code": _is_code,
    "plural": _is_plural,
    "singular": _is_singular,
    "superlative": _is_superlative,
    "vowel": _is_vowel,
    "participle": _is_participle,
    "s-form": _is_s_form,
    "word": lambda one: one.is_word,
    "mark": lambda one: not one.is_word,
    "open": lambda one: one.raw in "([",
    "close": lambda one: one.raw in ")]",
}
WITH_DIGIT = frozenset({"digits", "day", "year", "date", "clock"})  # which begin with a digit
WITH_CAPITAL = frozenset({"name", "code"})  # and which with a capital
