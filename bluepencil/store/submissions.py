"""Submissions: tasks kept together, at most once under a key that their caller gave."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import NamedTuple

from bluepencil.database import Part, Transaction
from bluepencil.errors import Conflict
from bluepencil.store.rows import task_of, update_task
from bluepencil.store.tasks import TaskStore
from bluepencil.task import lifecycle
from bluepencil.task.record import Task
from bluepencil.values import Json

KEPT = 24 * 3600.0  # seconds a key is remembered
_KEY = """
select fingerprint, task_id, created_at from idempotency_keys where owner = :owner and key = :key
"""
_TASK = "select * from tasks where task_id = :id"
_CHILDREN = "select task_id from tasks where batch_id = :id order by seq"
_OPEN_CHILDREN = "select * from tasks where batch_id = :id and finished_at is null order by seq"
_LEFT = """
select task_id from tasks where task_id in (
  select batch_id from tasks where batch_id is not null and finished_at is null
) and state = 'REVOKED'
"""


class Key(NamedTuple):
    """What a caller calls a submission, and a digest of what it asks for."""

    name: str
    fingerprint: str


class SubmissionStore(Part):
    """Submissions in a database."""

    def add(self, tasks: TaskStore, new: Sequence[Task], key: Key | None = None) -> Task:
        """Keep new tasks, all or none; returns the first of them.

        Where that caller has used the key within a day, for the same, and its task has not failed
        and was not stopped: nothing is kept, and the task of then is returned, `replayed`. Raises
        Conflict where it was for something else, and as TaskStore.add does.
        """
        with self._writing() as db:
            if key is not None:
                first = new[0]
                db.serialize(f"key {first.owner} {key.name}")
                earlier = self._earlier(db, first, key)
                if earlier is not None:
                    return earlier
                row: Json = {"owner": first.owner, "key": key.name, "task_id": first.task_id}
                row |= {"fingerprint": key.fingerprint, "created_at": first.created_at}
                db.insert("idempotency_keys", row, replacing="owner, key")
            for task in new:
                tasks.add(task, db)
        return new[0]

    def _earlier(self, db: Transaction, task: Task, key: Key) -> Task | None:
        kept = db.one(_KEY, owner=task.owner, key=key.name)
        if kept is None or kept["created_at"] < task.created_at - KEPT:
            return None
        row = db.one(_TASK, id=kept["task_id"])
        if row is None or row["state"] in ("FAILURE", "REVOKED"):
            return None
        if kept["fingerprint"] != key.fingerprint:
            raise Conflict(
                "This Idempotency-Key was used for another request; choose a new one.",
                code="idempotency_key_reused",
            )
        earlier = task_of(row)
        earlier.replayed = True
        return earlier

    def children(self, batch_id: str) -> list[str]:
        """The ids of a batch's tasks, in order."""
        return [row["task_id"] for row in self._all(_CHILDREN, id=batch_id)]

    def cancel_children(self, batch_id: str) -> None:
        """Stop the tasks of a batch that was stopped."""
        with self._writing() as db:
            now = time.time()
            for row in db.all(_OPEN_CHILDREN + db.lock, id=batch_id):
                before = task_of(row)
                after = lifecycle.cancel(before, now)
                if after is not None:
                    update_task(db, before, after)

    def expire(self, now: float) -> None:
        """Forget keys whose time is over; stop what a process that died has left of a batch that
        it was stopping."""
        with self._writing() as db:
            db.run("delete from idempotency_keys where created_at < :at", at=now - KEPT)
        for row in self._all(_LEFT):
            self.cancel_children(row["task_id"])
