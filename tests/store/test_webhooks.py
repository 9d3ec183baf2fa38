"""Webhooks in both databases: private, with secrets, their messages claimed by one at a time."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from bluepencil.errors import Conflict, NotFound
from bluepencil.store import outbox, webhooks
from bluepencil.store.webhooks import AT_ONCE, KEPT, MOST
from bluepencil.webhooks.events import of_client
from bluepencil.webhooks.record import SIGN_EARLIER, Answer, Attempt, Webhook, task_secret
from bluepencil.webhooks.retries import settled

NOW = 9e9
LEASE = NOW + 30


def hook(number=1, owner="local"):
    return Webhook(f"wh_{owner}_{number}", owner, "http://one.example/", ["*"], float(number))


def put(store, number, owner="local"):
    """That many events, each for every webhook of the owner."""
    ids = []
    for one in range(number):
        event = of_client("order.created", {"number": one}, 1.0, f"{owner} {one}")
        with store.writing() as db:
            ids += outbox.put(db, owner, [event])
    return ids


def settle(store, delivery, answer, now=NOW):
    after = settled(delivery, answer, now, 0.5)
    attempt = Attempt(delivery.delivery_id, delivery.tries, now, answer.status, 0.1, answer.error)
    store.webhooks.settle(delivery, after, attempt)
    return after


def test_webhooks_are_their_owners_alone(store):
    store.webhooks.add(hook())
    store.webhooks.add(hook(owner="somebody else"))
    assert store.webhooks.all("local") == [hook()]
    assert store.webhooks.get("wh_local_1", "local") == hook()
    for use in (store.webhooks.get, store.webhooks.delete):
        with pytest.raises(NotFound):
            use("wh_local_1", "somebody else")
    store.webhooks.delete("wh_local_1", "local")
    assert store.webhooks.all("local") == [] and len(store.webhooks.all("somebody else")) == 1


def test_there_are_only_so_many(store):
    for number in range(MOST):
        store.webhooks.add(hook(number))
    with pytest.raises(Conflict, match=str(MOST)):
        store.webhooks.add(hook(MOST))


def test_a_secret_is_replaced_and_signs_for_a_day_more(store, monkeypatch):
    first = store.webhooks.add(hook())
    assert first.startswith("whsec_") and store.webhooks.secrets("wh_local_1") == [first]
    second = store.webhooks.rotate("wh_local_1")
    assert store.webhooks.secrets("wh_local_1") == [second, first]
    later = time.time() + SIGN_EARLIER + 1
    monkeypatch.setattr(webhooks.time, "time", lambda: later)
    assert store.webhooks.secrets("wh_local_1") == [second]
    assert store.webhooks.secrets(task_secret("local")) == []
    made = store.webhooks.rotate(task_secret("local"))
    assert store.webhooks.secrets(task_secret("local")) == [made]


def test_a_deleted_webhook_leaves_nothing(store, everything_kept):
    secret = store.webhooks.add(hook())
    put(store, 3)
    store.webhooks.delete("wh_local_1", "local")
    assert store.webhooks.claim(9, NOW, LEASE) == []
    assert secret.encode() not in everything_kept()


def test_a_claim_is_one_process_s_until_it_runs_out(store):
    store.webhooks.add(hook())
    put(store, 1)
    (mine,) = store.webhooks.claim(9, NOW, LEASE)
    assert mine.tries == 1 and store.webhooks.claim(9, NOW, LEASE) == []
    (theirs,) = store.webhooks.claim(9, LEASE + 1, LEASE + 30)
    assert theirs.tries == 2
    settle(store, mine, Answer(500, 0.1, "It answered 500."))  # too late
    assert settle(store, theirs, Answer(204, 0.1, None)).state == "delivered"
    rows = store.webhooks.deliveries("wh_local_1", "local", 9)
    assert [(row.state, row.status) for row in rows] == [("delivered", 204)]
    assert store.webhooks.claim(9, LEASE * 2, LEASE * 3) == []


def test_many_at_once_claim_each_message_once(store):
    for number in range(10):
        store.webhooks.add(hook(number))
    put(store, 2)
    with ThreadPoolExecutor(8) as pool:
        claimed = list(pool.map(lambda _: store.webhooks.claim(5, NOW, LEASE), range(8)))
    ids = [one.delivery_id for some in claimed for one in some]
    assert len(ids) == len(set(ids)) == 20


def test_one_target_gets_a_few_at_once_and_others_are_not_held_up(store):
    store.webhooks.add(hook(1))
    put(store, 10)
    store.webhooks.add(hook(2))
    put(store, 11)
    claimed = store.webhooks.claim(99, NOW, LEASE)
    targets = [one.target for one in claimed]
    assert targets.count("wh_local_1") == targets.count("wh_local_2") == AT_ONCE
    assert store.webhooks.claim(99, NOW, LEASE) == []
    settle(store, claimed[0], Answer(204, 0.1, None))
    assert len(store.webhooks.claim(99, NOW, LEASE)) == 1


def test_attempts_are_kept_and_a_dead_letter_is_sent_again(store):
    store.webhooks.add(hook())
    (delivery_id,) = put(store, 1)
    now = NOW
    while True:
        claimed = store.webhooks.claim(1, now, now + 30)
        after = settle(store, claimed[0], Answer(500, 0.1, "It answered 500."), now)
        if after.next_at is None:
            break
        now = after.next_at
    rows = store.webhooks.deliveries("wh_local_1", "local", 9)
    assert [row.number for row in rows] == list(range(10, 0, -1))
    assert {(row.state, row.status) for row in rows} == {("dead", 500)}
    with pytest.raises(NotFound):
        store.webhooks.redeliver(delivery_id, "somebody else")
    store.webhooks.redeliver(delivery_id, "local")
    (again,) = store.webhooks.claim(1, now, now + 30)
    with pytest.raises(Conflict, match="right now"):
        store.webhooks.redeliver(delivery_id, "local")
    settle(store, again, Answer(200, 0.1, None), now)
    rows = store.webhooks.deliveries("wh_local_1", "local", 9)
    assert [(row.number, row.status) for row in rows[:2]] == [(11, 200), (10, 500)]


def test_pages_hold_so_many_messages(store):
    store.webhooks.add(hook())
    ids = put(store, 5)
    first = store.webhooks.deliveries("wh_local_1", "local", 2)
    assert [row.delivery_id for row in first] == ids[:2:-1]
    second = store.webhooks.deliveries("wh_local_1", "local", 9, before=first[-1].seq)
    assert [row.delivery_id for row in second] == ids[2::-1]


def test_a_disabled_webhook_is_told_nothing_more(store):
    store.webhooks.add(hook())
    (delivery_id,) = put(store, 1)
    store.webhooks.disable("wh_local_1", "It is gone (410).")
    assert store.webhooks.claim(9, NOW, LEASE) == [] and put(store, 2) == []
    with pytest.raises(Conflict, match="410"):
        store.webhooks.redeliver(delivery_id, "local")
    with pytest.raises(Conflict, match="410"):
        store.webhooks.test(store.webhooks.get("wh_local_1", "local"))


def test_what_ended_long_ago_and_the_oldest_of_many_are_forgotten(store, monkeypatch):
    monkeypatch.setattr(
        webhooks, "_TOO_MANY", webhooks._TOO_MANY.replace(str(webhooks.KEPT_EACH), "2")
    )
    store.webhooks.add(hook())
    ids = put(store, 4)
    now = time.time()
    for _ in range(3):
        for one in store.webhooks.claim(1, now + 1, NOW):
            settle(store, one, Answer(204, 0.1, None))
    store.webhooks.expire(now)
    left = [row.delivery_id for row in store.webhooks.deliveries("wh_local_1", "local", 9)]
    assert left == ids[:0:-1]
    store.webhooks.expire(now + KEPT + 60)
    left = [row.delivery_id for row in store.webhooks.deliveries("wh_local_1", "local", 9)]
    assert left == ids[3:]  # it still waits


def test_one_that_is_handed_back_is_due_at_once_and_not_counted(store):
    store.webhooks.add(hook())
    put(store, 1)
    (one,) = store.webhooks.claim(1, NOW, LEASE)
    store.webhooks.settle(one, replace(one, tries=0, next_at=NOW), None)
    (again,) = store.webhooks.claim(1, NOW, LEASE)
    assert again.tries == 1
