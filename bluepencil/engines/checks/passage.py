"""What rules look at: the passages of a section with their sentences, and what is found in them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from bluepencil.documents import Block, Section
from bluepencil.documents.language import language_of
from bluepencil.engines.checks.phrases.index import Index, Match
from bluepencil.engines.checks.sentences import sentences
from bluepencil.engines.checks.tokens import Token, tokens

# What begins a list item or a sentence without being part of it: bullets, numbers, checkboxes.
_LEAD = re.compile(r"(?:[-•*–·▪◦+]|\(?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-z])[.)]|\[[ xX]?\])\s+")
_QUOTED = re.compile(r"“[^“”\n]{1,400}”|\"[^\"\n]{1,400}\"|«[^«»\n]{1,400}»|`[^`\n]{1,400}`")
_WORDS_OF_ITS_OWN = 8  # from which a passage may be in another language than its document


@dataclass(frozen=True)
class Sentence:
    """A sentence: offsets into its passage, its tokens without a list marker, and the phrases found
    in it, by the name of their list."""

    start: int
    end: int
    tokens: list[Token] = field(repr=False)
    found: dict[str, list[Match]] = field(repr=False)

    def has(self, *names: str) -> bool:
        """Whether a phrase of one of these lists stands in it."""
        return any(name in self.found for name in names)

    @property
    def words(self) -> int:
        """How many words it has."""
        return sum(token.is_word for token in self.tokens)


@dataclass(frozen=True)
class Passage:
    """A paragraph, list item, note or table cell: `text` stands at `start` in the section.

    `cells` are the texts of the row a cell stands in, `heads` those of the table's first row; both
    are empty outside tables. `language`: “en”, “de”, …
    """

    section: Section
    block: Block
    text: str
    start: int
    sentences: tuple[Sentence, ...]
    language: str
    column: int = 0
    cells: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()

    def has(self, *names: str) -> bool:
        """Whether a phrase of one of these lists stands anywhere in it."""
        return any(sentence.has(*names) for sentence in self.sentences)

    def quoted(self, start: int, end: int) -> bool:
        """Whether these characters stand inside quotation marks: others' words, not the writer's."""
        at = bisect_right(self._quotes, (start, len(self.text))) - 1
        return at >= 0 and self._quotes[at][0] < start and end < self._quotes[at][1]

    @cached_property
    def _quotes(self) -> list[tuple[int, int]]:
        return [match.span() for match in _QUOTED.finditer(self.text)]


def passages(
    section: Section, index: Index | None = None, language: str = "en"
) -> Iterator[Passage]:
    """The passages of a section in order; code is left out.

    `index` finds the phrases, where they are wanted; `language` is the document's.
    """
    heads: dict[int | None, tuple[str, ...]] = {}
    for block in section.blocks:
        if block.kind == "code":
            continue
        spans = block.cells if block.kind == "row" else ((block.start, block.end),)
        texts = tuple(section.text[start:end] for start, end in spans)
        in_table = block.kind == "row"
        first = heads.setdefault(block.table, texts) if in_table else ()
        for column, ((start, _), text) in enumerate(zip(spans, texts, strict=True)):
            said, own = _read(text, index, language)
            yield Passage(
                section, block, text, start, said, own, column,
                texts if in_table else (), first if first is not texts else (),
            )  # fmt: skip


def _read(text: str, index: Index | None, language: str) -> tuple[tuple[Sentence, ...], str]:
    """The sentences of a text and its language."""
    split = []
    for start, end in sentences(text):
        lead = _LEAD.match(text, start, end)
        split.append((start, end, tokens(text, lead.end() if lead else start, end)))
    words = [token.word for _, _, found in split for token in found]
    own = language_of(words, language) if len(words) >= _WORDS_OF_ITS_OWN else language
    return tuple(
        Sentence(start, end, found, index.search(found) if index and own == "en" else {})
        for start, end, found in split
    ), own


def bare(passage: Passage) -> tuple[int, int]:
    """Where the passage's words stand, without a list marker and the white space around them."""
    lead = _LEAD.match(passage.text)
    return (lead.end() if lead else 0), len(passage.text.rstrip())
