"""Places in a document: the prose to look at, and findings that point at two of them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from bluepencil.documents import Block, Document, Section
from bluepencil.engines.checks.place import Place
from bluepencil.engines.checks.rule import SURE
from bluepencil.review.findings import Category, Finding, Severity

_QUOTED = re.compile(r"“[^”\n]{1,300}”|„[^“”\n]{1,300}[“”]|«[^»\n]{1,300}»|\"[^\"\n]{1,300}\"")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S{1,500}|\S{1,80}@\S{1,80}")
_STOP = re.compile(r"[.!?](?=\s+[^\sa-z]|\s*$)|\n")
_LONGEST = 400  # characters of a sentence on either side
_PLACES = 20  # that one finding names; more help nobody


class Prose(NamedTuple):
    """A block of a section that people read as text; for a row, one of its cells.

    `own` is the text, as long, with what others said and addresses blanked out.
    """

    section: Section
    block: Block
    start: int
    text: str
    own: str

    def place(self, start: int, end: int) -> Place:
        """The place of `text[start:end]`."""
        return Place(self.section, self.start + start, self.start + end)


def prose(document: Document) -> Iterator[Prose]:
    """All blocks of text in order, without code; of tables each cell."""
    for section in document.sections:
        for block in section.blocks:
            spans = block.cells if block.kind == "row" else ((block.start, block.end),)
            for start, end in spans if block.kind != "code" else ():
                text = section.text[start:end]
                yield Prose(section, block, start, text, own_words(text))


def own_words(text: str) -> str:
    """The text, as long as before, with what others said and addresses blanked out."""
    if "://" in text or "www." in text or "@" in text:
        text = _ADDRESS.sub(_blank, text)
    return _QUOTED.sub(_blank, text)


def _blank(match: re.Match[str]) -> str:
    return "\N{MIDDLE DOT}" * len(match[0])


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentence around `text[start:end]` begins and ends, as far as stops tell."""
    front = max(0, start - _LONGEST)
    begin = max((stop.end() for stop in _STOP.finditer(text, front, start)), default=front)
    after = _STOP.search(text, end, end + _LONGEST)
    return begin, after.start() + 1 if after else min(len(text), end + _LONGEST)


def finding(
    at: Place | Section,
    rule: str,
    severity: Severity,
    description: str,
    suggestion: str,
    also: Sequence[Place] = (),
    *,
    category: Category = "consistency",
    confidence: float = SURE,
    replacement: str | None = None,
    guideline: str | None = None,
) -> Finding:
    """A finding on a place, or on a section as a whole; `also` are the other places it is about."""
    place = at if isinstance(at, Place) else None
    section = at.section if isinstance(at, Place) else at
    return Finding(
        section_name=section.name,
        quote=place.words if place else None,
        start=place.start if place else None,
        end=place.end if place else None,
        also=tuple(one.citation for one in also[:_PLACES]),
        category=category,
        severity=severity,
        description=description,
        suggestion=suggestion,
        replacement=replacement,
        confidence=confidence,
        guideline=guideline,
        source="checks",
        rule=rule,
    )


def shown(words: str, most: int = 60) -> str:
    """Words as a description quotes them: on one line, and not too many."""
    line = " ".join(words.split())
    return line if len(line) <= most else f"{line[: most - 1]}…"
