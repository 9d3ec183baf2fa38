"""One request to the model with all its attempts, run on the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import anthropic

from bluepencil.engines.claude.chunks import End, Restart, Text, Waiting
from bluepencil.engines.claude.client import timeouts
from bluepencil.engines.claude.events import EventReader
from bluepencil.engines.claude.features import do_without
from bluepencil.engines.claude.options import ClaudeOptions
from bluepencil.engines.claude.params import Build, Features, Json, Prepared, prepare
from bluepencil.engines.claude.prompt_cache import PromptCache
from bluepencil.engines.claude.retry import NotTheApi, StreamBroken, overloaded, retrying
from bluepencil.limits import Reservation
from bluepencil.limits.async_limiter import AsyncLimiter

SHORT_ANSWER = 2_000  # tokens, for endpoints that do not give more
EXPECTED_OUTPUT = 1_500  # tokens an answer is expected to take, until it is known
CHARACTERS_PER_TOKEN = 4
MIN_WAIT_REPORTED = 0.2  # seconds; shorter waits are not mentioned
OVERLOADS = 2  # after so many in a row the fallback model is asked


@dataclass
class Endpoint:
    """Whom requests go to. What one of them learns about it is kept here for all."""

    options: ClaudeOptions
    client: Any
    limiter: AsyncLimiter
    features: Features
    cache: PromptCache


class Request:
    """Gives `deliver` all that comes of one request, in order and in batches; `End` is the last.

    Make it on the caller's thread: building the parameters of a long document takes a while.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        model: str,
        build: Build,
        lane: str,
        deliver: Callable[[Sequence[object]], None],
        timeout: float | None = None,
    ) -> None:
        self.model = model
        self._endpoint, self._options, self._limiter = endpoint, endpoint.options, endpoint.limiter
        self._build, self._lane, self._deliver = build, lane, deliver
        self._timeout = timeouts(timeout or self._options.timeout)
        self._notes: tuple[str, ...] = ()
        self._overloads = 0
        self._answering = False
        self._batch: list[object] = []
        self._prepared = prepare(build, endpoint.features)

    async def run(self, attempts: int) -> None:
        """Try so many times at most; the last failure comes out as the SDK raised it."""
        async for attempt in retrying(attempts, self._sleep, self._failed):
            with attempt:
                self._emit(await self._attempt())

    async def _attempt(self) -> End:
        """One attempt, without what the endpoint turns out not to support."""
        features = self._endpoint.features
        while True:
            if features != self._prepared.features:
                self._prepared = prepare(self._build, features)
            try:
                return await self._call(self._prepared)
            except anthropic.APIStatusError as error:
                fewer = do_without(features, error, self._build)
                if fewer is None:
                    raise
                self._endpoint.features = features = fewer

    async def _call(self, prepared: Prepared) -> End:
        events, prefix = EventReader(), prepared.prefix
        cached = prepared.cached if self._endpoint.cache.holds(self.model, prefix) else 0
        reservation = await self._admission(prepared.characters - cached)
        try:
            stream = await self._endpoint.client.messages.create(
                **self._complete(prepared), stream=True, timeout=self._timeout
            )
            async with stream:
                self._limiter.learn(self.model, stream.response.headers)
                async for event in stream:
                    if chunk := events.read(event):
                        self._answering = True
                        self._emit(chunk)
                    elif event.type == "message_start":
                        self._endpoint.cache.used(self.model, prefix)
                        self._limiter.settle(reservation, events.uncached_input, EXPECTED_OUTPUT)
        except anthropic.APIStatusError as error:
            self._limiter.learn(self.model, error.response.headers)
            raise
        except ValueError as error:  # no JSON, or no text
            raise NotTheApi from error
        finally:
            self._account(reservation, events)
        if not events.ended:
            raise StreamBroken if events.started else NotTheApi
        model = events.model or self.model
        features = prepared.features
        return End(model, events.stop_reason, events.explanation, features, self._notes)

    def _complete(self, prepared: Prepared) -> Json:
        """The parameters as sent, with model, effort and the length the endpoint allows."""
        whole = {"model": self.model, **prepared.params}
        if not prepared.features.long_answers:
            whole["max_tokens"] = min(whole["max_tokens"], SHORT_ANSWER)
        if prepared.features.effort and self._options.effort:
            config = whole.get("output_config", {})
            whole["output_config"] = {**config, "effort": self._options.effort}
        return whole

    async def _admission(self, input_characters: int) -> Reservation:
        """Wait for the rate limit."""
        now = asyncio.get_running_loop().time
        reported = 0.0  # when the wait ends, as last reported

        def on_wait(seconds: float) -> None:
            nonlocal reported
            if seconds > MIN_WAIT_REPORTED and abs(now() + seconds - reported) > 1:
                reported = now() + seconds
                self._emit(Waiting("rate_limit", seconds))

        tokens = input_characters / CHARACTERS_PER_TOKEN
        reservation = await self._limiter.acquire(
            self._lane, self.model, tokens, EXPECTED_OUTPUT, on_wait
        )
        if reported:
            self._emit(Waiting(None, 0))
        return reservation

    def _account(self, reservation: Reservation, events: EventReader) -> None:
        """Report what an attempt used, however it ended; nothing where it was refused."""
        if not events.started:
            self._limiter.refund(reservation)
            return
        usage = events.usage(self.model, self._options.prices)
        self._limiter.settle(reservation, events.uncached_input, usage.output_tokens)
        self._emit(usage)

    def _failed(self, error: BaseException, seconds: float) -> None:
        """Between two attempts: take back what came, spare other calls the same refusal."""
        if self._answering:
            self._answering = False
            self._emit(Restart())
        busy = overloaded(error)
        if busy or isinstance(error, anthropic.RateLimitError):
            self._limiter.pause(self.model, seconds)
        self._overloads = self._overloads + 1 if busy else 0
        other = self._options.fallback_model
        if self._overloads >= OVERLOADS and other and other != self.model:
            self._notes = (f"{self.model} was overloaded; {other} answered instead.",)
            self.model = other

    async def _sleep(self, seconds: float) -> None:
        self._emit(Waiting("retry", seconds))
        await asyncio.sleep(seconds)
        self._emit(Waiting(None, 0))

    def _emit(self, item: object) -> None:
        """Deliver it with all else that comes before this request next waits for the network."""
        if not self._batch:
            asyncio.get_running_loop().call_soon(self._flush)
        self._batch.append(item)

    def _flush(self) -> None:
        batch, self._batch = self._batch, []
        self._deliver(list(_merged(batch)))


def _merged(batch: list[object]) -> Iterator[object]:
    """The same with each run of texts in one piece."""
    for is_text, run in groupby(batch, key=lambda item: isinstance(item, Text)):
        if is_text:
            yield Text("".join(item.text for item in run if isinstance(item, Text)))
        else:
            yield from run
