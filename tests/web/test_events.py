"""Events over HTTP: a task whose result names the deliveries."""

import pytest

HOMES = ("laptop", "queue", "postgres")
PATH = "/api/v1/events"


def test_an_event_becomes_deliveries(client):
    body = {"url": "http://receiver.invalid/", "events": ["order.created"]}
    client.post("/api/v1/webhooks", json=body)
    answer = client.post(
        PATH, json={"event_type": "order.created"}, headers={"Prefer": "respond-async"}
    )
    assert answer.status_code == 202
    status = client.ended(answer.get_json()["task_id"])
    assert (status["kind"], status["state"]) == ("process_event", "SUCCESS")
    assert len(status["result"]["result"]["deliveries"]) == 1


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "event_type"),
        ({"event_type": "task.failed"}, "event_type"),
        ({"event_type": "x", "massage": 1}, "massage"),
        ({"event_type": "x", "payload": "y"}, "payload"),
    ],
)
def test_what_is_no_event_is_refused(client, body, field):
    answer = client.post(PATH, json=body)
    assert (answer.status_code, answer.get_json()["errors"][0]["field"]) == (422, field)


def test_any_text_is_taken(client):
    payload = {"a\u0000": "é \U0001f600"}
    answer = client.post(
        PATH, json={"event_type": "x", "payload": payload}, headers={"Prefer": "respond-async"}
    )
    assert client.ended(answer.get_json()["task_id"])["state"] == "SUCCESS"
