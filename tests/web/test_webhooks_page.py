"""The Webhooks pages: readable as they come, without a secret in them, hostile text as text."""

import time

import pytest

from bluepencil.store import outbox
from bluepencil.webhooks.events import of_client
from bluepencil.webhooks.record import Answer, Attempt
from bluepencil.webhooks.retries import settled

PAGE = "/settings/webhooks"
HTML = {"Accept": "text/html"}


@pytest.fixture
def store(client):
    return client.application.extensions["bluepencil"].store


@pytest.fixture
def hook(client, monkeypatch):
    """A webhook that nothing is sent to by itself."""
    monkeypatch.setattr("bluepencil.work.delivering.Deliverer.start", lambda _: None)
    body = {"url": "http://receiver.invalid/?a=<b>", "events": ["order.created", "*"]}
    return client.post("/api/v1/webhooks", json=body).get_json()


def put(store):
    with store.writing() as db:
        event = of_client("order.created", {}, 1.0, str(time.time()))
        return outbox.put(db, "local", [event])[0]


def attempt(store, answer):
    (one,) = store.webhooks.claim(1, 9e9, 9e9 + 1)
    after = settled(one, answer, time.time(), 0.5)
    row = Attempt(one.delivery_id, 1, time.time(), answer.status, 0.2, answer.error)
    store.webhooks.settle(one, after, row)


def page(client, hook):
    return client.get(f"{PAGE}/{hook['id']}", headers=HTML).text


def test_the_list_begins_empty(client):
    assert "No webhooks yet." in client.get(PAGE, headers=HTML).text


def test_the_list_shows_addresses_and_events_but_no_secret(client, hook):
    html = client.get(PAGE, headers=HTML).text
    assert "http://receiver.invalid/?a=&lt;b&gt;" in html and "order.created, all events" in html
    assert hook["secret"] not in html and "No webhooks yet." not in html


def test_one_shows_what_was_sent_and_what_came_of_it(client, hook, store):
    assert "Nothing has been sent yet." in page(client, hook)
    put(store)
    assert "Sending…" in page(client, hook)
    attempt(store, Answer(500, 0.2, "It answered 500."))
    html = page(client, hook)
    assert "Waiting to retry" in html and "It answered 500 after 200 ms" in html
    assert "Send again" not in html and "Earlier attempts" not in html
    attempt(store, Answer(204, 0.2, None))
    html = page(client, hook)
    assert "Delivered" in html and "It answered 204 after 200 ms" in html and "2 attempts" in html
    assert "Send again" in html and "Earlier attempts" in html
    assert hook["secret"] not in html


def test_a_disabled_one_says_why(client, hook, store):
    store.webhooks.disable(hook["id"], "It answered 410 Gone.")
    assert "Disabled: It answered 410 Gone." in page(client, hook)
    assert "Disabled: It answered 410 Gone." in client.get(PAGE, headers=HTML).text


def test_an_unknown_one_is_not_found(client):
    assert client.get(f"{PAGE}/unknown", headers=HTML).status_code == 404
