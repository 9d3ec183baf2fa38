"""Guidelines over HTTP: a team's own are kept, named, edited and chosen."""

import io

import pytest

from bluepencil.task.record import Task
from tests.tasks import cancel

HOMES = ("laptop", "queue", "postgres")
OURS = """# Our reports

## Expected sections

- Purpose
- Findings (Results)

## Checklist

- names-people: Every action names who does it.
- Every date has a year.

## Terms that are fine

- vial, batch record
"""
TEXT = b"# Purpose\n\nThe vial was dropped.\n\n# Other\n\nIt was decided.\n"


def keep(client, text=OURS, file="Our Reports.md", **more):
    data = {"document": (io.BytesIO(text.encode()), file), **more}
    return client.post("/guidelines", data=data)


def upload(client, **more):
    data = {"document": (io.BytesIO(TEXT), "r.md"), **more}
    return client.post("/upload", data=data).get_json()


def test_those_that_ship_are_listed(client):
    rows = client.get("/guidelines").get_json()["guidelines"]
    assert {"general", "investigation-report", "design-document"} == {row["name"] for row in rows}
    assert all(row["shipped"] and not row["own"] and row["items"] for row in rows)


def test_a_file_becomes_a_guideline_of_ones_own(client):
    kept = keep(client)
    assert kept.status_code == 201
    told = kept.get_json()
    assert (told["name"], told["title"], told["own"]) == ("our-reports", "Our reports", True)
    assert [one["text"] for one in told["expected"]] == ["Purpose", "Findings"]
    assert told["items"][0] == {"id": "names-people", "text": "Every action names who does it."}
    assert told["terms"] == ["vial", "batch record"]
    assert client.get("/guidelines/our-reports").get_json() == told


def test_the_same_text_is_kept_once_and_another_under_a_free_name(client):
    assert keep(client).get_json()["name"] == "our-reports"
    assert keep(client).get_json()["name"] == "our-reports"
    assert keep(client, OURS + "\n- More.").get_json()["name"] == "our-reports-2"
    assert keep(client, file="general.md").get_json()["name"] == "general-2"
    assert keep(client, file="x.md", name="chosen").get_json()["name"] == "chosen"


def test_it_is_chosen_at_upload_by_name_or_file(client):
    keep(client)
    assert upload(client, guidelines_name="our-reports")["guidelines"] == "our-reports"
    told = upload(client, guidelines=(io.BytesIO(b"# Theirs\n\n- Be brief."), "theirs.md"))
    assert told["guidelines"] == "theirs"
    assert client.get("/guidelines/theirs").get_json()["own"]


def test_it_is_edited_and_a_review_says_that_it_changed(client):
    keep(client)
    session_id = upload(client, guidelines_name="our-reports")["session_id"]
    changed = client.put("/guidelines/our-reports", json={"text": OURS + "\n- shorter: Be brief."})
    assert changed.status_code == 200
    session = client.get(f"/sessions/{session_id}").get_json()
    assert session["guidelines_changed"]
    client.patch(f"/sessions/{session_id}", json={"guidelines": "our-reports"})
    assert not client.get(f"/sessions/{session_id}").get_json()["guidelines_changed"]


def test_another_is_chosen_later_and_only_what_it_touches_is_read_again(client):
    session_id = upload(client, guidelines_name="general")["session_id"]
    client.done("/review_document", {"session_id": session_id})
    changed = client.patch(f"/sessions/{session_id}", json={"guidelines": "investigation-report"})
    assert changed.get_json()["guidelines"] == "investigation-report"
    assert changed.get_json()["sections_reviewed"] == 0
    client.done("/review_document", {"session_id": session_id})
    found = client.get(f"/sessions/{session_id}").get_json()["feedback"]
    assert any((one["guideline"] or "").startswith("investigation-report#") for one in found)
    client.patch(f"/sessions/{session_id}", json={"guidelines": "general"})
    back = client.done("/review_document", {"session_id": session_id})
    assert "2 of 2 sections had not changed" in back["notes"][0]


