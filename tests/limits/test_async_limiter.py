"""Waiting on an event loop: nothing blocks it, and many who wait cost no more than one."""

import asyncio
import threading

import pytest

from bluepencil.limits import Rate, async_limiter
from bluepencil.limits.async_limiter import AsyncLimiter
from bluepencil.limits.local import LocalLimiter
from bluepencil.limits.shared import SharedLimiter
from bluepencil.queue.connection import Connection
from tests.redis_server import redis_serving


class Remote(LocalLimiter):
    """A limiter that blocks until it is `free`, as one that asks Redis may; counts its polls."""

    blocking = True

    def __init__(self, rate: Rate | None = None) -> None:
        super().__init__({"analysis": rate, "chat": rate})
        self.free = threading.Event()
        self.free.set()
        self.asked = threading.Event()
        self.polls: list[int] = []
        self.refunds: list[object] = []

    def remaining(self, reservations):
        self.polls.append(len(reservations))
        self.asked.set()
        assert self.free.wait(20)
        return super().remaining(reservations)

    def refund(self, reservation):
        self.refunds.append(reservation)
        super().refund(reservation)


class Never(Remote):
    """Admits no call for so many polls, then all."""

    def __init__(self, polls: int) -> None:
        super().__init__()
        self.left = polls

    def remaining(self, reservations):
        waits = super().remaining(reservations) if self.left <= 0 else [60.0] * len(reservations)
        self.polls += [len(reservations)] if self.left > 0 else []
        self.left -= 1
        return waits


def run(work, limiter):
    """Run `work(acquire, limits)` on a loop of its own."""

    async def main():
        limits = AsyncLimiter(limiter)

        def acquire(lane="analysis", on_wait=lambda _: None):
            return asyncio.ensure_future(limits.acquire(lane, "m", 10, 10, on_wait))

        return limits, await asyncio.wait_for(work(acquire, limits), 30)

    limits, result = asyncio.run(main())
    limits.close()
    return result


@pytest.mark.parametrize("make", [LocalLimiter, lambda _: Remote()])
def test_a_free_limit_admits_at_once_and_says_nothing_of_waiting(make):
    waits = []

    async def work(acquire, _):
        return await acquire(on_wait=waits.append)

    assert run(work, make({})).started
    assert waits == []


@pytest.mark.parametrize("make", [LocalLimiter, lambda _: Remote()])
def test_calls_may_come_right_after_each_other(make):
    async def work(_, limits):
        return [await limits.acquire("chat", "m", 1, 1, lambda _: None) for _ in range(50)]

    assert all(one.started for one in run(work, make({})))


def test_calls_start_in_the_order_of_the_limiter(monkeypatch):
    monkeypatch.setattr(async_limiter, "POLL_EVERY", 0.01)
    limiter, order = Remote(), []
    limiter.pause("m", 0.05)

    async def work(acquire, _):
        async def one(number, lane):
            await acquire(lane)
            order.append(number)

        await asyncio.gather(one(0, "analysis"), one(1, "analysis"), one(2, "chat"))

    run(work, limiter)
    assert sorted(order) == [0, 1, 2]
    assert order.index(0) < order.index(1)


def test_two_hundred_who_wait_are_asked_about_in_one_poll(monkeypatch):
    monkeypatch.setattr(async_limiter, "POLL_EVERY", 0.01)
    limiter = Never(polls=20)

    async def work(acquire, _):
        return await asyncio.gather(*(acquire() for _ in range(200)))

    assert all(one.started for one in run(work, limiter))
    assert len(limiter.polls) <= 20 + 1 + 1
    assert limiter.polls.count(200) >= 19


def test_between_two_polls_for_all_only_those_are_asked_about_whose_time_has_come(monkeypatch):
    monkeypatch.setattr(async_limiter, "POLL_EVERY", 3600)
    limiter = Remote(Rate(50, 1))  # one in 20 ms

    async def work(acquire, _):
        return await asyncio.gather(*(acquire() for _ in range(30)))

    run(work, limiter)
    assert limiter.polls[0] == 30
    assert sum(limiter.polls[1:]) <= 3 * 30  # each once, and again where it was a little early


