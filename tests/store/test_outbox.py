"""The outbox in both databases: kept with what it tells, or not at all."""

import json

import pytest

from bluepencil.review.decisions import edit
from bluepencil.review.readings import keep
from bluepencil.store import outbox
from bluepencil.webhooks.events import of_client
from bluepencil.webhooks.record import Webhook
from tests.review.making import finding
from tests.tasks import add, cancel, claim, fail, succeed

FOREVER = 9e12


def hook(store, *events, owner="local", number=1):
    made = Webhook(f"wh_{owner}_{number}", owner, "http://one.example/", list(events), 0.0)
    store.webhooks.add(made)
    return made


def waiting(store):
    """What is to be sent, as (type, data)."""
    return [
        (one.type, json.loads(one.body)["data"]) for one in store.webhooks.claim(99, FOREVER, 0.0)
    ]


@pytest.mark.parametrize(
    ("end", "type"), [(succeed, "task.succeeded"), (fail, "task.failed")], ids=["well", "badly"]
)
def test_the_end_of_a_task_is_kept_for_who_wants_it(store, end, type):
    hook(store, type, "order.created")
    hook(store, "*", number=2)
    hook(store, "task.cancelled", number=3)
    hook(store, "*", owner="somebody else")
    task = add(store)
    end(store, claim(store, task))
    assert [(one, data["task_id"]) for one, data in waiting(store)] == 2 * [(type, task.task_id)]


def test_a_stop_is_told_once(store):
    hook(store, "*")
    task = add(store)
    cancel(store, task.task_id)
    cancel(store, task.task_id)
    assert [type for type, _ in waiting(store)] == ["task.cancelled"]


def test_the_address_given_with_a_task_is_told_its_end(store):
    task = add(store, webhook_url="http://one.example:81/done?x=1")
    assert waiting(store) == []
    succeed(store, claim(store, task))
    (one,) = store.webhooks.claim(9, FOREVER, 0.0)
    assert (one.url, one.webhook_id) == ("http://one.example:81/done?x=1", None)
    assert one.target == "local http://one.example:81"


def test_what_a_session_has_to_tell_is_kept_with_it(store, session):
    hook(store, "*")
    store.sessions.apply(
        session.session_id, lambda review: keep(review, [finding()], "section", (), 1.0)
    )
    (item_id,) = store.sessions.load(session.session_id).items
    decided = {item_id: {"decision": "accepted"}}
    store.sessions.apply(session.session_id, lambda review: edit(review, decided))
    ((type, data),) = waiting(store)
    assert type == "finding.decided" and data["findings"][0]["id"] == item_id
    store.sessions.delete(session.session_id, "local")
    assert waiting(store) == []


def test_a_transaction_that_fails_tells_nothing(store):
    hook(store, "*")
    event = of_client("order.created", {}, 1.0, "one")
    with pytest.raises(RuntimeError), store.writing() as db:
        assert len(outbox.put(db, "local", [event])) == 1
        raise RuntimeError
    assert waiting(store) == []


def test_the_same_event_is_kept_once(store):
    hook(store, "*")
    event = of_client("order.created", {"number": 7}, 1.0, "one")
    ids = []
    for _ in range(2):
        with store.writing() as db:
            ids.append(outbox.put(db, "local", [event]))
    assert ids[0] == ids[1] and len(waiting(store)) == 1
