"""Verdicts on their way from an engine to the review: reported as they come, kept at the end."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bluepencil.engines import Call
from bluepencil.review.aggregate import Review
from bluepencil.review.criteria import Judgement
from bluepencil.review.verdicts import judge, verdicts
from bluepencil.values import Json
from bluepencil.work.context import Context

FLUSH_EVERY = 0.1  # seconds; the built-in checks give all verdicts at once, one write carries them


class Judging:
    """Takes the verdicts of one reading."""

    def __init__(self, ctx: Context, session_id: str) -> None:
        self._ctx, self._session_id = ctx, session_id
        self._lock = threading.Lock()
        self._said: dict[str, Judgement] = {}
        self._waiting: list[str] = []
        self._flushed = 0.0
        self._reported = {one["item"] for one in ctx.earlier().get("verdicts", ())}

    def listening(self, call: Call) -> Call:
        """The same call; the engine's verdicts come here."""
        return replace(call, judged=self.add)

    def add(self, judgement: Judgement) -> None:
        """Take a verdict; the first on each criterion is reported, at once or with the next few."""
        with self._lock:
            self._said[judgement.item] = judgement
            if judgement.item not in self._reported:
                self._reported.add(judgement.item)
                self._waiting.append(judgement.item)
        if time.monotonic() - self._flushed >= FLUSH_EVERY:
            self.flush()

    def flush(self) -> None:
        """Report what waits."""
        with self._lock:
            items, self._waiting = self._waiting, []
            said = list(self._said.values())
            self._flushed = time.monotonic()
        if items:
            review = judge(self._ctx.sessions.load(self._session_id), said, complete=False)
            views = {one.item: one for one in verdicts(review) if one.item in items}
            reported = [views[item].model_dump(mode="json") for item in items if item in views]
            self._ctx.report(verdicts=reported)

    def kept(self, review: Review, *, complete: bool) -> Review:
        """The review with all that was said, at the end of the reading."""
        return judge(review, list(self._said.values()), complete=complete)

    def remembered(self) -> list[Json]:
        """What was said, to be kept with the reading."""
        return [one.model_dump(mode="json") for one in self._said.values()]

    def recall(self, reading: Mapping[str, Any]) -> None:
        """Say again what was said in a reading that is not done again."""
        for one in reading.get("verdicts", ()):
            self.add(Judgement.model_validate(one))
        self.flush()
