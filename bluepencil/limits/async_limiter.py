"""The limiter for an event loop: it never blocks the loop, and one poll is for all who wait."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar

from bluepencil.limits import Limiter, Reservation

POLL_EVERY = 0.5  # seconds between two polls for all waiting calls: others leave, limits change
Result = TypeVar("Result")


@dataclass(eq=False)
class _Waiter:
    """A call that waits; `reservation` is set, and used, only where the limiter runs."""

    call: tuple[str, str, float, float]
    on_wait: Callable[[float], None]
    admitted: asyncio.Future[Reservation]
    poll_at: float = 0.0
    reservation: Reservation | None = None


class AsyncLimiter:
    """Admits the calls of one event loop; use it from that loop only.

    A limiter that may block runs on a thread of its own, one request after the other, so that a
    slow Redis holds up neither running streams nor cancelling. The number of requests does not
    grow with the number of waiting calls.
    """

    def __init__(self, limiter: Limiter) -> None:
        self._limiter = limiter
        self._thread = ThreadPoolExecutor(1, "limiter") if limiter.blocking else None
        self._waiting: list[_Waiter] = []
        self._joined = asyncio.Event()
        self._poller: asyncio.Task[None] | None = None

    async def acquire(
        self,
        lane: str,
        budget: str,
        input_tokens: float,
        output_tokens: float,
        on_wait: Callable[[float], None],
    ) -> Reservation:
        """Wait until a call of about that size may start; it must then be made.

        `on_wait(seconds)` says how long it will still take, whenever that was asked.
        """
        loop = asyncio.get_running_loop()
        call = (lane, budget, input_tokens, output_tokens)
        waiter = _Waiter(call, on_wait, loop.create_future())
        self._waiting.append(waiter)
        self._joined.set()
        if self._poller is None or self._poller.done():
            self._poller = loop.create_task(self._poll())
            self._poller.add_done_callback(self._poller_ended)
        try:
            return await waiter.admitted
        except asyncio.CancelledError:
            with suppress(ValueError):  # it may have been admitted just now
                self._waiting.remove(waiter)
            self._post(self._give_back, waiter)
            raise

    def settle(self, reservation: Reservation, input_tokens: float, output_tokens: float) -> None:
        """See Limiter; it happens soon."""
        self._post(self._limiter.settle, reservation, input_tokens, output_tokens)

    def refund(self, reservation: Reservation) -> None:
        """See Limiter; it happens soon."""
        self._post(self._limiter.refund, reservation)

    def learn(self, budget: str, headers: Mapping[str, str]) -> None:
        """See Limiter; it happens soon."""
        self._post(self._limiter.learn, budget, headers)

    def pause(self, budget: str, seconds: float) -> None:
        """See Limiter; it happens soon, and before any later call is admitted."""
        self._post(self._limiter.pause, budget, seconds)

    def close(self) -> None:
        """Finish what was passed to the limiter. Call it when the loop has ended."""
        if self._thread is not None:
            self._thread.shutdown()

    async def _poll(self) -> None:
        """While any call waits, poll for those that are due, and every so often for all."""
        now = asyncio.get_running_loop().time
        poll_all_at = 0.0
        while True:
            self._joined.clear()
            poll_all = now() >= poll_all_at
            if poll_all:
                poll_all_at = now() + POLL_EVERY
            asked = [one for one in self._waiting if poll_all or one.poll_at <= now()]
            waits = await self._run(self._ask, asked)
            for waiter, wait in zip(asked, waits, strict=True):
                self._answer(waiter, wait, now() + wait)
            if not self._waiting:
                return
            next_poll = min(poll_all_at, *(one.poll_at for one in self._waiting))
            with suppress(TimeoutError):
                async with asyncio.timeout_at(next_poll):
                    await self._joined.wait()

    def _answer(self, waiter: _Waiter, wait: float, poll_at: float) -> None:
        if waiter.admitted.done():  # cancelled meanwhile
            return
        if wait > 0:
            waiter.poll_at = poll_at
            waiter.on_wait(wait)
        elif waiter.reservation is not None:
            self._waiting.remove(waiter)
            waiter.admitted.set_result(waiter.reservation)

    def _poller_ended(self, poller: asyncio.Task[None]) -> None:
        """Where it broke, so do all who still wait for it."""
        if poller.cancelled() or (error := poller.exception()) is None:
            return
        waiting, self._waiting = self._waiting, []
        for waiter in waiting:
            if not waiter.admitted.done():
                waiter.admitted.set_exception(error)

    # What follows runs where the limiter runs, in the order in which it was asked for.

    def _ask(self, asked: list[_Waiter]) -> list[float]:
        reservations = []
        for one in asked:
            if one.reservation is None:
                one.reservation = self._limiter.reserve(*one.call)
            reservations.append(one.reservation)
        return self._limiter.remaining(reservations)

    def _give_back(self, waiter: _Waiter) -> None:
        if waiter.reservation is not None:
            self._limiter.refund(waiter.reservation)

    async def _run(self, work: Callable[..., Result], *args: object) -> Result:
        if self._thread is None:
            return work(*args)
        return await asyncio.get_running_loop().run_in_executor(self._thread, work, *args)

    def _post(self, work: Callable[..., None], *args: object) -> None:
        if self._thread is None:
            work(*args)
        else:
            # a failure is raised once more in the callback, and logged there
            self._thread.submit(work, *args).add_done_callback(Future.result)
