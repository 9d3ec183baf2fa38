"""Reviewing over HTTP with the built-in engine: upload, read, ask."""

import io

import pytest

from tests.documents.factory import damaged_page, pdf_pages

HOMES = ("laptop", "queue", "postgres")
REPORT = """# Incident 7

## Executive Summary

It was decided to release the lot. Several vials were broken recently.

## Investigation Process

The the operator was interviewed on 3 March 2026.

## Root Cause

The root cause was human error.
"""


def upload(client, text=REPORT, name="report.md", **fields):
    data = {"document": (io.BytesIO(text.encode()), name), **fields}
    return client.post("/upload", data=data)


@pytest.fixture
def session_id(client):
    return upload(client).get_json()["session_id"]


def test_an_upload_answers_the_sections_in_order(client):
    response = upload(client)
    assert response.status_code == 201
    body = response.get_json()
    assert body["success"] is True
    assert body["document_name"] == "report.md"
    names = [section["name"] for section in body["sections"]]
    assert names == ["Executive Summary", "Investigation Process", "Root Cause"]
    assert body["total_sections"] == 3
    assert body["sections"][0]["words"] == 12
    assert body["sections"][0]["reviewed"] is False
    assert body["guidelines"] == "investigation-report"


def test_a_path_in_the_files_name_is_dropped(client):
    assert upload(client, name="../../etc/report.md").get_json()["document_name"] == "report.md"


def test_a_guideline_can_be_named(client):
    body = upload(client, guidelines_name="design-document").get_json()
    assert body["guidelines"] == "design-document"
    refused = upload(client, guidelines_name="unheard-of")
    assert refused.status_code == 422
    assert "investigation-report" in refused.get_json()["detail"]


def test_a_guideline_can_be_uploaded(client):
    own = b"# House rules\n\n## Expected sections\n\n- Verdict\n"
    response = upload(client, guidelines=(io.BytesIO(own), "house-rules.md"))
    assert response.get_json()["guidelines"] == "house-rules"
    session = response.get_json()["session_id"]
    found = client.done("/review_document", {"session_id": session})
    assert any("Verdict" in item["description"] for item in found["feedback_items"])


def test_a_field_that_is_not_known_is_refused(client):
    assert upload(client, guideline="typo").status_code == 422


def test_a_section_is_read_and_every_quote_stands_in_it(client, session_id):
    body = client.done(
        "/analyze_section", {"session_id": session_id, "section_name": "Executive Summary"}
    )
    assert body["success"] is True
    assert body["engine"] == "built-in"
    assert body["feedback_count"] == len(body["feedback_items"]) > 0
    session = client.get(f"/sessions/{session_id}").get_json()
    text = session["sections"][0]["text"]
    for item in body["feedback_items"]:
        assert item["source"] == "checks"
        assert item["decision"] == "open"
        assert item["severity"] in ("high", "medium", "low")
        assert text[item["start"] : item["end"]] == item["quote"]
    assert session["sections"][0]["reviewed"] is True
    assert session["sections"][1]["reviewed"] is False


def test_the_most_important_finding_comes_first(client, session_id):
    body = client.done("/review_document", {"session_id": session_id})
    weights = [("high", "medium", "low").index(i["severity"]) for i in body["feedback_items"]]
    assert weights == sorted(weights)


def test_an_unknown_section_is_named(client, session_id):
    response = client.post(
        "/analyze_section", json={"session_id": session_id, "section_name": "Appendix Z"}
    )
    assert (response.status_code, response.get_json()["code"]) == (422, "section_not_found")
    assert "Appendix Z" in response.get_json()["detail"]


def test_reading_twice_doubles_nothing_and_keeps_the_ids(client, session_id):
    first = client.done("/review_document", {"session_id": session_id})
    second = client.done("/review_document", {"session_id": session_id})
    ids = [item["id"] for item in first["feedback_items"]]
    assert [item["id"] for item in second["feedback_items"]] == ids
    kept = client.get(f"/sessions/{session_id}").get_json()["feedback"]
    assert sorted(item["id"] for item in kept) == sorted(ids)


def test_a_review_reads_every_section_and_across_them(client, session_id):
    body = client.done("/review_document", {"session_id": session_id})
    assert body["feedback_count"] == len(body["feedback_items"])
    assert {item["scope"] for item in body["feedback_items"]} == {"section", "document"}
    assert body["failed_sections"] == []
    session = client.get(f"/sessions/{session_id}").get_json()
    assert all(section["reviewed"] for section in session["sections"])


