"""Tasks as tests need them: added to a store, claimed, reported on and ended, without being run."""

import time
from dataclasses import replace
from typing import Any

from bluepencil.errors import BluepencilError, EngineBusy
from bluepencil.store import Store
from bluepencil.task import lifecycle
from bluepencil.task.record import Claim, Task
from bluepencil.values import Json


def add(store: Store, **values: Any) -> Task:
    """A task that waits; of the queue “test” unless another is named."""
    task = Task(**{"kind": "test", "queue": "test", "owner": "local", "input": {}, **values})
    store.tasks.add(task)
    return task


def claim(store: Store, task: Task, holder: str = "one", lease: float = 60.0) -> Claim:
    """Claim it for that many seconds; a negative number: its process died that long ago."""
    now = time.time()

    def taken(before: Task) -> Task:
        after = lifecycle.claim(before, holder, now, now)
        assert after is not None, "it is not to be had"
        return replace(after, lease_until=now + lease)

    return store.tasks.apply(task.task_id, taken).claim


def report(store: Store, claim: Claim, new: Json | None = None, **change: Any) -> Task:
    """Report as who runs it would."""
    return store.tasks.apply(
        claim.task_id, lambda task: lifecycle.report(task, **change), claim=claim, new=new
    )


def succeed(store: Store, claim: Claim, result: Json | None = None) -> Task:
    """End it well."""
    return store.tasks.apply(
        claim.task_id, lambda task: lifecycle.succeed(task, time.time(), result or {}), claim=claim
    )


def fail(store: Store, claim: Claim, error: BluepencilError | None = None) -> Task:
    """End it with an error."""
    why = error or EngineBusy("The model is overloaded.", retry_after=7)
    return store.tasks.apply(
        claim.task_id, lambda task: lifecycle.fail(task, time.time(), why), claim=claim
    )


def release(store: Store, claim: Claim) -> Task:
    """Hand it back."""
    return store.tasks.apply(
        claim.task_id, lambda task: lifecycle.release(task, time.time()), claim=claim
    )


def cancel(store: Store, task_id: str, owner: str | None = None) -> Task:
    """Stop it as its owner would, past the process that runs it."""
    return store.tasks.apply(task_id, lambda task: lifecycle.cancel(task, time.time()), owner=owner)
