"""The line to Redis: clients that never wait long, and what is known to be alive behind it."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from redis.sentinel import Sentinel

from bluepencil.errors import RedisUnavailable

PATIENCE = 0.25  # seconds an answer may take; Redis itself needs well under a millisecond
HASTE = 0.08  # seconds for a write somebody's request waits for
LOOK_EVERY = 0.25  # seconds between two looks at what is alive
WORKERS = "bluepencil:workers"  # the names of the workers
WORKER = "bluepencil:worker:"  # and a name: what that worker said last, as JSON; it expires
ALIVE_FOR = 4.0  # seconds a worker's word counts
_SENTINEL_PORT = 26379
_SAID = """
local told = {}
for _, name in ipairs(redis.call('SMEMBERS', KEYS[1])) do
  local said = redis.call('GET', ARGV[1] .. name)
  if said then told[#told + 1] = {name, said} else redis.call('SREM', KEYS[1], name) end
end
return told
"""


class Connection:
    """One Redis for all threads of this process.

    Nobody finds out by waiting that Redis is gone: a thread looks all the time, and while it sees
    nothing every use is refused at once. Only the first use after it went can wait, and not long.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self.client, self.quick = connect(url, PATIENCE), connect(url, HASTE)
        self._lock = threading.Lock()
        self._looking: threading.Thread | None = None
        self._closed = threading.Event()
        self._up = False
        self._workers: dict[str, dict[str, Any]] = {}

    @property
    def up(self) -> bool:
        """Whether Redis answered when last asked, a moment ago."""
        self._look_all_the_time()
        return self._up

    @property
    def workers(self) -> Mapping[str, dict[str, Any]]:
        """The workers alive, by name, with what each says of itself; none while Redis is away."""
        return dict(self._workers) if self.up else {}

    @contextmanager
    def using(self, *, quickly: bool = False) -> Iterator[redis.Redis]:
        """The client. Raises RedisUnavailable when Redis is away, or goes away meanwhile."""
        if not self.up:
            raise RedisUnavailable("Redis does not answer.")
        try:
            yield self.quick if quickly else self.client
        except (redis.ConnectionError, redis.TimeoutError, OSError) as error:
            self._up = False
            raise RedisUnavailable("Redis does not answer.") from error
        except redis.RedisError as error:  # it is full, read-only or loading: of no use either
            self._up = False
            raise RedisUnavailable(f"Redis refuses: {error}") from error

    def say_alive(self, name: str, said: Mapping[str, Any]) -> None:
        """A worker's heartbeat; it counts for a few seconds. Raises RedisUnavailable."""
        with self.using() as redis_now:
            pipeline = redis_now.pipeline(transaction=False)
            pipeline.sadd(WORKERS, name)
            pipeline.set(WORKER + name, json.dumps(said), px=round(1000 * ALIVE_FOR))
            pipeline.execute()

    def say_gone(self, name: str) -> None:
        """A worker stops; nothing more is sent to it. Raises RedisUnavailable."""
        with self.using() as redis_now:
            redis_now.delete(WORKER + name)

    def close(self) -> None:
        """Stop looking and let go of the connections."""
        self._closed.set()
        if self._looking is not None:
            self._looking.join(2)
        self.client.close()
        self.quick.close()

    def _look_all_the_time(self) -> None:
        if self._looking is not None:
            return
        with self._lock:
            if self._looking is None:
                self._look()  # the first answer is a true one
                self._looking = threading.Thread(target=self._keep_looking, daemon=True)
                self._looking.start()

    def _keep_looking(self) -> None:
        while not self._closed.wait(LOOK_EVERY):
            self._look()

    def _look(self) -> None:
        try:
            told = self.client.eval(_SAID, 1, WORKERS, WORKER)
            self._workers = {name.decode(): json.loads(said) for name, said in told}
            self._up = True
        except (redis.RedisError, OSError):
            self._up = False
            self._workers = {}


def connect(url: str, patience: float) -> redis.Redis:
    """A client for `redis://`, `rediss://`, `unix://` or, as Celery has it, `sentinel://` URLs.

    Several sentinels are separated by `;`, and the query's `master` names what they watch.
    Nothing is tried twice: whoever asks decides what to do without an answer.
    """
    timeouts: dict[str, Any] = {
        "socket_timeout": patience,
        "socket_connect_timeout": patience,
        "retry": Retry(NoBackoff(), 0),
    }
    if not url.startswith("sentinel://"):
        return redis.Redis.from_url(url, **timeouts)
    parts = [urlsplit(one) for one in url.split(";")]
    query = dict(pair.partition("=")[::2] for one in parts for pair in one.query.split("&"))
    hosts = [(one.hostname or "localhost", one.port or _SENTINEL_PORT) for one in parts]
    path = parts[-1].path.strip("/")
    return Sentinel(hosts, **timeouts).master_for(  # type: ignore[no-any-return,no-untyped-call]
        query.get("master", "mymaster"),
        db=int(path or 0),
        password=parts[-1].password,
        **timeouts,
    )
