"""What a kind may use while it runs: the engine, the sessions, its progress, its stop signal."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import contextmanager, suppress
from typing import Any, TypeVar

from bluepencil.engines import Call, Engine, Lane, Reason
from bluepencil.errors import BluepencilError, ClaimLost, TaskCancelled
from bluepencil.review.findings import Item, Usage
from bluepencil.store import (
    Claim,
    Store,
    Task,
)
from bluepencil.values import Json
from bluepencil.work.cancel import Cancel

Thing = TypeVar("Thing")
Done = TypeVar("Done")

REPORT_EVERY = 0.1  # seconds between two reports that bring no new partial result


class Context:
    """One run of one task. Everything here may be used from any thread."""

    def __init__(self, task: Task, store: Store, engine: Engine, sections_at_once: int = 4) -> None:
        self.task = task
        self.claim = Claim(task.task_id, task.fence)
        self.engine = engine
        self.sessions = store.sessions
        self.readings = store.readings
        self.cancel = Cancel()
        self.sections_at_once = sections_at_once
        self.usage = Usage()
        self.model = ""
        self._tasks = store.tasks
        self._lock = threading.Lock()
        self._reported = 0.0
        self._status = ""
        self._calls: dict[int, tuple[Reason, float] | None] = {}
        self._stands: tuple[Reason, float] | None = None
        self._told: set[str] | None = None

    def earlier(self) -> Json:
        """What an earlier run of this task had produced before it was cut off; mostly empty."""
        return (self._tasks.partial(self.task.task_id) or {}) if self.task.fence > 1 else {}

    def untold(self, items: Sequence[Item]) -> list[Item]:
        """Those of these findings that were not told before, by this run or an earlier one.

        Two readings of one task may come upon the same finding.
        """
        earlier = self.earlier() if self._told is None else {}
        with self._lock:
            if self._told is None:
                self._told = {item["id"] for item in earlier.get("feedback_items", ())}
            new = [item for item in items if item.id not in self._told]
            self._told.update(item.id for item in new)
        return new

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
        self._tasks.report(self.claim, change, new or None)

    @contextmanager
    def call(self, lane: Lane) -> Iterator[Call]:
        """A call for the engine. While every open call waits, so does the task, and says so."""
        with self._lock:
            number = len(self._calls) and max(self._calls) + 1
            self._calls[number] = None

        def waiting(reason: Reason | None, seconds: float) -> None:
            self._stand(number, (reason, time.time() + seconds) if reason else None)

        try:
            yield Call(lane, self.cancel, waiting, self._spent)
        finally:
            with suppress(ClaimLost):
                self._stand(number, None, over=True)

    def _stand(self, number: int, wait: tuple[Reason, float] | None, over: bool = False) -> None:
        """Note what a call waits for, or that it is over; tell if that changes the task's state."""
        with self._lock:
            self._calls[number] = wait
            if over:
                del self._calls[number]
            before, self._stands = self._stands, self._standing()
            if before != self._stands:  # told under the lock, so that the last word is the last
                self._tell_waiting(self._stands)

    def _standing(self) -> tuple[Reason, float] | None:
        """What all open calls wait for, the one that goes on first; None while one is at work."""
        waits = [state for state in self._calls.values() if state is not None]
        if len(waits) < len(self._calls) or not waits:
            return None
        return min(waits, key=lambda state: state[1])

    def _tell_waiting(self, stands: tuple[Reason, float] | None) -> None:
        change: Json = {"state": "PROGRESS", "waiting_for": None, "resume_at": None}
        change |= {"status": self._status} if self._status else {}
        if stands is not None:
            reason, resume_at = stands
            seconds = max(1, round(resume_at - time.time()))
            change = {"waiting_for": reason, "resume_at": resume_at}
            if reason == "retry":
                change |= {"state": "RETRY", "status": f"Trying again in {seconds} s"}
            else:
                change |= {"status": f"Waiting for the rate limit, {seconds} s"}
        self._tasks.report(self.claim, change)

    def _spent(self, usage: Usage) -> None:
        with self._lock:
            self.usage += usage
        self._tasks.spend(self.task.task_id, usage)

    def each(
        self, things: Sequence[Thing], work: Callable[[Thing], Done]
    ) -> Iterator[tuple[Thing, Done | BluepencilError]]:
        """Do `work` for each, a few at a time; yields what came of each, in order of finishing.

        A failure of one is yielded and stops no other; a stop of the task stops all.
        """

        def safely(thing: Thing) -> Done | BluepencilError:
            try:
                self.cancel.check()
                return work(thing)
            except TaskCancelled:
                raise
            except BluepencilError as error:
                return error

        with ThreadPoolExecutor(self.sections_at_once, "sections") as pool:
            running = {pool.submit(safely, thing): thing for thing in things}
            try:
                while running:
                    finished, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in finished:
                        yield running.pop(future), future.result()
            finally:
                for future in running:
                    future.cancel()
