"""A document as the looks for contradictions read it: its prose, numbers and tables, found once."""

from __future__ import annotations

import re
from functools import cached_property

from bluepencil.documents import Document, Section
from bluepencil.documents.language import document_language
from bluepencil.engines.checks.consistency.decimal_mark import comma_decimals
from bluepencil.engines.checks.consistency.places import Prose, prose
from bluepencil.engines.checks.consistency.tables import Table, tables

_DIGIT = re.compile(r"\d")


class Reading:
    """What several looks need of one document; each part is worked out when first asked for."""

    def __init__(self, document: Document) -> None:
        self.document = document

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections of the document."""
        return self.document.sections

    @cached_property
    def prose(self) -> tuple[Prose, ...]:
        """All text that people read, block by block and cell by cell."""
        return tuple(prose(self.document))

    @cached_property
    def numeric(self) -> tuple[Prose, ...]:
        """The prose that holds a digit."""
        return tuple(one for one in self.prose if _DIGIT.search(one.own))

    @cached_property
    def language(self) -> str:
        """The language that most of it is in; "" where that is open."""
        return document_language(self.document, "")

    @cached_property
    def comma(self) -> bool:
        """Whether a comma is its decimal mark."""
        return comma_decimals(self.document)

    @cached_property
    def tables(self) -> tuple[Table, ...]:
        """Its tables."""
        return tuple(tables(self.document, self.comma))
