"""One Redis, shared by the threads of a process: scripts, and what happens while it is away."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from typing import Any

import redis

from bluepencil.errors import Unavailable
from bluepencil.link import connect
from bluepencil.store.redis.bells import Bells

PREFIX = "bluepencil:store:"  # of all keys; the queue and the rate limit have others
PATIENCE = 2.0  # seconds an answer may take: a disk that is slow to flush holds Redis up
REFUSED_FOR = 0.5  # seconds for which nobody else asks a Redis that did not answer
HOLDS_OUT = 20.0  # seconds that running work waits for a Redis that restarts or fails over
_ASK_AGAIN = 0.25
_AT_ONCE = 32  # connections of one process; an answer takes well under a millisecond
_SHARED = resources.files(__package__).joinpath("common.lua").read_text("utf-8")


class Database:
    """The connections. Every change is one script: Redis runs one at a time, whole or not at all.

    Nobody finds out by waiting that Redis is gone: after one use that failed, all others are
    refused at once until one, a moment later, is answered.
    """

    def __init__(self, url: str) -> None:
        self._client = connect(url, PATIENCE)
        self._slots = threading.BoundedSemaphore(_AT_ONCE)
        self._refused_until = 0.0
        self.bells = Bells(url, f"{PREFIX}bell", PATIENCE)
        self._scripts = {
            name: self._client.register_script(
                _SHARED + resources.files(__package__).joinpath(f"{name}.lua").read_text("utf-8")
            )
            for name in ("tasks", "sessions", "operations")
        }

    def ask(
        self, script: str, asked: str, given: dict[str, Any], *raw: bytes, patient: bool = False
    ) -> Any:
        """Run one of the questions of a script; returns its answer as Redis gives it.

        `patient`: for work under way, which would be lost: it outlasts a restart of Redis. The
        question is then asked again with `again`, and must not do twice what it did. Raises
        Unavailable.
        """
        deadline = time.monotonic() + HOLDS_OUT
        while True:
            values: list[Any] = [PREFIX, asked, json.dumps(given, ensure_ascii=False), *raw]
            try:
                with self.using() as client:
                    return self._scripts[script](args=values, client=client)
            except Unavailable as error:
                refused = isinstance(error.__cause__, redis.ResponseError)
                if not patient or refused or time.monotonic() > deadline:
                    raise
                given = {**given, "again": True}
                time.sleep(_ASK_AGAIN)

    @contextmanager
    def using(self) -> Iterator[Any]:
        """The client (its own types say text or bytes; here all is bytes).

        Raises Unavailable when Redis is away, refuses, or goes away meanwhile.
        """
        if not self._slots.acquire(timeout=PATIENCE):
            raise _away()
        try:
            now = time.monotonic()
            if now < self._refused_until:
                raise _away()
            if self._refused_until:  # this one tries; whoever comes meanwhile is refused
                self._refused_until = now + PATIENCE
            yield self._client
            self._refused_until = 0.0
        except (redis.ConnectionError, redis.TimeoutError, OSError) as error:
            self._refused_until = time.monotonic() + REFUSED_FOR
            raise _away() from error
        except redis.RedisError as error:  # it is full, or read-only
            self._refused_until = 0.0
            raise Unavailable(
                f"The store cannot be used now: Redis refuses ({error}).", retry_after=5
            ) from error
        finally:
            self._slots.release()

    def scrub(self) -> None:
        """After something was deleted: have Redis write its file anew, so that it is gone there.

        One that writes it already, or on its own time, is asked again when results expire.
        """
        with self.using() as client:
            if not client.delete(key("scrub")) or not client.info("persistence")["aof_enabled"]:
                return
            try:
                client.bgrewriteaof()
            except redis.ResponseError:  # it is being written now, from before; or may not be asked
                client.set(key("scrub"), 1)

    def close(self) -> None:
        """Let go of the connections."""
        self.bells.close()
        self._client.close()


def key(*parts: str) -> str:
    """The name of a key, as the scripts name it."""
    return PREFIX + ":".join(parts)


def _away() -> Unavailable:
    return Unavailable("The store cannot be used now: Redis does not answer.", retry_after=5)
