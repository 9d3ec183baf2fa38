"""Statistics and activity over HTTP: numbers that add up, and tables that are only tables."""

import csv
import io

import pytest

HOMES = ("laptop", "postgres")

TEXT = b"# One\n\nSeveral vials broke soon.\n\n# =1+1\n\nIt was decided that some were lost.\n"


@pytest.fixture
def session_id(client):
    data = {"document": (io.BytesIO(TEXT), "r.md")}
    return client.post("/upload", data=data).get_json()["session_id"]


def table(response) -> list[list[str]]:
    assert response.headers["Content-Type"].startswith("text/csv")
    assert "attachment" in response.headers["Content-Disposition"]
    return list(csv.reader(io.StringIO(response.data.decode("utf-8-sig"))))


def test_statistics_are_those_of_the_session(client, session_id):
    client.done("/review_document", {"session_id": session_id})
    told = client.get(f"/sessions/{session_id}/statistics").get_json()
    assert told == client.get(f"/sessions/{session_id}").get_json()["statistics"]
    assert told["total"] > 0


def test_statistics_as_a_table_have_the_same_numbers(client, session_id):
    client.done("/review_document", {"session_id": session_id})
    address = f"/sessions/{session_id}/statistics"
    told = client.get(address).get_json()
    rows = table(client.get(f"{address}?format=csv"))
    assert rows[0] == ["group", "name", "value"]
    assert ["total", "findings", str(told["total"])] in rows
    for severity, number in told["by_severity"].items():
        assert ["by_severity", severity, str(number)] in rows


def test_no_cell_is_a_formula(client, session_id):
    own = {"section_name": "=1+1", "description": "x"}
    client.post(f"/sessions/{session_id}/feedback", json=own)
    client.patch(f"/sessions/{session_id}", json={"name": '@SUM(A1) "quoted", and a comma'})
    rows = table(client.get(f"/sessions/{session_id}/statistics?format=csv"))
    assert ["by_section", "'=1+1", "1"] in rows
    log = table(client.get(f"/sessions/{session_id}/activity?format=csv"))
    assert log[-1][1:3] == ["renamed", '\'@SUM(A1) "quoted", and a comma']


def test_each_completed_review_is_told_with_its_numbers(client, session_id):
    for _ in range(2):
        client.done("/review_document", {"session_id": session_id})
    told = client.get(f"/sessions/{session_id}/statistics").get_json()
    first, second = told["reviews"]
    assert first["numbers"]["findings"] == second["numbers"]["findings"] == told["total"]
    assert (first["numbers"]["new"], second["numbers"]["new"]) == (told["total"], 0)
    assert {"high", "medium", "low", "input_tokens", "output_tokens", "cost_usd"} <= set(
        first["numbers"]
    )


def test_activity_tells_what_was_done_in_order(client, session_id):
    client.done("/analyze_section", {"session_id": session_id, "section_name": "One"})
    client.done("/chat", {"session_id": session_id, "message": "What is missing?"})
    (item, *_) = client.get(f"/sessions/{session_id}").get_json()["feedback"]
    client.patch(f"/sessions/{session_id}/feedback/{item['id']}", json={"decision": "accepted"})
    client.post(f"/sessions/{session_id}/undo")
    client.post(f"/sessions/{session_id}/redo")
    rows = client.get(f"/sessions/{session_id}/activity").get_json()["activity"]
    assert [row["what"] for row in rows] == [
        "uploaded", "review_begun", "review_ended", "asked", "edited", "undone", "redone",
    ]  # fmt: skip
    assert [rows[0]["detail"], rows[3]["detail"]] == ["r.md", "What is missing?"]
    assert rows[4]["detail"] == rows[5]["detail"] == "Accepted a finding"
    assert [row["at"] for row in rows] == sorted(row["at"] for row in rows)


@pytest.mark.parametrize("what", ["statistics", "activity"])
def test_what_is_not_yours_is_not_there(client, what):
    assert client.get(f"/sessions/unknown/{what}").status_code == 404
    assert client.get(f"/sessions/unknown/{what}?format=xml").status_code == 422
