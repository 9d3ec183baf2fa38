"""Verdicts over HTTP: what a review says of each item, overruled by the reader and given back."""

import io

import pytest

HOMES = ("laptop", "queue", "postgres")

TEXT = (
    b"# Summary\n\nThe pump of line 4 stopped because its seal was worn.\n\n"
    b"# Corrective actions\n\n- Replace the seal: Maria Lopez, 3 May 2026.\n"
    b"- Check the alarm as soon as possible.\n\n"
    b"# The night\n\nNobody was there.\n"
)
ITEM = "owner-and-date"


@pytest.fixture
def address(client):
    data = {"document": (io.BytesIO(TEXT), "r.md"), "guidelines_name": "investigation-report"}
    return f"/sessions/{client.post('/upload', data=data).get_json()['session_id']}"


@pytest.fixture
def reviewed(client, address):
    client.done("/review_document", {"session_id": address.rpartition("/")[2]})
    return address


def verdicts(client, address):
    return {one["item"]: one for one in client.get(f"{address}/verdicts").get_json()["verdicts"]}


def change(client, address, item, **fields):
    return client.patch(f"{address}/verdicts/{item}", json=fields)


def test_before_a_review_nothing_was_checked(client, address):
    found = verdicts(client, address)
    assert len(found) == 22
    assert {(one["verdict"], one["source"]) for one in found.values()} == {("not_checked", None)}


def test_a_review_says_it_of_each_item_everywhere_the_same(client, address):
    session_id = address.rpartition("/")[2]
    answer = client.done("/review_document", {"session_id": session_id})
    told = client.get(f"{address}/verdicts").get_json()["verdicts"]
    assert answer["verdicts"] == told == client.get(address).get_json()["verdicts"]
    by_item = {one["item"]: one for one in told}
    assert by_item[ITEM]["verdict"] == "partly"
    assert by_item[ITEM]["note"] == "1 of 2 actions name an owner and a date."
    assert by_item[ITEM]["source"] == "checks"
    sections = {one["name"]: one for one in client.get(address).get_json()["sections"]}
    for one in told:
        for passage in one["evidence"]:
            text = sections[passage["section_name"]]["text"]
            assert text[passage["start"] : passage["end"]] == passage["quote"]
    items = {one["id"]: one for one in client.get(address).get_json()["feedback"]}
    (missing,) = by_item["section:timeline"]["findings"]
    assert items[missing]["rule"] == "missing-section"


def test_partial_results_carry_them(client, address):
    session_id = address.rpartition("/")[2]
    headers = {"Prefer": "respond-async"}
    task = client.post("/review_document", json={"session_id": session_id}, headers=headers)
    client.ended(task.get_json()["task_id"])
    partial = client.get(f"/task_status/{task.get_json()['task_id']}").get_json()["partial"]
    assert [one["item"] for one in partial["verdicts"]] == list(verdicts(client, address))


def test_the_reader_overrules_one_and_takes_it_back(client, reviewed):
    before = verdicts(client, reviewed)[ITEM]
    told = change(client, reviewed, ITEM, verdict="met", note="Both are ours.")
    assert told.status_code == 200
    assert told.get_json() == verdicts(client, reviewed)[ITEM]
    now = told.get_json()
    assert (now["verdict"], now["note"], now["source"]) == ("met", "Both are ours.", "you")
    assert now["overruled"] == {key: before[key] for key in ("verdict", "note", "source")}
    undone = client.post(f"{reviewed}/undo").get_json()
    assert (undone["label"], undone["verdicts"]) == ("Changed a verdict", [before])
    redone = client.post(f"{reviewed}/redo").get_json()
    assert redone["verdicts"] == [now]
    assert change(client, reviewed, ITEM, verdict=None).get_json() == before


def test_it_survives_the_next_review_and_the_next_version(client, reviewed):
    change(client, reviewed, ITEM, verdict="met")
    session_id = reviewed.rpartition("/")[2]
    client.done("/review_document", {"session_id": session_id, "fresh": True})
    assert verdicts(client, reviewed)[ITEM]["source"] == "you"
    data = {"document": (io.BytesIO(TEXT.replace(b"stopped", b"broke")), "r.md")}
    assert client.post(f"{reviewed}/versions", data=data).status_code in (200, 201)
    found = verdicts(client, reviewed)
    assert (found[ITEM]["verdict"], found[ITEM]["source"]) == ("met", "you")
    assert found["section:executive-summary"]["verdict"] == "not_checked"
    client.done("/review_document", {"session_id": session_id})
    found = verdicts(client, reviewed)
    assert found[ITEM]["overruled"]["verdict"] == "partly"
    assert found["section:executive-summary"]["verdict"] == "met"


def test_an_unchanged_document_keeps_its_verdicts_without_being_read_again(client, reviewed):
    before = verdicts(client, reviewed)
    client.done("/review_document", {"session_id": reviewed.rpartition("/")[2]})
    assert verdicts(client, reviewed) == before


def test_naming_the_last_missing_section_rejects_the_finding(client, reviewed):
    """One finding speaks of all missing sections."""

    def decision(of):
        items = {one["id"]: one for one in client.get(reviewed).get_json()["feedback"]}
        (found,) = of["findings"]
        return items[found]["decision"]

    missing = {name for name, one in verdicts(client, reviewed).items() if one["findings"]}
    missing = {name for name in missing if name.startswith("section:")}
    assert len(missing) > 1
    item, found = "section:timeline", {"verdict": "met", "section_name": "The night"}
    told = change(client, reviewed, item, **found).get_json()
    assert [one["quote"] for one in told["evidence"]] == ["Nobody was there."]
    assert decision(told) == "open"
    client.post(f"{reviewed}/undo")
    for name in missing - {item}:
        change(client, reviewed, name, verdict="not_applicable")
    assert decision(change(client, reviewed, item, **found).get_json()) == "rejected"
    client.post(f"{reviewed}/undo")
    assert decision(verdicts(client, reviewed)[item]) == "open"


def test_another_window_learns_of_it(client, reviewed):
    first = client.get(f"{reviewed}/feedback").get_json()
    since = f"{reviewed}/feedback?since={first['revision']}"
    assert client.get(since).get_json()["verdicts"] is None
    change(client, reviewed, ITEM, verdict="not_met")
    told = {one["item"]: one for one in client.get(since).get_json()["verdicts"]}
    assert told[ITEM]["verdict"] == "not_met"


@pytest.mark.parametrize(
    ("item", "body", "status", "code"),
    [
        ("unknown", {"verdict": "met"}, 404, "verdict_not_found"),
        (ITEM, {"verdict": "perhaps"}, 422, "invalid"),
        (ITEM, {"verdit": "met"}, 422, "invalid"),
        (ITEM, {"verdict": "met", "note": "x" * 2001}, 422, "invalid"),
        (ITEM, {"verdict": "met", "section_name": "Summary"}, 422, "invalid"),
        ("section:timeline", {"verdict": "met", "section_name": "X"}, 422, "section_not_found"),
    ],
)
def test_what_cannot_be_is_refused_and_changes_nothing(client, reviewed, item, body, status, code):
    before = client.get(f"{reviewed}/feedback").get_json()
    refused = change(client, reviewed, item, **body)
    assert (refused.status_code, refused.get_json()["code"]) == (status, code)
    assert client.get(f"{reviewed}/feedback").get_json() == before


def test_an_unknown_session_has_no_verdicts(client):
    assert client.get("/sessions/unknown/verdicts").status_code == 404
    assert change(client, "/sessions/unknown", ITEM, verdict="met").status_code == 404
