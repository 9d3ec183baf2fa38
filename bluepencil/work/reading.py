"""Reading one section, or across all of them, with an engine: findings kept as they are found."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import NamedTuple

from bluepencil.documents import Section
from bluepencil.engines import Call, Reading, digest
from bluepencil.review import activity
from bluepencil.review.aggregate import Outcome, Review
from bluepencil.review.findings import Finding, Item, Scope
from bluepencil.review.readings import keep, settle
from bluepencil.review.session import Session
from bluepencil.store.database import Transaction
from bluepencil.values import rfc3339
from bluepencil.work.context import Context
from bluepencil.work.judging import Judging

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

    def add(self, findings: Iterable[Finding]) -> None:
        """These wait to be kept."""
        with self._lock:
            new = list(findings)
            self.findings += new
            self._waiting += new

    def found(self, finding: Finding) -> None:
        """Keep and report this one, at once or with the next few."""
        self.add([finding])
        if time.monotonic() - self._flushed >= FLUSH_EVERY:
            self.flush()

    def flush(self) -> None:
        """Keep and report what waits."""
        if self._waiting:
            self._ctx.save(self.keep, first=False)

    def keep(self, db: Transaction, end: Reading | None = None, section: str | None = None) -> None:
        """Keep and report what waits, in a transaction; with the `end` of the reading of that
        section (None: of all) settle what earlier readings said. Once it fails, all waits again."""
        with self._lock:
            found, self._waiting = self._waiting, []
            self._flushed = time.monotonic()
        db.then(lambda: None, otherwise=lambda: self._put_back(found))
        ctx, scope = self._ctx, self._scope

        def rule(review: Review) -> Outcome[list[Item]]:
            kept = keep(review, found, scope, self.items, time.time())
            if end is None:
                return kept
            seen = {*self.items, *(item.id for item in kept.answer)}
            settled = settle(kept.review, section, scope, seen, end.complete)
            return Outcome(settled.review, kept.answer)

        items = ctx.sessions.apply(self._session_id, rule, claim=ctx.claim, db=db)
        new = ctx.unreported(items)
        if new:
            ctx.produced(db, feedback_items=[item.model_dump() for item in new])
        db.then(lambda: self._kept(items))

    def _put_back(self, found: list[Finding]) -> None:
        with self._lock:
            self._waiting = found + self._waiting

    def _kept(self, items: list[Item]) -> None:
        self.items |= {item.id: item for item in items}
        self._ctx.reported(items)


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

    return _read(ctx, session, None, digest("across, with verdicts", *parts), read, fresh)


def _read(
    ctx: Context,
    session: Session,
    section: str | None,
    basis: str,
    read: Callable[[Call, Callable[[Finding], None]], Reading],
    fresh: bool,
) -> Read:
    collector = _Collector(ctx, session.session_id, "document" if section is None else "section")
    judging = Judging(ctx, session.session_id) if section is None else None
    known = None if fresh else ctx.sessions.recall(session.session_id, basis)

    def finish(reading: Reading) -> Reading:
        """Keep in one step what was paid for: the findings, what they cost, and the reading
        itself, so that it need not be paid for again."""

        def write(db: Transaction) -> None:
            collector.keep(db, reading, section)
            if judging is not None:
                rule = partial(judging.kept, complete=reading.complete)
                ctx.sessions.apply(session.session_id, rule, claim=ctx.claim, db=db)
            if known is None and reading.complete:  # one that was cut off may come to more later
                findings = [finding.model_dump() for finding in collector.findings]
                came_to = {"findings": findings, "model": reading.model, "notes": reading.notes}
                came_to |= {"verdicts": judging.remembered()} if judging is not None else {}
                ctx.sessions.remember(session.session_id, basis, came_to, db)

        ctx.save(write)
        return reading

    if known is not None:
        collector.add(Finding(**finding) for finding in known["findings"])
        if judging is not None:
            judging.recall(known)
            judging.flush()
        reading = finish(Reading(known["model"], tuple(known.get("notes", ()))))
    else:
        try:
            with ctx.call("analysis") as call:
                call = call if judging is None else judging.listening(call)
                reading = read(call, collector.found)
                if judging is not None:
                    judging.flush()
                reading = finish(reading)
        except BaseException:
            collector.flush()
            raise
    ctx.model = reading.model
    return Read(list(collector.items.values()), reading.notes, known is not None)


@contextmanager
def reviewing(ctx: Context, session: Session, of: str) -> Iterator[None]:
    """A review of that part of a document: its beginning and its end are kept as activity.

    The task's record says which version is read, against which guideline. A review that is stopped
    or fails has no end.
    """
    session_id, guideline = session.session_id, session.guideline
    ctx.reads(
        version=session.version,
        guideline=guideline.name,
        guideline_digest=digest(guideline.model_dump_json()),
    )

    def record(rule: Callable[[Review], Outcome[None]]) -> None:
        ctx.persist(lambda: ctx.sessions.apply(session_id, rule, claim=ctx.claim))

    if ctx.task.fence == 1:  # otherwise it was begun by a process that died
        record(lambda review: activity.record(review, activity.begun(of)))
    yield
    since, used = rfc3339(ctx.task.created_at), ctx.task.usage + ctx.usage
    record(lambda review: activity.record(review, activity.ended(review, of, since, used)))
