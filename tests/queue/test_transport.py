"""The worker's transport: it screens messages, takes none it is not to take, and survives cuts."""

import socket
from contextlib import suppress

import pytest
import redis
from kombu import Connection, Consumer, Queue

from bluepencil.queue import transport
from tests.redis_server import redis_serving


@pytest.fixture
def server(tmp_path):
    with redis_serving(tmp_path / "redis") as redis:
        yield redis


@pytest.fixture
def connection(server):
    with Connection(server.url, transport=transport.Transport) as made:
        yield made


@pytest.fixture
def install(monkeypatch):
    """Installs a screen, taken away with the test."""
    monkeypatch.setattr(transport, "TRANSPORT_ALIASES", {})

    def installed(screen=lambda message, _: message, accepting=lambda: True):
        transport.install(screen, accepting)

    yield installed
    installed()


def taken(connection):
    """A message that is not acknowledged yet."""
    channel = connection.default_channel
    channel.queue_declare("analysis")
    connection.SimpleQueue("analysis", channel=channel).put({"a": 1})
    message = channel.basic_get("analysis")
    assert message is not None and not message.acknowledged
    return message


def consume(connection, times=3):
    """The bodies of the messages that come off the queue within so many looks."""
    bodies = []

    def received(body, message):
        bodies.append(body)
        message.ack()

    with Consumer(connection, [Queue("analysis")], callbacks=[received], accept=["json"]):
        for _ in range(times):
            with suppress(socket.timeout):
                connection.drain_events(timeout=0.5)
    return bodies


def test_every_message_is_screened_before_it_is_decoded(connection, server, install):
    connection.SimpleQueue("analysis").put({"a": 1})
    bad = server.client.lindex("analysis", 0).replace(b"application/json", b"application/nonsense")
    server.client.lpush("analysis", bad)
    seen = []

    def screen(message, queue):
        seen.append(queue)
        return message.replace(b"application/nonsense", b"application/json")

    install(screen)
    with Connection(server.url, transport=transport.Transport) as other:
        assert consume(other) == [{"a": 1}, {"a": 1}]
    assert seen == ["analysis", "analysis"]


def test_a_message_of_another_priority_is_screened_as_of_its_queue(connection, server, install):
    connection.SimpleQueue("analysis").put({"a": 1})
    server.client.rename("analysis", "analysis\x06\x169")
    seen = []
    install(lambda message, queue: seen.append(queue) or message)
    with Connection(server.url, transport=transport.Transport) as other:
        assert consume(other) == [{"a": 1}]
    assert seen == ["analysis"]


def test_no_message_is_taken_while_none_is_to_be(connection, server, install):
    accepting = []
    install(accepting=lambda: bool(accepting))
    connection.SimpleQueue("analysis").put({"a": 1})
    with Connection(server.url, transport=transport.Transport) as other:
        assert consume(other) == [] and server.client.llen("analysis") == 1
        accepting.append(True)
        assert consume(other) == [{"a": 1}] and server.client.llen("analysis") == 0


def test_a_message_that_redis_gave_out_with_its_last_breath_is_not_lost(
    connection, server, monkeypatch
):
    connection.SimpleQueue("analysis").put({"a": 1})

    def fails(*_, **__):
        raise redis.ConnectionError("Connection reset by peer")

    received = []
    with Connection(server.url, transport=transport.Transport) as other:
        monkeypatch.setattr(transport._QoS, "pipe_or_acquire", fails)
        with Consumer(other, [Queue("analysis")], on_message=received.append):
            other.drain_events(timeout=5)
            monkeypatch.undo()
            assert [message.decode() for message in received] == [{"a": 1}]
            received[0].ack()


def test_a_message_that_is_rejected_goes_back_behind_the_others(connection, server):
    message = taken(connection)
    connection.SimpleQueue("analysis").put({"a": 2})
    message.reject(requeue=True)
    assert server.client.llen("analysis") == 2
    queue = connection.clone().SimpleQueue("analysis", no_ack=True)
    assert [queue.get(block=False).payload["a"] for _ in range(2)] == [2, 1]


def test_a_connection_that_closes_puts_back_what_was_not_begun(connection, server):
    taken(connection).channel.close()
    assert server.client.llen("analysis") == 1


def test_a_connection_that_another_thread_dropped_closes_without_an_error(connection):
    channel = taken(connection).channel
    channel.connection.client = None  # what kombu leaves behind of a dropped connection
    channel._disconnect_pools()
    channel.close()
    channel.close()


@pytest.mark.parametrize("how", ["acknowledged", "put back"])
@pytest.mark.parametrize("dropped", ["client", "all"])
def test_a_message_that_has_ended_when_its_connection_is_gone_is_no_error(connection, dropped, how):
    message = taken(connection)
    channel, line = message.channel, message.channel.connection
    channel._disconnect_pools()
    if dropped == "client":
        line.client, kept = None, line.client
    else:
        channel.connection, kept = None, line.client
    message.ack() if how == "acknowledged" else message.reject(requeue=True)
    line.client, channel.connection = kept, line
    channel.close()


def test_an_error_of_ours_is_not_taken_for_a_lost_connection(connection, monkeypatch):
    message = taken(connection)
    monkeypatch.setattr(message.channel.qos, "pipe_or_acquire", lambda *_: None.missing)
    with pytest.raises(AttributeError):
        message.ack()
    monkeypatch.undo()
    message.ack()


@pytest.mark.parametrize("scheme", ["redis", "rediss", "sentinel"])
def test_all_schemes_of_redis_are_screened(install, scheme):
    install()
    name = transport.TRANSPORT_ALIASES[scheme].partition(":")[2]
    assert issubclass(getattr(transport, name).Channel, transport._ScreenedChannel)
