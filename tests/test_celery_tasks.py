"""The worker's line to Redis: what it does when that line is cut."""

import pytest
from kombu import Connection

import celery_tasks
from tests.redis_server import redis_serving


@pytest.fixture
def connection(tmp_path, monkeypatch):
    monkeypatch.setitem(
        celery_tasks.TRANSPORT_ALIASES, "redis", f"{celery_tasks.__name__}:Transport"
    )
    with redis_serving(tmp_path / "redis") as redis, Connection(redis.url) as made:
        yield made


def taken(connection):
    """A message that is not acknowledged yet."""
    channel = connection.default_channel
    channel.queue_declare("analysis")
    connection.SimpleQueue("analysis", channel=channel).put({"a": 1})
    message = channel.basic_get("analysis")
    assert message is not None and not message.acknowledged
    return message


def test_a_line_that_closes_puts_back_what_was_not_begun(connection):
    taken(connection).channel.close()
    assert connection.clone().SimpleQueue("analysis").qsize() == 1


def test_a_line_that_another_thread_dropped_already_closes_without_an_error(connection):
    channel = taken(connection).channel
    channel.connection.client = None  # what kombu leaves behind of a dropped connection
    channel._disconnect_pools()
    channel.close()
    channel.close()


@pytest.mark.parametrize("dropped", ["client", "all"])
def test_what_is_done_when_its_line_has_gone_is_no_error(connection, dropped):
    message = taken(connection)
    channel, line = message.channel, message.channel.connection
    channel._disconnect_pools()
    if dropped == "client":
        line.client, kept = None, line.client
    else:
        channel.connection, kept = None, line.client
    message.ack()
    line.client, channel.connection = kept, line
    channel.close()