def test_whoever_joins_is_asked_about_at_once(monkeypatch):
    monkeypatch.setattr(async_limiter, "POLL_EVERY", 3600)
    limiter = Remote()
    limiter.pause("other", 3600)

    async def work(acquire, limits):
        waits = asyncio.Event()
        stuck = asyncio.ensure_future(
            limits.acquire("analysis", "other", 1, 1, lambda _: waits.set())
        )
        await waits.wait()
        await acquire("chat")
        stuck.cancel()

    run(work, limiter)
    assert len(limiter.polls) == 2


def test_a_limiter_that_hangs_stops_neither_the_loop_nor_cancelling():
    limiter = Remote()
    limiter.free.clear()

    async def work(acquire, limits):
        waiting = [acquire() for _ in range(3)]
        while not limiter.asked.is_set():
            await asyncio.sleep(0.001)
        admitted_before = [one.done() for one in waiting]
        limits.settle(limiter.reserve("chat", "m", 1, 1), 1, 1)  # of a call that runs; returns
        limits.learn("m", {})
        limits.pause("m", 0)
        waiting[0].cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting[0]
        hung = not limiter.free.is_set()  # all that went on while it hung
        limiter.free.set()
        return admitted_before, hung, await asyncio.gather(*waiting[1:])

    before, hung, admitted = run(work, limiter)
    assert before == [False] * 3 and hung
    assert all(one.started for one in admitted)
    assert len(limiter.refunds) == 1  # the cancelled call's turn, though it had just been given


def test_who_is_cancelled_while_waiting_leaves_the_queue():
    limiter = Remote()
    limiter.pause("m", 3600)

    async def work(acquire, _):
        waits = asyncio.Event()
        waiting = acquire(on_wait=lambda _: waits.set())
        await waits.wait()
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting

    run(work, limiter)
    assert limiter._queue == []


def test_what_breaks_in_the_limiter_is_not_waited_for_for_ever():
    class Broken(LocalLimiter):
        blocking = True

        def remaining(self, reservations):
            raise ZeroDivisionError

    async def work(acquire, _):
        results = await asyncio.gather(acquire(), acquire(), return_exceptions=True)
        return [type(one) for one in results]

    assert run(work, Broken({})) == [ZeroDivisionError] * 2


def test_a_pause_holds_for_whoever_comes_after_it():
    limiter, waits = Remote(), []

    async def work(acquire, limits):
        limits.pause("m", 60)
        waiting = acquire(on_wait=waits.append)
        while not waits:
            await asyncio.sleep(0.001)
        waiting.cancel()

    run(work, limiter)
    assert waits[0] > 50


def test_a_frozen_redis_stops_neither_the_loop_nor_cancelling(tmp_path):
    with redis_serving(tmp_path / "redis") as server:
        connection = Connection(server.url)
        rates = {"analysis": Rate(1, 3600)}
        limiter = SharedLimiter(connection, LocalLimiter(rates), rates)
        threads = set()
        ask = limiter._ask
        limiter._ask = lambda *args, **kw: (
            threads.add(threading.current_thread().name) or ask(*args, **kw)
        )

        async def work(acquire, limits):
            running = await acquire()
            waits = asyncio.Event()
            waiting = [acquire(on_wait=lambda _: waits.set()) for _ in range(20)]
            await waits.wait()
            server.freeze()
            limits.settle(running, 5, 5)
            for one in waiting:
                one.cancel()
            results = await asyncio.gather(*waiting, return_exceptions=True)
            server.thaw()
            return {type(one) for one in results}

        assert run(work, limiter) == {asyncio.CancelledError}
        assert {name.rpartition("_")[0] for name in threads} == {"limiter"}
        connection.close()
