"""The tasks of this process: submitted, run on its threads, watched, cancelled, looked after."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import structlog

from bluepencil.background import Background
from bluepencil.engines import Engine
from bluepencil.errors import BluepencilError, Expired, NotFound, Unavailable
from bluepencil.store import Store
from bluepencil.store.submissions import Key
from bluepencil.task import batch, lifecycle
from bluepencil.task.record import Event, Task
from bluepencil.values import Json
from bluepencil.work.catalogue import Kind
from bluepencil.work.queue import Queue
from bluepencil.work.runner import Runner
from bluepencil.work.scheduling import Scheduler
from bluepencil.work.submission import Wanted, fingerprint, new_task, new_tasks

KEEP_EVERY = 0.2  # seconds between two looks for what others cancelled
RENEW_EVERY = 1.0  # seconds between two renewals
EXPIRE_EVERY = 60.0  # seconds between two looks for results whose time is over
STOP_NOTICED = 1.0  # seconds until a waiting request notices that the process stops
ITS_END = 2**62  # a version no task reaches: who waits past it is woken only by the task's end
FAILURES_KEPT = 7 * 24 * 3600.0  # seconds a failure can be looked at and tried again

log = structlog.get_logger()


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
    stopping: threading.Event = field(default_factory=threading.Event)
    _stopped: threading.Event = field(default_factory=threading.Event)
    _short: Counter[str] = field(default_factory=Counter)
    _pools: dict[str, ThreadPoolExecutor] = field(default_factory=dict)
    _due: Counter[str] = field(default_factory=Counter)  # runs that wait for a thread, by queue
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.runner = Runner(self.catalogue, self.store, self.engine, self.sections_at_once)
        self._scheduler = Scheduler(self.catalogue, self.store, self._hand_over)
        self._keeper = Background("task-keeper", self._keep, KEEP_EVERY)
        self._kept_at, self._renew_at, self._expire_at = time.monotonic(), 0.0, 0.0

    # Submitting, watching and cancelling: what the outside does.

    def submit(
        self, kind: str, input: Json, owner: str, key: str | None = None, webhook: str | None = None
    ) -> Task:
        """Validate, keep the record, then have it run; returns the new task.

        With a `key` that the owner has used for the same within a day, the task of then, unless
        that failed or was stopped. Its end is told at the address `webhook`. Raises Invalid
        (nothing was made), whatever the kind's `admit` raises, Conflict where the key was for
        something else, and Unavailable while the process is stopping.
        """
        new = [new_task(self.catalogue, self.store.sessions, Wanted(kind, input), owner)]
        return self._submit(new, key, webhook)

    def submit_batch(
        self,
        wanted: Sequence[Wanted],
        owner: str,
        key: str | None = None,
        webhook: str | None = None,
    ) -> Task:
        """The same for several at once, all or none; returns the task that stands for them."""
        children = new_tasks(self.catalogue, self.store.sessions, wanted, owner)
        return self._submit([batch.parent_of(children, owner), *children], key, webhook)

    def _submit(self, new: Sequence[Task], key: str | None, webhook: str | None) -> Task:
        if self.stopping.is_set():
            raise Unavailable("The server is stopping; try again in a moment.", retry_after=5)
        self.start()
        new[0].webhook_url = webhook
        called = Key(key, fingerprint(new)) if key is not None else None
        first = self.store.submissions.add(self.store.tasks, new, called)
        if first.replayed:
            first.inline = self.queue is None or not self.queue.takes(first.queue)
            return first
        for task in new:
            if task.state == "PENDING":
                task.inline = self._hand_over(task)
        return first

    def _hand_over(self, task: Task) -> bool:
        """Have a waiting task run; returns whether this process runs it."""
        if self._send(task.task_id, task.kind, task.queue):
            return False
        self._run_one(task.queue)
        return True

    def get(self, task_id: str, owner: str | None) -> Task:
        """The task. Raises NotFound or Expired."""
        return self.store.tasks.get(task_id, owner)

    def wait(self, task_id: str, since: int, seconds: float) -> Task:
        """The task as soon as its version is above `since`, or it ends, or after `seconds`."""
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

    def watch(self, task_id: str, since: int, seconds: float) -> list[Event] | None:
        """The events after `since`, waiting up to `seconds` for one.

        None when nothing more will come: the task has ended, or the process stops.
        """
        deadline = time.monotonic() + seconds
        while not (events := self.store.tasks.events(task_id, since)):
            if self.stopping.is_set() or self.store.tasks.get(task_id).ended:
                # it may have ended after the first look
                return self.store.tasks.events(task_id, since) or None
            left = deadline - time.monotonic()
            if left <= 0:
                break
            self.store.tasks.wait(task_id, since, min(left, STOP_NOTICED))
        return events

    def cancel(self, task_id: str, owner: str | None) -> Task:
        """Stop it, in whatever phase it is; returns the task as it then is."""
        task = self.store.tasks.apply(
            task_id, lambda task: lifecycle.cancel(task, time.time()), owner=owner
        )
        self.runner.stop(task_id)
        if task.kind == batch.KIND and task.state == "REVOKED":
            self.store.submissions.cancel_children(task_id)  # who runs them hears of it in a moment
        return task

    def retry(self, task_id: str, owner: str | None) -> Task:
        """Run a failed task again under its id. Raises NotFound, Expired and Conflict."""
        task = self.store.tasks.apply(task_id, lifecycle.retry, owner=owner)
        self._hand_over(task)
        return task

    def forget_session(self, session_id: str, owner: str) -> None:
        """Stop what runs for the session, then delete it with everything about it."""
        self.store.sessions.get(session_id, owner)
        for task in self.store.tasks.open_tasks(session_id):
            try:
                self.cancel(task.task_id, None)
            except (NotFound, Expired):  # it has just gone
                continue
        self.store.sessions.delete(session_id, owner)

    # Running: what a thread does.

    def execute_next(self, queue: str) -> Task | None:
        """Run the waiting task of a queue whose turn it is; returns it, None where none waits."""
        if self.stopping.is_set():
            return None
        task = self.runner.claim_next(queue)
        if task is not None:
            self.runner.run(task)
        return task

    def _run_one(self, queue: str) -> None:
        """Have a thread of this process run the waiting task of a queue whose turn it is."""
        with self._lock:
            if self.stopping.is_set():
                return
            self._due[queue] += 1
            if queue not in self._pools:
                self._pools[queue] = ThreadPoolExecutor(self.threads, f"task-{queue}")
            self._pools[queue].submit(self._run_due, queue)

    def _run_due(self, queue: str) -> None:
        with self._lock:
            self._due[queue] -= 1
        try:
            self.execute_next(queue)
        except BluepencilError as error:  # the task still waits, and is taken up a moment later
            log.warning("no task could be claimed", queue=queue, detail=error.detail)

    # Keeping: what the process does beside.

    def start(self) -> None:
        """Take up what was left waiting or was cut off, and keep doing so. Call it after a fork."""
        self._keeper.start()

    def stop(self, grace: float) -> None:
        """Let running work finish for `grace` seconds, then hand back what has not.

        Handed-back tasks are PENDING again and go on where the next process starts.
        """
        self.stopping.set()
        deadline = time.monotonic() + grace
        while len(self.runner) and time.monotonic() < deadline:
            time.sleep(0.05)
        self.runner.hand_back()
        with self._lock:
            pools = list(self._pools.values())
        for pool in pools:
            pool.shutdown(wait=True, cancel_futures=True)
        while len(self.runner) and time.monotonic() < deadline + STOP_NOTICED:
            time.sleep(0.05)  # a worker's threads are not ours to wait for, but what they write is
        self._keeper.stop(STOP_NOTICED)
        self._stopped.set()

    def _keep(self) -> None:
        """One round of looking after tasks: ours that others cancelled, leases, and what waits."""
        now = time.monotonic()
        if now - self._kept_at > lifecycle.LEASE / 2:
            self.runner.unsteady()  # this process stood still, and so may have others
        self._kept_at = now
        try:
            self.runner.stop_lost()
            if now >= self._renew_at:
                self._renew_at = now + RENEW_EVERY
                self.runner.renew()
                self._take_up()
                self._notify_producers()
                self._scheduler.run_due(time.time())
            if now >= self._expire_at:
                self._expire_at = now + EXPIRE_EVERY
                self._expire(time.time())
        except Unavailable:
            self.runner.unsteady()
            raise

    def _expire(self, now: float) -> None:
        ended = now - self.result_ttl
        self.store.tasks.expire(ended, min(ended, now - FAILURES_KEPT))
        self.store.submissions.expire(now)
        if self.retention:
            self.store.sessions.expire(now - self.retention)

    def _notify_producers(self) -> None:
        """See that programs which wait for a task they put on the queue hear of its end."""
        if self.queue is None:
            return
        for task in self.store.tasks.unnotified():
            kind = self.catalogue.get(task.kind)
            if kind is not None and task.result is not None:
                task.result = kind.bare(task.result)  # as the producer of a Celery task expects it
            if not self.queue.notify(task):
                return  # Redis is away: again later
            self.store.tasks.notified(task.task_id)

    def _take_up(self) -> None:
        """See to what nobody holds: what was never begun, and what died with its process."""
        for queue, waiting in self.store.tasks.unheld(self.runner.lapsed_before).items():
            if self.queue is not None and self.queue.takes(queue):
                self._send_missing(queue, waiting)
            elif self.inline:
                for _ in range(min(waiting, self.threads) - self._due[queue]):
                    self._run_one(queue)

    def _send_missing(self, queue: str, waiting: int) -> None:
        """Send messages anew for waiting tasks that have had none for two looks.

        At one look alone, a message that was just taken has not led to its claim yet. One too many
        does no harm: a claim is exclusive.
        """
        depth = self.queue.depth(queue) if self.queue is not None else None
        if depth is None:
            return
        short = max(0, waiting - depth)
        missing = min(self._short[queue], short)
        self._short[queue] = short
        if missing:
            for task in self.store.tasks.waiting_in(queue)[0][:missing]:
                self._send(task.task_id, task.kind, queue)

    def _send(self, task_id: str, kind: str, queue: str) -> bool:
        to = self.queue
        return to is not None and to.takes(queue) and to.send(task_id, kind, queue)
