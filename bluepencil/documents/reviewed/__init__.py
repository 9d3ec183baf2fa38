"""Writes the remarks of a review into a document."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

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
    is about, each a section's name and words. `title` is what it is called; "" for a
    finding, which is called by how serious it is.
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
    title: str = ""

    @property
    def label(self) -> str:
        """What it is called, or how serious it is and of what sort."""
        return self.title or f"{SEVERITIES[self.severity]}, {self.category}"


class Reply(NamedTuple):
    """An answer to a comment."""

    author: str
    text: str


class FileComment(NamedTuple):
    """A comment as it stands in a file; the lines of its text without surplus spaces."""

    author: str
    lines: tuple[str, ...]
    resolved: bool = False
    replies: tuple[Reply, ...] = ()

    def is_of(self, remark: Remark) -> bool:
        """Whether this is what was written for that remark, whatever was added to it since."""
        wanted = [one_line(line) for line in remark.description.splitlines() if line.strip()]
        return (
            self.author == remark.author
            and self.lines[:1] == (one_line(remark.label),)
            and all(line in self.lines for line in wanted)
        )


@dataclass(frozen=True)
class Row:
    """One item of the guideline: the heading of its group, the verdict in words, what it asks for,
    a note or "", and the passages that show it."""

    group: str
    verdict: str
    text: str
    note: str
    passages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """The verdicts on all items of a guideline called `title`; `at` is when the file is written."""

    title: str
    rows: tuple[Row, ...]
    author: str
    at: datetime

    @property
    def summary(self) -> str:
        """How many verdicts there are of each sort."""
        counts = Counter(row.verdict for row in self.rows)
        parts = [f"{number} {verdict.lower()}" for verdict, number in counts.most_common()]
        return f"{', '.join(parts)}."


def one_line(text: str) -> str:
    """The text on one line."""
    return " ".join(text.split())
