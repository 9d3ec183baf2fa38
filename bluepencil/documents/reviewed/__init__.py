"""Writes the remarks of a review into a document."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

Severity = Literal["high", "medium", "low"]
SEVERITIES: dict[Severity, str] = {  # in words; the most serious first
    "high": "Serious",
    "medium": "Moderate",
    "low": "Minor",
}


@dataclass(frozen=True)
class Remark:
    """A finding as it is written into a file.

    `quote` is `[start, end)` of the text of the section; all three are None for a remark on the
    section as a whole. `replacement` is proposed instead of `quote`. `guideline` is the text of
    the guideline item, or "". `at` is when the finding was made, with a time zone. `note` is the
    reader's comment on deciding, or "". `also` are the other places that the finding
    is about, each a section's name and words.
    """

    section_name: str
    start: int | None
    end: int | None
    quote: str | None
    severity: Severity
    category: str
    description: str
    suggestion: str
    replacement: str | None
    guideline: str
    author: str
    at: datetime
    note: str = ""
    also: tuple[tuple[str, str], ...] = ()

    @property
    def label(self) -> str:
        """Its severity in words, and its category."""
        return f"{SEVERITIES[self.severity]}, {self.category}"


def one_line(text: str) -> str:
    """The text on one line."""
    return " ".join(text.split())
