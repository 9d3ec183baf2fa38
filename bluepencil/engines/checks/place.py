"""A place in a document: words of a section that a finding or a verdict is about."""

from __future__ import annotations

from typing import NamedTuple

from bluepencil.documents import Section
from bluepencil.review.findings import Citation


class Place(NamedTuple):
    """Words of a section: `section.text[start:end]`."""

    section: Section
    start: int
    end: int

    @property
    def words(self) -> str:
        """The words that stand there."""
        return self.section.text[self.start : self.end]

    @property
    def citation(self) -> Citation:
        """It as findings and verdicts name it."""
        where = {"start": self.start, "end": self.end}
        return Citation(section_name=self.section.name, quote=self.words, **where)
