"""The text of an answer on its way to who waits for it."""

from __future__ import annotations

import time

from bluepencil.work.context import Context

REPORT_EVERY = 0.1  # seconds between two reports of new words


class Stream:
    """Passes a text on, a few times a second, as the partial result of that name."""

    def __init__(self, ctx: Context, name: str, status: str, progress: float = 50) -> None:
        self._ctx, self._name, self._status, self._progress = ctx, name, status, progress
        self._text, self._reported = "", 0.0
        self._reset = bool(ctx.earlier())

    def write(self, more: str) -> None:
        """More of it has come."""
        self._text += more
        if time.monotonic() - self._reported >= REPORT_EVERY:
            self.flush()

    def restart(self) -> None:
        """It begins anew: what came is taken back."""
        self._text, self._reset = "", True
        self.flush()

    def flush(self) -> None:
        """Pass on what has not been yet."""
        if self._text or self._reset:
            new = {self._name: self._text, **({"reset": True} if self._reset else {})}
            self._text, self._reset, self._reported = "", False, time.monotonic()
            self._ctx.report(self._progress, self._status, **new)
