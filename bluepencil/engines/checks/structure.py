"""Structure: sections that are expected and missing, headings out of step, paragraphs twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bluepencil.documents import Document, Section
from bluepencil.documents.guideline import Expected, Guideline, same_section
from bluepencil.documents.language import document_language
from bluepencil.engines.checks.expected import presences
from bluepencil.engines.checks.place import Place

_REPEAT_WORDS = 12  # a paragraph shorter than this may well stand twice


def missing(document: Document, guideline: Guideline) -> list[Expected]:
    """The expected sections that the document does not have, under whatever heading."""
    named = any(
        same_section(section.name, expected)
        for section in document.sections
        for expected in guideline.expected
    )
    if not named and document_language(document) != "en":
        return []  # its headings may say the same in another language
    return [one.expected for one in presences(document, guideline) if one.verdict == "not_met"]


def jumps(document: Document) -> list[tuple[Section, int]]:
    """Headings more than one level below the one before, with the level before."""
    found = []
    for before, section in zip(document.sections, document.sections[1:], strict=False):
        if section.level > before.level + 1:
            found.append((section, before.level))
    return found


def repeats(document: Document) -> Iterator[tuple[Place, Place]]:
    """Paragraphs that stand twice: where the second stands, and the first."""
    first: dict[str, Place] = {}
    for section in document.sections:
        for block in section.blocks:
            if block.kind != "paragraph":
                continue
            place = Place(section, block.start, block.end)
            words = re.findall(r"\w+", place.words.lower())
            key = " ".join(words)
            if len(words) >= _REPEAT_WORDS:
                if key in first:
                    yield place, first[key]
                first.setdefault(key, place)
