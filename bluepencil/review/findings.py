"""Findings: a reviewer's remarks on exact words, what a reader decided, what they cost."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal, TypeVar

from pydantic import BaseModel, ConfigDict

from bluepencil.documents.reviewed import SEVERITIES as SEVERITIES  # in words, for all above
from bluepencil.documents.reviewed import Severity as Severity

MISSING = "missing-section"  # the rule of what the whole document lacks
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


class Citation(BaseModel):
    """A passage that a finding or an answer points to; `quote` stands verbatim in the section."""

    model_config = ConfigDict(frozen=True)
    section_name: str
    quote: str
    start: int
    end: int


class Finding(BaseModel):
    """One weakness, tied to the exact words it is about.

    `quote` stands verbatim in its section's text at `[start, end)` (code points); all three are
    None for a remark on the section as a whole. `replacement` is text that could stand in place
    of `quote`. `also` are the other places it is about (the other of two values). `confidence` is a
    fixed band (0-1) per rule or per the model's own word for it.
    `rule` names what raised it (a rule's id; for the model its category); it is no part of the
    finding's identity.
    """

    model_config = ConfigDict(frozen=True)
    section_name: str
    quote: str | None = None
    start: int | None = None
    end: int | None = None
    also: tuple[Citation, ...] = ()
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
        """Its identity, the same for the same remark in a later review, whoever makes it and under
        whatever category: the section and the words it is about, or its description where it
        quotes none. What the whole document lacks is the same in every section."""
        return self._identity(self.quote or self.description)

    def _identity(self, about: str) -> str:
        return _fingerprint("" if self.rule == MISSING else self.section_name, about)


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


class Item(Finding):
    """A finding as kept in a session: with its id and what the reader decided.

    `version`: that of the document it was last found in. `resolved_in`: the version in which its
    words, or the reason for it, were gone; None while it applies. `found_as`: the description it
    was found with, once the reader has edited its words.
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
        """That of the finding as it was found, however the reader has edited it; the reader may
        say two things about the same words, so their own findings are known by their ids."""
        if self.source == "you":
            return self.id
        return self._identity(self.quote or self.found_as or self.description)


_ENDING = " .,;:!?。、"  # how a sentence ends is not what it says
_Found = TypeVar("_Found", bound=Finding)
_WEIGHTS = {severity: weight for weight, severity in enumerate(SEVERITIES)}


def weight(severity: Severity) -> int:
    """Its place in an order that begins with the most serious, from 0."""
    return _WEIGHTS[severity]


def ranked(items: Iterable[_Found]) -> list[_Found]:
    """Most important first: by severity, then by confidence; the order given decides a tie."""
    return sorted(items, key=lambda item: (weight(item.severity), -(item.confidence or 0.0)))


@lru_cache(maxsize=1 << 13)  # a review may have thousands, compared several times a second
def _fingerprint(place: str, about: str) -> str:
    words = " ".join(unicodedata.normalize("NFKC", about).casefold().split())
    key = f"{place}\x1f{words.rstrip(_ENDING) or words}"
    return hashlib.sha256(key.encode()).hexdigest()[:32]
