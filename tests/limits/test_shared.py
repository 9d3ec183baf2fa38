"""The limiter over several processes, against a real Redis that dies, forgets and comes back."""

import multiprocessing
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bluepencil.limits import Rate, shared
from bluepencil.limits.local import LocalLimiter
from bluepencil.limits.shared import SharedLimiter
from bluepencil.queue.connection import Connection
from tests.limits.conftest import Clock, wait
from tests.redis_server import redis_serving
from tests.working import until

WINDOW = 4.0  # seconds
LIMIT_OF_60 = {
    "anthropic-ratelimit-requests-limit": "60",
    "anthropic-ratelimit-requests-remaining": "60",
}


@pytest.fixture
def server(tmp_path):
    with redis_serving(tmp_path / "redis") as started:
        yield started


@pytest.fixture
def make(server):
    """Makes limiters as processes have them, each with a connection to Redis of its own."""
    connections = []

    def limiter(rate: Rate | None, **options) -> SharedLimiter:
        connections.append(Connection(server.url))
        rates = {"analysis": rate, "chat": rate}
        return SharedLimiter(connections[-1], LocalLimiter(rates), rates, **options)

    yield limiter
    for connection in connections:
        connection.close()


def _process(url, rate, seconds, results):
    """Let calls start one after the other for so long, ten of them always waiting."""
    connection = Connection(url)
    rates = {"analysis": rate}
    limiter = SharedLimiter(connection, LocalLimiter(rates), rates)
    found, waiting, end = [], [], time.time() + seconds
    while time.time() < end:
        waiting += [limiter.reserve("analysis", "m", 0, 0) for _ in range(10 - len(waiting))]
        waits = limiter.remaining(waiting)
        found += [time.time() for seconds in waits if seconds == 0]
        waiting = [one for one in waiting if not one.started]
        time.sleep(min(0.5, *(seconds for seconds in waits if seconds > 0)))
    results.put(found)
    connection.close()


def test_processes_share_the_limit(server):
    rate = Rate(80, WINDOW)
    spawn = multiprocessing.get_context("spawn")
    results = spawn.Queue()
    args = (server.url, rate, 2 * WINDOW, results)
    processes = [spawn.Process(target=_process, args=args) for _ in range(3)]
    for process in processes:
        process.start()
    found = [results.get(timeout=60) for _ in processes]
    for process in processes:
        process.join(30)
    assert all(found)  # each had its share
    times = sorted(time for starts in found for time in starts)
    # A call starts a moment after it was let through: the window is that much shorter here.
    most = max(sum(a <= b < a + WINDOW - 0.1 for b in times) for a in times)
    assert most <= rate.amount


def test_two_processes_use_nearly_all_of_the_limit_in_turn(make):
    clock = Clock()
    one, two = (make(Rate(50, 60), clock=clock, patience=1e9) for _ in range(2))
    began = clock.now
    calls = [(one, two)[n % 2].reserve("analysis", "m", 0, 0) for n in range(51)]
    order = []
    while waiting := [n for n, call in enumerate(calls) if not call.started]:
        waits = [wait((one, two)[n % 2], calls[n]) for n in waiting]
        order += [n for n, seconds in zip(waiting, waits, strict=True) if seconds == 0]
        clock.now += min((seconds for seconds in waits if seconds > 0), default=0)
    assert order == list(range(51))
    assert 60 <= clock.now - began + 1e-6 <= 60 / 0.98 + 1e-3


@settings(max_examples=60, deadline=None)
@given(
    steps=st.lists(
        st.tuples(
            st.sampled_from(["join", "leave", "poll", "all", "wait", "pause", "learn", "settle"]),
            st.integers(0, 50),
        ),
        max_size=60,
    )
)
def test_it_answers_exactly_as_the_limiter_of_one_process(connection, steps):
    clock = Clock()
    rates = {"analysis": Rate(10, 60), "chat": Rate(20, 60)}
    with connection.using() as redis:
        redis.flushall()
    one = LocalLimiter(rates, clock=clock)
    other = SharedLimiter(
        connection, LocalLimiter(rates, clock=clock), rates, clock=clock, patience=1e9
    )
    calls = []
    for step, number in steps:
        waiting = [pair for pair in calls if not pair[0].started]
        model = f"m{number % 2}"
        if step == "join":
            size = ("chat" if number % 3 == 0 else "analysis", model, 10 * number, number)
            calls.append((one.reserve(*size), other.reserve(*size)))
        elif step == "wait":
            clock.now += number / 10
        elif step == "pause":
            one.pause(model, number), other.pause(model, number)
        elif step == "learn":
            headers = {
                "anthropic-ratelimit-requests-limit": str(10 + number),
                "anthropic-ratelimit-input-tokens-limit": str(500 + 10 * number),
                "anthropic-ratelimit-input-tokens-remaining": str(500),
            }
            one.learn(model, headers), other.learn(model, headers)
        elif step == "settle" and calls:
            mine, theirs = calls[number % len(calls)]
            if mine.started:
                one.settle(mine, number, number), other.settle(theirs, number, number)
        elif step == "leave" and waiting:
            mine, theirs = pair = waiting[number % len(waiting)]
            one.refund(mine), other.refund(theirs)
            calls.remove(pair)
        elif waiting:
            asked = waiting if step == "all" else [waiting[number % len(waiting)]]
            waits = one.remaining([mine for mine, _ in asked])
            assert other.remaining([theirs for _, theirs in asked]) == pytest.approx(
                waits, abs=1e-3
            )
            assert [mine.started for mine, _ in calls] == [theirs.started for _, theirs in calls]
    for lane in rates:
        assert other.headroom(lane) == pytest.approx(one.headroom(lane), abs=2e-3)


