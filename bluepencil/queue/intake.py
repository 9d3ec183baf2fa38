"""Intake: what other programs put on the queue becomes a task in the store, or a dead letter."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Literal

import structlog
from pydantic import BaseModel

from bluepencil.errors import (
    BluepencilError,
    Conflict,
    Expired,
    Invalid,
    NotFound,
    RedisUnavailable,
    Unavailable,
)
from bluepencil.queue.celery_queue import CeleryQueue
from bluepencil.queue.messages import LONGEST_KEPT
from bluepencil.store import Store
from bluepencil.task.record import Task
from bluepencil.values import Json
from bluepencil.work.catalogue import Kind

OPERATOR = "local"  # who owns what came as a message

log = structlog.get_logger()


class Intake:
    """Takes in the messages that a worker is given.

    All of it may be done again with the same message: it comes once more when its worker died, and
    when this raised Unavailable. Nothing is acknowledged before it is in the store.
    """

    def __init__(self, store: Store, queue: CeleryQueue) -> None:
        self._store, self._queue = store, queue

    def accept(
        self,
        kind: Kind,
        task_id: str,
        args: Sequence[Any],
        kwargs: Json,
        expires_at: str | None = None,
        called: str = "",
    ) -> None:
        """Record a task that another program sent, as it is `called` there; reject it where its
        input is no good.

        One that came too late is told to be revoked, as Celery does. Raises Unavailable while the
        store or Redis is away.
        """
        if self._known(task_id):
            return
        if expires_at and datetime.fromisoformat(expires_at) < datetime.now(UTC):
            self._notify(task_id, "REVOKED", "It expired before a worker took it.")
            return
        try:
            model = self._validated(kind, args, kwargs, called)
        except Unavailable:
            raise
        except BluepencilError as error:
            self._reject(kind.queue, error.detail, _sent(task_id, args, kwargs), task_id)
            return
        task = Task(
            task_id=task_id,
            kind=kind.name,
            queue=kind.queue,
            owner=OPERATOR,
            session_id=getattr(model, "session_id", None),
            input=model.model_dump(mode="json"),
            foreign_producer=True,
        )
        with suppress(Conflict):  # another copy of the message was quicker
            self._store.tasks.add(task)

    def reject_screened(
        self, queue: str, reason: str, message: str, task_id: str | None = None
    ) -> None:
        """Keep what messages.screened() found to be no task as a dead letter.

        Raises Unavailable while the store or Redis is away.
        """
        waits = task_id is not None and not self._known(task_id)
        self._reject(queue, reason, base64.b64decode(message), task_id if waits else None)

    def give_up(
        self, queue: str, reason: str, task_id: str, args: Sequence[Any], kwargs: Json
    ) -> None:
        """Keep what could not be taken in, for whatever reason, as a dead letter."""
        try:
            if not self._known(task_id):
                self._reject(queue, reason, _sent(task_id, args, kwargs), task_id)
        except Unavailable as error:
            log.error("dead letter lost", queue=queue, reason=reason, detail=error.detail)

    def _reject(self, queue: str, reason: str, message: bytes, task_id: str | None) -> None:
        log.warning("message rejected", queue=queue, reason=reason)
        if task_id is not None:
            self._notify(task_id, "FAILURE", reason)
        self._store.operations.bury(queue, reason, message[:LONGEST_KEPT])

    def _notify(self, task_id: str, state: Literal["FAILURE", "REVOKED"], detail: str) -> None:
        """Tell the producer the end of a message of which no task was made."""
        code = "rejected" if state == "FAILURE" else "expired"
        error: Json = {"code": code, "detail": detail, "retryable": False}
        ended = Task(
            kind="", queue="", owner=OPERATOR, input={}, task_id=task_id, state=state, error=error
        )
        if not self._queue.notify(ended):
            raise RedisUnavailable("Redis does not answer.")

    def _known(self, task_id: str) -> bool:
        """Whether a task was made of it already."""
        try:
            self._store.tasks.get(task_id)
        except NotFound:
            return False
        except Expired:
            return True
        return True

    def _validated(self, kind: Kind, args: Sequence[Any], kwargs: Json, called: str) -> BaseModel:
        fields = kind.aliases.get(called, kind.fields)
        if len(args) > len(fields):
            raise Invalid(f"{len(args)} arguments; {called or kind.name} takes {len(fields)}.")
        named = dict(zip(fields, args, strict=False))
        if twice := sorted(named.keys() & kwargs):
            raise Invalid(f"{twice[0]} is given by position and by name.")
        model = kind.validated(named | kwargs)
        if kind.admit is not None:
            kind.admit(model, self._store.sessions, OPERATOR)
        return model


def _sent(task_id: str, args: Sequence[Any], kwargs: Json) -> bytes:
    return json.dumps([task_id, args, kwargs]).encode()
