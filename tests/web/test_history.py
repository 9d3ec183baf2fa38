"""Undo and redo over HTTP: one step at a time, with all that it changed."""

import io

import pytest

HOMES = ("laptop", "postgres")


@pytest.fixture
def address(client):
    data = {"document": (io.BytesIO(b"# One\n\nCost: TBD\n"), "r.md"), "guidelines_name": "general"}
    session_id = client.post("/upload", data=data).get_json()["session_id"]
    client.done("/review_document", {"session_id": session_id})
    return f"/sessions/{session_id}"


def decisions(client, address):
    return {one["id"]: one["decision"] for one in client.get(address).get_json()["feedback"]}


def test_edits_of_findings_and_verdicts_are_one_history(client, address):
    item = next(iter(decisions(client, address)))
    client.patch(f"{address}/feedback/{item}", json={"decision": "accepted"})
    client.patch(f"{address}/verdicts/placeholders", json={"verdict": "met"})
    undone = client.post(f"{address}/undo").get_json()
    assert (undone["label"], undone["items"]) == ("Changed a verdict", [])
    assert [one["verdict"] for one in undone["verdicts"]] == ["not_met"]
    assert undone["history"] == {"undo": "Accepted a finding", "redo": "Changed a verdict"}
    undone = client.post(f"{address}/undo").get_json()
    assert (undone["label"], undone["verdicts"]) == ("Accepted a finding", [])
    assert set(decisions(client, address).values()) == {"open"}
    redone = [client.post(f"{address}/redo").get_json()["label"] for _ in range(2)]
    assert redone == ["Accepted a finding", "Changed a verdict"]
    told = client.get(f"{address}/verdicts").get_json()["verdicts"]
    assert {one["item"]: one["source"] for one in told}["placeholders"] == "you"


@pytest.mark.parametrize("step", ["undo", "redo"])
def test_where_there_is_nothing_it_is_a_conflict(client, address, step):
    refused = client.post(f"{address}/{step}")
    assert (refused.status_code, refused.get_json()["code"]) == (409, f"nothing_to_{step}")
