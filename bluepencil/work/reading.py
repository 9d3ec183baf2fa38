"""Reading one section, or across all of them, with an engine: findings kept as they are found."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import NamedTuple

from bluepencil.documents import Section
from bluepencil.engines import Call, Reading, digest
from bluepencil.review.findings import Finding, Item, Scope
from bluepencil.review.session import Session
from bluepencil.work.context import Context

FLUSH_EVERY = 0.1  # seconds; a rule engine finds hundreds at once, one write carries them


class Read(NamedTuple):
    """What came of a reading: the findings as kept, and what the reader should know.

    `unchanged`: nothing it rests on has changed since it was last read, and it was not read again.
    """

    items: list[Item]
    notes: tuple[str, ...]
    unchanged: bool = False


class _Collector:
    """Takes findings from an engine, keeps them, and reports each one once."""

    def __init__(self, ctx: Context, session_id: str, scope: Scope) -> None:
        self._ctx, self._session_id, self._scope = ctx, session_id, scope
        self._lock = threading.Lock()
        self._waiting: list[Finding] = []
        self._flushed = 0.0
        self.items: dict[str, Item] = {}
        self.findings: list[Finding] = []

    def found(self, finding: Finding) -> None:
        """Keep and report this one, at once or with the next few."""
        with self._lock:
            self.findings.append(finding)
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


def read_section(ctx: Context, session: Session, section: Section, *, fresh: bool = True) -> Read:
    """Read one section to the end and settle what earlier readings said of it.

    Unless `fresh`, a section that was read before is not read again while all that the reading
    rests on is the same. Raises EngineError and TaskCancelled; what was found until then is kept.
    """
    basis = ctx.engine.basis(session.document, section, session.guideline)

    def read(call: Call, found: Callable[[Finding], None]) -> Reading:
        return ctx.engine.review_section(session.document, section, session.guideline, call, found)

    return _read(ctx, session, section.name, basis, read, fresh)


def read_whole(ctx: Context, session: Session, *, fresh: bool = True) -> Read:
    """Look across all sections; otherwise as read_section."""
    document = session.document
    parts = (ctx.engine.basis(document, one, session.guideline) for one in document.sections)

    def read(call: Call, found: Callable[[Finding], None]) -> Reading:
        return ctx.engine.review_whole(document, session.guideline, call, found)

    return _read(ctx, session, None, digest("across", *parts), read, fresh)


def _read(
    ctx: Context,
    session: Session,
    section: str | None,
    basis: str,
    read: Callable[[Call, Callable[[Finding], None]], Reading],
    fresh: bool,
) -> Read:
    scope: Scope = "document" if section is None else "section"
    collector = _Collector(ctx, session.session_id, scope)
    kept = None if fresh else ctx.readings.recall(session.session_id, basis)
    try:
        if kept is not None:
            for finding in kept["findings"]:
                collector.found(Finding(**finding))
            reading = Reading(kept["model"])
        else:
            with ctx.call("analysis") as call:
                reading = read(call, collector.found)
        ctx.model = reading.model
    finally:
        collector.flush()
    ctx.sessions.settle(session.session_id, section, scope, set(collector.items), ctx.claim)
    if kept is None and not reading.notes:  # one that was cut off may come to more another time
        told = [finding.model_dump() for finding in collector.findings]
        came_to = {"findings": told, "model": reading.model}
        ctx.readings.remember(session.session_id, basis, came_to)
    return Read(list(collector.items.values()), reading.notes, kept is not None)
