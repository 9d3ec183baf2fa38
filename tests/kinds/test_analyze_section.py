"""Reviewing one section with Claude: what is found is kept, whatever comes after."""

import io
import sqlite3

import pytest

from bluepencil.database import sqlite
from tests.fake_claude import Act, refuse
from tests.working import until

HOMES = ("laptop", "queue", "postgres")

TEXT = b"# One\n\nSeveral vials broke soon after the transfer.\n\n# Two\n\nIt was decided.\n"


@pytest.fixture
def session_id(claude_client):
    data = {"document": (io.BytesIO(TEXT), "r.md")}
    return claude_client.post("/upload", data=data).get_json()["session_id"]


def analyze(client, session_id, name="One"):
    return client.post("/analyze_section", json={"session_id": session_id, "section_name": name})


def test_findings_stand_in_the_section(claude_client, session_id):
    body = analyze(claude_client, session_id).get_json()
    assert body["engine"] == "claude"
    assert body["feedback_count"] > 0
    text = claude_client.get(f"/sessions/{session_id}").get_json()["sections"][0]["text"]
    for item in body["feedback_items"]:
        assert item["source"] == "claude"
        if item["quote"] is not None:
            assert text[item["start"] : item["end"]] == item["quote"]


def test_what_it_cost_is_told_and_added_to_the_session(claude_client, session_id):
    usage = analyze(claude_client, session_id).get_json()["usage"]
    assert usage["output_tokens"] > 0
    assert usage["cost_usd"] > 0
    total = claude_client.get(f"/sessions/{session_id}").get_json()["statistics"]["usage"]
    assert total == usage


@pytest.mark.parametrize(
    ("act", "status", "code"),
    [
        (refuse(401), 502, "engine_refused"),
        (Act(stop="refusal", text="I can't help with that."), 422, "engine_declined"),
    ],
)
def test_a_failure_is_a_problem_with_the_tasks_id(
    claude_client, fake, session_id, act, status, code
):
    fake.then(act)
    response = analyze(claude_client, session_id)
    body = response.get_json()
    assert (response.status_code, body["code"]) == (status, code)
    told = claude_client.get(f"/task_status/{body['task_id']}").get_json()
    assert (told["state"], told["error"]["code"]) == ("FAILURE", code)
    assert told["error"]["detail"] == body["detail"]


def test_overloaded_to_the_end_says_when_to_come_back(make_app, fake):
    app = make_app(
        engine="claude", anthropic_api_key="x", anthropic_base_url=fake.url, claude_attempts=1
    )
    client = app.test_client()
    session_id = client.post("/upload", data={"document": (io.BytesIO(TEXT), "r.md")}).get_json()[
        "session_id"
    ]
    fake.then(refuse(529))
    response = analyze(client, session_id)
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0


def test_a_broken_stream_is_read_again_and_no_finding_shown_twice(claude_client, fake, session_id):
    fake.then(Act(breaks="drop", after=12, chunk=40))
    body = analyze(claude_client, session_id).get_json()
    ids = [item["id"] for item in body["feedback_items"]]
    assert len(ids) == len(set(ids)) > 0
    assert len(fake.messages) == 2
    kept = claude_client.get(f"/sessions/{session_id}").get_json()["feedback"]
    assert len({(item["quote"], item["rule"]) for item in kept}) == len(kept)


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"section_name": "Nowhere"}, 422, "section_not_found"),
        ({"session_id": "nowhere"}, 404, "session_not_found"),
    ],
)
def test_what_is_to_be_read_must_be_there(claude_client, fake, session_id, body, status, code):
    asked = {"session_id": session_id, "section_name": "One", **body}
    response = claude_client.post("/analyze_section", json=asked)
    assert (response.status_code, response.get_json()["code"]) == (status, code)
    assert fake.messages == []
    assert claude_client.get("/api/v1/tasks").get_json()["tasks"] == [], "a task was made of it"


def test_what_was_paid_for_waits_until_a_locked_store_can_be_written(make_app, fake, monkeypatch):
    """Longer than anybody waits for a lock: several writes are refused in the meantime."""
    monkeypatch.setattr(sqlite, "PATIENCE", 0.05)
    refused, failure = [], sqlite._known
    monkeypatch.setattr(sqlite, "_known", lambda error: refused.append(error) or failure(error))
    app = make_app(engine="claude", anthropic_api_key="x", anthropic_base_url=fake.url)
    client = app.test_client()
    session_id = client.post("/upload", data={"document": (io.BytesIO(TEXT), "r.md")}).get_json()[
        "session_id"
    ]
    fake.act = Act(delay=0.5)
    body = {"session_id": session_id, "section_name": "One"}
    task_id = client.post(
        "/analyze_section", json=body, headers={"Prefer": "respond-async"}
    ).get_json()["task_id"]
    call = fake.wait_for(1)
    with sqlite3.connect(
        app.extensions["bluepencil"].settings.database, isolation_level=None, timeout=60
    ) as other:
        other.execute("begin immediate")
        assert fake.wait_until(lambda: call.finished)
        refused.clear()
        until(lambda: len(refused) > 5)
        other.execute("rollback")
    other.close()
    assert client.ended(task_id)["state"] == "SUCCESS"
    assert len(fake.messages) == 1
    session = client.get(f"/sessions/{session_id}").get_json()
    assert session["feedback"] and session["statistics"]["usage"]["output_tokens"] > 0
