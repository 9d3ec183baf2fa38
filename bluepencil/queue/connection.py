"""The connection to Redis: clients that never wait long, and whether Redis is up."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from redis.sentinel import Sentinel

from bluepencil.background import Background
from bluepencil.errors import RedisUnavailable

TIMEOUT = 0.25  # seconds an answer may take; Redis itself needs well under a millisecond
QUICK_TIMEOUT = 0.08  # seconds, where somebody's request waits for it
CHECK_EVERY = 0.25  # seconds between two checks whether Redis is up
_FIRST_CHECK = 1.0  # seconds the first use waits to know whether Redis is up
_SENTINEL_PORT = 26379


class Connection:
    """One Redis for all threads of this process.

    Nobody finds out by waiting that Redis is down: a background thread checks it all the time, and
    while it is down every use is refused at once. Only a use at the moment it goes down can wait,
    and not for long. The thread starts with the first use, which may come after a fork.
    """

    def __init__(self, url: str) -> None:
        self.url = url
        self._client, self._quick = connect(url, TIMEOUT), connect(url, QUICK_TIMEOUT)
        self._background = Background("redis", self._check, CHECK_EVERY)
        self._readers: list[Callable[[redis.Redis], object]] = []
        self._checked = threading.Event()
        self._up = False

    @property
    def up(self) -> bool:
        """Whether Redis answered when last asked, a moment ago."""
        if not self._checked.is_set():
            self._background.start()
            self._checked.wait(_FIRST_CHECK)
        return self._up

    @contextmanager
    def using(self, *, quickly: bool = False) -> Iterator[redis.Redis]:
        """The client. Raises RedisUnavailable when Redis is down, goes down or refuses."""
        if not self.up:
            raise RedisUnavailable("Redis does not answer.")
        try:
            yield self._quick if quickly else self._client
        except (redis.ConnectionError, redis.TimeoutError, OSError) as error:
            self._up = False
            raise RedisUnavailable("Redis does not answer.") from error
        except redis.RedisError as error:  # it is full, read-only or loading: of no use either
            self._up = False
            raise RedisUnavailable(f"Redis refuses: {error}") from error

    def at_each_check(self, read: Callable[[redis.Redis], object]) -> None:
        """Have `read` called with the client, by the background thread, whenever Redis answers."""
        self._readers.append(read)

    def close(self) -> None:
        """Stop checking and close the connections."""
        self._background.stop(2)
        self._client.close()
        self._quick.close()

    def _check(self) -> None:
        up = False
        try:
            up = bool(self._client.ping())
            for read in self._readers:
                read(self._client)
        except (redis.RedisError, OSError):
            up = False
        finally:  # also after an error nobody expected
            self._up = up
            self._checked.set()


def connect(url: str, timeout: float) -> redis.Redis:
    """A client for `redis://`, `rediss://`, `unix://` or, as Celery has it, `sentinel://` URLs.

    Several sentinels are separated by `;`, and the query's `master` names what they watch.
    Nothing is tried twice: the caller decides what to do without an answer.
    """
    options: dict[str, Any] = {
        "socket_timeout": timeout,
        "socket_connect_timeout": timeout,
        "retry": Retry(NoBackoff(), 0),
    }
    if not url.startswith("sentinel://"):
        return redis.Redis.from_url(url, **options)
    parts = [urlsplit(part) for part in url.split(";")]
    query = dict(pair.partition("=")[::2] for part in parts for pair in part.query.split("&"))
    hosts = [(part.hostname or "localhost", part.port or _SENTINEL_PORT) for part in parts]
    path = parts[-1].path.strip("/")
    return Sentinel(hosts, **options).master_for(  # type: ignore[no-any-return,no-untyped-call]
        query.get("master", "mymaster"),
        db=int(path or 0),
        password=parts[-1].password,
        **options,
    )
