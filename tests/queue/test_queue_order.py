"""The order of queues: in proportion to their weights, and nothing is saved up."""

import json
from collections import Counter

import pytest
from kombu.utils.scheduling import cycle_by_name

from bluepencil.queue.connection import Connection
from bluepencil.queue.messages import message
from bluepencil.queue.queue_order import WeightedOrder
from bluepencil.store import open_store
from celery_config import configuration
from tests.forked import forked_worker
from tests.tasks import add
from tests.working import until

QUEUES = ["chat", "events", "index"]


def served(order, waiting, number):
    """The queues of the next messages taken, while `waiting` have some."""
    taken = []
    for _ in range(number):
        chosen = next(queue for queue in order.consume(len(QUEUES)) if queue in waiting)
        taken.append(order.rotate(chosen))
    return taken


@pytest.fixture
def order():
    made = WeightedOrder()
    made.update(QUEUES)
    return made


def test_queues_with_messages_are_served_by_their_weights(order):
    assert Counter(served(order, QUEUES, 110)) == {"chat": 60, "events": 30, "index": 20}
    assert set(served(order, QUEUES, 6)) == set(QUEUES), "nobody waits long"


def test_who_is_alone_is_served_and_saves_up_nothing(order):
    assert served(order, ["index"], 50) == ["index"] * 50
    assert Counter(served(order, QUEUES, 110))["index"] == pytest.approx(20, abs=1)


def test_it_is_what_workers_use(make_settings):
    name = configuration(make_settings())["broker_transport_options"]["queue_order_strategy"]
    assert cycle_by_name(name) is WeightedOrder


def test_a_worker_does_not_leave_a_queue_for_last(make_settings, one_redis):
    one_redis.client.flushall()
    settings = make_settings(
        use_celery=True, redis_url=one_redis.url, engine="built-in", worker_concurrency=1
    )
    store = open_store(settings.database, shared=True)
    inputs = {"test": {"message": "x"}, "keywords": {"text": "A pump."}}
    ids = [
        add(store, kind=kind, queue=kind, input=input).task_id
        for kind, input in inputs.items()
        for _ in range(6)
    ]
    connection = Connection(settings.redis)
    with connection.using() as redis:
        for task_id, kind in zip(ids, sorted(inputs, reverse=True) * 6, strict=True):
            redis.lpush(kind, message(task_id, kind, kind))
    with forked_worker(settings, ["test", "keywords"]):
        until(lambda: all(store.tasks.get(one).ended for one in ids))
    tasks = sorted((store.tasks.get(one) for one in ids), key=lambda task: task.started_at)
    kinds = json.dumps([task.kind for task in tasks[:6]])
    assert kinds.count("test") == kinds.count("keywords") == 3, kinds
    store.close()
    connection.close()
