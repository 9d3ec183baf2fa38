"""The findings for who keeps up with them: all, page by page, or what has changed."""

import io

import pytest

HOMES = ("laptop", "postgres")

TEXT = b"# One\n\nSeveral vials broke soon.\n\n# Two\n\nIt was decided that some were lost. TBD\n"


@pytest.fixture
def address(client):
    data = {"document": (io.BytesIO(TEXT), "r.md")}
    session_id = client.post("/upload", data=data).get_json()["session_id"]
    client.done("/review_document", {"session_id": session_id})
    return f"/sessions/{session_id}"


def told(client, address, query=""):
    return client.get(f"{address}/feedback{query}").get_json()


def decide(client, address, ids, decision="accepted"):
    return client.patch(f"{address}/feedback", json={"ids": ids, "decision": decision})


def test_what_has_changed_since_is_told_and_nothing_where_nothing_has(client, address):
    first = told(client, address)
    assert first["items"] == client.get(address).get_json()["feedback"]
    assert first["reviewed"] == ["One", "Two"]
    since = f"?since={first['revision']}"
    nothing = told(client, address, since)
    assert [nothing[name] for name in ("items", "resolved", "removed", "reviewed")] == [None] * 4
    chosen = first["items"][0]["id"]
    decide(client, address, [chosen])
    now = told(client, address, since)
    assert now["revision"] > first["revision"]
    assert now["history"] == {"undo": "Accepted a finding", "redo": None}
    assert {one["id"]: one["decision"] for one in now["items"]}[chosen] == "accepted"


def test_who_asks_for_changes_alone_is_told_those(client, address):
    first = told(client, address)
    chosen = first["items"][1]["id"]
    decide(client, address, [chosen])
    own = {"section_name": "Two", "description": "Who?"}
    made = client.post(f"{address}/feedback", json=own).get_json()["id"]
    now = told(client, address, f"?since={first['revision']}&only=changed")
    assert [item["id"] for item in now["items"]] == [chosen, made]
    assert (now["resolved"], now["removed"]) == ([], [])
    client.delete(f"{address}/feedback/{made}")
    later = told(client, address, f"?since={now['revision']}&only=changed")
    assert (later["items"], later["removed"]) == ([], [made])


def test_what_is_resolved_by_a_new_version_has_changed_too(client, address):
    first = told(client, address)
    data = {"document": (io.BytesIO(TEXT.replace(b"Several vials", b"Six vials")), "r.md")}
    client.post(f"{address}/versions", data=data)
    now = told(client, address, f"?since={first['revision']}&only=changed")
    assert "Several" in {item["quote"] for item in now["resolved"]}
    gone = {item["id"] for item in now["resolved"]} | set(now["removed"])
    kept = [item for item in first["items"] if item["id"] not in gone]
    after = {item["id"] for item in told(client, address)["items"]}
    assert {item["id"] for item in kept} == after


@pytest.mark.parametrize("since", [0, 10**6])
def test_where_that_is_not_known_all_are_told(client, address, since):
    now = told(client, address, f"?since={since}&only=changed")
    assert now["removed"] is None
    assert now["items"] == told(client, address)["items"]


def test_page_by_page_all_come_the_most_important_first(client, address):
    everything = {item["id"] for item in told(client, address)["items"]}
    items, offset = [], 0
    while offset is not None:
        page = told(client, address, f"?offset={offset}&limit=2")
        assert len(page["items"]) <= 2
        items += page["items"]
        offset = page["next_offset"]
    assert len(items) == len(everything) and {item["id"] for item in items} == everything
    weights = [("high", "medium", "low").index(item["severity"]) for item in items]
    assert weights == sorted(weights)


@pytest.mark.parametrize("query", ["limit=0", "limit=1001", "offset=-1", "only=new", "since=-1"])
def test_what_makes_no_sense_is_refused(client, address, query):
    assert client.get(f"{address}/feedback?{query}").status_code == 422


def test_one_finding_is_told_by_its_id(client, address):
    item = told(client, address)["items"][1]
    assert client.get(f"{address}/feedback/{item['id']}").get_json() == item
    missing = client.get(f"{address}/feedback/unknown")
    assert (missing.status_code, missing.get_json()["code"]) == (404, "item_not_found")
    assert client.get(f"/sessions/unknown/feedback/{item['id']}").status_code == 404
