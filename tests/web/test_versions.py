"""The next version of a document over HTTP: only what changed is read again."""

import io

import pytest

from tests.documents.factory import p
from tests.documents.reviewed.making import back_from_word, whole_docx

HOMES = ("laptop", "queue", "postgres")
NAMES = ["Summary", "Background", "Timeline", "Findings", "Root cause", "Actions", "Risks",
         "Checks", "People", "Closing"]  # fmt: skip
WORDS = {name: f"Several parts of the {name.lower()} were changed soon." for name in NAMES}


def markdown(words) -> bytes:
    return "\n\n".join(f"# {name}\n\n{text}" for name, text in words.items()).encode()


def upload(client, words=WORDS):
    data = {"document": (io.BytesIO(markdown(words)), "one.md")}
    return client.post("/upload", data=data).get_json()["session_id"]


def add(client, session_id, words, name="two.md"):
    data = {"document": (io.BytesIO(markdown(words)), name)}
    return client.post(f"/sessions/{session_id}/versions", data=data)


SECOND = {
    **WORDS,
    "Findings": "On 3 March the seal broke.",
    "Risks": f"{WORDS['Risks']} The pump stops.",
}


def test_decisions_stand_and_what_is_gone_is_told_apart(client):
    session_id = upload(client)
    client.done("/review_document", {"session_id": session_id})
    before = client.get(f"/sessions/{session_id}").get_json()["feedback"]
    ids = [item["id"] for item in before]
    client.patch(f"/sessions/{session_id}/feedback", json={"ids": ids, "decision": "accepted"})
    answer = add(client, session_id, SECOND)
    told = answer.get_json()
    assert answer.status_code == 201
    assert (told["version"], told["changed"], told["unchanged"]) == (2, ["Findings", "Risks"], 8)
    assert (told["added"], told["removed"], told["document_name"]) == ([], [], "two.md")
    gone = [item["id"] for item in before if item["section_name"] == "Findings" and item["quote"]]
    assert told["resolved"] == len(gone) > 0
    session = client.get(f"/sessions/{session_id}").get_json()
    assert session["version"] == 2
    assert len(session["feedback"]) == told["carried"] == len(before) - len(gone)
    assert {item["id"] for item in session["resolved"]} == set(gone)
    assert {item["decision"] for item in session["feedback"]} == {"accepted"}
    read = {row["name"]: row["reviewed"] for row in session["sections"]}
    assert [name for name in NAMES if not read[name]] == ["Findings", "Risks"]


def test_only_the_changed_sections_are_read_again(client):
    session_id = upload(client)
    client.done("/review_document", {"session_id": session_id})
    add(client, session_id, SECOND)
    result = client.done("/review_document", {"session_id": session_id})
    assert "8 of 10 sections had not changed" in result["notes"][0]
    states = client.get(f"/task_status/{result['task_id']}").get_json()["partial"]["sections"]
    again = {name for name, state in states.items() if not state["unchanged"]}
    assert again == {"Findings", "Risks", "Across the sections"}


def test_what_changed_stands_side_by_side(client):
    session_id = upload(client)
    add(client, session_id, {**SECOND, "New": "More."})
    told = client.get(f"/sessions/{session_id}/versions/2/changes").get_json()
    assert (told["old_file_name"], told["file_name"]) == ("one.md", "two.md")
    by_name = {section["name"]: section for section in told["sections"]}
    assert by_name["Summary"] == {
        "old_name": "Summary", "name": "Summary", "state": "unchanged", "rows": [],
    }  # fmt: skip
    assert by_name["Risks"]["rows"] == [
        {
            "old": [{"text": WORDS["Risks"], "differs": False}],
            "new": [
                {"text": WORDS["Risks"], "differs": False},
                {"text": " The pump stops.", "differs": True},
            ],
        }
    ]
    assert by_name["New"]["state"] == "added"
    rows = client.get(f"/sessions/{session_id}/versions").get_json()["versions"]
    assert [(row["version"], row["file_name"]) for row in rows] == [(1, "one.md"), (2, "two.md")]


@pytest.mark.parametrize("version", [1, 3])
def test_there_is_nothing_to_compare_with_what_is_not_there(client, version):
    session_id = upload(client)
    add(client, session_id, SECOND)
    answer = client.get(f"/sessions/{session_id}/versions/{version}/changes")
    assert (answer.status_code, answer.get_json()["code"]) == (404, "version_not_found")


def test_a_file_that_cannot_be_read_changes_nothing(client):
    session_id = upload(client)
    data = {"document": (io.BytesIO(b""), "two.md")}
    assert client.post(f"/sessions/{session_id}/versions", data=data).status_code == 422
    assert client.get(f"/sessions/{session_id}").get_json()["version"] == 1


def test_an_unknown_session_has_no_versions(client):
    assert add(client, "nowhere", WORDS).status_code == 404
    assert client.get("/sessions/nowhere/versions").status_code == 404
    assert client.get("/sessions/nowhere/versions/2/changes").status_code == 404


def test_claude_is_asked_about_the_changed_sections_only(claude_client, fake):
    session_id = upload(claude_client)
    claude_client.done("/review_document", {"session_id": session_id})
    asked = len(fake.messages)
    assert asked == 11
    add(claude_client, session_id, SECOND)
    claude_client.done("/review_document", {"session_id": session_id})
    assert len(fake.messages) - asked == 3


def test_a_file_that_comes_back_from_word_brings_what_was_done_with_its_comments(client):
    file = whole_docx(p("Several vials broke soon after the transfer.") + p("It was late."))
    data = {"document": (io.BytesIO(file), "one.docx")}
    session_id = client.post("/upload", data=data).get_json()["session_id"]
    path = f"/sessions/{session_id}"
    section = client.get(path).get_json()["sections"][0]["name"]
    for quote, words in (("vials", "Say how many."), ("late", "Say when.")):
        body = {"section_name": section, "quote": quote, "description": words}
        client.post(f"{path}/feedback", json=body)
    given = client.get(f"{path}/export?format=docx&include=all").data
    back = back_from_word(given, resolved=["Say how many."], answers={"Say when.": "At 04:10."})
    answer = client.post(
        f"{path}/versions", data={"document": (io.BytesIO(back), "two.docx")}
    ).get_json()
    assert (answer["taken_in"], answer["carried"], answer["changed"]) == (2, 2, [])
    items = {one["quote"]: one for one in client.get(path).get_json()["feedback"]}
    assert (items["vials"]["decision"], items["late"]["decision"]) == ("accepted", "open")
    assert items["late"]["reason"] == "Ann: At 04:10."
    again = client.get(f"{path}/export?format=docx&include=all").data
    assert again == back, "no comment is there twice"
    client.post(f"{path}/undo")
    assert {one["decision"] for one in client.get(path).get_json()["feedback"]} == {"open"}


def test_a_version_without_our_comments_brings_nothing(client):
    session_id = upload(client)
    assert add(client, session_id, SECOND).get_json()["taken_in"] == 0
