"""Running claimed tasks: what came of them is saved, and each ends in a truthful state."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial

import structlog
from pydantic import BaseModel

from bluepencil.engines import Engine
from bluepencil.errors import (
    BluepencilError,
    ClaimLost,
    Expired,
    NotFound,
    TaskCancelled,
    TaskTimeout,
    Unavailable,
    Unexpected,
)
from bluepencil.store import Store
from bluepencil.task import lifecycle
from bluepencil.task.next_task import next_head
from bluepencil.task.record import Claim, Task
from bluepencil.values import Json, new_id
from bluepencil.work.catalogue import Kind
from bluepencil.work.context import STORE_RETRY, Context

_ONLY_WAITING = 1.0  # of tasks that were never leased the lease ended before any such moment

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
    """The tasks this process runs, each on the thread that called `run`.

    Where the store was away, holders could not renew their leases: for as long as a lease lasts
    nothing is taken over from them after that, nor after the start, when nobody knows.
    """

    catalogue: Mapping[str, Kind]
    store: Store
    engine: Engine
    sections_at_once: int = 4
    _runs: dict[Claim, _Run] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _closing: threading.Event = field(default_factory=threading.Event)
    _steady_since: float = field(default_factory=time.monotonic)

    def __post_init__(self) -> None:
        self.holder = f"{socket.gethostname()}:{os.getpid()}:{new_id()[:8]}"

    def __len__(self) -> int:
        return len(self._runs)

    @property
    def lapsed_before(self) -> float:
        """Leases that ended before this moment have lapsed."""
        steady = time.monotonic() - self._steady_since >= lifecycle.LEASE
        return time.time() if steady else _ONLY_WAITING

    def unsteady(self) -> None:
        """Holders may not have been able to renew their leases until now."""
        self._steady_since = time.monotonic()

    def claim_next(self, queue: str) -> Task | None:
        """Take the waiting task of a queue whose turn it is; None where none waits."""
        with self._lock:
            busy = {claim.task_id for claim in self._runs}
        lapsed_before = self.lapsed_before
        return self.store.tasks.apply_next(
            queue,
            lapsed_before,
            partial(next_head, busy=busy),
            lambda task: lifecycle.claim(task, self.holder, time.time(), lapsed_before),
        )

    def run(self, task: Task) -> None:
        """Run what was claimed and save what came of it."""
        kind = self.catalogue.get(task.kind)
        if kind is None or task.attempts > lifecycle.MAX_ATTEMPTS:
            self._give_up(task)
            return
        ctx = Context(task, self.store, self.engine, self.sections_at_once)
        run = _Run(ctx, time.monotonic() + kind.timeout)
        with self._lock:
            self._runs[ctx.claim] = run
        logger = log.bind(task_id=task.task_id, kind=task.kind)
        try:
            output = kind(kind.input.model_validate(task.input), ctx)
            self._succeed(ctx, kind, output)
            logger.info("task done", seconds=round(time.time() - (task.claimed_at or 0.0), 3))
        except (TaskCancelled, ClaimLost):
            self._interrupted(run, kind)
        except Unavailable as error:  # the store was away when something was read
            logger.warning("task handed back", detail=error.detail)
            self._end(ctx, lambda task: lifecycle.release(task, time.time()))
        except BluepencilError as error:
            logger.warning("task failed", code=error.code, detail=error.detail)
            self._fail(ctx, error)
        except Exception:  # noqa: BLE001 whatever a kind does, its task ends
            logger.exception("task broke")
            self._fail(ctx, Unexpected("Something went wrong on our side; try again."))
        finally:
            with self._lock:
                del self._runs[ctx.claim]

    def _give_up(self, task: Task) -> None:
        """End what is not run: too many processes died of it, or nobody knows how."""
        detail = (
            f"It was begun {lifecycle.MAX_ATTEMPTS} times, and each time the process running it "
            "died."
            if task.kind in self.catalogue
            else f"This release has no kind of task named “{task.kind}”."
        )
        self._fail(Context(task, self.store, self.engine), Unexpected(detail))

    def _succeed(self, ctx: Context, kind: Kind, output: BaseModel) -> None:
        def rule(task: Task) -> Task:
            now = time.time()
            return lifecycle.succeed(task, now, self._result(kind, ctx, output, task, now))

        self._end(ctx, rule)

    def _result(self, kind: Kind, ctx: Context, output: BaseModel, task: Task, now: float) -> Json:
        """What the task's result looks like on the wire; time and usage are the whole task's."""
        inner = output.model_dump(mode="json")
        envelope: Json = {
            "success": True,
            "duration": round(lifecycle.seconds(task, now), 3),
            "engine": self.engine.name,
            "model": ctx.model,
            "usage": task.usage.model_dump(),
        }
        if "feedback_items" in inner:
            envelope["feedback_count"] = len(inner["feedback_items"])
        return {**inner, **envelope} if kind.flat else {**envelope, "result": inner}

    def _interrupted(self, run: _Run, kind: Kind) -> None:
        """The work stopped before its end: timed out, handed back, or somebody pressed Stop."""
        if run.timed_out:
            self._fail(run.ctx, TaskTimeout(f"It took longer than {kind.timeout:g} s."))
        elif run.handed_back:
            self._end(run.ctx, lambda task: lifecycle.release(task, time.time()))

    def _fail(self, ctx: Context, error: BluepencilError) -> None:
        self._end(ctx, lambda task: lifecycle.fail(task, time.time(), error))

    def _end(self, ctx: Context, rule: Callable[[Task], Task]) -> None:
        """End the run as the rule says, however long the store is away; unless the claim is lost:
        then somebody else has the say."""
        while True:
            try:
                with self.store.writing(first=True) as db:
                    ctx.spend(db)
                    self.store.tasks.apply(ctx.task.task_id, rule, claim=ctx.claim, db=db)
                return
            except (ClaimLost, NotFound, Expired):
                log.info("claim lost", task_id=ctx.task.task_id)
                return
            except Unavailable as error:
                log.warning("waiting for the store", task_id=ctx.task.task_id, detail=error.detail)
                if self._closing.wait(STORE_RETRY):
                    return  # its lease lapses, and the next process takes it up

    def stop(self, task_id: str) -> None:
        """Stop it, if it runs here."""
        for claim, run in self._running().items():
            if claim.task_id == task_id:
                run.ctx.cancel.set()

    def hand_back(self) -> None:
        """Stop all; each is PENDING again, for another process or a later one."""
        self._closing.set()
        for run in self._running().values():
            run.handed_back = True
            run.ctx.cancel.set()

    def stop_lost(self) -> None:
        """Stop what was cancelled by another process, or taken over."""
        runs = self._running()
        for claim in self.store.tasks.lost(runs):
            runs[claim].ctx.cancel.set()

    def renew(self) -> None:
        """Hold on to what runs here; stop what has run too long."""
        runs = self._running()
        for run in runs.values():
            if time.monotonic() > run.deadline and not run.timed_out:
                run.timed_out = True
                run.ctx.cancel.set()
        if runs:
            self.store.tasks.renew(runs, time.time() + lifecycle.LEASE)

    def _running(self) -> dict[Claim, _Run]:
        with self._lock:
            return dict(self._runs)
