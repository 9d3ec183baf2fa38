"""The kind that tells webhooks of an event of another program."""

import pytest

HOMES = ("laptop", "queue", "postgres")
URL = "http://receiver.invalid/hook"  # nobody is there, and nobody need be
EVENT = {
    "event_id": "e1", "client_id": "c1", "event_type": "order.created", "entity_type": "order",
    "payload": {"number": 7},
}  # fmt: skip


def submitted(client, **input):
    body = {"task_type": "process_event", "input": {**EVENT, **input}}
    answer = client.post("/api/v1/tasks", json=body, headers={"Prefer": "respond-async"})
    assert answer.status_code == 202
    return client.ended(answer.get_json()["task_id"])["result"]["result"]["deliveries"]


def test_its_result_names_a_delivery_for_each_webhook_that_wants_it(client):
    for events in (["order.created"], ["*"], ["order.deleted"]):
        answer = client.post("/api/v1/webhooks", json={"url": URL, "events": events})
        assert answer.status_code == 201
    first = submitted(client)
    assert len(first) == len(set(first)) == 2
    assert submitted(client) == first, "the same event is told once"
    assert not set(submitted(client, event_id="e2")) & set(first)


def test_with_nobody_to_tell_there_are_no_deliveries(client):
    assert submitted(client) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("event_type", "task.succeeded"),
        ("event_type", "two words"),
        ("event_type", None),
        ("event_id", ""),
        ("event_id", "x" * 201),
        ("payload", []),
        ("payload", {"x": "x" * 100_000}),
        ("massage", "x"),
    ],
    ids=str,
)
def test_what_is_no_event_is_refused(client, field, value):
    body = {"task_type": "process_event", "input": {**EVENT, field: value}}
    answer = client.post("/api/v1/tasks", json=body)
    assert answer.status_code == 422
    assert answer.get_json()["errors"][0]["field"] == f"input.{field}"
