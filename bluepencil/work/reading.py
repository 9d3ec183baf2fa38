"""Reading sections, or across all of them, with an engine: findings are kept as they are found."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from bluepencil.database import Transaction
from bluepencil.documents import Document, Section
from bluepencil.documents.guideline import Guideline
from bluepencil.engines import Call, Reading, digest
from bluepencil.errors import BluepencilError
from bluepencil.review import activity
from bluepencil.review.aggregate import Outcome, Review
from bluepencil.review.findings import Finding, Item
from bluepencil.review.readings import End, Found, keep_all, settle_all
from bluepencil.review.session import Session
from bluepencil.task.partial import merged
from bluepencil.values import rfc3339
from bluepencil.work.context import Context, Done, Thing
from bluepencil.work.judging import Judging
from bluepencil.work.unsaved import Part, Read, Unsaved, by_read, joined, judged

FLUSH_EVERY = 0.1  # seconds between two writes of what cost nothing: a rule engine is quick
WRITING = 0.25  # of the time at most goes into these writes, however many findings there are
LONGEST_WAIT = 2.0  # seconds until what cost nothing is written at the latest


class Reader:
    """Reads parts of one document for a task, from any threads, and keeps what is found.

    What was paid for is kept at once. The rest is kept a few times a second, so that the readings
    of thousands of short sections share a few dozen writes.
    """

    def __init__(self, ctx: Context, session: Session) -> None:
        self._ctx, self._session = ctx, session
        self._lock = threading.Lock()
        self._waiting = Unsaved()
        self._writing = threading.Lock()  # one write at a time: the last word is the last
        self._flushed, self._pause = 0.0, 0.0

    def section(self, section: Section, *, fresh: bool = True) -> Read:
        """Read one section to the end and settle what earlier readings said of it.

        Unless `fresh`, a section that was read before is not read again while all that the reading
        rests on is the same. Raises EngineError and TaskCancelled; what was found until then is
        kept. What cost nothing is kept a little later: see `flush`.
        """
        document, guideline, engine = *self._of, self._ctx.engine

        def read(call: Call, found: Callable[[Finding], None]) -> Reading:
            return engine.review_section(document, section, guideline, call, found)

        basis = engine.basis(document, section, guideline)
        return self._read(Read(section.name, basis), read, fresh)

    def whole(self, *, fresh: bool = True) -> Read:
        """Look across all sections; otherwise as `section`."""
        document, guideline, engine = *self._of, self._ctx.engine

        def read(call: Call, found: Callable[[Finding], None]) -> Reading:
            return engine.review_whole(document, guideline, call, found)

        parts = (engine.basis(document, one, guideline) for one in document.sections)
        judging = Judging(self._ctx, self._session.session_id)
        basis = digest("across, with verdicts", *parts)
        return self._read(Read(None, basis, judging), read, fresh)

    @property
    def _of(self) -> tuple[Document, Guideline]:
        return self._session.document, self._session.guideline

    def _read(
        self,
        read: Read,
        engine: Callable[[Call, Callable[[Finding], None]], Reading],
        fresh: bool,
    ) -> Read:
        ctx = self._ctx
        known = None if fresh else ctx.sessions.recall(self._session.session_id, read.basis)
        if known is not None:
            read.unchanged = True
            read.findings = [Finding(**finding) for finding in known["findings"]]
            if read.judging is not None:
                read.judging.recall(known)
            self._add(read, read.findings, Reading(known["model"], tuple(known.get("notes", ()))))
            self._flush_if_due()
            return read
        try:
            with ctx.call("analysis") as call:
                call = call if read.judging is None else read.judging.listening(call)
                end = engine(call, lambda finding: self._found(read, finding))
                if read.judging is not None:
                    read.judging.flush()
                self._add(read, [], end)
                if ctx.owes:
                    self.flush()
        except BaseException:
            self.flush()
            raise
        self._flush_if_due()
        return read

    def _found(self, read: Read, finding: Finding) -> None:
        read.findings.append(finding)
        self._add(read, [finding])
        self._flush_if_due()

    def _add(self, read: Read, found: list[Finding], end: Reading | None = None) -> None:
        """This waits to be kept."""
        if end is not None:
            read.end, read.notes, self._ctx.model = end, end.notes, end.model
        with self._lock:
            self._waiting.parts.append(Part(read, found, end))

    def report(self, progress: float, status: str, **new: object) -> None:
        """As the context's `report`, at once or with the next few."""
        self._ctx.cancel.check()
        with self._lock:
            waiting = self._waiting
            waiting.change = {"progress": progress, "status": status}
            waiting.new = merged(waiting.new, new)
        self._flush_if_due()

    def each(
        self, things: Sequence[Thing], work: Callable[[Thing], Done]
    ) -> Iterator[tuple[Thing, Done | BluepencilError]]:
        """As the context's `each`; at its end everything is kept."""
        yield from self._ctx.each(things, work, meanwhile=self._flush_if_due)
        self.flush()

    def _flush_if_due(self) -> None:
        due = time.monotonic() - self._flushed >= max(FLUSH_EVERY, self._pause)
        if due and self._writing.acquire(blocking=False):  # else somebody else writes already
            try:
                self._flush()
            finally:
                self._writing.release()

    def flush(self) -> None:
        """Keep and report all that waits."""
        with self._writing:
            self._flush()

    def _flush(self) -> None:
        with self._lock:
            waiting, self._waiting = self._waiting, Unsaved()
        if not waiting:
            return
        began = time.monotonic()
        try:
            if waiting.parts:
                paid = self._ctx.owes
                self._ctx.save(lambda db: self._keep(db, waiting.parts), first=paid)
                waiting.parts = []
            if waiting.change:
                self._ctx.report(**waiting.change, **waiting.new)
        except BaseException:
            with self._lock:
                self._waiting = joined(waiting, self._waiting)
            raise
        self._flushed = time.monotonic()
        self._pause = min(LONGEST_WAIT, (self._flushed - began) / WRITING)

    def _keep(self, db: Transaction, parts: Sequence[Part]) -> None:
        """Keep in one transaction what readings have found, and of those that have ended what they
        came to, so that it need not be paid for again."""
        ctx, session_id = self._ctx, self._session.session_id
        seen = {part.read: set(part.read.kept) for part in parts}

        def rule(review: Review) -> Outcome[list[list[Item]]]:
            reads = by_read(parts)
            found = [Found(new, read.scope, seen[read]) for read, new in reads.items()]
            kept = keep_all(review, found, time.time())
            for read, items in zip(reads, kept.answer, strict=True):
                seen[read] |= {item.id for item in items}
            complete = [part.read for part in parts if part.end and part.end.complete]
            ends = [End(read.section, read.scope, seen[read]) for read in complete]
            return Outcome(judged(settle_all(kept.review, ends).review, parts), kept.answer)

        answer = ctx.sessions.apply(session_id, rule, claim=ctx.claim, db=db)
        for part in parts:
            self._remember(db, part)
        new = ctx.unreported([item for items in answer for item in items])
        if new:
            ctx.produced(db, feedback_items=[item.model_dump() for item in new])
        db.then(lambda: self._kept(list(by_read(parts)), answer))

    def _remember(self, db: Transaction, part: Part) -> None:
        """Keep a complete reading itself; one that was cut off may come to more later."""
        read, end = part.read, part.end
        if end is None or not end.complete or read.unchanged:
            return
        findings = [finding.model_dump() for finding in read.findings]
        came_to = {"findings": findings, "model": end.model, "notes": end.notes}
        if read.judging is not None:
            came_to["verdicts"] = read.judging.remembered()
        self._ctx.sessions.remember(self._session.session_id, read.basis, came_to, db)

    def _kept(self, reads: Sequence[Read], answer: Sequence[Sequence[Item]]) -> None:
        for read, items in zip(reads, answer, strict=True):
            read.kept |= {item.id: item for item in items}
            self._ctx.reported(items)


def read_section(ctx: Context, session: Session, section: Section, *, fresh: bool = True) -> Read:
    """Read one section and keep what came of it; see `Reader.section`."""
    reader = Reader(ctx, session)
    read = reader.section(section, fresh=fresh)
    reader.flush()
    return read


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
