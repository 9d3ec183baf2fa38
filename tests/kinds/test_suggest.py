"""The kind that suggests what to ask or do next, with both engines."""

import io

import pytest

from tests.fake_claude import Act

HOMES = ("laptop", "queue", "postgres")
PATH = "/api/ai/suggest/sync"


def opened(client):
    data = {"document": (io.BytesIO(b"# One\n\nSeveral vials broke soon.\n"), "r.md")}
    return client.post("/upload", data=data).get_json()["session_id"]


@pytest.mark.parametrize("message", [None, "Which vials?"])
def test_suggestions_are_made_before_and_after_a_review(client, message):
    session_id = opened(client)
    body = {"session_id": session_id, "message": message}
    before = client.post(PATH, json=body).get_json()["suggestions"]
    client.done("/review_document", {"session_id": session_id})
    after = client.post(PATH, json=body).get_json()["suggestions"]
    assert 3 <= len(before) <= 5 and 3 <= len(after) <= 5 and before != after


def test_a_message_that_was_kept_is_answered_by_its_id(client):
    session_id = opened(client)
    client.done("/review_document", {"session_id": session_id})
    kept = client.post(f"/sessions/{session_id}/messages", json={"message": "Which vials?"})
    body = {"session_id": session_id, "message_id": kept.get_json()["message_id"]}
    by_words = client.post(PATH, json={"session_id": session_id, "message": "Which vials?"})
    assert client.post(PATH, json=body).get_json() == by_words.get_json()
    elsewhere = {**body, "session_id": opened(client)}
    answer = client.post(PATH, json=elsewhere)
    assert (answer.status_code, answer.get_json()["code"]) == (404, "message_not_found")


def test_claude_suggests(claude_client, fake):
    body = {"session_id": opened(claude_client)}
    fake.then(Act(text='{"suggestions": ["How many vials broke?"]}'))
    assert claude_client.post(PATH, json=body).get_json() == {
        "suggestions": ["How many vials broke?"]
    }


def test_an_unknown_session_is_refused(client):
    assert client.post(PATH, json={"session_id": "unknown"}).status_code == 404
