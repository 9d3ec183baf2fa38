"""Deciding over HTTP: one or many at once, undone in one step."""

import io

import pytest

from bluepencil.web import feedback

HOMES = ("laptop", "postgres")

TEXT = b"# One\n\nSeveral vials broke soon.\n\n# Two\n\nIt was decided that some were lost. TBD\n"


@pytest.fixture
def address(client):
    data = {"document": (io.BytesIO(TEXT), "r.md")}
    session_id = client.post("/upload", data=data).get_json()["session_id"]
    client.done("/review_document", {"session_id": session_id})
    return f"/sessions/{session_id}"


def test_a_comment_of_ones_own_can_be_decided_when_it_is_made(client, address):
    own = {"section_name": "Two", "description": "Who?", "quote": "decided", "decision": "accepted"}
    made = client.post(f"{address}/feedback", json=own)
    assert (made.status_code, made.get_json()["decision"]) == (201, "accepted")
    client.post(f"{address}/undo")
    items = client.get(f"{address}/feedback").get_json()["items"]
    assert made.get_json()["id"] not in {one["id"] for one in items}


def test_many_are_decided_in_one_step_and_reopened_in_one(client, address):
    ids = [one["id"] for one in client.get(f"{address}/feedback").get_json()["items"]]
    told = client.patch(f"{address}/feedback", json={"ids": ids, "decision": "rejected"}).get_json()
    assert {one["decision"] for one in told["items"]} == {"rejected"}
    undone = client.post(f"{address}/undo").get_json()
    assert undone["label"] == f"Rejected {len(ids)} findings"
    assert {one["decision"] for one in undone["items"]} == {"open"}


@pytest.mark.parametrize("quote", [None, "vials"])
def test_a_comment_on_a_section_that_is_not_there_is_refused(client, address, quote):
    before = client.get(f"{address}/feedback").get_json()
    own = {"section_name": "Nowhere", "description": "Who?", "quote": quote}
    refused = client.post(f"{address}/feedback", json=own)
    assert (refused.status_code, refused.get_json()["code"]) == (422, "section_not_found")
    assert client.get(f"{address}/feedback").get_json() == before


def test_of_comments_there_is_a_limit_and_of_what_a_review_finds_there_is_not(
    client, address, monkeypatch
):
    monkeypatch.setattr(feedback, "MOST_OWN", 2)
    own = {"section_name": "Two", "description": "Who?"}
    made = [client.post(f"{address}/feedback", json=own) for _ in range(3)]
    assert [one.status_code for one in made] == [201, 201, 409]
    assert made[-1].get_json()["code"] == "too_many_comments"
    client.delete(f"{address}/feedback/{made[0].get_json()['id']}")
    assert client.post(f"{address}/feedback", json=own).status_code == 201
