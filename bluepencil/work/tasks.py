"""The life of a task: submitted, executed on this process's threads, watched, cancelled."""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Protocol

import structlog

from bluepencil.engines import Engine
from bluepencil.errors import (
    BluepencilError,
    Invalid,
    Unavailable,
)
from bluepencil.store import (
    Event,
    Store,
    Task,
)
from bluepencil.values import Json
from bluepencil.work.catalogue import Kind
from bluepencil.work.runner import Runner

BEAT = 1.0  # seconds between two renewals
STOP_NOTICED = 1.0  # seconds until a waiting request notices that the process stops
ITS_END = 2**62  # a version no task reaches: who waits past it is woken only by the task's end
LOOK_EVERY = 0.2  # seconds between two looks for what others cancelled
FAILURES_KEPT = 7 * 24 * 3600.0  # seconds a failure can be looked at and tried again
EXPIRE_EVERY = 60.0  # seconds between two looks for results whose time is over

log = structlog.get_logger()


class Queue(Protocol):
    """Where tasks wait for a worker. It carries ids; what they stand for is in the store."""

    def takes(self, queue: str) -> bool:
        """Whether it can be used now, and a worker that sees our store serves that queue."""

    def send(self, task_id: str, kind: str, queue: str) -> bool:
        """Have one waiting task of that queue run; False when that could not be sent."""

    def depth(self, queue: str) -> int | None:
        """How many such messages wait there; None when that cannot be told, or is another
        process's to look after."""


