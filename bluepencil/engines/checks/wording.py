"""The words of a guideline: those a team avoids, those it always spells one way, and its terms."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from bluepencil.documents import Section
from bluepencil.documents.guideline import Guideline
from bluepencil.documents.guideline_parts import Avoided
from bluepencil.engines.checks.rule import LIKELY, SURE
from bluepencil.review.findings import Finding

_BEFORE = r"(?<![\w/@#&=.\-])(?<!://)"  # not inside another word, an address or a name of a file
_AFTER = r"(?![\w/@=]|[-.]\w)"
_JOINT = "[-\u2010\u2011\u2013]"  # hyphens, and dashes used as hyphens
_ENDINGS = ("s", "es", "d", "ed", "ing")
Span = tuple[int, int]


def with_words(
    section: Section, guideline: Guideline, found: Iterable[Finding]
) -> Iterator[Finding]:
    """The findings of the rules in a section with those on the guideline's words; without those
    about its terms, and those about words that one of these is about."""
    words = guideline.words
    if not (words.avoid or words.always or words.terms):
        yield from found
        return
    text = _folded(section.text)
    terms = [match.span() for term in words.terms for match in _phrase(term).finditer(text)]
    own = [one for one in _own(section, guideline, text) if not _within(one, terms)]
    yield from own
    taken = [(one.start or 0, one.end or 0) for one in own]
    for finding in found:
        language = finding.category in ("language", "clarity")
        if not _within(finding, [*terms, *taken] if language else terms):
            yield finding


def _own(section: Section, guideline: Guideline, text: str) -> Iterator[Finding]:
    code = [(block.start, block.end) for block in section.blocks if block.kind == "code"]
    seen: set[Span] = set()
    for avoided in guideline.words.avoid:
        for match in _forms(avoided.words).finditer(text):
            span = match.span()
            if span not in seen and not _inside(span, code):
                seen.add(span)
                yield _avoided(section, avoided, span, exact=not match[1])
    for spelling in guideline.words.always:
        for match in _variants(spelling).finditer(text):
            ending = section.text[match.start(1) : match.end(1)]
            words = section.text[match.start() : match.start(1)]
            if not _as_spelled(words, spelling) and not _inside(match.span(), code):
                yield _variant(section, spelling, match.span(), ending)


def _avoided(section: Section, avoided: Avoided, span: Span, *, exact: bool) -> Finding:
    words = section.text[slice(*span)]
    instead = _capitalized(avoided.instead, like=words)
    suggestion = "Choose another word."
    if avoided.instead:
        suggestion = f"Write “{instead}”." if exact else f"Use a form of “{avoided.instead}”."
    return _finding(
        section,
        span,
        "avoided-word",
        f"“{words}” is a word to avoid in this guideline.",
        suggestion,
        instead if exact and avoided.instead else None,
        LIKELY if not exact else SURE,
    )


def _variant(section: Section, spelling: str, span: Span, ending: str) -> Finding:
    words = section.text[slice(*span)]
    instead = _capitalized(spelling, like=words) + ending
    return _finding(
        section,
        span,
        "spelling-variant",
        f"“{words}” is always written “{spelling}” in this guideline.",
        f"Write “{instead}”.",
        instead,
        SURE,
    )


def _finding(
    section: Section,
    span: Span,
    rule: str,
    description: str,
    suggestion: str,
    replacement: str | None,
    confidence: float,
) -> Finding:
    return Finding(
        section_name=section.name,
        quote=section.text[slice(*span)],
        start=span[0],
        end=span[1],
        category="language",
        severity="medium",
        description=description,
        suggestion=suggestion,
        replacement=replacement,
        confidence=confidence,
        source="checks",
        rule=rule,
    )


def _folded(text: str) -> str:
    """The text in small letters without accents, each letter where it was."""
    if text.isascii():
        return text.lower()
    return "".join(_base(letter) for letter in text)


@lru_cache(1 << 12)
def _base(letter: str) -> str:
    small = unicodedata.normalize("NFD", letter)[0].lower()
    return small if len(small) == 1 else letter


@lru_cache(1 << 10)
def _phrase(words: str) -> re.Pattern[str]:
    """These words, whatever the case or the white space between them."""
    return re.compile(_BEFORE + _spaced(words) + _AFTER)


@lru_cache(1 << 10)
def _forms(words: str) -> re.Pattern[str]:
    """The words, or with a common ending of verbs and nouns (the first group: what was added)."""
    folded = _folded(words)
    endings = "|".join(_ENDINGS)
    if folded.endswith("e"):  # “leverage”, “leveraging”
        return re.compile(f"{_BEFORE}(?:{_spaced(folded[:-1])})(?:e|(e[sd]|ing)){_AFTER}")
    return re.compile(f"{_BEFORE}{_spaced(folded)}({endings})?{_AFTER}")


@lru_cache(1 << 10)
def _variants(spelling: str) -> re.Pattern[str]:
    """The same letters, joined or divided in other ways; the first group is a plural's ending.

    A word in one piece may be found with a hyphen anywhere, but with a space only before a capital
    within it: “on line” need not be “online”, “Java Script” is “JavaScript”.
    """
    parts: list[str] = []
    divided = hump = False
    for at, letter in enumerate(spelling):
        if letter in "-\u2010\u2011\u2013 ":
            divided = True
            continue
        hump = letter.isupper() and at > 0 and spelling[at - 1].islower()
        if parts:
            parts.append(f"(?:{_JOINT}|\\s)?" if divided or hump else f"{_JOINT}?")
        parts.append(re.escape(_base(letter)))
        divided = False
    return re.compile(f"{_BEFORE}{''.join(parts)}((?:['’]?s)?){_AFTER}")


def _spaced(words: str) -> str:
    return r"\s{1,3}".join(re.escape(part) for part in _folded(words).split())


def _as_spelled(words: str, spelling: str) -> bool:
    """Whether it is written as it should be; a capital at its beginning, or all capitals, are
    another matter."""
    written = words.replace("\u2011", "-").replace("\u2010", "-")
    first = spelling[:1].upper() + spelling[1:]
    return written in (spelling, first, spelling.upper())


def _capitalized(words: str, *, like: str) -> str:
    return words[:1].upper() + words[1:] if like[:1].isupper() else words


def _within(finding: Finding, spans: list[Span]) -> bool:
    if finding.start is None or finding.end is None:
        return False
    return _inside((finding.start, finding.end), spans)


def _inside(span: Span, spans: list[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in spans)
