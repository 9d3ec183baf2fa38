"""What readings have come to, from when it is found until it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from bluepencil.engines import Reading
from bluepencil.review.aggregate import Review
from bluepencil.review.findings import Finding, Item, Scope
from bluepencil.task.partial import merged
from bluepencil.values import Json
from bluepencil.work.judging import Judging


@dataclass(eq=False)
class Read:
    """What came of a reading: the findings as kept, and what the reader should know.

    `section` is its name; None: all sections were looked across. `unchanged`: nothing it rests on
    has changed since it was last read, and it was not read again. `judging` takes the verdicts of
    a reading that gives some.
    """

    section: str | None
    basis: str
    judging: Judging | None = None
    notes: tuple[str, ...] = ()
    unchanged: bool = False
    kept: dict[str, Item] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    end: Reading | None = None

    @property
    def items(self) -> list[Item]:
        """The findings, each as it was when it was kept."""
        return list(self.kept.values())

    @property
    def scope(self) -> Scope:
        """Which sort of reading it is."""
        return "document" if self.section is None else "section"


class Part(NamedTuple):
    """What a reading has come to since it was last kept; `end` if it has ended since."""

    read: Read
    found: list[Finding]
    end: Reading | None


@dataclass
class Unsaved:
    """What waits to be written: parts of readings, and what the task reports of itself."""

    parts: list[Part] = field(default_factory=list)
    change: Json = field(default_factory=dict)
    new: Json = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.parts or self.change or self.new)


def by_read(parts: Sequence[Part]) -> dict[Read, list[Finding]]:
    """What each reading has found, in the order in which they come first."""
    found: dict[Read, list[Finding]] = {}
    for part in parts:
        found.setdefault(part.read, []).extend(part.found)
    return found


def judged(review: Review, parts: Sequence[Part]) -> Review:
    """The review with the verdicts of those readings that have ended."""
    for part in parts:
        if part.end is not None and part.read.judging is not None:
            review = part.read.judging.kept(review, complete=part.end.complete)
    return review


def joined(earlier: Unsaved, later: Unsaved) -> Unsaved:
    """Both, as if the later had come right behind the earlier."""
    return Unsaved(
        earlier.parts + later.parts,
        {**earlier.change, **later.change},
        merged(earlier.new, later.new),
    )
