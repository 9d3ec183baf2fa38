"""The verdicts in the answer of a look across the document: read as they are written."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bluepencil.documents import Document
from bluepencil.engines.claude.items import Items
from bluepencil.engines.claude.raw_verdict import judgement, unanswered
from bluepencil.review.criteria import Criterion, Judgement


class Verdicts:
    """Takes what follows the findings in an answer, and reports each verdict once to `judged`."""

    def __init__(
        self,
        document: Document,
        criteria: Iterable[Criterion],
        judged: Callable[[Judgement], None],
    ) -> None:
        self._document, self._report = document, judged
        self._criteria = {one.id: one for one in criteria}
        self.restart()

    def restart(self) -> None:
        """The answer broke off and starts over: its verdicts are reported again as they come."""
        self._list = Items("verdicts")
        self._seen = 0
        self._judged: set[str] = set()

    def read(self, findings: Items) -> None:
        """Report what has come since, after the end of the findings."""
        rest = findings.rest
        more, self._seen = rest[self._seen :], len(rest)
        for written in self._list.feed(more):
            found = judgement(written, self._document, self._criteria)
            if found is not None and found.item not in self._judged:
                self._judged.add(found.item)
                self._report(found)

    def finish(self) -> None:
        """The answer has come to its end: report what it passed over."""
        for item, criterion in self._criteria.items():
            if item not in self._judged:
                self._report(unanswered(criterion))
