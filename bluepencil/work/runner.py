"""Running claimed tasks: what came of them is saved, and each ends in a truthful state."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import structlog
from pydantic import BaseModel

from bluepencil.engines import Engine
from bluepencil.errors import (
    BluepencilError,
    ClaimLost,
    NotFound,
    TaskCancelled,
    TaskTimeout,
    Unexpected,
)
from bluepencil.store import (
    Claim,
    Store,
    Task,
)
from bluepencil.values import Json, new_id
from bluepencil.work.catalogue import Kind
from bluepencil.work.context import Context

LEASE = 6.0  # seconds a claim lasts without being renewed
MAX_ATTEMPTS = 5  # runs after which a task whose process keeps dying is given up

log = structlog.get_logger()


@dataclass
class _Run:
    """A task being run by this process."""

    ctx: Context
    deadline: float
    timed_out: bool = False
    handed_back: bool = False


@dataclass
class Runner:
    """The tasks this process runs, each on the thread that called `run`."""

    catalogue: Mapping[str, Kind]
    store: Store
    engine: Engine
    sections_at_once: int = 4
    _runs: dict[str, _Run] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def __post_init__(self) -> None:
        self.holder = f"{socket.gethostname()}:{os.getpid()}:{new_id()[:8]}"

    def claim(self, task_id: str) -> Task | None:
        """Take this task, if it is to be had."""
        return self.store.tasks.claim(task_id, self.holder, LEASE)

    def claim_next(self, queue: str) -> Task | None:
        """Take the waiting task of a queue whose turn it is."""
        return self.store.tasks.claim_next(queue, self.holder, LEASE)

    def __contains__(self, task_id: str) -> bool:
        return task_id in self._runs

    def __len__(self) -> int:
        return len(self._runs)

    def run(self, task: Task | None) -> None:
        """Run what was claimed and save what came of it. Does nothing with None."""
        if task is None or not self._may_run(task):
            return
        kind = self.catalogue[task.kind]
        ctx = Context(task, self.store, self.engine, self.sections_at_once)
        run = _Run(ctx, time.monotonic() + kind.timeout)
        with self._lock:
            self._runs[task.task_id] = run
        began = time.monotonic()
        logger = log.bind(task_id=task.task_id, kind=task.kind)
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
                del self._runs[task.task_id]

    def _may_run(self, task: Task) -> bool:
        """Whether it may be tried once more; ends it where not."""
        if task.kind in self.catalogue and task.attempts <= MAX_ATTEMPTS:
            return True
        detail = (
            f"It was begun {MAX_ATTEMPTS} times, and each time the process running it died."
            if task.kind in self.catalogue
            else f"This release has no kind of task named “{task.kind}”."
        )
        self._fail(Claim(task.task_id, task.fence), Unexpected(detail))
        return False

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

    def stop(self, task_id: str) -> None:
        """Stop it, if it runs here."""
        with self._lock:
            run = self._runs.get(task_id)
        if run is not None:
            run.ctx.cancel.set()

    def hand_back(self) -> None:
        """Stop all; each is PENDING again, for another process or a later one."""
        with self._lock:
            runs = list(self._runs.values())
        for run in runs:
            run.handed_back = True
            run.ctx.cancel.set()

    def stop_lost(self) -> None:
        """Stop what was cancelled by another process, or taken over."""
        with self._lock:
            runs = dict(self._runs)
        for task_id in self.store.tasks.lost([run.ctx.claim for run in runs.values()]):
            runs[task_id].ctx.cancel.set()

    def renew(self) -> None:
        """Hold on to what runs here; stop what has run too long."""
        with self._lock:
            runs = dict(self._runs)
        claims = [run.ctx.claim for run in runs.values()]
        if claims:
            self.store.tasks.renew(self.holder, claims, LEASE)
        for run in runs.values():
            if time.monotonic() > run.deadline and not run.timed_out:
                run.timed_out = True
                run.ctx.cancel.set()
