"""Deliveries over HTTP: each attempt with what came of it, and sent again on demand."""

import pytest

from bluepencil.webhooks import retries
from tests.receiver import receiving
from tests.working import until

WEBHOOKS = "/api/v1/webhooks"


@pytest.fixture
def receiver():
    with receiving() as made:
        yield made


@pytest.fixture
def hook(make_app, receiver, monkeypatch):
    """A client and the path of a webhook in it; retries come within a moment."""
    monkeypatch.setattr(retries, "FIRST", 0.01)
    monkeypatch.setattr(retries, "_FACTOR", 1.0)
    client = make_app(webhook_allow_private=True).test_client()
    body = {"url": receiver.url, "events": ["*"]}
    return client, f"{WEBHOOKS}/{client.post(WEBHOOKS, json=body).get_json()['id']}"


def attempts(hook, number):
    client, path = hook
    rows = []

    def there():
        rows[:] = client.get(f"{path}/deliveries").get_json()["deliveries"]
        return len(rows) >= number

    until(there)
    return rows


def test_each_attempt_is_told(hook, receiver):
    client, path = hook
    answers = iter([503, 200])
    receiver.answer = lambda _: next(answers)
    client.post("/api/v1/tasks/test")
    second, first = attempts(hook, 2)
    assert first["id"] == second["id"] == receiver.received[0].headers["webhook-id"]
    assert (first["status"], first["attempt"], first["type"]) == (503, 1, "task.succeeded")
    assert (second["status"], second["attempt"], second["error"]) == (200, 2, None)
    assert "503" in first["error"] and first["latency"] >= 0
    assert (second["state"], second["next_attempt_at"]) == ("delivered", None)


def test_a_failed_test_is_dead_and_is_sent_again_on_demand(hook, receiver):
    client, path = hook
    receiver.answer = lambda _: (302, {"Location": "http://127.0.0.1/"})
    sent = client.post(f"{path}/test").get_json()["id"]
    (row,) = attempts(hook, 1)
    assert (row["id"], row["state"], row["status"]) == (sent, "dead", 302)
    assert "redirect" in row["error"]
    receiver.answer = lambda _: 200
    answer = client.post(f"/api/v1/deliveries/{sent}/redeliver")
    assert (answer.status_code, answer.get_json()) == (202, {"id": sent, "state": "waiting"})
    assert attempts(hook, 2)[0]["status"] == 200


def test_the_list_has_pages(hook, receiver):
    client, path = hook
    sent = [client.post(f"{path}/test").get_json()["id"] for _ in range(3)]
    attempts(hook, 3)
    first = client.get(f"{path}/deliveries?limit=2").get_json()
    assert [row["id"] for row in first["deliveries"]] == sent[:0:-1]
    rest = client.get(f"{path}/deliveries?cursor={first['next_cursor']}").get_json()
    assert [row["id"] for row in rest["deliveries"]] == sent[:1]
    assert rest["next_cursor"] is None
    assert client.get(f"{path}/deliveries?cursor=x").status_code == 422
    assert client.get(f"{path}/deliveries?limit=0").status_code == 422


def test_an_unknown_delivery_is_not_sent(hook):
    client, _ = hook
    answer = client.post("/api/v1/deliveries/unknown/redeliver")
    assert (answer.status_code, answer.get_json()["code"]) == (404, "delivery_not_found")


def test_a_receiver_that_is_gone_is_told_no_more(hook, receiver):
    client, path = hook
    receiver.answer = lambda _: 410
    client.post(f"{path}/test")
    until(lambda: client.get(path).get_json()["disabled"])
    for wanted in (f"{path}/test", f"/api/v1/deliveries/{attempts(hook, 1)[0]['id']}/redeliver"):
        answer = client.post(wanted)
        assert (answer.status_code, answer.get_json()["code"]) == (409, "webhook_disabled")
