"""Heartbeats: who is alive is known, and nothing that is written beside them changes that."""

import time

import pytest

from bluepencil.queue.connection import Connection
from bluepencil.queue.heartbeats import WORKER, WORKERS, Heartbeat, Heartbeats
from tests.redis_server import RedisServer
from tests.working import until

NAME = "analysis-1@host"


@pytest.fixture
def redis(one_redis):
    one_redis.client.flushall()
    return one_redis.client


@pytest.fixture
def heartbeats(one_redis, redis):
    connection = Connection(one_redis.url)
    yield Heartbeats(connection)
    connection.close()


def beat(**changed):
    values = {"queues": ["chat"], "concurrency": 4, "store": "s", "seen": time.time(), **changed}
    return Heartbeat(**values)


def test_a_worker_counts_from_its_heartbeat_until_it_withdraws(heartbeats, redis):
    said = beat(active=1, reserved=2)
    assert heartbeats.alive() == {}
    heartbeats.announce(NAME, said)
    until(lambda: heartbeats.alive() == {NAME: said})
    assert 0 < redis.pttl(WORKER + NAME) <= 4000
    heartbeats.withdraw(NAME)
    until(lambda: heartbeats.alive() == {})


def test_who_is_alive_is_known_with_the_first_question(heartbeats, one_redis):
    heartbeats.announce(NAME, beat())
    connection = Connection(one_redis.url)
    assert set(Heartbeats(connection).alive()) == {NAME}
    assert set(Heartbeats(connection).alive()) == {NAME}, "the connection has been checked before"
    connection.close()


def test_a_worker_that_died_is_forgotten(heartbeats, redis):
    heartbeats.announce(NAME, beat())
    until(heartbeats.alive)
    redis.pexpire(WORKER + NAME, 1)  # as its time would
    until(lambda: not heartbeats.alive())
    assert redis.smembers(WORKERS) == set()


def test_nobody_is_alive_where_there_is_no_redis(tmp_path):
    connection = Connection(RedisServer(tmp_path).url)
    assert Heartbeats(connection).alive() == {}
    connection.close()


GARBAGE = {
    "no JSON": b"{nonsense",
    "no text": b"\xff\xfe",
    "a number": b"5",
    "a list": b"[1, 2]",
    "another object": b'{"name": "one"}',
    "queues that are none": b'{"queues": 3, "concurrency": 4, "store": "s", "seen": 1}',
    "no number": b'{"queues": [], "concurrency": 4, "store": "s", "seen": NaN}',
    "no time": b'{"queues": [], "concurrency": 4, "store": "s", "seen": 1e300}',
    "fewer than none": b'{"queues": [], "concurrency": -4, "store": "s", "seen": 1}',
    "nested too deep": b"[" * 100_000,
}


@pytest.mark.parametrize("garbage", GARBAGE.values(), ids=GARBAGE)
def test_a_heartbeat_that_is_none_hides_no_other(heartbeats, redis, garbage):
    redis.sadd(WORKERS, "garbage")
    redis.set(WORKER + "garbage", garbage)
    heartbeats.announce(NAME, beat())
    until(lambda: set(heartbeats.alive()) == {NAME})
    heartbeats.withdraw(NAME)
    until(lambda: not heartbeats.alive())


def test_a_name_that_is_no_text_hides_no_other(heartbeats, redis):
    redis.sadd(WORKERS, b"\xff\xfe")
    redis.set(WORKER.encode() + b"\xff\xfe", beat().model_dump_json())
    heartbeats.announce(NAME, beat())
    until(lambda: set(heartbeats.alive()) == {NAME})


def test_keys_of_another_type_hide_nobody(heartbeats, redis):
    redis.lpush(WORKERS, "a list")
    assert heartbeats.alive() == {}
    heartbeats.announce(NAME, beat())
    redis.sadd(WORKERS, "list")
    redis.lpush(WORKER + "list", "x")
    until(lambda: set(heartbeats.alive()) == {NAME})


def test_a_heartbeat_of_a_later_release_is_read(heartbeats, redis):
    redis.sadd(WORKERS, NAME)
    redis.set(
        WORKER + NAME, b'{"queues": ["a"], "concurrency": 1, "store": "s", "seen": 1, "new": {}}'
    )
    until(lambda: heartbeats.alive())
    assert heartbeats.alive()[NAME].queues == ["a"]
