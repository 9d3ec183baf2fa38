"""What rules look at: a passage of a section with its sentences, and facts about the document."""

from __future__ import annotations

import re
import weakref
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from bluepencil.documents import Block, Document, Section
from bluepencil.documents.guideline import Guideline, slug_words
from bluepencil.engines.checks.acronyms import unexplained

_UNIT_END = re.compile(
    r"\d\s?(?:ms|kg|mg|g|ml|l|mm|cm|m|km|min|s|h|hrs?|kb|mb|gb|tb|%)\.(?= [A-Z])", re.I
)
_LONGEST = 4000  # characters of one passage that the sentence splitter is given at once
_ACTIONS = frozenset(
    [
        "action",
        "capa",
        "corrective",
        "preventive",
        "measure",
        "step",
        "follow-up",
        "followup",
        "recommendation",
        "rollout",
        "plan",
        "milestone",
        "todo",
        "next",
        "remediation",
        "prevention",
        "commitment",
        "task",
    ]
)
_CAUSE = frozenset({"cause", "causes", "reason", "why"})
_OUTLOOK = frozenset(
    ["question", "risk", "assumption", "alternative", "option", "hypothesis", "outlook"]
)


TIMELINE = frozenset({"timeline", "chronology", "sequence", "event", "history"})
SUMMING = frozenset({"conclusion", "summary", "verdict", "closing", "overview", "abstract"})


@dataclass(frozen=True)
class Passage:
    """A paragraph, list item, note or table cell: `text` stands at `start` in the section.

    `sentences` are offsets into `text`. `cells` are the texts of the row a cell stands in,
    `heads` those of the table's first row; both are empty outside tables.
    """

    section: Section
    block: Block
    text: str
    start: int
    sentences: tuple[tuple[int, int], ...]
    column: int = 0
    cells: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()

    def sentence_at(self, position: int) -> str:
        """The sentence that stands at a position of `text`."""
        for start, end in self.sentences:
            if start <= position < end:
                return self.text[start:end]
        return self.text


@dataclass(frozen=True)
class Topic:
    """What a section is about, by its name; `path` are the names of the sections above it too."""

    actions: bool
    cause: bool
    outlook: bool
    summing: bool
    timeline: bool


@dataclass(frozen=True)
class Facts:
    """What a rule may know beyond the passage.

    `acronyms` are the spans, by section name, of those first used there and never spelled out;
    `words` counts the document's words, in small letters.
    """

    guideline: Guideline
    topics: dict[str, Topic] = field(repr=False)
    acronyms: dict[str, tuple[tuple[int, int], ...]] = field(repr=False)
    words: Counter[str] = field(repr=False)


_gathered: dict[tuple[int, int], Facts] = {}  # by identity, for as long as the document lives


def facts(document: Document, guideline: Guideline) -> Facts:
    """What the rules ask of the whole document, gathered once for all its sections."""
    key = (id(document), id(guideline))
    known = _gathered.get(key)
    if known is None:  # the facts hold on to the guideline, so that its id stays its own
        acronyms = unexplained(document, guideline.terms)
        words = Counter(
            word
            for section in document.sections
            for word in re.findall(r"[a-z]+", f"{section.name} {section.text}".casefold())
        )
        known = _gathered[key] = Facts(guideline, _topics(document), acronyms, words)
        weakref.finalize(document, _gathered.pop, key, None)
    return known


def _topics(document: Document) -> dict[str, Topic]:
    topics: dict[str, Topic] = {}
    above: list[tuple[int, str]] = []
    for section in document.sections:
        above = [(level, name) for level, name in above if level < section.level]
        path = set(slug_words(section.name)).union(*(slug_words(name) for _, name in above))
        topics[section.name] = Topic(
            bool(path & _ACTIONS),
            bool(path & _CAUSE),
            bool(path & _OUTLOOK),
            bool(path & SUMMING),
            bool(path & TIMELINE),
        )
        above.append((section.level, section.name))
    return topics


def passages(section: Section) -> Iterator[Passage]:
    """The passages of a section in order; code is left out."""
    heads: dict[int | None, tuple[str, ...]] = {}
    for block in section.blocks:
        if block.kind == "code":
            continue
        spans = block.cells if block.kind == "row" else ((block.start, block.end),)
        texts = tuple(section.text[start:end] for start, end in spans)
        in_table = block.kind == "row"
        first = heads.setdefault(block.table, texts) if in_table else ()
        for column, (start, text) in enumerate(zip((s for s, _ in spans), texts, strict=True)):
            yield Passage(
                section,
                block,
                text,
                start,
                tuple(_sentences(text)),
                column,
                texts if in_table else (),
                first if first is not texts else (),
            )


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """Offsets of the sentences, without the white space around them."""
    for piece in re.finditer(r"[^\n]+", text):
        for offset in range(piece.start(), piece.end(), _LONGEST):
            part = text[offset : min(piece.end(), offset + _LONGEST)]
            for start, end in _splitter()(part):
                for cut in _after_units(part[start:end]):
                    inner = part[start + cut[0] : start + cut[1]]
                    lead = len(inner) - len(inner.lstrip())
                    if inner.strip():
                        at = offset + start + cut[0]
                        yield at + lead, at + len(inner.rstrip())


def _after_units(sentence: str) -> list[tuple[int, int]]:
    """Cut where the splitter took the full stop after a unit (“90 ms. Support …”) for its own."""
    cuts = [0, *(match.end() for match in _UNIT_END.finditer(sentence)), len(sentence)]
    return list(zip(cuts, cuts[1:], strict=False))


@lru_cache(1)
def _splitter() -> Any:
    """nupunkt's splitter; loading its model takes a while, so only when first used."""
    from nupunkt import sent_spans

    return sent_spans