def test_a_question_is_answered_with_words_of_the_document(client, session_id):
    body = client.done(
        "/chat",
        {
            "session_id": session_id,
            "message": "What are common gaps in investigation?",
            "current_section": "Investigation Process",
        },
    )
    assert body["success"] is True
    assert "built-in" in body["response"].lower()
    texts = {s["name"]: s["text"] for s in session_of(client, session_id)["sections"]}
    assert body["citations"]
    for citation in body["citations"]:
        assert citation["quote"] in texts[citation["section_name"]]
    assert len(body["suggestions"]) == 3
    (turn,) = session_of(client, session_id)["chat"]
    assert turn["response"] == body["response"]


def test_a_question_can_be_about_one_finding(client, session_id):
    found = client.done("/review_document", {"session_id": session_id})["feedback_items"]
    about = next(item for item in found if item["replacement"])
    asked = {"session_id": session_id, "finding_id": about["id"]}
    why = client.done("/chat", {**asked, "message": "Why?"})
    assert about["description"] in why["response"]
    assert [one["quote"] for one in why["citations"]] == [about["quote"]]
    put = client.done("/chat", {**asked, "message": "How would you put it?"})
    assert (why["wording"], put["wording"]) == (None, about["replacement"])
    turns = session_of(client, session_id)["chat"]
    assert [(turn["finding_id"], turn["wording"]) for turn in turns] == [
        (about["id"], None), (about["id"], about["replacement"]),
    ]  # fmt: skip


def test_a_question_about_no_finding_of_this_session_is_refused(client, session_id):
    body = {"session_id": session_id, "message": "Why?", "finding_id": "nothing"}
    response = client.post("/chat", json=body)
    assert (response.status_code, response.get_json()["code"]) == (404, "finding_not_found")
    assert session_of(client, session_id)["chat"] == []


def session_of(client, session_id):
    return client.get(f"/sessions/{session_id}").get_json()


def test_a_sync_chat_can_stream(client, session_id):
    response = client.post(
        "/chat",
        json={"session_id": session_id, "message": "When was the operator interviewed?"},
        headers={"Accept": "text/event-stream"},
    )
    assert response.mimetype == "text/event-stream"
    text = response.get_data(as_text=True)
    assert "event: partial" in text
    assert text.rstrip().rpartition("event: ")[2].startswith("done")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_the_connection_test_says_which_engine_works(client, method):
    body = client.done("/test_claude_connection", method=method)
    assert body["success"] is True
    assert body["connected"] is True
    assert body["engine"] == "built-in"
    assert body["model"]
    assert "latency" in body


def test_a_preference_for_later_answers_at_once_with_the_task(client, session_id):
    response = client.post(
        "/review_document", json={"session_id": session_id}, headers={"Prefer": "respond-async"}
    )
    assert response.status_code == 202
    body = response.get_json()
    assert (body["success"], body["async"], body["status"]) == (True, True, "processing")
    assert response.headers["Location"] == f"/task_status/{body['task_id']}"
    assert int(response.headers["Retry-After"]) >= 1


def test_past_the_budget_the_task_goes_on_and_its_id_is_told(make_app):
    client = make_app(sync_budget=0).test_client()
    session_id = upload(client).get_json()["session_id"]
    response = client.post("/review_document", json={"session_id": session_id})
    assert response.status_code == 202
    status = client.get(f"/task_status/{response.get_json()['task_id']}?wait=20&since=99999")
    assert status.get_json()["task_id"] == response.get_json()["task_id"]


@pytest.mark.parametrize("sample", ["investigation-report", "design-document", "shift-report"])
def test_every_sample_opens_and_has_something_to_say_about(client, sample):
    response = client.post(f"/samples/{sample}")
    assert response.status_code == 201
    session_id = response.get_json()["session_id"]
    found = client.done("/review_document", {"session_id": session_id})
    assert found["feedback_count"] >= 3


def test_what_of_a_file_could_not_be_read_is_told(client):
    data = damaged_page(pdf_pages(1, 1), 2)
    uploaded = client.post("/upload", data={"document": (io.BytesIO(data), "r.pdf")}).get_json()
    assert uploaded["unread"] == ["Page 2 was not read: damaged."]
    page = client.get(f"/review/{uploaded['session_id']}").get_data(as_text=True)
    assert '<p class="unread">Page 2 was not read: damaged.</p>' in page


def test_of_a_whole_file_nothing_is_told(client):
    uploaded = client.post("/upload", data={"document": (io.BytesIO(b"# A\n\nB.\n"), "r.md")})
    assert uploaded.get_json()["unread"] == []
    page = client.get(f"/review/{uploaded.get_json()['session_id']}").get_data(as_text=True)
    assert 'class="unread"' not in page