@dataclass
class Tasks:
    """Runs tasks and answers for them. `threads` is how many of one queue run at once.

    With a `queue`, a task goes to a worker while there is one, and otherwise to this process's own
    threads; a worker has none of its own (`inline` is False), its queue feeds it.
    """

    catalogue: Mapping[str, Kind]
    store: Store
    engine: Engine
    threads: int = 128
    sections_at_once: int = 4
    result_ttl: float = 3600.0
    retention: float = 0.0  # seconds that untouched sessions are kept; 0: for ever
    queue: Queue | None = None
    inline: bool = True
    _short: dict[str, int] = field(default_factory=dict)
    _pools: dict[str, ThreadPoolExecutor] = field(default_factory=dict)
    _queued: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    stopping: threading.Event = field(default_factory=threading.Event)
    _stopped: threading.Event = field(default_factory=threading.Event)
    _keeper: threading.Thread | None = None

    def __post_init__(self) -> None:
        self.runner = Runner(self.catalogue, self.store, self.engine, self.sections_at_once)

    # Submitting, watching and cancelling: what the outside does.

    def submit(self, kind_name: str, input: Json, owner: str) -> Task:
        """Validate, keep the record, then hand it to a thread; returns the new task.

        Raises Invalid (nothing was made), whatever the kind's `admit` raises, and Unavailable
        while the process is stopping.
        """
        kind = self.catalogue.get(kind_name)
        if kind is None:
            raise Invalid(f"There is no kind of task named “{kind_name}”.", code="unknown_kind")
        model = kind.validated(input)
        if kind.admit is not None:
            kind.admit(model, self.store.sessions, owner)
        if self.stopping.is_set():
            raise Unavailable("The server is stopping; try again in a moment.", retry_after=5)
        task = Task(
            kind=kind.name,
            queue=kind.queue,
            owner=owner,
            session_id=getattr(model, "session_id", None),
            input=model.model_dump(mode="json"),
        )
        return self.begin(task)

    def begin(self, task: Task) -> Task:
        """Keep a new task's record, then hand it to a worker or to a thread of this process."""
        self.start()
        self.store.tasks.add(task)
        task.inline = not self._send(task.task_id, task.kind, task.queue)
        if task.inline:
            self._enqueue(task.task_id, task.queue)
        return task

    def get(self, task_id: str, owner: str | None) -> Task:
        """The task. Raises NotFound or Expired."""
        return self.store.tasks.get(task_id, owner)

    def wait(self, task_id: str, since: int, seconds: float) -> Task:
        """The task as soon as its version is above `since`, or after `seconds`."""
        self.store.tasks.wait(task_id, since, seconds)
        return self.store.tasks.get(task_id)

    def finished(self, task_id: str, seconds: float) -> Task:
        """The task as soon as it has ended, or after `seconds`, or at a stop, as it then is."""
        deadline = time.monotonic() + seconds
        task = self.store.tasks.get(task_id)
        while not task.ended and not self._stopped.is_set():
            left = deadline - time.monotonic()
            if left <= 0:
                break
            task = self.wait(task_id, ITS_END, min(left, STOP_NOTICED))
        return task

    def watch(self, task_id: str, since: int, seconds: float) -> list[Event]:
        """The events after `since`, waiting up to `seconds` for one; empty at a stop."""
        deadline = time.monotonic() + seconds
        while not (events := self.store.tasks.events(task_id, since)):
            left = deadline - time.monotonic()
            if left <= 0 or self.stopping.is_set():
                break
            self.store.tasks.wait(task_id, since, min(left, STOP_NOTICED))
        return events

    def cancel(self, task_id: str, owner: str | None) -> Task:
        """Stop it, in whatever phase it is; returns the task as it then stands."""
        task = self.store.tasks.cancel(task_id, owner)
        self.runner.stop(task_id)
        return task

    def retry(self, task_id: str, owner: str | None) -> Task:
        """Run a failed task again under its id. Raises NotFound, Expired and Conflict."""
        task = self.store.tasks.retry(task_id, owner)
        if not self._send(task_id, task.kind, task.queue):
            self._enqueue(task_id, task.queue)
        return task

    def forget_session(self, session_id: str, owner: str) -> None:
        """Stop what runs for the session, then delete it with everything about it."""
        self.store.sessions.get(session_id, owner)
        for task in self.store.tasks.open_tasks(session_id):
            self.cancel(task.task_id, None)
        self.store.sessions.delete(session_id, owner)

    # Executing: what a thread does.

    def execute(self, task_id: str) -> None:
        """Claim the task, run it, save what came of it. Does nothing if it is not to be had."""
        with self._lock:
            self._queued.discard(task_id)
        if not self.stopping.is_set():
            self.runner.run(self.runner.claim(task_id))

    def execute_next(self, queue: str) -> Task | None:
        """Run the waiting task of a queue whose turn it is; returns it, None where none waits."""
        if self.stopping.is_set():
            return None
        task = self.runner.claim_next(queue)
        self.runner.run(task)
        return task

    # Keeping: what the process does beside.

    def start(self) -> None:
        """Take up what was left waiting or was cut off, and keep doing so. Call it after a fork."""
        with self._lock:
            if self._keeper is not None:
                return
            self._keeper = threading.Thread(target=self._keep, name="keeper", daemon=True)
            self._keeper.start()

    def stop(self, grace: float) -> None:
        """Let running work finish for `grace` seconds, then hand back what has not.

        Handed-back tasks are PENDING again and go on where the next process starts.
        """
        self.stopping.set()
        deadline = time.monotonic() + grace
        while self.runner and time.monotonic() < deadline:
            time.sleep(0.05)
        self.runner.hand_back()
        for pool in self._pools.values():
            pool.shutdown(wait=True, cancel_futures=True)
        self._stopped.set()

    def _enqueue(self, task_id: str, queue: str) -> None:
        with self._lock:
            if task_id in self._queued or task_id in self.runner or self.stopping.is_set():
                return
            self._queued.add(task_id)
            if queue not in self._pools:
                self._pools[queue] = ThreadPoolExecutor(self.threads, f"task-{queue}")
            self._pools[queue].submit(self.execute, task_id)

    def _keep(self) -> None:
        beat_at = expire_at = 0.0
        while True:
            try:
                self.runner.stop_lost()
                if (now := time.monotonic()) >= beat_at:
                    beat_at = now + BEAT
                    self.runner.renew()
                    self._take_up()
                if now >= expire_at:
                    expire_at = now + EXPIRE_EVERY
                    self._expire(time.time())
            except BluepencilError as error:
                log.warning("keeping failed; trying again", detail=error.detail)
            if self.stopping.wait(LOOK_EVERY) and not self.runner:
                return

    def _expire(self, now: float) -> None:
        ended = now - self.result_ttl
        self.store.tasks.expire(ended, min(ended, now - FAILURES_KEPT))
        if self.retention:
            self.store.sessions.expire(now - self.retention)

    def _take_up(self) -> None:
        """See to what nobody holds: what was never begun, and what died with its process."""
        waiting = self.store.tasks.waiting()
        taken = {name for name in waiting if self.queue is not None and self.queue.takes(name)}
        missing = {name: self._missing(name, waiting[name]) for name in taken}
        if not any(missing.values()) and not (self.inline and waiting.keys() - taken):
            return
        for task_id, kind, name in self.store.tasks.orphans():
            if name not in taken and self.inline:
                self._enqueue(task_id, name)
            elif missing.get(name) and self.queue is not None:
                # A message too many does no harm: a claim is exclusive.
                missing[name] -= self.queue.send(task_id, kind, name)

    def _missing(self, queue: str, waiting: int) -> int:
        """How many waiting tasks have had no message for two looks.

        At one look alone, a message that was just taken has not led to its claim yet.
        """
        depth = self.queue.depth(queue) if self.queue is not None else None
        short = 0 if depth is None else max(0, waiting - depth)
        before, self._short[queue] = self._short.get(queue, 0), short
        return min(before, short)

    def _send(self, task_id: str, kind: str, queue: str) -> bool:
        return (
            self.queue is not None
            and self.queue.takes(queue)
            and self.queue.send(task_id, kind, queue)
        )
