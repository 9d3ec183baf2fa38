"""Waking who waits for a task: one line to Redis over which every change is told."""

from __future__ import annotations

import math
import threading
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import redis

from bluepencil.link import connect

_QUIET = 2.0  # seconds of silence after which the line is tested
_AGAIN = 0.25  # seconds until a broken line is tried again


class Bells:
    """The waiting threads of this process, and the one that listens for them.

    A change that was told while nobody listened, because the line was broken, is not lost: who
    waits is woken when it is whole again, and looks.
    """

    def __init__(self, url: str, channel: str, patience: float) -> None:
        self._client, self._channel = connect(url, patience), channel
        self._lock = threading.Lock()
        self._waiting: dict[str, dict[threading.Event, int]] = defaultdict(dict)
        self._listener: threading.Thread | None = None
        self._closed = threading.Event()

    @contextmanager
    def hung(self, task_id: str, since: int) -> Iterator[threading.Event]:
        """An event that is set when the task is past version `since`, or over, while inside."""
        bell = threading.Event()
        with self._lock:
            self._waiting[task_id][bell] = since
            if self._listener is None:
                self._listener = threading.Thread(target=self._listen, name="bells", daemon=True)
                self._listener.start()
        try:
            yield bell
        finally:
            with self._lock:
                del self._waiting[task_id][bell]
                if not self._waiting[task_id]:
                    del self._waiting[task_id]

    def _listen(self) -> None:
        while not self._closed.is_set():
            try:
                with self._client.pubsub() as line:  # type: ignore[no-untyped-call]
                    line.subscribe(self._channel)
                    self._hear(line)
            except (redis.RedisError, OSError):
                self._closed.wait(_AGAIN)

    def _hear(self, line: redis.client.PubSub) -> None:
        tested = False
        while not self._closed.is_set():
            told = line.get_message(timeout=_QUIET)
            if told is None:
                if tested:
                    raise redis.ConnectionError("Redis is silent.")
                line.ping()
            tested = told is None
            if told is not None and told["type"] == "message":
                version, _, task_id = told["data"].decode().partition(" ")
                self._ring(task_id, float(version or math.inf))
            elif told is not None and told["type"] == "subscribe":
                for task_id in list(self._waiting):
                    self._ring(task_id, math.inf)

    def _ring(self, task_id: str, version: float) -> None:
        with self._lock:
            for bell, since in self._waiting.get(task_id, {}).items():
                if version > since:
                    bell.set()

    def close(self) -> None:
        """Stop listening."""
        self._closed.set()
        if self._listener is not None:
            with suppress(redis.RedisError, OSError):
                self._client.publish(self._channel, "")  # so that the listener notices
            self._listener.join(2 * _QUIET)
        self._client.close()
