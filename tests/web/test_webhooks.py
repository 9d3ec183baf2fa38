"""Webhooks over HTTP: added with a secret shown once, tested, given a new one, deleted."""

import io

import pytest
from standardwebhooks import Webhook as Verifier

from bluepencil.webhooks.record import Webhook
from tests.receiver import receiving
from tests.working import until

HOMES = ("laptop", "postgres")
PATH = "/api/v1/webhooks"
BODY = {"url": "http://receiver.invalid/hook", "events": ["task.succeeded"]}


@pytest.fixture
def receiver():
    with receiving() as made:
        yield made


@pytest.fixture
def open_client(request, home, make_app):
    """A client of an app that may send to this machine."""
    values = {"webhook_allow_private": True}
    if home == "postgres":
        values["store_url"] = request.getfixturevalue("postgres_url")
    return make_app(**values).test_client()


def add(client, url, *events):
    answer = client.post(PATH, json={"url": url, "events": list(events)})
    assert answer.status_code == 201
    return answer.get_json()


def test_the_secret_is_shown_once(client):
    answer = client.post(PATH, json=BODY)
    made = answer.get_json()
    assert answer.status_code == 201 and made["secret"].startswith("whsec_")
    secret = made.pop("secret")
    assert made | {"id": "", "created_at": ""} == {
        "id": "", **BODY, "created_at": "", "disabled": None,
    }  # fmt: skip
    assert client.get(PATH).get_json() == {"webhooks": [made]}
    assert client.get(f"{PATH}/{made['id']}").get_json() == made
    assert secret not in client.get(PATH).get_data(as_text=True)


def test_a_deleted_one_is_gone(client):
    path = f"{PATH}/{client.post(PATH, json=BODY).get_json()['id']}"
    assert client.delete(path).status_code == 204
    assert client.delete(path).status_code == client.get(path).status_code == 404
    assert client.get(PATH).get_json() == {"webhooks": []}


@pytest.mark.parametrize("end", ["", "/test", "/rotate", "/deliveries"])
def test_other_peoples_webhooks_are_unknown(client, end):
    store = client.application.extensions["bluepencil"].store
    store.webhooks.add(Webhook("wh_theirs", "somebody else", BODY["url"], ["*"], 0.0))
    method = "POST" if end in ("/test", "/rotate") else "GET"
    for webhook_id in ("wh_theirs", "unknown"):
        answer = client.open(f"{PATH}/{webhook_id}{end}", method=method)
        assert (answer.status_code, answer.get_json()["code"]) == (404, "webhook_not_found")
    assert client.get(PATH).get_json() == {"webhooks": []}


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"url": "http://127.0.0.1/"}, "url", "private_address"),
        ({"url": "http://169.254.169.254/latest"}, "url", "private_address"),
        ({"url": "http://localhost:8080/"}, "url", "private_address"),
        ({"url": "http://[::ffff:10.0.0.1]/"}, "url", "private_address"),
        ({"url": "ftp://example.com"}, "url", "bad_url"),
        ({"url": "not an address"}, "url", "bad_url"),
        ({"url": "x" * 2001}, "url", "invalid"),
        ({"events": []}, "events", "invalid"),
        ({"events": ["task.suceeded"]}, "events.0", "unknown_event"),
        ({"events": ["two words"]}, "events.0", "invalid"),
        ({"events": ["x"] * 51}, "events", "invalid"),
        ({"event": "x"}, "event", "invalid"),
    ],
)
def test_what_cannot_be_is_refused_by_its_field(client, change, field, code):
    answer = client.post(PATH, json={**BODY, **change})
    told = answer.get_json()
    assert (answer.status_code, told["code"]) == (422, code)
    assert [one["field"] for one in told["errors"]] == [field]
    assert client.get(PATH).get_json() == {"webhooks": []}


def test_there_are_only_so_many(client):
    for _ in range(20):
        client.post(PATH, json=BODY)
    answer = client.post(PATH, json=BODY)
    assert (answer.status_code, answer.get_json()["code"]) == (409, "too_many_webhooks")


