"""Reviewing one section with Claude: what is found is kept, whatever comes after."""

import io

import pytest

from tests.fake_claude import Act, refuse

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
