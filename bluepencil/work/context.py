"""What a kind may use while it runs: the engine, the sessions, its progress, its stop signal."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

import structlog

from bluepencil.database import Transaction
from bluepencil.engines import Call, Engine, Lane, Reason
from bluepencil.errors import (
    BluepencilError,
    ClaimLost,
    NotFound,
    TaskCancelled,
    Unavailable,
    Unexpected,
)
from bluepencil.review.findings import Item, Usage
from bluepencil.store import Store
from bluepencil.task import lifecycle
from bluepencil.task.partial import partial_of
from bluepencil.task.record import Task
from bluepencil.values import Json
from bluepencil.work.cancel import Cancel

Thing = TypeVar("Thing")
Done = TypeVar("Done")

REPORT_EVERY = 0.1  # seconds between two reports that bring no new partial result
STORE_RETRY = 0.25  # seconds between two tries to write while the store is away
_NOTHING = Usage()

log = structlog.get_logger()


class Context:
    """One run of one task. Everything here may be used from any thread.

    While the store is away, what is to be written waits: work that was paid for is not lost.
    """

    def __init__(self, task: Task, store: Store, engine: Engine, sections_at_once: int = 4) -> None:
        self.task = task
        self.claim = task.claim
        self.engine = engine
        self.sessions = store.sessions
        self.messages = store.messages
        self.search_index = store.search_index
        self.cancel = Cancel()
        self.sections_at_once = sections_at_once
        self.usage = Usage()  # of this run
        self.model = ""
        self._store = store
        self._lock = threading.Lock()
        self._unsaved = Usage()
        self._reported = 0.0
        self._status = ""
        self._calls: dict[int, tuple[Reason, float] | None] = {}
        self._wait: tuple[Reason, float] | None = None
        self._earlier: Json | None = None
        self._reported_items: set[str] | None = None

    def earlier(self) -> Json:
        """What an earlier run of this task had produced before it was cut off; mostly empty."""
        if self._earlier is None:
            begun = self.task.fence > 1
            produced = self._store.tasks.produced(self.task.task_id) if begun else []
            self._earlier = partial_of(produced) or {}
        return self._earlier

    def reads(self, **what: Any) -> None:
        """Note in the task's record what it reads. What an earlier run has produced of something
        else (an earlier version of the document, another guideline) counts no more."""
        if self.task.reads == what:
            return
        new = {"reset": True} if self.earlier() else None
        self._earlier = {}
        self._write({"reads": what}, new)

    def unreported(self, items: Sequence[Item]) -> list[Item]:
        """Those of these findings that were not reported before, by this run or an earlier one.

        Two readings of one task may come upon the same finding.
        """
        with self._lock:
            if self._reported_items is None:
                self._reported_items = {
                    one["id"] for one in self.earlier().get("feedback_items", ())
                }
            return [item for item in items if item.id not in self._reported_items]

    def reported(self, items: Sequence[Item]) -> None:
        """These were reported."""
        with self._lock:
            self._reported_items = self._reported_items or set()
            self._reported_items.update(item.id for item in items)

    def report(self, progress: float | None = None, status: str | None = None, **new: Any) -> None:
        """Tell how far the work is (0-100), in words, and what is newly produced.

        A report with nothing new is dropped when one was written just before. Raises TaskCancelled
        when the task was stopped.
        """
        self.cancel.check()
        with self._lock:
            now = time.monotonic()
            if not new and now - self._reported < REPORT_EVERY:
                return
            self._reported = now
        change: Json = {"state": "PROGRESS"}
        if progress is not None:
            change["progress"] = progress
        if status is not None:
            change["status"] = self._status = status
        self._write(change, new or None)

    def _write(self, change: Json, new: Json | None = None) -> None:
        self.persist(lambda: self._apply(change, new))

    def _apply(self, change: Json, new: Json | None = None, db: Transaction | None = None) -> None:
        self._store.tasks.apply(
            self.task.task_id,
            lambda task: lifecycle.report(task, **change),
            claim=self.claim,
            new=new,
            db=db,
        )

    def produced(self, db: Transaction, **new: Any) -> None:
        """Report, in a transaction, what is newly produced."""
        self._apply({"state": "PROGRESS"}, new, db)

    def persist(self, write: Callable[[], Done]) -> Done:
        """Write, however long the store is away. Raises TaskCancelled when the task is stopped."""
        while True:
            try:
                return write()
            except Unavailable as error:
                log.warning("waiting for the store", task_id=self.task.task_id, detail=error.detail)
                self.cancel.sleep(STORE_RETRY)

    def save(self, write: Callable[[Transaction], Done], *, first: bool = True) -> Done:
        """Write in one transaction, together with what was spent; it goes before what others
        write, if not told otherwise. `write` may be called again where the store was away."""
        return self.persist(lambda: self._save(write, first))

    def _save(self, write: Callable[[Transaction], Done], first: bool) -> Done:
        with self._store.writing(first=first) as db:
            done = write(db)
            self.spend(db)
            return done

    @property
    def owes(self) -> bool:
        """Whether something was spent that has not been kept yet."""
        return self._unsaved != _NOTHING

    def spend(self, db: Transaction) -> None:
        """Keep, in a transaction, what was spent and has not been kept yet."""
        with self._lock:
            cost = self._unsaved
            if cost == _NOTHING:
                return
            self._unsaved = Usage()
        db.then(lambda: None, otherwise=lambda: self._unspent(cost))
        self._store.tasks.spend(self.task.task_id, cost, db)

    def _unspent(self, cost: Usage) -> None:
        with self._lock:
            self._unsaved += cost

    @contextmanager
    def call(self, lane: Lane) -> Iterator[Call]:
        """A call for the engine. While every open call waits, so does the task, and says so."""
        with self._lock:
            number = len(self._calls) and max(self._calls) + 1
            self._calls[number] = None

        def waiting(reason: Reason | None, seconds: float) -> None:
            self._set_wait(number, (reason, time.time() + seconds) if reason else None)

        try:
            yield Call(lane, self.cancel, waiting, self._spent)
        finally:
            with suppress(ClaimLost, NotFound, TaskCancelled):
                if self.owes:
                    self.save(lambda _: None)
            with suppress(ClaimLost, NotFound, TaskCancelled):
                self._set_wait(number, None, over=True)

    def _set_wait(self, number: int, wait: tuple[Reason, float] | None, over: bool = False) -> None:
        """Note what a call waits for, or that it is over; tell if that changes the task's state."""
        with self._lock:
            self._calls[number] = wait
            if over:
                del self._calls[number]
            before, self._wait = self._wait, self._waits_for()
            if before != self._wait:  # written under the lock, so that the last word is the last
                self._write_wait(self._wait)

    def _waits_for(self) -> tuple[Reason, float] | None:
        """What all open calls wait for, the one that goes on first; None while one is at work."""
        waits = [state for state in self._calls.values() if state is not None]
        if len(waits) < len(self._calls) or not waits:
            return None
        return min(waits, key=lambda state: state[1])

    def _write_wait(self, wait: tuple[Reason, float] | None) -> None:
        change: Json = {"state": "PROGRESS", "waiting_for": None, "resume_at": None}
        change |= {"status": self._status} if self._status else {}
        if wait is not None:
            reason, resume_at = wait
            seconds = max(1, round(resume_at - time.time()))
            change = {"waiting_for": reason, "resume_at": resume_at}
            if reason == "retry":
                change |= {"state": "RETRY", "status": f"Trying again in {seconds} s"}
            else:
                change |= {"status": f"Waiting for the rate limit, {seconds} s"}
        self._write(change)

    def _spent(self, usage: Usage) -> None:
        with self._lock:
            self.usage += usage
            self._unsaved += usage

    def each(
        self,
        things: Sequence[Thing],
        work: Callable[[Thing], Done],
        meanwhile: Callable[[], object] = lambda: None,
    ) -> Iterator[tuple[Thing, Done | BluepencilError]]:
        """Do `work` for each, a few at a time; yields what came of each, in order of finishing.

        A failure of one, whatever it is, is yielded and stops no other; a stop of the task, or the
        loss of its claim, stops all. `meanwhile` is called again and again until all is done.
        """

        over = threading.Event()  # the next one may begin before this thread hears of the end

        def safely(thing: Thing) -> Done | BluepencilError:
            try:
                self.cancel.check()
                if over.is_set():
                    raise ClaimLost("The task is over.")
                return work(thing)
            except (TaskCancelled, ClaimLost):
                over.set()
                raise
            except BluepencilError as error:
                return error
            except Exception:  # noqa: BLE001 one that breaks costs nobody else what was paid for
                log.exception("part of a task broke", task_id=self.task.task_id)
                return Unexpected("Something went wrong on our side; try again.")

        # Not futures.wait(): each call looks at all that run, and there may be thousands.
        finished: SimpleQueue[Future[Done | BluepencilError]] = SimpleQueue()
        with ThreadPoolExecutor(self.sections_at_once, "sections") as pool:
            running = {pool.submit(safely, thing): thing for thing in things}
            for future in running:
                future.add_done_callback(finished.put)
            try:
                while running:
                    with suppress(Empty):
                        future = finished.get(timeout=REPORT_EVERY)
                        yield running.pop(future), future.result()
                    meanwhile()
            finally:
                for future in running:
                    future.cancel()
