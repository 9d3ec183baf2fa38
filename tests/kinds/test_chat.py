"""Chat with Claude: streamed, kept, and quoting only what stands in the document."""

import io
import json
import re

import pytest

from bluepencil.kinds import chat
from bluepencil.task import lifecycle
from bluepencil.task.partial import partial_of
from tests.fake_claude import Act, refuse
from tests.tasks import add
from tests.work.making import Scripted

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


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"current_section": "Nowhere"}, 422, "section_not_found"),
        ({"finding_id": "nothing"}, 404, "finding_not_found"),
        ({"session_id": "nowhere"}, 404, "session_not_found"),
        ({"session_id": "nowhere", "current_section": "One"}, 404, "session_not_found"),
    ],
)
def test_what_a_question_is_about_must_be_there(
    claude_client, fake, session_id, body, status, code
):
    asked = {"session_id": session_id, "message": "Why?", **body}
    response = claude_client.post("/chat", json=asked)
    assert (response.status_code, response.get_json()["code"]) == (status, code)
    assert fake.messages == []
    assert claude_client.get("/api/v1/tasks").get_json()["tasks"] == [], "a task was made of it"


def test_a_question_about_a_section_that_is_there_is_answered(claude_client, session_id):
    asked = {"session_id": session_id, "message": "Why?", "current_section": "One"}
    assert claude_client.post("/chat", json=asked).status_code == 200


class Died(BaseException):
    """The process is gone: nothing after this is done."""


def run_again(store, start, engine, task):
    """The next process runs what a dead one had begun."""
    store.tasks.renew([store.tasks.get(task.task_id).claim], 1.0)
    start(chat.run, engine=engine).execute_next("chat")
    return store.tasks.get(task.task_id)


@pytest.fixture
def question(store, session):
    """A question that waits to be answered."""
    input = {"session_id": session.session_id, "message": "Why?"}
    return add(store, kind="chat", queue="chat", session_id=session.session_id, input=input)


def test_a_crash_right_after_the_answer_does_not_pay_for_it_again(
    store, session, start, question, monkeypatch
):
    engine = Scripted()
    flush = chat.Stream.flush

    def dying(self):
        if store.sessions.chat(session.session_id):  # it is kept, and nobody has been told
            raise Died
        flush(self)

    monkeypatch.setattr(chat.Stream, "flush", dying)
    with pytest.raises(Died):
        start(chat.run, engine=engine).execute_next("chat")
    monkeypatch.undo()
    ended = run_again(store, start, engine, question)
    assert engine.asked == {"answer": 1}
    assert (ended.state, ended.result["response"]) == ("SUCCESS", "Because.")
    assert ended.result["usage"]["input_tokens"] == 10 == ended.usage.input_tokens
    assert len(store.sessions.chat(session.session_id)) == 1


def test_a_crash_in_the_midst_of_an_answer_begins_it_anew(store, session, start, question):
    engine = Scripted()

    def dying(question):
        engine.replies = lambda question: "Because of the seal."
        raise Died

    engine.replies = dying
    with pytest.raises(Died):
        start(chat.run, engine=engine).execute_next("chat")
    store.tasks.apply(
        question.task_id,
        lambda task: lifecycle.report(task, state="PROGRESS"),
        new={"response": "The first try"},
    )
    ended = run_again(store, start, engine, question)
    assert ended.result["response"] == "Because of the seal."
    assert partial_of(store.tasks.produced(question.task_id)) == {
        "response": "Because of the seal."
    }
    assert ended.usage.input_tokens == 20, "both were paid for"


def test_an_answer_is_kept_in_one_transaction_with_what_it_cost(
    store, session, start, question, monkeypatch
):
    apply, seen = store.sessions.apply, []

    def watched(*args, **how):
        answer = apply(*args, **how)
        seen.append((how.get("db") is not None, store.sessions.chat(session.session_id)))
        return answer

    monkeypatch.setattr(store.sessions, "apply", watched)
    start(chat.run, engine=Scripted()).execute_next("chat")
    assert seen == [(True, [])], "kept by itself, before its cost"
    assert store.sessions.usage(session.session_id).input_tokens == 10


def test_of_questions_about_one_document_there_is_a_limit(client, monkeypatch):
    monkeypatch.setattr(chat, "MOST", 2)
    data = {"document": (io.BytesIO(b"# One\n\nSeveral vials broke.\n"), "r.md")}
    asked = {"session_id": client.post("/upload", data=data).get_json()["session_id"]}
    answers = [client.post("/chat", json={**asked, "message": "Why?"}) for _ in range(2)]
    if answers[0].status_code == 202:
        for answer in answers:
            client.ended(answer.get_json()["task_id"])
    refused = client.post("/chat", json={**asked, "message": "Why?"})
    assert (refused.status_code, refused.get_json()["code"]) == (409, "too_many_questions")


def test_a_kept_message_is_asked_by_its_id(claude_client, fake, session_id):
    kept = claude_client.post(f"/sessions/{session_id}/messages", json={"message": "Why vials?"})
    body = {"session_id": session_id, "message_id": kept.get_json()["message_id"]}
    assert claude_client.post("/chat", json=body).get_json()["response"]
    assert "Why vials?" in fake.messages[-1].text
    (exchange,) = claude_client.get(f"/sessions/{session_id}").get_json()["chat"]
    assert exchange["message"] == "Why vials?"


@pytest.mark.parametrize(
    ("more", "status"),
    [({}, 422), ({"message": None}, 422), ({"message": " "}, 422), ({"message_id": "x"}, 404)],
)
def test_a_question_is_words_or_the_id_of_a_kept_message(claude_client, session_id, more, status):
    answer = claude_client.post("/chat", json={"session_id": session_id, **more})
    assert answer.status_code == status
