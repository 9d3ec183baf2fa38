"""Findings: what a reviewer says about exact words, what a reader decides, what it cost."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict

MISSING = "missing-section"  # the rule of what stands in no section
Severity = Literal["high", "medium", "low"]
Category = Literal[
    "evidence",
    "root-cause",
    "actions",
    "completeness",
    "consistency",
    "clarity",
    "language",
    "structure",
]
Source = Literal["claude", "checks", "you"]
Decision = Literal["open", "accepted", "rejected"]
Scope = Literal["section", "document"]  # which sort of reading raised it


class Finding(BaseModel):
    """One weakness, tied to the exact words it is about.

    `quote` stands verbatim in its section's text at `[start, end)` (code points); all three are
    None for a remark on the section as a whole. `replacement` is text that could stand in place
    of `quote`. `confidence` is a fixed band (0-1) per rule or per the model's own word for it.
    `rule` names what raised it (a rule's id; for the model its category).
    """

    model_config = ConfigDict(frozen=True)
    section_name: str
    quote: str | None = None
    start: int | None = None
    end: int | None = None
    category: Category
    severity: Severity
    description: str
    suggestion: str = ""
    replacement: str | None = None
    confidence: float | None = None
    guideline: str | None = None
    source: Source
    rule: str

    @property
    def fingerprint(self) -> str:
        """The same for the same remark in a later review: rule, words and section, normalised."""
        return self._print(self.quote or self.description)

    def _print(self, about: str) -> str:
        words = unicodedata.normalize("NFKC", about).casefold().split()
        # What the whole document lacks is told at some section, today at this one.
        place = "" if self.rule == MISSING else self.section_name
        key = "\x1f".join((self.source, self.rule, " ".join(words), place))
        return hashlib.sha256(key.encode()).hexdigest()[:32]


class Usage(BaseModel):
    """Tokens and money one or more calls used; cost is None when the model's price is unknown."""

    input_tokens: int = 0
    cache_read_input_tokens: int = 0
    cache_creation_input_tokens: int = 0
    output_tokens: int = 0
    cost_usd: float | None = 0.0

    def __add__(self, other: Usage) -> Usage:
        known = self.cost_usd is not None and other.cost_usd is not None
        return Usage(
            input_tokens=self.input_tokens + other.input_tokens,
            cache_read_input_tokens=self.cache_read_input_tokens + other.cache_read_input_tokens,
            cache_creation_input_tokens=self.cache_creation_input_tokens
            + other.cache_creation_input_tokens,
            output_tokens=self.output_tokens + other.output_tokens,
            cost_usd=(self.cost_usd or 0.0) + (other.cost_usd or 0.0) if known else None,
        )


class Citation(BaseModel):
    """A passage an answer points to; `quote` stands verbatim in the section."""

    section_name: str
    quote: str
    start: int
    end: int


class Item(Finding):
    """A finding as kept in a session: with its id and what the reader decided.

    `version`: that of the document it was last found in. `resolved_in`: the version in which its
    words, or the reason for it, were gone; None while it stands. `found_as`: what it said when it
    was found, where the reader says it otherwise.
    """

    id: str
    scope: Scope = "section"
    decision: Decision = "open"
    reason: str | None = None
    created_at: str
    version: int = 1
    resolved_in: int | None = None
    found_as: str | None = None

    @property
    def fingerprint(self) -> str:
        """As it was found, whatever the reader has made of it."""
        return self._print(self.quote or self.found_as or self.description)


_Found = TypeVar("_Found", bound=Finding)
_WEIGHT = {"high": 0, "medium": 1, "low": 2}


def ranked(items: Iterable[_Found]) -> list[_Found]:
    """Most important first: by severity, then by confidence; the order given decides a tie."""
    return sorted(items, key=lambda item: (_WEIGHT[item.severity], -(item.confidence or 0.0)))
