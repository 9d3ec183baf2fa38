"""The limiter over several processes, against a real Redis that dies, forgets and comes back."""

import multiprocessing
import time

import pytest

from bluepencil.limits import Rate
from bluepencil.limits.local import LocalLimiter
from bluepencil.limits.shared import SharedLimiter
from bluepencil.queue.connection import Connection
from tests.redis_server import redis_serving
from tests.working import until

WINDOW = 4.0  # seconds


@pytest.fixture
def server(tmp_path):
    with redis_serving(tmp_path / "redis") as started:
        yield started


@pytest.fixture
def make(server):
    """Makes limiters as processes have them, each with a line to Redis of its own."""
    connections = []

    def limiter(rate: Rate | None, **options) -> SharedLimiter:
        connections.append(Connection(server.url))
        rates = {"analysis": rate, "chat": rate}
        return SharedLimiter(connections[-1], LocalLimiter(rates), rates, **options)

    yield limiter
    for connection in connections:
        connection.close()


def starts(limiter, seconds):
    """When calls start that come one after the other for so long."""
    found, end = [], time.time() + seconds
    while time.time() < end:
        place = limiter.reserve("analysis", "m", 0, 0)
        while (wait := limiter.remaining(place)) > 0:
            time.sleep(min(wait, 0.5))
        found.append(time.time())
    return found


def _process(url, rate, seconds, results):
    connection = Connection(url)
    rates = {"analysis": rate}
    results.put(starts(SharedLimiter(connection, LocalLimiter(rates), rates), seconds))
    connection.close()


def test_processes_share_the_limit_and_use_nearly_all_of_it(server):
    rate = Rate(80, WINDOW)
    spawn = multiprocessing.get_context("spawn")
    results = spawn.Queue()
    args = (server.url, rate, 3 * WINDOW, results)
    processes = [spawn.Process(target=_process, args=args) for _ in range(3)]
    for process in processes:
        process.start()
    times = sorted(time for _ in processes for time in results.get(timeout=60))
    for process in processes:
        process.join(30)
    # A call starts a moment after it was let through: the window is that much shorter here.
    most = max(sum(a <= b < a + WINDOW - 0.1 for b in times) for a in times)
    assert most <= rate.amount
    took = times[-1] - times[0]
    assert len(times) >= 0.95 * rate.amount * took / WINDOW
    assert max(b - a for a, b in zip(times, times[1:], strict=False)) < 2


def test_without_redis_each_process_limits_itself_and_then_they_share_again(make, server):
    one, two = make(Rate(1, 3600)), make(Rate(1, 3600))
    assert one.remaining(one.reserve("analysis", "m", 0, 0)) == 0
    waits = two.reserve("analysis", "m", 0, 0)
    assert two.remaining(waits) > 3000
    server.kill()
    assert two.remaining(waits) == 0, "it is this process's own first"
    assert two.remaining(two.reserve("analysis", "m", 0, 0)) > 3000
    two.settle(waits, 10, 10)
    server.start()
    until(lambda: two._redis.up and one._redis.up)
    assert one.remaining(one.reserve("chat", "m", 0, 0)) == 0
    assert two.remaining(two.reserve("chat", "m", 0, 0)) > 3000


def test_what_one_learned_holds_for_all_also_after_redis_has_forgotten_it(make, server):
    headers = {
        "anthropic-ratelimit-requests-limit": "60",
        "anthropic-ratelimit-requests-remaining": "60",
    }
    one, two = make(Rate(1, 3600)), make(Rate(1, 3600))
    two.reserve("analysis", "m", 0, 0)  # so that it has used the model
    one.learn("m", headers)
    assert two.headroom()["requests_per_minute"] == 60
    server.client.flushall()
    assert one.remaining(one.reserve("analysis", "m", 0, 0)) == 0
    assert two.headroom()["requests_per_minute"] == 60


def test_a_pause_holds_for_all(make):
    one, two = make(None), make(None)
    one.pause("m", 20)
    assert 19 < two.remaining(two.reserve("chat", "m", 0, 0)) <= 20


def test_who_died_waiting_is_not_waited_for(make):
    one, two = make(Rate(60, 60), patience=0.2), make(Rate(60, 60), patience=0.2)
    assert one.remaining(one.reserve("analysis", "m", 0, 0)) == 0
    for _ in range(30):
        one.reserve("analysis", "m", 0, 0)  # and never asks again
    mine = two.reserve("analysis", "m", 0, 0)
    assert two.remaining(mine) > 20
    until(lambda: two.remaining(mine) < 2)


def test_nothing_is_left_in_redis_for_ever(make, server):
    one = make(Rate(5, 60))
    one.learn("m", {"anthropic-ratelimit-requests-limit": "60"})
    one.remaining(one.reserve("analysis", "m", 5, 5))
    one.pause("m", 5)
    one.reserve("analysis", "m", 5, 5)
    keys = server.client.keys("bluepencil:limit:*")
    assert len(keys) == 7 and all(server.client.pttl(key) > 0 for key in keys)


def test_a_process_that_calls_nobody_tells_the_headroom_the_others_learned(make):
    caller, teller = make(None), make(None)
    assert teller.headroom() is None
    assert caller.remaining(caller.reserve("analysis", "m", 0, 0)) == 0
    caller.learn("m", {"anthropic-ratelimit-requests-limit": "50"})
    told = teller.headroom()
    assert (told["requests_per_minute"], told["used_last_minute"]) == (50, 1)