COUNTING = """
local json = cjson
local cjson = {encode = json.encode, null = json.null, decode = function(text)
  redis.call('INCR', 'decodes')
  return json.decode(text)
end}
"""


def test_the_work_of_a_poll_does_not_grow_with_those_who_wait(make, server, monkeypatch):
    monkeypatch.setattr(shared, "_SCRIPT", COUNTING + shared._SCRIPT)
    limiter, commands = make(Rate(1, 60)), []
    ask = limiter._ask
    limiter._ask = lambda command, **args: commands.append(command) or ask(command, **args)

    def decodes() -> int:
        """The JSON texts read in Redis since this was last asked."""
        return int(server.client.getset("decodes", 0) or 0)

    assert wait(limiter, limiter.reserve("analysis", "m", 0, 0)) == 0
    calls = [limiter.reserve("analysis", "m", 0, 0) for _ in range(250)]
    decodes()
    last = limiter.reserve("analysis", "m", 0, 0)
    assert decodes() == 2  # the arguments, and its own entry
    wait(limiter, calls[0])
    assert decodes() == 2  # the arguments, and the first entry of the queue
    limiter.refund(last)
    assert decodes() == 1
    commands.clear()
    waits = limiter.remaining(calls)
    assert waits == sorted(waits)
    assert decodes() == 1 + 250  # each entry once, for all of them
    assert commands == ["remaining"]


def test_without_redis_each_process_limits_itself_and_then_they_share_again(make, server):
    one, two = make(Rate(1, 3600)), make(Rate(1, 3600))
    assert wait(one, one.reserve("analysis", "m", 0, 0)) == 0
    waits = two.reserve("analysis", "m", 0, 0)
    assert wait(two, waits) > 3000
    server.kill()
    assert wait(two, waits) == 0, "it is this process's own first"
    assert wait(two, two.reserve("analysis", "m", 0, 0)) > 3000
    two.settle(waits, 10, 10)
    server.start()
    until(lambda: two._redis.up and one._redis.up)
    assert wait(one, one.reserve("chat", "m", 0, 0)) == 0
    assert wait(two, two.reserve("chat", "m", 0, 0)) > 3000


def test_calls_that_waited_here_while_redis_was_away_go_on_in_the_shared_queue(make, server):
    one = make(Rate(1, 3600))
    calls = [one.reserve("analysis", "m", 0, 0) for _ in range(3)]
    server.kill()
    assert [seconds == 0 for seconds in one.remaining(calls)] == [True, False, False]
    server.start()
    until(lambda: one._redis.up)
    waits = one.remaining(calls)
    assert waits[:2] == [0, 0], "Redis knows of none that started"
    assert waits[2] > 3000
    assert calls[2].local is not None  # should Redis go again, it has kept its turn here


def test_what_one_learned_holds_for_all_also_after_redis_has_forgotten_it(make, server):
    one, two = make(Rate(1, 3600)), make(Rate(1, 3600))
    two.reserve("analysis", "m", 0, 0)  # so that it has used the model
    one.learn("m", LIMIT_OF_60)
    assert two.headroom()["requests_per_minute"] == 60
    server.client.flushall()
    assert wait(one, one.reserve("analysis", "m", 0, 0)) == 0
    assert two.headroom()["requests_per_minute"] == 60


def test_the_order_is_kept_after_redis_has_forgotten_it(make, server):
    clock = Clock()
    one = make(Rate(60, 60), clock=clock, patience=1e9)
    calls = [one.reserve("analysis", "m", 0, 0) for _ in range(5)]
    one.remaining(calls)
    server.client.flushall()
    waits = one.remaining(calls)
    assert len({*waits[1:]}) == 4 and waits == sorted(waits)  # the first had started before


def test_a_pause_holds_for_all(make):
    one, two = make(None), make(None)
    one.pause("m", 20)
    assert 19 < wait(two, two.reserve("chat", "m", 0, 0)) <= 20


def test_who_died_waiting_is_not_waited_for(make):
    clock = Clock()
    one, two = (make(Rate(60, 60), clock=clock) for _ in range(2))
    assert wait(one, one.reserve("analysis", "m", 0, 0)) == 0
    for _ in range(30):
        one.reserve("analysis", "m", 0, 0)  # and never polls again
    mine = two.reserve("analysis", "m", 0, 0)
    assert wait(two, mine) > 20
    for _ in range(4):
        clock.now += 1
        left = wait(two, mine)
    assert left == 0


def test_nothing_is_left_in_redis_for_ever(make, server):
    one = make(Rate(5, 60))
    one.learn("m", {"anthropic-ratelimit-requests-limit": "60"})
    wait(one, one.reserve("analysis", "m", 5, 5))
    one.pause("m", 5)
    one.reserve("analysis", "m", 5, 5)
    keys = server.client.keys("bluepencil:limit:*")
    assert len(keys) == len(shared._KEYS)
    assert all(server.client.pttl(key) > 0 for key in keys)


def test_a_process_without_calls_knows_the_headroom_the_others_learned(make):
    caller, idle = make(None), make(None)
    assert idle.headroom() is None
    assert wait(caller, caller.reserve("analysis", "m", 0, 0)) == 0
    caller.learn("m", {"anthropic-ratelimit-requests-limit": "50"})
    room = idle.headroom()
    assert (room["requests_per_minute"], room["used_last_minute"]) == (50, 1)
