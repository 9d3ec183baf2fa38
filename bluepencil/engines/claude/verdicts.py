"""The verdicts in the answer of a look across the document: read as they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bluepencil.documents import Document
from bluepencil.engines.claude.items import Items
from bluepencil.engines.claude.raw_verdict import judgement, unanswered
from bluepencil.review.criteria import Criterion, Judgement


class Verdicts:
    """Takes what follows the findings in an answer; each criterion is judged once."""

    def __init__(self, document: Document, criteria: Iterable[Criterion]) -> None:
        self._document = document
        self._criteria = {one.id: one for one in criteria}
        self._judged: set[str] = set()
        self.restart()

    def restart(self) -> None:
        """The answer broke off and starts over; what was judged stays so until it is told again."""
        self._list = Items("verdicts")
        self._seen = 0
        self._judged.clear()

    def read(self, findings: Items, judged: Callable[[Judgement], None]) -> None:
        """Report what has come since, after the end of the findings."""
        rest = findings.rest
        more, self._seen = rest[self._seen :], len(rest)
        for written in self._list.feed(more):
            found = judgement(written, self._document, self._criteria)
            if found is not None and found.item not in self._judged:
                self._judged.add(found.item)
                judged(found)

    def finish(self, judged: Callable[[Judgement], None]) -> None:
        """The answer has come to its end: report what it passed over."""
        for item, criterion in self._criteria.items():
            if item not in self._judged:
                judged(unanswered(criterion))
