"""Messages over HTTP: kept for a session that is there, refused where they say nothing."""

import io

import pytest

HOMES = ("laptop", "postgres")


@pytest.fixture
def path(client):
    data = {"document": (io.BytesIO(b"# One\n\nSeveral vials broke.\n"), "r.md")}
    return f"/sessions/{client.post('/upload', data=data).get_json()['session_id']}/messages"


def test_a_message_is_kept_under_an_id_of_its_own(client, path):
    answers = [client.post(path, json={"message": "Why?"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert len({answer.get_json()["message_id"] for answer in answers}) == 2


@pytest.mark.parametrize("body", [{}, {"message": " "}, {"message": "x" * 8001},
                                  {"message": "x", "id": "y"}])  # fmt: skip
def test_what_says_nothing_or_too_much_is_refused(client, path, body):
    assert client.post(path, json=body).status_code == 422


def test_an_unknown_session_has_none(client):
    assert client.post("/sessions/unknown/messages", json={"message": "Why?"}).status_code == 404