def test_one_that_ships_is_written_over_and_comes_back(client):
    shipped = client.get("/guidelines/general").get_json()
    client.put("/guidelines/general", json={"text": OURS})
    over = client.get("/guidelines/general").get_json()
    assert (over["own"], over["shipped"], over["title"]) == (True, True, "Our reports")
    assert client.delete("/guidelines/general").status_code == 204
    assert client.get("/guidelines/general").get_json() == shipped
    refused = client.delete("/guidelines/general")
    assert (refused.status_code, refused.get_json()["code"]) == (409, "guideline_ships")


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("get", "/guidelines/nowhere", None, 404, "guideline_not_found"),
        ("delete", "/guidelines/nowhere", None, 404, "guideline_not_found"),
        ("put", "/guidelines/Not%20a%20name", {"text": "x"}, 422, "invalid"),
        ("put", "/guidelines/ours", {"text": ""}, 422, "invalid"),
        ("put", "/guidelines/ours", {"text": "x" * 200_001}, 422, "invalid"),
        ("put", "/guidelines/ours", {"text": "x", "more": 1}, 422, "invalid"),
    ],
)
def test_what_cannot_be_done_says_why(client, method, path, body, status, code):
    answer = getattr(client, method)(path, **({} if body is None else {"json": body}))
    assert (answer.status_code, answer.get_json()["code"]) == (status, code)


def test_a_file_that_cannot_be_read_keeps_nothing(client):
    before = client.get("/guidelines").get_json()
    assert keep(client, "").status_code == 422
    assert client.get("/guidelines").get_json() == before
    unknown = client.post(
        "/upload", data={"document": (io.BytesIO(TEXT), "r.md"), "guidelines_name": "nowhere"}
    )
    assert unknown.get_json()["code"] == "unknown_guideline"


def test_a_review_cannot_be_held_to_what_is_not_there(client):
    session_id = upload(client)["session_id"]
    refused = client.patch(f"/sessions/{session_id}", json={"guidelines": "nowhere", "name": "N"})
    assert (refused.status_code, refused.get_json()["code"]) == (404, "guideline_not_found")
    assert client.get(f"/sessions/{session_id}").get_json()["document_name"] == "r.md"


def test_while_a_document_is_read_it_is_held_to_what_it_is(client):
    session_id = client.post(
        "/upload", data={"document": (io.BytesIO(b"# One\n\nSeveral vials.\n"), "r.md")}
    ).get_json()["session_id"]
    store = client.application.extensions["bluepencil"].store
    task = Task(kind="test", queue="none", owner="local", input={}, session_id=session_id)
    store.tasks.add(task)
    change = {"guidelines": "design-document"}
    refused = client.patch(f"/sessions/{session_id}", json=change)
    assert (refused.status_code, refused.get_json()["code"]) == (409, "still_working")
    cancel(store, task.task_id)
    assert client.patch(f"/sessions/{session_id}", json=change).status_code == 200


def test_a_file_with_a_long_name_makes_a_guideline_that_can_be_used(client):
    data = {"document": (io.BytesIO(b"# Ours\n\n- One line.\n"), f"{'a' * 150}.md")}
    name = client.post("/guidelines", data=data).get_json()["name"]
    assert client.get(f"/guidelines/{name}").status_code == 200
    assert client.delete(f"/guidelines/{name}", json={}).status_code == 204


def test_two_files_of_one_name_that_come_at_once_are_both_kept(client, monkeypatch):
    store = client.application.extensions["bluepencil"].store
    add = type(store.guidelines).add

    def overtaken(self, owner, name, text):
        monkeypatch.setattr(type(store.guidelines), "add", add)
        assert keep(client, "# Theirs\n\n- One line.").get_json()["name"] == name
        return add(self, owner, name, text)

    monkeypatch.setattr(type(store.guidelines), "add", overtaken)
    assert keep(client).get_json()["name"] == "our-reports-2"
    assert client.get("/guidelines/our-reports").get_json()["title"] == "Theirs"


def test_an_uploaded_markdown_file_is_kept_letter_by_letter(client):
    text = "# Mine\n\n- be *good*\n\nText **here**.\n"
    assert keep(client, text, "mine.md").get_json()["text"] == text
