"""Structure: sections that are expected and missing, headings out of step, paragraphs twice."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bluepencil.documents import Document, Section
from bluepencil.documents.guideline import Expected, Guideline, same_section
from bluepencil.engines.checks.facts import document_language
from bluepencil.review.findings import Citation

_REPEAT_WORDS = 12  # a paragraph shorter than this may well stand twice
_SECTIONS, _WORDS = 3, 150  # from which a document is one that has sections
_LEAST = 8  # words that make what stands under a heading count
_SUMMED_UP = 25  # words under the title that can be the summary
_SUMMARY = frozenset({"summary", "executive summary", "abstract", "overview"})
_LABEL = re.compile(r"\W{0,3}([A-Z][\w /’'-]{2,40}?)\W{0,2}[:–—]")
_NOTHING = re.compile(r"(?:n/?a|none|not applicable|tb[dca]|todo|[-–—.…\s])*", re.IGNORECASE)


def missing(document: Document, guideline: Guideline) -> list[Expected]:
    """The expected sections that the document does not have.

    What counts is what is there: a heading with nothing under it is no section, a paragraph that
    begins with the name is one, and so is the opening for a summary.
    """
    if len(document.sections) < _SECTIONS or sum(one.words for one in document.sections) < _WORDS:
        return []  # a note without sections of its own
    named = [
        expected
        for expected in guideline.expected
        if any(same_section(section.name, expected) for section in document.sections)
    ]
    if not named and document_language(document) != "en":
        return []  # its headings may say the same in another language
    return [
        expected
        for expected in guideline.expected
        if not (
            any(
                same_section(section.name, expected) and _holds_something(document, at)
                for at, section in enumerate(document.sections)
            )
            or _labelled(document, expected)
            or _opened(document, expected)
        )
    ]


def _holds_something(document: Document, at: int) -> bool:
    """Whether text stands in the section or in one below it."""
    section = document.sections[at]
    below = []
    for later in document.sections[at + 1 :]:
        if later.level <= section.level:
            break
        below.append(later)
    return any(not _NOTHING.fullmatch(one.text[:200]) for one in (section, *below))


def _labelled(document: Document, expected: Expected) -> bool:
    """Whether a paragraph or table row begins with the section's name and says more than that."""
    for section in document.sections:
        for block in section.blocks:
            text = section.text[block.start : block.end]
            label = text.split("\t")[0] if block.kind == "row" else None
            if block.kind != "row" and (match := _LABEL.match(text[:60])):
                label = match[1]
            if label and len(label) < 60 and same_section(label, expected):
                return len(text.split()) >= _LEAST
    return False


def _opened(document: Document, expected: Expected) -> bool:
    """Whether it is a summary, and the document opens with a paragraph that can be one."""
    names = {name.casefold() for name in (expected.name, *expected.also)}
    if not names & _SUMMARY or not document.sections:
        return False
    first = document.sections[0]
    return any(
        len(first.text[block.start : block.end].split()) >= _SUMMED_UP
        for block in first.blocks[:3]
        if block.kind == "paragraph"
    )


def jumps(document: Document) -> list[tuple[Section, int]]:
    """Headings more than one level below the one before, with the level before."""
    found = []
    for before, section in zip(document.sections, document.sections[1:], strict=False):
        if section.level > before.level + 1:
            found.append((section, before.level))
    return found


def repeats(document: Document) -> Iterator[tuple[Section, tuple[int, int], Citation]]:
    """Paragraphs that stand twice: where the second stands, and the first."""
    first: dict[str, Citation] = {}
    for section in document.sections:
        for block in section.blocks:
            if block.kind in ("code", "row"):
                continue
            text = section.text[block.start : block.end]
            words = re.findall(r"\w+", text.lower())
            key = " ".join(words)
            if len(words) >= _REPEAT_WORDS:
                if key in first:
                    yield section, (block.start, block.end), first[key]
                place = {"start": block.start, "end": block.end}
                first.setdefault(key, Citation(section_name=section.name, quote=text, **place))
