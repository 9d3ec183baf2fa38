"""The deliverer against real receivers: nothing is lost, and nobody is in another's way."""

import json

import pytest
from standardwebhooks import Webhook as Verifier

from bluepencil.store import outbox
from bluepencil.webhooks import retries
from bluepencil.webhooks.events import of_client
from bluepencil.webhooks.record import Webhook, task_secret
from bluepencil.work import delivering
from bluepencil.work.delivering import Deliverer
from tests.receiver import receiving
from tests.tasks import add, claim, succeed
from tests.working import until


@pytest.fixture(autouse=True)
def quick(monkeypatch):
    """Retries within a moment."""
    monkeypatch.setattr(retries, "FIRST", 0.001)
    monkeypatch.setattr(delivering, "EVERY", 0.02)
    monkeypatch.setattr(retries, "_FACTOR", 1.0)


@pytest.fixture
def receiver():
    with receiving() as made:
        yield made


@pytest.fixture
def other_receiver():
    with receiving() as made:
        yield made


@pytest.fixture
def deliver(store, quick):
    """Makes a deliverer, as each process has one; they stop at the end."""
    made = []

    def make():
        one = Deliverer(store, allow_private=True)
        made.append(one)
        one.start()
        return one

    yield make
    for one in made:
        one.stop(10)


def hook(store, receiver, number=1):
    made = Webhook(f"wh_{number}", "local", receiver.url, ["*"], 0.0)
    return made, store.webhooks.add(made)


def put(store, number, first=0):
    for one in range(first, first + number):
        event = of_client("order.created", {"number": one}, 1.0, f"order {one}")
        with store.writing() as db:
            outbox.put(db, "local", [event])


def states(store, webhook_id="wh_1"):
    return {row.state for row in store.webhooks.deliveries(webhook_id, "local", 99)}


def test_what_happened_before_and_after_the_start_arrives(store, receiver, deliver):
    _, secret = hook(store, receiver)
    put(store, 3)
    deliver()
    receiver.wait(3)
    put(store, 3, first=3)
    came = receiver.wait(6)
    told = [Verifier(secret).verify(one.body, one.headers) for one in came]
    assert sorted(one["data"]["number"] for one in told) == list(range(6))
    until(lambda: states(store) == {"delivered"})


def test_ten_failures_are_a_dead_letter_that_can_be_sent_again(store, receiver, deliver):
    hook(store, receiver)
    receiver.answer = lambda _: 500
    put(store, 1)
    deliver()
    until(lambda: states(store) == {"dead"})
    assert len({one.headers["webhook-id"] for one in receiver.received}) == 1
    assert len(receiver.received) == retries.TRIES
    receiver.answer = lambda _: 200
    store.webhooks.redeliver(receiver.received[0].headers["webhook-id"], "local")
    until(lambda: states(store) == {"delivered"})
    rows = store.webhooks.deliveries("wh_1", "local", 9)
    assert [row.status for row in rows] == [200] + 10 * [500]


def test_one_that_is_gone_is_told_nothing_more(store, receiver, deliver):
    hook(store, receiver)
    receiver.answer = lambda _: 410
    put(store, 1)
    deliver()
    until(lambda: store.webhooks.get("wh_1", "local").disabled)
    put(store, 3, first=1)
    assert states(store) == {"dead"} and len(receiver.received) == 1


def test_a_receiver_that_never_answers_holds_up_no_other(store, receiver, other_receiver, deliver):
    hook(store, receiver, 1)
    hook(store, other_receiver, 2)
    receiver.answer = lambda _: receiver.until_stopped()
    put(store, 20)
    deliver()
    other_receiver.wait(20)
    until(lambda: states(store, "wh_2") == {"delivered"})
    assert len(receiver.received) <= 4 and receiver.most <= 4


def test_two_processes_send_each_message_once(store, receiver, deliver):
    hook(store, receiver)
    put(store, 30)
    deliver()
    deliver()
    until(lambda: states(store) == {"delivered"})
    assert len({one.headers["webhook-id"] for one in receiver.received}) == 30
    assert len(receiver.received) == 30 and receiver.most <= 4


def test_a_stop_hands_back_what_is_being_sent(store, receiver, deliver):
    hook(store, receiver)
    receiver.answer = lambda _: receiver.until_stopped()
    put(store, 1)
    one = deliver()
    receiver.wait(1)
    one.stop(10)
    receiver.answer = lambda _: 204
    deliver()
    until(lambda: states(store) == {"delivered"})
    (row,) = store.webhooks.deliveries("wh_1", "local", 9)
    assert (row.number, row.status) == (1, 204)


def test_what_a_dead_process_had_claimed_is_sent_by_another(store, receiver, deliver):
    hook(store, receiver)
    put(store, 1)
    assert len(store.webhooks.claim(1, 9e9, 1.0)) == 1  # its claim has run out long ago
    deliver()
    receiver.wait(1)
    until(lambda: states(store) == {"delivered"})


def test_one_that_ever_kills_its_process_is_given_up(store, receiver, deliver):
    hook(store, receiver)
    put(store, 1)
    for _ in range(retries.TRIES):
        store.webhooks.claim(1, 9e9, 1.0)
    deliver()
    until(lambda: states(store) == {"dead"})
    assert receiver.received == []


def test_the_end_of_a_task_is_told_and_signed_once_there_is_a_secret(store, receiver, deliver):
    deliver()
    for number in range(2):
        task = add(store, webhook_url=receiver.url)
        succeed(store, claim(store, task))
        one = receiver.wait(number + 1)[number]
        assert json.loads(one.body)["data"]["task_id"] == task.task_id
        if number == 0:
            assert "webhook-signature" not in one.headers
            secret = store.webhooks.rotate(task_secret("local"))
        else:
            assert Verifier(secret).verify(one.body, one.headers)["type"] == "task.succeeded"
