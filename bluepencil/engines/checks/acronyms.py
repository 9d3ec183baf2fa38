"""Acronyms: the letters a document uses without saying anywhere what they stand for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

from bluepencil.documents import Document
from bluepencil.engines.checks.data import words
from bluepencil.engines.checks.dictionary import frequency

Spans = dict[str, tuple[tuple[int, int], ...]]

# Letters alone: with a digit in them (“EC2”) they are mostly names.
_ACRONYM = re.compile(r"(?<![\w/.&#@$%+'’[-])([A-Z]{2,6})s?(?![\w/&+'’]|-\w|\.\w|\()")
_NUMBERED = re.compile(r"(?<!\w)([A-Z]{2,6})[ -]?#?\d")  # “ISO 9001”: a name with a number
_BRACKETED = re.compile(r"\(\W{0,2}([A-Z][A-Z0-9&]{1,5})s?\b[^()\n]{0,60}\)")
_BEFORE_BRACKET = re.compile(r"(?<!\w)([A-Z][A-Z0-9&]{1,5})s? ?(?:\(|\[|[:=–—] )\W{0,2}([A-Za-z])")
_MEANS = re.compile(
    r"(?<!\w)([A-Z][A-Z0-9&]{1,5})s?\W{0,2} (?:stands for|means|is short for|for short|denotes|refers to)\b"
)
_SHORT_FOR = re.compile(
    r"\b(?:abbreviated(?: as| to)?|called|known as|in short|short|hereafter|or)\W{1,3}"
    r"([A-Z][A-Z0-9&]{1,5})s?\b"
)
_RUN = re.compile(r"[A-Z][a-z]+(?:[ -](?:(?:of|the|and|for|in|on|de|du|la|to) )?[A-Z][a-z]+)+")
_SHOUTED_BEFORE = re.compile(r"\b[A-Z]{2,}[,:]? $")
_ORDINARY = 5e-6  # of all words; letters that are an acronym as well are rarer as words
_SHOUTED_AFTER = re.compile(r"[,:]? [A-Z]{2,}\b")


def unexplained(document: Document, fine: Iterable[str]) -> Spans:
    """The first use of each acronym that is spelled out nowhere, as spans by section name.

    `fine` are terms a guideline lets stand. Everyday ones, words in capitals for emphasis, and
    names with a number (“PEP 8”) are left out.
    """
    texts = [document.title, *(f"{one.name}\n{one.text}" for one in document.sections)]
    known = {term.strip().upper() for term in fine} | words("acronyms.toml")["everyday"]
    for text in texts:
        known |= set(_explained(text))
    spans: Spans = {}
    for section in document.sections:
        code = [(one.start, one.end) for one in section.blocks if one.kind == "code"]
        for match in _ACRONYM.finditer(section.text):
            if match[1] in known or _shouted(match, section.text):
                continue
            if any(start <= match.start() < end for start, end in code):
                continue
            known.add(match[1])
            spans[section.name] = (*spans.get(section.name, ()), match.span())
    return spans


def _explained(text: str) -> Iterator[str]:
    """Acronyms that this text spells out or uses as a name with a number."""
    for pattern in (_BRACKETED, _MEANS, _SHORT_FOR, _NUMBERED):
        for match in pattern.finditer(text):
            yield match[1]
    for match in _BEFORE_BRACKET.finditer(text):
        if match[2].upper() == match[1][0]:
            yield match[1]
    for match in _RUN.finditer(text):  # “Cloud Native Computing Foundation”
        initials = "".join(word[0] for word in re.split(r"[ -]", match[0]) if word[0].isupper())
        for start in range(min(len(initials), 6)):
            yield initials[start:][:6]


def _shouted(match: re.Match[str], text: str) -> bool:
    """Whether it is a word in capitals: among others in capitals, or an English word."""
    before, after = text[max(0, match.start() - 20) : match.start()], text[match.end() :][:20]
    if _SHOUTED_BEFORE.search(before) or _SHOUTED_AFTER.match(after):
        return True
    return _is_word(match[1].lower())


@lru_cache(2_000)
def _is_word(word: str) -> bool:
    """Whether it is a word of its own in ordinary text."""
    return frequency(word) > _ORDINARY
