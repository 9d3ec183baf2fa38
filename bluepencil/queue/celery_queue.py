"""Celery's queues in Redis, written to without Celery: one push, a quarter of its time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from bluepencil.errors import RedisUnavailable, Unavailable
from bluepencil.queue.heartbeats import Heartbeat, Heartbeats
from bluepencil.queue.messages import message
from bluepencil.store import Store
from bluepencil.task.record import Task
from bluepencil.values import Json, new_id

if TYPE_CHECKING:
    from bluepencil.queue.connection import Connection

RESULT = "celery-task-meta-"  # and an id: where Celery's clients look for a result, and listen
SWEEP = "bluepencil:sweep:"  # and a store and a queue: the process that looks after that queue
SWEEP_LEASE = 3.0  # seconds; a process that looks once a second keeps it
_PRIORITIES = ("", "\x06\x163", "\x06\x166", "\x06\x169")  # where kombu keeps messages by priority
# A lease that its holder renews by looking; then the lengths of the lists.
_DEPTH = """
local holder = redis.call('GET', KEYS[1])
if holder and holder ~= ARGV[1] then return false end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])
local depth = 0
for place = 2, #KEYS do depth = depth + redis.call('LLEN', KEYS[place]) end
return depth
"""


class CeleryQueue:
    """The Queue that workers of our own and producers in other languages share."""

    def __init__(self, connection: Connection, store: Store, result_ttl: float) -> None:
        self._redis, self._store = connection, store
        self._result_ttl = max(1, round(result_ttl))
        self.heartbeats = Heartbeats(connection)
        self._process = new_id()
        self._known_identity = ""

    def takes(self, queue: str) -> bool:
        """See Queue."""
        return any(queue in heartbeat.queues for heartbeat in self.workers().values())

    def workers(self) -> Mapping[str, Heartbeat]:
        """The workers alive that see our store, by name; none while Redis or the store is away."""
        try:
            alive, identity = self.heartbeats.alive(), self._identity()
        except Unavailable:
            return {}
        return {name: one for name, one in alive.items() if one.store == identity}

    def send(self, task_id: str, kind: str, queue: str) -> bool:
        """See Queue."""
        try:
            with self._redis.using(quickly=True) as redis:
                redis.lpush(queue, message(task_id, kind, queue))
        except RedisUnavailable:
            return False
        return True

    def depth(self, queue: str) -> int | None:
        """See Queue. One process looks after a queue for as long as it keeps looking.

        Counted is what waits in Redis for a worker, not what a worker has taken and not yet
        acknowledged. Of that, a task that runs is not waiting; one whose worker died must have a
        new message now, not when Redis gives the old one out again, an hour after it was taken;
        and between a message being taken and its claim lie milliseconds, which is why the caller
        looks twice. A message too many does no harm.
        """
        lease = round(1000 * SWEEP_LEASE)
        try:
            sweep = f"{SWEEP}{self._identity()}:{queue}"
            keys = [sweep, *(queue + priority for priority in _PRIORITIES)]
            with self._redis.using() as redis:
                depth = redis.eval(_DEPTH, len(keys), *keys, self._process, lease)
        except Unavailable:
            return None
        return None if depth is None else int(depth)

    def notify(self, task: Task) -> bool:
        """See Queue. Celery's clients poll the key or listen on the channel of the same name."""
        result: Json = {
            "task_id": task.task_id,
            "status": task.state,
            "result": task.result if task.state == "SUCCESS" else _exception(task),
            "traceback": None,
            "children": [],
            "date_done": datetime.now(UTC).isoformat(),
        }
        key, text = RESULT + task.task_id, json.dumps(result)
        try:
            with self._redis.using() as redis:
                redis.set(key, text, ex=self._result_ttl)
                redis.publish(key, text)
        except RedisUnavailable:
            return False
        return True

    def _identity(self) -> str:
        """Which store this process sees. Raises Unavailable."""
        self._known_identity = self._known_identity or self._store.identity
        return self._known_identity


def _exception(task: Task) -> Json:
    """Why a task did not succeed; Celery's Python client makes an exception of it."""
    error = task.error or {"code": "cancelled", "detail": "The task was cancelled."}
    if task.state == "REVOKED":
        kind = {"exc_type": "TaskRevokedError", "exc_module": "celery.exceptions"}
    else:
        kind = {"exc_type": error["code"], "exc_module": "bluepencil"}
    return {**error, **kind, "exc_message": [error["detail"]]}
