"""The Celery queue: who may be sent work, what waits, and telling producers how it ended."""

import json

import pytest
from celery import Celery
from celery.exceptions import TaskRevokedError

from bluepencil.errors import Unavailable
from bluepencil.queue.celery_queue import RESULT, SWEEP, CeleryQueue
from bluepencil.queue.connection import Connection
from bluepencil.queue.messages import message
from bluepencil.task.record import Task
from tests.queue.test_heartbeats import NAME, beat
from tests.redis_server import RedisServer
from tests.working import until


@pytest.fixture
def redis(one_redis):
    one_redis.client.flushall()
    return one_redis.client


@pytest.fixture
def make(one_redis, redis, store):
    """Makes queues as processes have them, each with a connection of its own."""
    connections = []

    def queue(store=store, url=one_redis.url):
        connections.append(Connection(url))
        return CeleryQueue(connections[-1], store, 3600)

    yield queue
    for connection in connections:
        connection.close()


class Elsewhere:
    """A store that is away until it is told otherwise."""

    away = True

    @property
    def identity(self):
        if self.away:
            raise Unavailable("The store is away.")
        return "elsewhere"


def test_work_is_taken_while_a_worker_of_that_queue_sees_the_same_store(make, store):
    queue = make()
    assert not queue.takes("chat")
    queue.heartbeats.announce("other@host", beat(store="another"))
    queue.heartbeats.announce(NAME, beat(store=store.identity))
    until(lambda: queue.takes("chat"))
    assert not queue.takes("analysis")
    assert set(queue.workers()) == {NAME}


def test_nothing_is_taken_while_the_store_is_away_and_then_it_is(make):
    elsewhere = Elsewhere()
    queue = make(elsewhere)
    queue.heartbeats.announce(NAME, beat(store="elsewhere"))
    until(lambda: queue.heartbeats.alive())
    assert not queue.takes("chat") and queue.workers() == {}
    assert queue.depth("chat") is None
    elsewhere.away = False
    assert queue.takes("chat")
    assert queue.depth("chat") == 0


def test_what_is_sent_waits_whatever_its_priority(make, redis):
    queue = make()
    assert queue.send("one", "chat", "chat")
    assert queue.depth("chat") == 1
    for suffix in ("\x06\x163", "\x06\x166", "\x06\x169"):
        redis.lpush("chat" + suffix, message("x", "chat", "chat"))
    assert queue.depth("chat") == 4
    assert queue.depth("analysis") == 0


def test_one_process_looks_after_a_queue_and_goes_on_doing_so(make):
    first, second = make(), make()
    assert [first.depth("chat"), second.depth("chat")] * 5 == [0, None] * 5
    assert [first.depth("chat") for _ in range(5)] == [0] * 5, "two looks of one process follow"
    assert second.depth("analysis") == 0, "another queue is another's"


def test_a_process_that_stops_looking_is_followed_by_another(make, redis):
    first, second = make(), make()
    assert (first.depth("chat"), second.depth("chat")) == (0, None)
    (sweep,) = redis.keys(f"{SWEEP}*")
    assert 1000 < redis.pttl(sweep) <= 3000
    redis.pexpire(sweep, 1)  # as its time would
    until(lambda: second.depth("chat") == 0)
    assert first.depth("chat") is None


def test_processes_of_another_store_look_for_themselves(make):
    elsewhere = Elsewhere()
    elsewhere.away = False
    assert (make().depth("chat"), make(elsewhere).depth("chat")) == (0, 0)


def test_a_redis_that_is_down_takes_tells_and_knows_nothing(make, tmp_path):
    queue = make(url=RedisServer(tmp_path).url)
    assert not queue.takes("chat") and queue.workers() == {}
    assert not queue.send("one", "chat", "chat")
    assert queue.depth("chat") is None
    assert not queue.notify(ended("SUCCESS", result={}))


def ended(state, **values):
    return Task("chat", "chat", "local", {}, task_id="abc", state=state, **values)


@pytest.fixture
def result(one_redis):
    """The result as Celery's own client for Python reads it."""
    with Celery(broker=one_redis.url, backend=one_redis.url) as app:
        yield app.AsyncResult("abc")
        app.backend.result_consumer.stop()


def test_a_producer_is_notified_of_a_success(make, redis, result):
    assert make().notify(ended("SUCCESS", result={"response": "Yes."}))
    assert result.get(timeout=5) == {"response": "Yes."} and result.state == "SUCCESS"
    assert 3500 < redis.ttl(RESULT + "abc") <= 3600
    written = json.loads(redis.get(RESULT + "abc"))
    assert written["status"] == "SUCCESS" and written["task_id"] == "abc"


def test_a_producer_is_notified_of_a_failure(make, redis, result):
    error = {"code": "engine_busy", "detail": "Over its limits.", "retryable": True}
    assert make().notify(ended("FAILURE", error=error))
    assert result.state == "FAILURE"
    assert "Over its limits." in str(result.get(timeout=5, propagate=False))
    written = json.loads(redis.get(RESULT + "abc"))
    assert error.items() <= written["result"].items()


def test_a_producer_is_notified_of_a_cancelled_task(make, result):
    assert make().notify(ended("REVOKED"))
    assert result.state == "REVOKED"
    with pytest.raises(TaskRevokedError):
        result.get(timeout=5)


def test_a_producer_that_listens_is_woken(make, redis):
    with redis.pubsub(ignore_subscribe_messages=True) as listener:
        listener.subscribe(RESULT + "abc")
        until(lambda: redis.pubsub_numsub(RESULT + "abc")[0][1] == 1)
        assert make().notify(ended("SUCCESS", result={"n": 1}))
        until(lambda: (heard := listener.get_message(timeout=1)) and b'"n": 1' in heard["data"])
