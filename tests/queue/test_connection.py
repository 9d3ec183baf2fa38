"""The connection to Redis: whether it is up is known at once, and nobody waits long for it."""

import pytest

from bluepencil.errors import RedisUnavailable
from bluepencil.queue.connection import QUICK_TIMEOUT, Connection, connect
from tests.redis_server import RedisServer, redis_serving
from tests.working import until


@pytest.fixture
def server(tmp_path):
    with redis_serving(tmp_path / "redis") as started:
        yield started


@pytest.fixture
def connection(server):
    connection = Connection(server.url)
    yield connection
    connection.close()


def test_it_can_be_used_while_redis_answers(connection):
    with connection.using() as client:
        client.set("word", "here")
        assert client.get("word") == b"here"
    assert connection.up


def test_a_use_is_refused_at_once_where_there_is_no_redis(tmp_path):
    connection = Connection(RedisServer(tmp_path).url)
    with pytest.raises(RedisUnavailable), connection.using():
        raise AssertionError("it was let in")
    assert not connection.up
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
    assert QUICK_TIMEOUT <= 0.1  # what the first submission to a frozen Redis may cost


def test_a_redis_that_takes_no_writes_is_of_no_use(connection, server):
    server.client.config_set("min-replicas-to-write", 1)
    with pytest.raises(RedisUnavailable, match="refuses"), connection.using() as client:
        client.set("word", "here")


def test_readers_are_called_as_long_as_redis_answers(connection, server):
    seen = []
    connection.at_each_check(lambda client: seen.append(client.dbsize()))
    assert connection.up
    until(lambda: len(seen) > 1)
    server.kill()
    until(lambda: not connection.up)
    count = len(seen)
    server.start()
    until(lambda: len(seen) > count)


@pytest.mark.parametrize("error", [ValueError, RuntimeError, UnicodeDecodeError])
def test_no_error_ends_the_checks(connection, server, error):
    failed = []

    def fails_once(_):
        if not failed:
            failed.append(True)
            raise error(*["utf-8", b"\xff", 0, 1, "bad"] if error is UnicodeDecodeError else ["?"])

    connection.at_each_check(fails_once)
    assert connection.up, "Redis answered, whatever a reader made of it"
    server.kill()
    until(lambda: not connection.up)
    server.start()
    until(lambda: connection.up)


def test_a_check_that_broke_is_no_answer(connection, monkeypatch):
    assert connection.up
    monkeypatch.setattr(connection._client, "ping", lambda: 1 / 0)
    until(lambda: not connection.up)
    monkeypatch.undo()
    until(lambda: connection.up)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("redis://:secret@cache:6380/3", ("cache", 6380, 3, "secret")),
        ("rediss://user:word@cache:6390/1", ("cache", 6390, 1, "word")),
    ],
)
def test_addresses_with_password_and_tls(url, expected):
    client = connect(url, 0.2)
    options = client.connection_pool.connection_kwargs
    assert tuple(options[name] for name in ("host", "port", "db", "password")) == expected
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
