"""The built-in reviewer: rules and word lists, no model, no network, no key."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

from bluepencil.documents import Document, Section
from bluepencil.documents.guideline import Guideline
from bluepencil.engines import Answer, Call, Connection, Lane, Question, Reading
from bluepencil.review.findings import Finding

if TYPE_CHECKING:
    from bluepencil.engines.text import TextEngine

MODEL = "built-in checks"


class BuiltIn:
    """The Engine that needs nothing. It keeps no state, so any threads may share it.

    The methods that read a text import the checks themselves: their patterns and word lists would
    make up half of the time to start and a sixth of the memory of a server that is not used.
    """

    name: Literal["claude", "built-in"] = "built-in"

    @property
    def text(self) -> TextEngine:
        """See Engine."""
        from bluepencil.engines.text.built_in import BuiltInText

        return BuiltInText()

    def model(self, lane: Lane) -> str:
        """See Engine."""
        del lane
        return MODEL

    def basis(self, document: Document, section: Section, guideline: Guideline) -> str:
        """See Engine."""
        from bluepencil.engines.checks import reviewer

        return reviewer.basis(document, section, guideline)

    def review_section(
        self,
        document: Document,
        section: Section,
        guideline: Guideline,
        call: Call,
        found: Callable[[Finding], None],
    ) -> Reading:
        """See Engine."""
        from bluepencil.engines.checks import reviewer

        for finding in reviewer.review_section(document, section, guideline, call.cancel):
            found(finding)
        return Reading(MODEL)

    def review_whole(
        self,
        document: Document,
        guideline: Guideline,
        call: Call,
        found: Callable[[Finding], None],
    ) -> Reading:
        """See Engine."""
        from bluepencil.engines.checks import reviewer

        reviewer.review_whole(document, guideline, call, found)
        return Reading(MODEL, notes=reviewer.notes(document))

    def answer(
        self,
        question: Question,
        call: Call,
        said: Callable[[str], None],
        again: Callable[[], None],
    ) -> Answer:
        """See Engine."""
        from bluepencil.engines.checks import reviewer

        del again
        return reviewer.answer_question(question, call, said)

    def check_connection(self, call: Call) -> Connection:
        """See Engine."""
        del call
        detail = "The built-in checks need no connection; no AI is involved."
        return Connection(True, self.name, MODEL, 0.0, detail)

    def close(self) -> None:
        """See Engine."""
