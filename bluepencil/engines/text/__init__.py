"""What an engine does with a text that belongs to no document: summaries, keywords, JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from bluepencil.documents import Document
from bluepencil.engines import Call
from bluepencil.engines.text.json_schema import CheckedSchema
from bluepencil.review.findings import Finding

Progress = Callable[[float], None]  # told the share of the work that is done, 0 to 1


class Listener(Protocol):
    """Who is told the text of an answer as it comes."""

    def write(self, more: str) -> None:
        """More of it has come."""

    def restart(self) -> None:
        """It begins anew: what came is taken back."""


@dataclass(frozen=True)
class Text:
    """A text and its language: a code such as “de”, or nothing where that is to be found out."""

    text: str
    language: str = ""


@dataclass(frozen=True)
class Summary:
    """A summary. `notes` are sentences for a person about how it was made."""

    summary: str
    model: str
    language: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Keywords:
    """Keywords, best first."""

    keywords: tuple[str, ...]
    model: str
    language: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Normalized:
    """A value that is valid against its schema, and how far to trust it, 0 to 1."""

    value: Any
    confidence: float
    model: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Situation:
    """What suggestions are made for: a document under review, and what was last said about it."""

    document: Document
    guideline: str
    findings: Sequence[Finding]
    sections_read: frozenset[str]
    message: str | None = None


@dataclass(frozen=True)
class Suggestions:
    """What a person might ask or do next."""

    suggestions: tuple[str, ...]
    model: str


class TextEngine(Protocol):
    """Claude, or the built-in engine. Methods block and raise as those of Engine do."""

    def summarize(
        self, text: Text, most_words: int, call: Call, on_progress: Progress, listener: Listener
    ) -> Summary:
        """A summary of at most so many words; the listener is told it as it comes."""

    def keywords(self, text: Text, most: int, call: Call, on_progress: Progress) -> Keywords:
        """At most so many keywords or phrases that say what the text is about."""

    def normalize(
        self,
        request: Text,
        schema: CheckedSchema,
        examples: Sequence[Mapping[str, Any]],
        call: Call,
    ) -> Normalized:
        """What the request says, as JSON to the schema. Raises Invalid where that cannot be had."""

    def suggest(self, situation: Situation, call: Call) -> Suggestions:
        """Three to five things to ask or do next, most useful first."""
