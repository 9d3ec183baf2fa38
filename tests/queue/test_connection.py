"""The line to Redis: told at once whether it answers, and never kept waiting for it."""

import time

import pytest

from bluepencil.errors import RedisUnavailable
from bluepencil.queue.connection import HASTE, Connection, connect
from tests.redis_server import RedisServer, redis_serving


@pytest.fixture
def server(tmp_path):
    with redis_serving(tmp_path / "redis") as started:
        yield started


@pytest.fixture
def connection(server):
    connection = Connection(server.url)
    yield connection
    connection.close()


def until(holds, seconds=5.0):
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come to hold"
        time.sleep(0.02)


def test_it_can_be_used_while_redis_answers(connection):
    with connection.using() as client:
        client.set("word", "here")
        assert client.get("word") == b"here"
    assert connection.up


def test_refused_at_once_where_there_is_none(tmp_path):
    connection = Connection(RedisServer(tmp_path).url)
    with pytest.raises(RedisUnavailable), connection.using():
        raise AssertionError("it was let in")
    assert not connection.up and connection.workers == {}
    connection.close()


def test_a_killed_redis_is_noticed_and_so_is_its_return(connection, server):
    assert connection.up
    server.kill()
    with pytest.raises(RedisUnavailable), connection.using() as client:
        client.get("word")
    until(lambda: not connection.up)
    server.start()
    until(lambda: connection.up)


def test_a_frozen_redis_holds_up_one_use_and_none_after_it(connection, server):
    assert connection.up
    server.freeze()
    with pytest.raises(RedisUnavailable), connection.using(quickly=True) as client:
        client.get("word")
    entered = []
    with pytest.raises(RedisUnavailable), connection.using():
        entered.append(True)
    assert entered == []
    server.thaw()
    until(lambda: connection.up)
    assert HASTE <= 0.1  # what the first submission to a frozen Redis may cost


def test_a_redis_that_takes_no_writes_is_of_no_use(connection, server):
    server.client.config_set("min-replicas-to-write", 1)
    with pytest.raises(RedisUnavailable, match="refuses"), connection.using() as client:
        client.set("word", "here")


def test_a_worker_counts_from_its_word_until_it_goes(connection, server):
    said = {"queues": ["chat"], "concurrency": 4}
    assert connection.workers == {}
    connection.say_alive("one@host", said)
    until(lambda: connection.workers == {"one@host": said})
    assert 0 < server.client.pttl("bluepencil:worker:one@host") <= 4000
    connection.say_gone("one@host")
    until(lambda: connection.workers == {})


def test_a_worker_that_died_without_a_word_is_forgotten(connection, server):
    connection.say_alive("one@host", {"queues": ["chat"]})
    until(lambda: connection.workers)
    server.client.pexpire("bluepencil:worker:one@host", 1)  # as its time would
    until(lambda: not connection.workers)
    assert server.client.smembers("bluepencil:workers") == set()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("redis://:secret@cache:6380/3", ("cache", 6380, 3, "secret")),
        ("rediss://user:word@cache:6390/1", ("cache", 6390, 1, "word")),
    ],
)
def test_addresses_with_password_and_tls(url, expected):
    client = connect(url, 0.2)
    told = client.connection_pool.connection_kwargs
    assert tuple(told[name] for name in ("host", "port", "db", "password")) == expected
    assert ("rediss" in url) == ("SSL" in client.connection_pool.connection_class.__name__)


def test_sentinels_are_asked_for_the_master():
    url = "sentinel://:secret@one:26379;sentinel://:secret@two:26380/4?master=main"
    pool = connect(url, 0.2).connection_pool
    hosts = [
        (
            one.connection_pool.connection_kwargs["host"],
            one.connection_pool.connection_kwargs["port"],
        )
        for one in pool.sentinel_manager.sentinels
    ]
    assert hosts == [("one", 26379), ("two", 26380)]
    assert pool.service_name == "main" and pool.connection_kwargs["db"] == 4
