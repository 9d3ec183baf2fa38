"""Locates quotes in a document, including those that are not copied exactly."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice
from os.path import commonprefix
from typing import Literal, NamedTuple

from bluepencil.documents import Document, Section

How = Literal["exact", "normalised", "fuzzy"]

FUZZY_AT_LEAST = 88.0  # of 100; an invented quote reaches about 45, one with a changed word 92
FUZZY_MIN_CHARACTERS = 20  # shorter quotes match by chance
FUZZY_MIN_WORDS = 4
FUZZY_MAX_CHARACTERS = 2_000
_MAX_HITS = 500
_AROUND = 64  # characters of prefix and suffix that are compared

_SINGLE = dict.fromkeys(map(ord, "‘’‚‛′`´ʼ＇"), "'")
_DOUBLE = dict.fromkeys(map(ord, "“”„‟″«»＂"), '"')
_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹘﹣－"), "-")
_NOTHING = dict.fromkeys((0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF), "")
_BLANK = dict.fromkeys(map(ord, "|•"), " ")  # how cells and items are often copied
_ALIKE = _SINGLE | _DOUBLE | _DASHES | _NOTHING | _BLANK
_TRIMMED = " \t\r\n\"'.…"


class Place(NamedTuple):
    """The place of a quote: `text[start:end]` is its text in the document; `how` it was found."""

    start: int
    end: int
    how: How


def locate(quote: str, section_text: str, prefix: str = "", suffix: str = "") -> Place | None:
    """The place of `quote` in the text of a section, or None.

    Tried in turn: the exact text; the same except for quotation marks, dashes, white space, case
    and look-alike characters; nearly the same, if the quote is long enough. Of several places the
    one that `prefix` and `suffix` (the text before and after) fit best, else the first.
    """
    if not quote.strip():
        return None
    exact = list(islice(_hits(quote, section_text), _MAX_HITS))
    if exact:
        start = _best(exact, len(quote), section_text, prefix, suffix)
        return Place(start, start + len(quote), "exact")
    wanted = _normalised(quote)[0].strip()
    text, index = _normalised(section_text)
    for words in dict.fromkeys((wanted, wanted.strip(_TRIMMED))):
        hits = list(islice(_hits(words, text), _MAX_HITS)) if words else []
        if hits:
            places = [index[hit] for hit in hits]
            before, after = _normalised(prefix)[0], _normalised(suffix)[0]
            best = hits.index(_best(hits, len(words), text, before, after))
            return Place(places[best], index[hits[best] + len(words) - 1] + 1, "normalised")
    return _nearly(wanted, text, index, section_text)


def locate_in(
    document: Document, quote: str, section_name: str, prefix: str = "", suffix: str = ""
) -> tuple[Section, Place] | None:
    """The section and place of `quote`: in the named section, else in the others.

    An exact hit elsewhere wins over an inexact one in the named section.
    """
    sections = sorted(document.sections, key=lambda section: section.name != section_name)
    inexact: tuple[Section, Place] | None = None
    for section in sections:
        place = locate(quote, section.text, prefix, suffix)
        if place is None:
            continue
        if place.how != "fuzzy":
            return section, place
        inexact = inexact or (section, place)
    return inexact


def _hits(words: str, text: str) -> Iterator[int]:
    at = text.find(words)
    while at >= 0:
        yield at
        at = text.find(words, at + 1)


def _best(hits: list[int], length: int, text: str, prefix: str, suffix: str) -> int:
    if len(hits) == 1 or not (prefix or suffix):
        return hits[0]
    before, after = prefix.rstrip()[-_AROUND:][::-1], suffix.lstrip()[:_AROUND]

    def fit(start: int) -> int:
        left = text[max(0, start - 2 * _AROUND) : start].rstrip()[::-1]
        right = text[start + length : start + length + 2 * _AROUND].lstrip()
        return len(commonprefix((left, before))) + len(commonprefix((right, after)))

    return max(hits, key=fit)  # the first of equals


@lru_cache(maxsize=16)
def _normalised(text: str) -> tuple[str, list[int]]:
    """The text with look-alikes replaced, and for each character its offset in the original."""
    characters: list[str] = []
    index: list[int] = []
    blank = True  # white space at the start is dropped
    for at, character in enumerate(text):
        alike = character if character.isascii() and character != "|" else _alike(character)
        for one in alike.lower():
            if one.isspace():
                if not blank:
                    characters.append(" ")
                    index.append(at)
                blank = True
            else:
                characters.append(one)
                index.append(at)
                blank = False
    return "".join(characters), index


@lru_cache(maxsize=4096)
def _alike(character: str) -> str:
    known = _ALIKE.get(ord(character))
    if known is not None:
        return known
    return unicodedata.normalize("NFKC", character).translate(_ALIKE)


def _nearly(wanted: str, text: str, index: list[int], original: str) -> Place | None:
    long_enough = len(wanted) >= FUZZY_MIN_CHARACTERS and len(wanted.split()) >= FUZZY_MIN_WORDS
    if not long_enough or len(wanted) > min(FUZZY_MAX_CHARACTERS, len(text) * 1.1):
        return None
    from rapidfuzz import fuzz  # few quotes are inexact

    found = fuzz.partial_ratio_alignment(wanted, text, score_cutoff=FUZZY_AT_LEAST)
    if found is None or found.dest_end <= found.dest_start:
        return None
    start, end = index[found.dest_start], index[found.dest_end - 1] + 1
    while start > 0 and original[start - 1].isalnum() and original[start].isalnum():
        start -= 1
    while end < len(original) and original[end].isalnum() and original[end - 1].isalnum():
        end += 1
    while start < end and original[start].isspace():
        start += 1
    while start < end and original[end - 1].isspace():
        end -= 1
    return Place(start, end, "fuzzy") if start < end else None
