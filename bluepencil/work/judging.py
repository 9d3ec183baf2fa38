"""Verdicts on their way from an engine to the review: reported as they come, kept at the end."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bluepencil.engines import Call
from bluepencil.review.aggregate import Outcome, Review
from bluepencil.review.criteria import Judgement
from bluepencil.review.verdicts import judge, verdicts
from bluepencil.values import Json
from bluepencil.work.context import Context


class Judging:
    """Takes what one reading says of the items of the guideline."""

    def __init__(self, ctx: Context, session_id: str) -> None:
        self._ctx, self._session_id = ctx, session_id
        self._lock = threading.Lock()
        self._said: dict[str, Judgement] = {}
        self._reported = {one["item"] for one in ctx.earlier().get("verdicts", ())}

    def listening(self, call: Call) -> Call:
        """The same call; what the engine says in it comes here."""
        return replace(call, judged=self.add)

    def add(self, judgement: Judgement) -> None:
        """Take what was said of one item; report the first verdict on each."""
        with self._lock:
            self._said[judgement.item] = judgement
            new = judgement.item not in self._reported
            self._reported.add(judgement.item)
        if new:
            review = judge(self._ctx.sessions.load(self._session_id), [judgement], complete=False)
            views = [one for one in verdicts(review) if one.item == judgement.item]
            self._ctx.report(verdicts=[view.model_dump(mode="json") for view in views])

    def kept(self, review: Review, *, complete: bool) -> Outcome[None]:
        """The rule that keeps all that was said, at the end of the reading."""
        return Outcome(judge(review, list(self._said.values()), complete=complete), None)

    def remembered(self) -> list[Json]:
        """What was said, to be kept with the reading."""
        return [one.model_dump(mode="json") for one in self._said.values()]

    def recall(self, reading: Mapping[str, Any]) -> None:
        """Say again what was said in a reading that is not done again."""
        for one in reading.get("verdicts", ()):
            self.add(Judgement.model_validate(one))
