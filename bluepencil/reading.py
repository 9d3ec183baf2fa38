"""Reading one section, or across all of them, with an engine: findings kept as they are found."""

from __future__ import annotations

import threading
import time
from typing import NamedTuple

from bluepencil.context import Context
from bluepencil.documents import Section
from bluepencil.findings import Finding, Item, Scope
from bluepencil.store import Session

FLUSH_EVERY = 0.1  # seconds; a rule engine finds hundreds at once, one write carries them


class Read(NamedTuple):
    """What came of a reading: the findings as kept, and what the reader should know."""

    items: list[Item]
    notes: tuple[str, ...]


class _Collector:
    """Takes findings from an engine, keeps them, and reports each one once."""

    def __init__(self, ctx: Context, session_id: str, scope: Scope) -> None:
        self._ctx, self._session_id, self._scope = ctx, session_id, scope
        self._lock = threading.Lock()
        self._waiting: list[Finding] = []
        self._flushed = 0.0
        self.items: dict[str, Item] = {}

    def found(self, finding: Finding) -> None:
        """Keep and report this one, at once or with the next few."""
        with self._lock:
            self._waiting.append(finding)
            if time.monotonic() - self._flushed < FLUSH_EVERY:
                return
        self.flush()

    def flush(self) -> None:
        """Keep and report what waits."""
        with self._lock:
            found, self._waiting = self._waiting, []
            self._flushed = time.monotonic()
        if not found:
            return
        ctx = self._ctx
        items = ctx.sessions.keep(self._session_id, found, self._scope, ctx.claim)
        self.items |= {item.id: item for item in items}
        if new := ctx.untold(items):
            ctx.report(feedback_items=[item.model_dump() for item in new])


def read_section(ctx: Context, session: Session, section: Section) -> Read:
    """Read one section to the end and settle what earlier readings said of it.

    Raises EngineError and TaskCancelled; what was found until then is kept.
    """
    collector = _Collector(ctx, session.session_id, "section")
    try:
        with ctx.call("analysis") as call:
            reading = ctx.engine.review_section(
                session.document, section, session.guideline, call, collector.found
            )
        ctx.model = reading.model
    finally:
        collector.flush()
    ctx.sessions.settle(
        session.session_id, section.name, "section", set(collector.items), ctx.claim
    )
    return Read(list(collector.items.values()), reading.notes)


def read_whole(ctx: Context, session: Session) -> Read:
    """Look across all sections; otherwise as read_section."""
    collector = _Collector(ctx, session.session_id, "document")
    try:
        with ctx.call("analysis") as call:
            reading = ctx.engine.review_whole(
                session.document, session.guideline, call, collector.found
            )
        ctx.model = reading.model
    finally:
        collector.flush()
    ctx.sessions.settle(session.session_id, None, "document", set(collector.items), ctx.claim)
    return Read(list(collector.items.values()), reading.notes)
