"""Chat with Claude: streamed, kept, and quoting only what stands in the document."""

import io
import json
import re

import pytest

from tests.fake_claude import Act, refuse

HOMES = ("laptop", "queue", "postgres")

TEXT = b"# One\n\nSeveral vials broke soon after the transfer on 3 March.\n"


@pytest.fixture
def session_id(claude_client):
    data = {"document": (io.BytesIO(TEXT), "r.md")}
    return claude_client.post("/upload", data=data).get_json()["session_id"]


def ask(client, session_id, message="What broke?", **options):
    return client.post("/chat", json={"session_id": session_id, "message": message}, **options)


def test_an_answer_comes_with_citations_and_next_questions(claude_client, session_id):
    body = ask(claude_client, session_id).get_json()
    assert body["engine"] == "claude"
    assert body["response"]
    text = claude_client.get(f"/sessions/{session_id}").get_json()["sections"][0]["text"]
    for citation in body["citations"]:
        assert text[citation["start"] : citation["end"]] == citation["quote"]
    assert len(body["suggestions"]) == 3


def test_the_exchange_is_kept_and_goes_along_with_the_next_question(
    claude_client, fake, session_id
):
    ask(claude_client, session_id, "What broke first?")
    ask(claude_client, session_id, "And then?")
    assert "What broke first?" in fake.messages[-1].text
    chat = claude_client.get(f"/sessions/{session_id}").get_json()["chat"]
    assert [turn["message"] for turn in chat] == ["What broke first?", "And then?"]


def test_a_failed_answer_is_not_kept(claude_client, fake, session_id):
    fake.then(refuse(401))
    assert ask(claude_client, session_id).status_code == 502
    assert claude_client.get(f"/sessions/{session_id}").get_json()["chat"] == []


def test_an_answer_that_broke_off_is_begun_anew(claude_client, fake, session_id):
    fake.then(Act(text="The first try that will be " * 4, pace=0.06, breaks="drop", after=4))
    stream = ask(claude_client, session_id, headers={"Accept": "text/event-stream"})
    text = ""
    for data in re.findall(r"event: partial\n.*\ndata: (.*)\n", stream.get_data(as_text=True)):
        new = json.loads(data)
        text = ("" if new.get("reset") else text) + new.get("response", "")
    (turn,) = claude_client.get(f"/sessions/{session_id}").get_json()["chat"]
    assert text == turn["response"]
    assert "first try" not in text


@pytest.mark.parametrize("message", ["", "   ", "x" * 8001])
def test_a_question_that_is_none_is_refused(claude_client, session_id, message):
    assert ask(claude_client, session_id, message).status_code == 422
