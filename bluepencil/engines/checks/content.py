"""What a document holds, apart from what is wrong with it: sentences, events, figures, names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from bluepencil.documents import Document, Section
from bluepencil.documents.guideline import slug_words
from bluepencil.engines.checks.place import Place
from bluepencil.engines.checks.timeline import moment

_SENTENCE_END = re.compile(r"(?<![.!?])[.!?]++[”\"’)\]]?+(?=\s++[A-ZÀ-Þ“\"(\d]|\s*+$)|\n")
_NOT_AN_END = re.compile(
    r"(?:\b(?:[A-Z]|[Nn]o|[Dd]r|[Mm]rs?|[Ff]ig|[Ss]ec|vs|approx|ca|e\.g|i\.e))\.$"
)
MARKER = re.compile(r"(?:[-•*–·]|\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-z])[.)])\s+")
_EVENTS = frozenset((
    "timeline", "chronology", "sequence", "event", "history", "course",
))  # fmt: skip
_PERSON = re.compile(
    r"\b([A-ZÀ-Þ][\w'’-]{1,40}) (?:(?:van|von|de|der|da|di|la|le|el|bin|al) )?([A-ZÀ-Þ][\w'’-]{1,40})\b"
)
_DATE = re.compile(
    r"\b(?:19|20)\d\d-\d\d-\d\d\b|\b\d{1,2}[./]\d{1,2}[./](?:\d\d){1,2}\b|"
    r"\b\d{1,2}(?:st|nd|rd|th)?\.? (?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\b|"
    r"\b(?:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]{0,6}\.? \d{1,2}(?!\d)|"
    r"\b(?:january|february|march|april|may|june|july|august|september|october|november|december) (?:19|20)\d\d\b|"
    r"\bQ[1-4] ?(?:19|20)\d\d\b|\bweek \d{1,2}\b",
    re.IGNORECASE,
)
_CAPITALIZED = frozenset((  # words that often have a capital and are no part of a name
    "The", "This", "That", "These", "Those", "A", "An", "In", "On", "At", "By", "For", "From",
    "With", "After", "Before", "When", "If", "All", "Each", "No", "Our", "We", "January",
    "February", "March", "April", "May", "June", "July", "August", "September", "October",
    "November", "December", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday",
    "Sunday", "Line", "Room", "Plant", "Building", "Site", "Table", "Figure", "Section",
    "Annex", "Appendix", "Step", "Phase", "Lot", "Batch", "Version",
))  # fmt: skip
_FIGURE = re.compile(
    r"(?<![\w,.#/@-])\d[\d,.]*+(?: ?(?:%|percent|°C|[km]?g|[mk]?l|[cmk]?m|min(?:utes?)?|hours?|days?|weeks?|months?|ms|s|h|"
    r"EUR|USD|GBP|[KMGT]B)\b| [a-z]{3,20})"
)
_ENTRIES = 3  # at least, in a timeline
_COMMON = frozenset((  # that no other language has
    "the", "of", "and", "to", "for", "that", "with", "by", "were", "this", "which", "from",
))  # fmt: skip


def sentences(section: Section) -> Iterator[Place]:
    """The sentences of paragraphs, notes and list items, without white space and markers around."""
    for block in section.blocks:
        if block.kind in ("paragraph", "item", "note"):
            yield from sentences_in(section, block.start, block.end)


def sentences_in(section: Section, start: int, end: int) -> Iterator[Place]:
    """The sentences of a stretch of a section."""
    begin = start
    for found in _SENTENCE_END.finditer(section.text, start, end):
        head = section.text[max(begin, found.start() - 8) : found.start() + 1]
        if found[0] != "\n" and _NOT_AN_END.search(head) and found.end() < end:
            continue
        yield from trimmed(section, begin, found.end())
        begin = found.end()
    yield from trimmed(section, begin, end)


def trimmed(section: Section, start: int, end: int) -> Iterator[Place]:
    """A stretch without a list marker and white space around it, if anything is left."""
    text = section.text[start:end]
    start += len(text) - len(text.lstrip())
    marker = MARKER.match(section.text, start, end)
    start = marker.end() if marker else start
    end -= len(text) - len(text.rstrip())
    if end > start:
        yield Place(section, start, end)


def about(
    document: Document, wanted: frozenset[str], without: frozenset[str] = frozenset()
) -> list[Section]:
    """The sections whose heading, or one above it, has one of these words and none of the others."""
    found: list[Section] = []
    above: list[tuple[int, bool]] = []
    for section in document.sections:
        above = [one for one in above if one[0] < section.level]
        words = set(slug_words(section.name))
        own = bool(words & wanted) and not words & without
        inherited = bool(above) and above[-1][1] and not words & without
        above.append((section.level, own or inherited))
        if own or inherited:
            found.append(section)
    return found


def person(text: str) -> re.Match[str] | None:
    """The first name of a person in a text: two words with capitals that are not something else."""
    for found in _PERSON.finditer(text):
        if found[1] in _CAPITALIZED or found[2] in _CAPITALIZED:
            continue
        after = text[found.end() : found.end() + 12]
        if found.start() > 0 or re.match(
            r",|:| –| \(|(?: has)? (?:will|shall|to|is|was|had|[a-z]+(?:s|ed))\b", after
        ):
            return found
    return None


def events(section: Section) -> list[Place]:
    """The lines, rows and paragraphs of a section that begin with a date or a time."""
    found: list[Place] = []
    for block in section.blocks:
        if block.kind != "code" and moment(section.text[block.start : block.end]) is not None:
            found.extend(trimmed(section, block.start, block.end))
    return found


class Entry(NamedTuple):
    """One entry of a timeline, and whether it begins with a date or a time."""

    part: Place
    timed: bool


def timelines(document: Document) -> list[list[Entry]]:
    """The entries of each timeline: a section called so or made of dated entries, or a run of
    sections whose headings are dates or times."""
    others = frozenset({"change", "version", "revision", "document"})
    named = {section.name for section in about(document, _EVENTS, others)}
    found = []
    run: list[Entry] = []
    for section in document.sections:
        first = next(sentences(section), None)
        timed = events(section)
        if moment(section.name) is not None and len(timed) < _ENTRIES and first is not None:
            run.append(Entry(first, True))
        elif len(timed) >= _ENTRIES and (
            section.name in named or len(timed) * 2 >= len(section.blocks)
        ):
            found.append(list(_entries(section, timed)))
    return [*found, run] if len(run) >= _ENTRIES else found


def _entries(section: Section, timed: list[Place]) -> Iterator[Entry]:
    """The rows of the section but the first, or its list, or its dated paragraphs."""
    rows = [block for block in section.blocks if block.kind == "row"]
    items = [block for block in section.blocks if block.kind == "item"]
    for block in rows or items:
        within = next((part for part in timed if block.start <= part.start < block.end), None)
        if within is not None or block is not (rows or items)[0] or not rows:
            yield Entry(within or Place(section, block.start, block.end), within is not None)
    if not rows and not items:
        yield from (Entry(part, True) for part in timed)


def dated(part: Place) -> bool:
    """Whether it says a date."""
    return says_date(part.words)


def says_date(text: str) -> bool:
    """Whether the text contains a date."""
    return _DATE.search(text) is not None


def figure(part: Place) -> bool:
    """Whether it gives a number of something."""
    return _FIGURE.search(_DATE.sub(" ", part.words)) is not None


def all_sentences(document: Document) -> Iterator[Place]:
    """The sentences of all sections."""
    return (part for section in document.sections for part in sentences(section))


def is_english(document: Document) -> bool:
    """Whether most of the document is in English; with too few words to decide, it is."""
    words = [
        word for one in document.sections for word in re.findall(r"[^\W\d_]+", one.text[:6000])
    ]
    if len(words) < 25:
        return True
    return sum(word.lower() in _COMMON for word in words) * 12 >= len(words)
