"""The kind that brings the search's index up to date, over HTTP and as other programs send it."""

import io

import pytest

HOMES = ("laptop", "queue", "postgres")
PATH = "/api/ai/sync_index/sync"


@pytest.fixture
def ids(client):
    def opened(text):
        data = {"document": (io.BytesIO(text), "r.md")}
        return client.post("/upload", data=data).get_json()["session_id"]

    return [opened(b"# One\n\nThe pump.\n"), opened(b"# One\n\nThe seal.\n")]


def spoil(client):
    """Lose a word of one document."""
    store = client.application.extensions["bluepencil"].store
    with store.writing() as db:
        assert db.run("delete from words where word = 'pump'")


def found(client, query):
    return client.get("/api/v1/search", query_string={"q": query}).get_json()["results"]


@pytest.mark.parametrize("sync_type", ["incremental", "full"])
def test_what_the_index_lost_is_found_again(client, ids, sync_type):
    spoil(client)
    assert found(client, "pump") == []
    answer = client.post(PATH, json={"client_id": "shop", "sync_type": sync_type})
    counts = {"full": (2, 0), "incremental": (1, 1)}[sync_type]
    assert answer.get_json() == {"indexed": counts[0], "removed": 0, "unchanged": counts[1]}
    assert [one["session_id"] for one in found(client, "pump")] == ids[:1]


def test_one_document_alone(client, ids):
    body = {"session_id": ids[0]}
    assert client.post(PATH, json=body).get_json() == {"indexed": 0, "removed": 0, "unchanged": 1}
    whole = client.post(PATH, json={**body, "sync_type": "full"}).get_json()
    assert whole == {"indexed": 1, "removed": 0, "unchanged": 0}


@pytest.mark.parametrize(
    "body", [{}, {"session_id": "x", "client_id": "y"}, {"client_id": "y", "sync_type": "some"}]
)
def test_what_names_nothing_or_both_is_refused(client, body):
    assert client.post(PATH, json=body).status_code == 422


def test_an_unknown_session_is_refused(client):
    assert client.post(PATH, json={"session_id": "unknown"}).status_code == 404
