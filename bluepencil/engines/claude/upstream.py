"""The connection to the model: one SDK client on one event loop, used from any thread."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Coroutine, Generator, Sequence
from contextlib import suppress
from itertools import chain
from queue import SimpleQueue
from typing import Any

from bluepencil.engines import Call
from bluepencil.engines.claude.chunks import Chunk, Waiting
from bluepencil.engines.claude.client import make_client
from bluepencil.engines.claude.failures import failure
from bluepencil.engines.claude.features import known_features
from bluepencil.engines.claude.options import ClaudeOptions
from bluepencil.engines.claude.params import Build
from bluepencil.engines.claude.prompt_cache import PromptCache
from bluepencil.engines.claude.request import Endpoint, Request
from bluepencil.errors import Unavailable
from bluepencil.limits import Limiter
from bluepencil.limits.async_limiter import AsyncLimiter
from bluepencil.review.findings import Usage

CLOSE_TIMEOUT = 10.0  # seconds


class Upstream:
    """Makes the calls. Raises EngineRefused when there is nothing to sign in with."""

    def __init__(self, options: ClaudeOptions, limiter: Limiter) -> None:
        client, self._limiter = make_client(options), AsyncLimiter(limiter)
        self._endpoint = Endpoint(
            options, client, self._limiter, known_features(options), PromptCache()
        )
        self._loop = asyncio.new_event_loop()
        self._closed = False
        self._lock = threading.Lock()  # no call starts once closing has begun
        self._thread = threading.Thread(target=self._loop.run_forever, name="claude", daemon=True)
        self._thread.start()

    def ask(
        self,
        model: str,
        build: Build,
        call: Call,
        *,
        attempts: int | None = None,
        timeout: float | None = None,
    ) -> Generator[Chunk, None, None]:
        """The answer in chunks as they come, `End` last. Raises EngineError and TaskCancelled.

        Everything but the request itself runs on the caller's thread, `call`'s callbacks too.
        Closing the generator early closes the connection.
        """
        call.cancel.check()
        batches: SimpleQueue[Sequence[Any]] = SimpleQueue()
        options = self._endpoint.options
        request = Request(self._endpoint, model, build, call.lane, batches.put, timeout)
        stop = self._start(request.run(attempts or options.attempts), batches.put)
        received = chain.from_iterable(iter(batches.get, None))
        ended: asyncio.Task[None] | None = None
        with call.cancel.listening(stop):
            try:
                while ended is None:
                    item = next(received)
                    if isinstance(item, asyncio.Task):
                        ended = item
                    elif isinstance(item, Waiting):
                        call.waiting(item.reason, item.seconds)
                    elif isinstance(item, Usage):
                        call.spent(item)
                    else:
                        yield item
            finally:
                if ended is None:  # nobody wants the rest: end the call, but report what it cost
                    stop()
                    while not isinstance(item := next(received), asyncio.Task):
                        if isinstance(item, Usage):
                            call.spent(item)
        call.cancel.check()
        if ended.cancelled():
            raise Unavailable("The program is stopping.")
        if error := ended.exception():
            raise failure(error, request.model, options) from error

    def close(self) -> None:
        """End all calls, then the connections and the threads. Does nothing the second time."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            ending = asyncio.run_coroutine_threadsafe(self._end(), self._loop)
        ending.result(CLOSE_TIMEOUT)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(CLOSE_TIMEOUT)
        self._loop.close()
        self._limiter.close()

    async def _end(self) -> None:
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self._endpoint.client.close()

    def _start(
        self,
        request: Coroutine[Any, Any, None],
        deliver: Callable[[Sequence[object]], None],
    ) -> Callable[[], object]:
        """Run it on the loop, and deliver its task when that has ended; returns what cancels it.

        Raises Unavailable once closing has begun.
        """
        task: asyncio.Task[None] | None = None

        def begin() -> None:
            nonlocal task
            task = self._loop.create_task(request)
            task.add_done_callback(lambda task: deliver([task]))

        def cancel() -> None:  # callbacks run in order: begin() has run
            if task is not None:
                task.cancel()

        def stop() -> None:
            with suppress(RuntimeError):  # the loop has ended, and the call with it
                self._loop.call_soon_threadsafe(cancel)

        with self._lock:
            if self._closed:
                request.close()
                raise Unavailable("The program is stopping.")
            self._loop.call_soon_threadsafe(begin)
        return stop
