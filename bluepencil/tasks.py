"""The life of a task: submitted, executed on this process's threads, watched, cancelled."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field

import structlog
from pydantic import BaseModel, ValidationError

from bluepencil.catalogue import Kind
from bluepencil.context import Context
from bluepencil.engines import Engine
from bluepencil.errors import (
    BluepencilError,
    ClaimLost,
    Invalid,
    NotFound,
    TaskCancelled,
    TaskTimeout,
    Unavailable,
    Unexpected,
)
from bluepencil.store import Claim, Event, Json, Store, Task, new_id

LEASE = 6.0  # seconds a claim lasts without being renewed
BEAT = 1.0  # seconds between two renewals
MAX_ATTEMPTS = 5  # runs after which a task whose process keeps dying is given up
STOP_NOTICED = 1.0  # seconds until a waiting request notices that the process stops
ITS_END = 2**62  # a version no task reaches: who waits past it is woken only by the task's end
EXPIRE_EVERY = 60.0  # seconds between two looks for results whose time is over

log = structlog.get_logger()


@dataclass
class _Run:
    """A task being run by this process."""

    ctx: Context
    deadline: float
    timed_out: bool = False
    handed_back: bool = False


@dataclass
class Tasks:
    """Runs tasks and answers for them. `threads` is how many of one queue run at once."""

    catalogue: Mapping[str, Kind]
    store: Store
    engine: Engine
    threads: int = 128
    sections_at_once: int = 4
    result_ttl: float = 3600.0
    _pools: dict[str, ThreadPoolExecutor] = field(default_factory=dict)
    _runs: dict[str, _Run] = field(default_factory=dict)
    _queued: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    stopping: threading.Event = field(default_factory=threading.Event)
    _stopped: threading.Event = field(default_factory=threading.Event)
    _keeper: threading.Thread | None = None

    def __post_init__(self) -> None:
        self.holder = f"{socket.gethostname()}:{os.getpid()}:{new_id()[:8]}"

    # Submitting, watching and cancelling: what the outside does.

    def submit(self, kind_name: str, input: Json, owner: str) -> Task:
        """Validate, keep the record, then hand it to a thread; returns the new task.

        Raises Invalid (nothing was made), whatever the kind's `admit` raises, and Unavailable
        while the process is stopping.
        """
        kind = self.catalogue.get(kind_name)
        if kind is None:
            raise Invalid(f"There is no kind of task named “{kind_name}”.", code="unknown_kind")
        model = validated(kind, input)
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
        self.start()
        self.store.tasks.add(task)
        self._enqueue(task.task_id, kind.queue)
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
        self._stop_run(task_id)
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
        task = None if self.stopping.is_set() else self._claim(task_id)
        if task is None:
            return
        kind = self.catalogue[task.kind]
        ctx = Context(task, self.store, self.engine, self.sections_at_once)
        run = _Run(ctx, time.monotonic() + kind.timeout)
        with self._lock:
            self._runs[task_id] = run
        began = time.monotonic()
        logger = log.bind(task_id=task_id, kind=task.kind)
        try:
            output = kind(kind.input.model_validate(task.input), ctx)
            result = self._result(kind, ctx, output, time.monotonic() - began)
            self.store.tasks.finish(ctx.claim, "SUCCESS", {"status": "Done", "result": result})
            logger.info("task done", seconds=round(time.monotonic() - began, 3))
        except (TaskCancelled, ClaimLost):
            self._interrupted(run, kind)
        except BluepencilError as error:
            logger.warning("task failed", code=error.code, detail=error.detail)
            self._fail(ctx.claim, error)
        except Exception:  # noqa: BLE001 the one broad except: whatever a kind does, its task ends
            logger.exception("task broke")
            self._fail(ctx.claim, Unexpected("Something went wrong on our side; try again."))
        finally:
            with self._lock:
                del self._runs[task_id]

    def _claim(self, task_id: str) -> Task | None:
        task = self.store.tasks.claim(task_id, self.holder, LEASE)
        if task is None:
            return None
        if task.kind in self.catalogue and task.attempts <= MAX_ATTEMPTS:
            return task
        detail = (
            f"It was begun {MAX_ATTEMPTS} times, and each time the process running it died."
            if task.kind in self.catalogue
            else f"This release has no kind of task named “{task.kind}”."
        )
        self._fail(Claim(task.task_id, task.fence), Unexpected(detail))
        return None

    def _result(self, kind: Kind, ctx: Context, output: BaseModel, seconds: float) -> Json:
        """What the task's result looks like on the wire."""
        inner = output.model_dump(mode="json")
        envelope: Json = {
            "success": True,
            "duration": round(seconds, 3),
            "engine": self.engine.name,
            "model": ctx.model,
            "usage": ctx.usage.model_dump(),
        }
        if "feedback_items" in inner:
            envelope["feedback_count"] = len(inner["feedback_items"])
        return {**inner, **envelope} if kind.flat else {**envelope, "result": inner}

    def _interrupted(self, run: _Run, kind: Kind) -> None:
        """The work stopped before its end: timed out, handed back, or somebody pressed Stop."""
        if run.timed_out:
            self._fail(run.ctx.claim, TaskTimeout(f"It took longer than {kind.timeout:g} s."))
        elif run.handed_back:
            self._quietly(lambda: self.store.tasks.release(run.ctx.claim))

    def _fail(self, claim: Claim, error: BluepencilError) -> None:
        shown: Json = {"code": error.code, "detail": error.detail, "retryable": error.retryable}
        shown |= {"status": error.status, "title": error.title}
        if error.retry_after is not None:
            shown["retry_after"] = error.retry_after
        change = {"status": error.detail, "error": shown}
        self._quietly(lambda: self.store.tasks.finish(claim, "FAILURE", change))

    def _quietly(self, write: Callable[[], None]) -> None:
        """Write, unless the claim is gone: then somebody else has the say."""
        try:
            write()
        except (ClaimLost, NotFound):
            log.info("claim lost")

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
        while self._runs and time.monotonic() < deadline:
            time.sleep(0.05)
        for run in list(self._runs.values()):
            run.handed_back = True
            run.ctx.cancel.set()
        for pool in self._pools.values():
            pool.shutdown(wait=True, cancel_futures=True)
        self._stopped.set()

    def _enqueue(self, task_id: str, queue: str) -> None:
        with self._lock:
            if task_id in self._queued or task_id in self._runs or self.stopping.is_set():
                return
            self._queued.add(task_id)
            if queue not in self._pools:
                self._pools[queue] = ThreadPoolExecutor(self.threads, f"task-{queue}")
            self._pools[queue].submit(self.execute, task_id)

    def _stop_run(self, task_id: str) -> None:
        with self._lock:
            run = self._runs.get(task_id)
        if run is not None:
            run.ctx.cancel.set()

    def _keep(self) -> None:
        expire_at = 0.0
        while True:
            try:
                self._renew()
                for task_id in self.store.tasks.orphans():
                    self._take_up(task_id)
                if time.monotonic() >= expire_at:
                    expire_at = time.monotonic() + EXPIRE_EVERY
                    self.store.tasks.expire(time.time() - self.result_ttl)
            except BluepencilError as error:
                log.warning("keeping failed; trying again", detail=error.detail)
            if self.stopping.wait(BEAT) and not self._runs:
                return

    def _take_up(self, task_id: str) -> None:
        with suppress(NotFound):  # deleted meanwhile, with its session
            self._enqueue(task_id, self.store.tasks.get(task_id).queue)

    def _renew(self) -> None:
        """Hold on to what runs here; stop what is no longer ours or has run too long."""
        with self._lock:
            runs = dict(self._runs)
        claims = [run.ctx.claim for run in runs.values()]
        for task_id in self.store.tasks.renew(self.holder, claims, LEASE) if claims else ():
            runs[task_id].ctx.cancel.set()
        for run in runs.values():
            if time.monotonic() > run.deadline and not run.timed_out:
                run.timed_out = True
                run.ctx.cancel.set()


def validated(kind: Kind, input: Json) -> BaseModel:
    """The input as the kind's model. Raises Invalid that names each field."""
    try:
        return kind.input.model_validate(input)
    except ValidationError as error:
        raise Invalid(
            "The input is not what this kind of task takes.", errors=problems(error)
        ) from error


def problems(error: ValidationError) -> list[dict[str, str]]:
    """What is wrong with which field, without repeating the value."""
    return [
        {"field": ".".join(str(part) for part in problem["loc"]), "message": problem["msg"]}
        for problem in error.errors(include_url=False, include_input=False)
    ]
