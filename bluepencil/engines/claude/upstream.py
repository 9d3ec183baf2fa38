"""The line to the model: one SDK client on one event loop, asked from any thread."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Generator
from contextlib import suppress
from queue import SimpleQueue
from typing import Any

import anthropic

from bluepencil.engines import Call
from bluepencil.engines.claude.client import make_client, patience
from bluepencil.engines.claude.failures import failure
from bluepencil.engines.claude.features import do_without, known_features
from bluepencil.engines.claude.options import ClaudeOptions
from bluepencil.engines.claude.pieces import (
    Again,
    Build,
    End,
    Features,
    Json,
    Piece,
    Text,
    Waits,
    cached_part,
    characters,
)
from bluepencil.engines.claude.retry import BrokeOff, Nonsense, overloaded, retrying
from bluepencil.engines.claude.tally import Tally
from bluepencil.errors import Unavailable
from bluepencil.limits import Limiter, Reservation
from bluepencil.review.findings import Usage

SHORT_ANSWER = 2_000  # tokens, for endpoints that do not give more
OUTPUT_GUESS = 1_500  # tokens an answer is expected to take, until it is known
CACHE_LIFE = 290.0  # seconds a prefix stays in the provider's cache, less a little
MOST_WARM = 256
LOOK_AGAIN = 0.5  # seconds between two looks at the limiter
WORTH_TELLING = 0.2  # seconds; shorter waits are not mentioned
OVERLOADS = 2  # after so many in a row the fallback model is asked


class Upstream:
    """Makes the calls. What was learned about the endpoint is kept for all of them."""

    def __init__(self, options: ClaudeOptions, limiter: Limiter) -> None:
        self.options, self.limiter = options, limiter
        self.features = known_features(options)
        self.client = make_client(options)
        self._loop = asyncio.new_event_loop()
        self._running: set[asyncio.Task[None]] = set()
        self._closed = False
        self._door = threading.Lock()  # nobody comes in while the end begins
        self._warm: dict[tuple[str, int], float] = {}  # model and prefix -> when it was last used
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
    ) -> Generator[Piece, None, None]:
        """The pieces of the answer, as they come; see Asks.

        Everything, also `call`'s callbacks, runs on the caller's thread but the call itself.
        Closing the generator early closes the connection.
        """
        call.cancel.check()
        pieces: SimpleQueue[Any] = SimpleQueue()
        asking = _Asking(self, model, build, call.lane, pieces.put, timeout)
        stop = self._start(asking.run(attempts or self.options.attempts), pieces.put)
        ended: asyncio.Task[None] | None = None
        with call.cancel.listening(stop):
            try:
                while ended is None:
                    piece = pieces.get()
                    if isinstance(piece, asyncio.Task):
                        ended = piece
                    elif isinstance(piece, Waits):
                        call.waiting(piece.reason, piece.seconds)
                    elif isinstance(piece, Usage):
                        call.spent(piece)
                    else:
                        yield piece
            finally:
                if ended is None:  # nobody wants the rest: end the call, but know what it cost
                    stop()
                    while not isinstance(piece := pieces.get(), asyncio.Task):
                        if isinstance(piece, Usage):
                            call.spent(piece)
        call.cancel.check()
        if ended.cancelled():
            raise Unavailable("The program is stopping.")
        if error := ended.exception():
            raise failure(error, asking.model, self.options) from error

    def close(self) -> None:
        """End all calls, then the connections and the thread; again does nothing."""
        with self._door:
            if self._closed:
                return
            self._closed = True
            ending = asyncio.run_coroutine_threadsafe(self._end(), self._loop)
        ending.result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()

    def is_warm(self, model: str, prefix: int) -> bool:
        """Whether that prefix of a request can still be read from the cache."""
        return self._loop.time() - self._warm.get((model, prefix), float("-inf")) < CACHE_LIFE

    def warmed(self, model: str, prefix: int) -> None:
        """An answer to a request with that prefix has begun."""
        self._warm[model, prefix] = self._loop.time()
        if len(self._warm) > MOST_WARM:
            del self._warm[min(self._warm, key=self._warm.__getitem__)]

    async def _end(self) -> None:
        tasks = list(self._running)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await self.client.close()

    def _start(self, coroutine: Any, told: Callable[[object], None]) -> Callable[[], object]:
        """Run it on the loop, tell its task when it has ended; what is returned cancels it.

        Raises Unavailable once the end has begun: what was started before is known to it.
        """
        task: asyncio.Task[None] | None = None

        def begin() -> None:
            nonlocal task
            task = self._loop.create_task(coroutine)
            self._running.add(task)
            task.add_done_callback(self._running.discard)
            task.add_done_callback(told)

        def cancel() -> None:  # the loop keeps order: begin() has run
            if task is not None:
                task.cancel()

        def stop() -> None:
            with suppress(RuntimeError):  # the loop has ended, and the call with it
                self._loop.call_soon_threadsafe(cancel)

        with self._door:
            if self._closed:
                coroutine.close()
                raise Unavailable("The program is stopping.")
            self._loop.call_soon_threadsafe(begin)
        return stop


class _Asking:
    """One question with all its attempts. Runs on the loop; `put` hands pieces to the caller."""

    def __init__(
        self,
        upstream: Upstream,
        model: str,
        build: Build,
        lane: str,
        put: Callable[[object], None],
        timeout: float | None,
    ) -> None:
        self.model = model
        self._upstream, self._build, self._lane, self._hand_over = upstream, build, lane, put
        self._options, self._limiter = upstream.options, upstream.limiter
        self._timeout = patience(timeout or self._options.timeout)
        self._notes: tuple[str, ...] = ()
        self._overloads = 0
        self._said = False
        self._written: list[str] = []  # text that is not handed over yet

    async def run(self, attempts: int) -> None:
        """Try until it succeeds; the End is the last thing put."""
        async for attempt in retrying(attempts, self._sleep, self._failed):
            with attempt:
                self._put(await self._attempt())

    async def _attempt(self) -> End:
        """One attempt, as plain as the endpoint needs it."""
        features = self._upstream.features
        while True:
            params = self._build(features)
            try:
                return await self._call(params, features)
            except anthropic.APIStatusError as error:
                fewer = do_without(features, error, self._build)
                if fewer is None:
                    raise
                self._upstream.features = features = fewer

    async def _call(self, params: Json, features: Features) -> End:
        tally = Tally()
        prefix, cached = cached_part(params)
        warm = self._upstream.is_warm(self.model, prefix)
        place = await self._turn((characters(params) - (cached if warm else 0)) / 4)
        try:
            stream = await self._upstream.client.messages.create(
                **self._complete(params, features), stream=True, timeout=self._timeout
            )
            async with stream:
                self._limiter.learn(self.model, stream.response.headers)
                async for event in stream:
                    if piece := tally.take(event):
                        self._said = True
                        self._put(piece)
                    elif event.type == "message_start":
                        self._upstream.warmed(self.model, prefix)
                        self._limiter.settle(place, tally.fresh_input, OUTPUT_GUESS)
        except anthropic.APIStatusError as error:
            self._limiter.learn(self.model, error.response.headers)
            raise
        except ValueError as error:  # no JSON, or no text
            raise Nonsense from error
        finally:
            self._account(place, tally)
        if not tally.complete:
            raise BrokeOff if tally.begun else Nonsense
        model = tally.model or self.model
        return End(model, tally.stop_reason, tally.explanation, features, self._notes)

    def _complete(self, params: Json, features: Features) -> Json:
        """The parameters as sent, with model, effort and the length the endpoint allows."""
        whole = {"model": self.model, **params}
        if not features.long_answers:
            whole["max_tokens"] = min(whole["max_tokens"], SHORT_ANSWER)
        if features.effort and self._options.effort:
            config = whole.get("output_config", {})
            whole["output_config"] = {**config, "effort": self._options.effort}
        return whole

    async def _turn(self, input_tokens: float) -> Reservation:
        """Wait for the rate limit."""
        place = self._limiter.reserve(self._lane, self.model, input_tokens, OUTPUT_GUESS)
        told_until = 0.0
        now = asyncio.get_running_loop().time
        try:
            while (wait := self._limiter.remaining(place)) > 0:
                if wait > WORTH_TELLING and abs(now() + wait - told_until) > 1:
                    told_until = now() + wait
                    self._put(Waits("rate_limit", wait))
                await asyncio.sleep(min(wait, LOOK_AGAIN))
        except asyncio.CancelledError:
            self._limiter.refund(place)
            raise
        if told_until:
            self._put(Waits(None, 0))
        return place

    def _account(self, place: Reservation, tally: Tally) -> None:
        """Say what an attempt used, however it ended; nothing where it was refused."""
        if not tally.begun:
            self._limiter.refund(place)
            return
        usage = tally.usage(self.model, self._options.prices)
        self._limiter.settle(place, tally.fresh_input, usage.output_tokens)
        self._put(usage)

    def _failed(self, error: BaseException, seconds: float) -> None:
        """Between two attempts: take back what was said, keep others from the same wall."""
        if self._said:
            self._said = False
            self._put(Again())
        busy = overloaded(error)
        if busy or isinstance(error, anthropic.RateLimitError):
            self._limiter.pause(self.model, seconds)
        self._overloads = self._overloads + 1 if busy else 0
        other = self._options.fallback_model
        if self._overloads >= OVERLOADS and other and other != self.model:
            self._notes = (f"{self.model} was overloaded; {other} answered instead.",)
            self.model = other

    def _put(self, piece: object) -> None:
        """Hand a piece over, in order; what came together goes together."""
        if isinstance(piece, Text):
            self._written.append(piece.text)
            if len(self._written) == 1:  # runs when this call next waits for the network
                asyncio.get_running_loop().call_soon(self._flush)
        else:
            self._flush()
            self._hand_over(piece)

    def _flush(self) -> None:
        if self._written:
            self._hand_over(Text("".join(self._written)))
            self._written.clear()

    async def _sleep(self, seconds: float) -> None:
        self._put(Waits("retry", seconds))
        await asyncio.sleep(seconds)
        self._put(Waits(None, 0))
