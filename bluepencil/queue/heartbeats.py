"""Heartbeats: workers announce themselves in Redis, and everybody knows which are alive."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated

import structlog
from pydantic import BaseModel, ConfigDict, Field, ValidationError

if TYPE_CHECKING:
    from redis import Redis

    from bluepencil.queue.connection import Connection

LIFETIME = 4.0  # seconds a heartbeat counts
FIRST_READ = 1.0  # seconds the first use waits for what is alive
MOST_WARNINGS = 100  # about heartbeats that cannot be read
WORKERS = "bluepencil:workers"  # the set of the workers' names
WORKER = "bluepencil:worker:"  # and a name: that worker's last heartbeat as JSON; it expires

# Neither script minds what else may have been written under these keys.
_ANNOUNCE = """
if redis.call('TYPE', KEYS[1]).ok ~= 'set' then redis.call('DEL', KEYS[1]) end
redis.call('SADD', KEYS[1], ARGV[1])
redis.call('SET', KEYS[2], ARGV[2], 'PX', ARGV[3])
"""
_READ = """
local found = {}
if redis.call('TYPE', KEYS[1]).ok ~= 'set' then return found end
for _, name in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  local heartbeat = redis.pcall('GET', ARGV[1] .. name)
  if type(heartbeat) == 'string' then
    found[#found + 1] = {name, heartbeat}
  else
    redis.call('SREM', KEYS[1], name)
  end
end
return found
"""

log = structlog.get_logger()

_Count = Annotated[int, Field(ge=0, lt=2**31)]


class Heartbeat(BaseModel):
    """What a worker announces: its queues, its tasks, which store it sees, and when it said so."""

    model_config = ConfigDict(frozen=True)
    queues: list[str]
    concurrency: _Count
    store: str
    active: _Count = 0
    reserved: _Count = 0
    seen: Annotated[float, Field(ge=0, lt=1e11, allow_inf_nan=False)]


class Heartbeats:
    """The heartbeats of all workers that use one Redis; safe to use from any thread.

    They are read with each check of the connection, so that nobody waits to know who is alive.
    """

    def __init__(self, connection: Connection) -> None:
        self._redis = connection
        self._read = threading.Event()
        self._alive: dict[str, Heartbeat] = {}
        self._unreadable: set[bytes] = set()
        connection.at_each_check(self._read_all)

    def announce(self, name: str, heartbeat: Heartbeat) -> None:
        """This worker is alive, for a few seconds. Raises RedisUnavailable."""
        lifetime = round(1000 * LIFETIME)
        with self._redis.using() as redis:
            redis.eval(
                _ANNOUNCE, 2, WORKERS, WORKER + name, name, heartbeat.model_dump_json(), lifetime
            )

    def withdraw(self, name: str) -> None:
        """This worker stops: nothing more is sent to it. Raises RedisUnavailable."""
        with self._redis.using() as redis:
            redis.delete(WORKER + name)

    def alive(self) -> Mapping[str, Heartbeat]:
        """The last heartbeat of each worker that is alive, by name; none while Redis is down."""
        if not self._redis.up:
            return {}
        self._read.wait(FIRST_READ)
        return self._alive

    def _read_all(self, redis: Redis) -> None:
        rows: list[tuple[bytes, bytes]] = redis.eval(_READ, 1, WORKERS, WORKER)
        alive = {}
        for name, heartbeat in rows:
            try:
                alive[name.decode()] = Heartbeat.model_validate_json(heartbeat)
            except (ValidationError, UnicodeDecodeError) as error:
                self._warn(name, error)
        self._alive = alive
        self._read.set()

    def _warn(self, name: bytes, error: Exception) -> None:
        """Say it once: heartbeats are read several times a second."""
        if name not in self._unreadable and len(self._unreadable) < MOST_WARNINGS:
            self._unreadable.add(name)
            log.warning("heartbeat ignored", worker=repr(name), reason=type(error).__name__)