def test_a_test_message_arrives_and_the_new_secret_signs_with_the_old_one(open_client, receiver):
    made = add(open_client, receiver.url, "order.created")
    answer = open_client.post(f"{PATH}/{made['id']}/test")
    assert answer.status_code == 202
    (first,) = receiver.wait(1)
    told = Verifier(made["secret"]).verify(first.body, first.headers)
    assert told["type"] == "webhook.test" and told["data"]["webhook_id"] == made["id"]
    assert first.headers["webhook-id"] == answer.get_json()["id"]
    rotated = open_client.post(f"{PATH}/{made['id']}/rotate").get_json()["secret"]
    open_client.post(f"{PATH}/{made['id']}/test")
    second = receiver.wait(2)[1]
    for secret in (made["secret"], rotated):
        assert Verifier(secret).verify(second.body, second.headers)


def test_a_task_and_a_decision_are_told(open_client, receiver):
    add(open_client, receiver.url, "task.succeeded", "review.completed", "finding.decided",
        "document.version_added")  # fmt: skip
    data = {"document": (io.BytesIO(b"# One\n\nSeveral vials broke soon.\n"), "r.md")}
    session_id = open_client.post("/upload", data=data).get_json()["session_id"]
    reviewed = open_client.done("/review_document", {"session_id": session_id})
    finding = reviewed["feedback_items"][0]["id"]
    path = f"/sessions/{session_id}/feedback/{finding}"
    assert open_client.patch(path, json={"decision": "accepted"}).status_code == 200
    data = {"document": (io.BytesIO(b"# One\n\nNine vials broke.\n"), "r.md")}
    open_client.post(f"/sessions/{session_id}/versions", data=data)
    came = [one.body.decode() for one in receiver.wait(4)]
    for type in ("task.succeeded", "review.completed", "finding.decided", "document.version_added"):
        assert sum(f'"type":"{type}"' in one for one in came) == 1
    assert "vials" not in "".join(came)


@pytest.mark.parametrize("path", ["/api/v1/tasks", "/api/v1/tasks/submit/", "/api/v1/tasks/batch"])
def test_the_address_given_with_a_task_is_told_its_end(open_client, receiver, path):
    secret = open_client.post("/api/v1/webhook_secret").get_json()["secret"]
    body = {"task_type": "test"}
    body = {"tasks": [body, body]} if path.endswith("batch") else body
    task_id = open_client.post(path, json={**body, "webhook_url": receiver.url}).get_json()[
        "task_id"
    ]
    (one,) = receiver.wait(1)
    told = Verifier(secret).verify(one.body, one.headers)
    assert (told["type"], told["data"]["task_id"]) == ("task.succeeded", task_id)
    until(lambda: open_client.get(f"/task_status/{task_id}").get_json()["ready"])
    assert len(receiver.received) == 1


@pytest.mark.parametrize("path", ["/api/v1/tasks", "/api/v1/tasks/submit/", "/api/v1/tasks/batch"])
def test_an_address_inside_is_refused_and_nothing_is_made(client, path):
    body = {"tasks": [{"task_type": "test"}]} if "batch" in path else {"task_type": "test"}
    answer = client.post(path, json={**body, "webhook_url": "http://127.0.0.1:1/"})
    told = answer.get_json()
    assert (answer.status_code, told["code"]) == (422, "private_address")
    assert [one["field"] for one in told["errors"]] == ["webhook_url"]
    assert client.get("/api/v1/tasks").get_json()["tasks"] == []


def test_another_address_is_another_request(open_client, receiver):
    headers = {"Idempotency-Key": "one"}
    body = {"task_type": "test", "webhook_url": receiver.url}
    assert open_client.post("/api/v1/tasks", json=body, headers=headers).status_code == 200
    again = open_client.post("/api/v1/tasks", json=body, headers=headers)
    assert again.headers["Idempotent-Replayed"] == "true"
    body = {**body, "webhook_url": f"{receiver.url}/other"}
    assert open_client.post("/api/v1/tasks", json=body, headers=headers).status_code == 409
