"""How a task is told: its status, its events one by one, and the answer to who submitted it."""

import io
import json

import pytest

from bluepencil.errors import EngineBusy
from bluepencil.task import lifecycle
from bluepencil.web import answers
from bluepencil.web.answers import ended, failure, status_of
from tests.tasks import add, cancel, claim, report

TEXT = b"# One\n\nSeveral vials broke soon.\n\n# Two\n\nIt was decided.\n"


@pytest.fixture
def site(client):
    return client.application.extensions["bluepencil"]


@pytest.fixture
def session_id(client):
    data = {"document": (io.BytesIO(TEXT), "r.md")}
    return client.post("/upload", data=data).get_json()["session_id"]


def read(stream: str) -> list[dict[str, str]]:
    """The events of a stream, without its comments."""
    blocks = [block.split("\n") for block in stream.split("\n\n") if block.startswith("event:")]
    return [dict(line.split(": ", 1) for line in block) for block in blocks]


def test_a_waiting_task_is_told_with_its_place_and_no_result(site):
    task = add(site.store, kind="chat", queue="elsewhere", input={"message": "Why?"})
    told = status_of(site, task)
    assert (told["state"], told["ready"], told["successful"]) == ("PENDING", False, None)
    assert (told["queue_position"], told["message"], told["partial"]) == (1, "Why?", None)
    assert told["created_at"].endswith("Z") and told["started_at"] is None
    assert "result" not in told and "error" not in told


def test_a_running_one_with_what_it_has_produced_unless_that_is_not_wanted(site):
    task = add(site.store, queue="elsewhere")
    held = claim(site.store, task)
    report(site.store, held, {"feedback_items": [1]})
    report(site.store, held, {"feedback_items": [2]})
    now = site.store.tasks.get(task.task_id)
    assert status_of(site, now)["partial"] == {"feedback_items": [1, 2]}
    assert status_of(site, now, partial=False)["partial"] is None


def test_a_failed_one_says_why_and_whether_to_try_again(site, client):
    task = add(site.store, queue="elsewhere")
    claim(site.store, task)
    error = EngineBusy("Overloaded.", retry_after=7)
    site.store.tasks.apply(task.task_id, lambda one: lifecycle.fail(one, 1.0, error))
    now = site.store.tasks.get(task.task_id)
    assert failure(now).model_dump() == {
        "code": "engine_busy", "detail": "Overloaded.", "retryable": True,
    }  # fmt: skip
    with client.application.test_request_context():
        client.application.preprocess_request()
        response = ended(now)
    body = json.loads(response.get_data())
    assert (response.status_code, body["code"], body["task_id"]) == (
        503, "engine_busy", task.task_id,
    )  # fmt: skip
    assert response.headers["Retry-After"] == "7"


def test_a_stopped_one_is_told_as_cancelled(site, client):
    task = add(site.store, queue="elsewhere")
    cancel(site.store, task.task_id)
    told = status_of(site, site.store.tasks.get(task.task_id))
    assert (told["ready"], told["successful"], told["error"]["code"]) == (True, False, "cancelled")


def test_the_answer_has_the_fields_of_the_result_beside_success(client, session_id):
    body = {"session_id": session_id, "section_name": "One"}
    told = client.post("/analyze_section", json=body).get_json()
    assert (told["success"], told["async"]) == (True, False)
    assert told["feedback_count"] == len(told["feedback_items"]) > 0
    assert "result" not in told


@pytest.mark.parametrize("prefer", ["respond-async", "return=minimal, respond-async"])
def test_who_prefers_not_to_wait_is_told_where_to_look(client, session_id, prefer):
    body = {"session_id": session_id, "message": "Why?"}
    response = client.post("/chat", json=body, headers={"Prefer": prefer})
    task_id = response.get_json()["task_id"]
    assert response.status_code == 202
    assert response.headers["Location"] == f"/task_status/{task_id}"
    assert response.headers["Preference-Applied"] == "respond-async"
    assert int(response.headers["Retry-After"]) >= 1
    assert client.ended(task_id)["state"] == "SUCCESS"


def test_each_event_has_its_version_and_the_last_is_the_whole_status(client, session_id):
    task_id = client.done("/review_document", {"session_id": session_id})["task_id"]
    events = read(client.get(f"/task_events/{task_id}").text)
    versions = [int(event["id"]) for event in events]
    assert versions == sorted(set(versions))
    assert [event["event"] for event in events].index("done") == len(events) - 1
    assert json.loads(events[-1]["data"]) == client.get(f"/task_status/{task_id}").get_json()
    again = read(client.get(f"/task_events/{task_id}?since={versions[-2]}").text)
    assert again == events[-1:]


def test_who_has_followed_need_not_be_sent_the_findings_once_more(client, session_id):
    task_id = client.done("/review_document", {"session_id": session_id})["task_id"]
    whole, brief = (
        json.loads(read(client.get(f"/task_events/{task_id}{query}").text)[-1]["data"])
        for query in ("", "?brief=true")
    )
    assert whole["partial"]["feedback_items"] and whole["result"]["result"]["feedback_items"]
    assert brief["partial"] is None
    assert brief["result"]["result"] == {**whole["result"]["result"], "feedback_items": []}
    assert brief["result"]["feedback_count"] == whole["result"]["feedback_count"]


def test_a_stream_that_says_nothing_is_kept_alive_and_ends_before_a_proxy_ends_it(
    client, site, monkeypatch
):
    monkeypatch.setattr(answers, "PING_SECONDS", 0.05)
    monkeypatch.setattr(answers, "STREAM_SECONDS", 0.3)
    task = add(site.store, queue="elsewhere")
    told = client.get(f"/task_events/{task.task_id}?since=1").text
    assert told.startswith("retry: ") and ": still here\n\n" in told
    assert read(told) == []
