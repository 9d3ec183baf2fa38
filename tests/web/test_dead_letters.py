"""Dead letters over HTTP: listed page by page, retried one by one or all, deleted."""

import io
import re

import pytest

from bluepencil.errors import EngineBusy
from bluepencil.review.findings import Usage
from tests import tasks

HOMES = ("laptop", "queue", "postgres")
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
ERROR = {"code": "engine_busy", "detail": "Over its limits.", "retryable": True, "status": 503}


@pytest.fixture
def site(client):
    return client.application.extensions["bluepencil"]


def fail(site, kind="test", queue="test", owner="local", **input):
    """A task that failed to the end."""
    task = tasks.add(site.store, kind=kind, queue=queue, owner=owner, input=input)
    claim = tasks.claim(site.store, task)
    site.store.tasks.spend(task.task_id, Usage(input_tokens=7, cost_usd=0.25))
    tasks.fail(site.store, claim, EngineBusy("Over its limits."))
    return task.task_id


def listed(client, query=""):
    response = client.get(f"/api/v1/dead_letters{query}")
    assert response.status_code == 200
    return response.get_json()


def test_without_failures_the_list_is_empty(client):
    assert listed(client) == {"tasks": [], "messages": [], "next_cursor": None}


def test_a_failed_task_is_listed_with_input_cause_attempts_and_cost(client, site):
    task_id = fail(site, message="Hello")
    (task,) = listed(client)["tasks"]
    assert (task["task_id"], task["kind"], task["queue"]) == (task_id, "test", "test")
    assert task["input"] == {"message": "Hello"}
    assert task["error"] == {key: ERROR[key] for key in ("code", "detail", "retryable")}
    assert task["attempts"] == 1
    assert (task["usage"]["input_tokens"], task["usage"]["cost_usd"]) == (7, 0.25)
    assert RFC3339.fullmatch(task["created_at"]) and RFC3339.fullmatch(task["finished_at"])


def test_only_what_failed_and_is_the_callers_is_listed(client, site):
    fail(site, owner="somebody else")
    site.tasks.cancel(site.tasks.submit("test", {}, "local").task_id, "local")
    site.tasks.finished(site.tasks.submit("test", {}, "local").task_id, 20)
    assert listed(client)["tasks"] == []


def test_a_rejected_message_is_listed_with_its_reason_cut_and_readable(client, site):
    site.store.operations.bury("chat", "It is no JSON.", b"\xff\x00 bytes " + b"\xc3\xa4" * 5000)
    (message,) = listed(client)["messages"]
    assert (message["queue"], message["reason"]) == ("chat", "It is no JSON.")
    assert message["message"].startswith("\ufffd\x00 bytes ää")
    assert len(message["message"]) == 2000
    assert RFC3339.fullmatch(message["created_at"])


@pytest.mark.parametrize(("failed", "rejected"), [(5, 5), (5, 0), (0, 5), (3, 5), (5, 2)])
def test_the_pages_hold_everything_once_newest_first(client, site, failed, rejected):
    failures = [fail(site, message=str(number)) for number in range(failed)]
    for number in range(rejected):
        site.store.operations.bury("chat", f"reason {number}", b"?")
    tasks, messages, query = [], [], "?limit=2"
    while query:
        page = listed(client, query)
        assert len(page["tasks"]) <= 2 and len(page["messages"]) <= 2
        assert page["tasks"] or page["messages"]
        tasks += [task["task_id"] for task in page["tasks"]]
        messages += [message["reason"] for message in page["messages"]]
        query = page["next_cursor"] and f"?limit=2&cursor={page['next_cursor']}"
    assert tasks == failures[::-1]
    assert messages == [f"reason {number}" for number in reversed(range(rejected))]


@pytest.mark.parametrize("query", ["limit=0", "limit=201", "cursor=x", "cursor=1", "page=2"])
def test_a_page_that_cannot_be_is_refused(client, query):
    assert client.get(f"/api/v1/dead_letters?{query}").status_code == 422


def test_a_failed_task_is_retried_under_its_id(client, site):
    task_id = fail(site, message="Again")
    response = client.post(f"/api/v1/tasks/{task_id}/retry")
    assert response.status_code == 202
    answer = response.get_json()
    assert (answer["task_id"], answer["status"]) == (task_id, "PENDING")
    assert answer["message"]
    assert response.headers["Location"] == answer["links"]["status"]
    assert site.tasks.finished(task_id, 20).state == "SUCCESS"
    status = client.get(answer["links"]["status"]).get_json()
    assert status["result"]["result"] == {"message": "Again"}
    assert listed(client)["tasks"] == []


def test_only_a_failure_can_be_retried(client, site):
    task_id = site.tasks.submit("test", {}, "local").task_id
    site.tasks.finished(task_id, 20)
    assert client.post(f"/api/v1/tasks/{task_id}/retry").status_code == 409
    assert client.post("/api/v1/tasks/unknown/retry").status_code == 404
    theirs = fail(site, owner="somebody else")
    assert client.post(f"/api/v1/tasks/{theirs}/retry").status_code == 404
    mine = fail(site)
    site.store.tasks.expire(9e12, 9e12)
    assert client.post(f"/api/v1/tasks/{mine}/retry").status_code == 410


def test_all_failed_tasks_are_retried_at_once(client, site, monkeypatch):
    monkeypatch.setattr("bluepencil.web.dead_letters._AT_ONCE", 2)
    mine = [fail(site, message=str(number)) for number in range(5)]
    theirs = fail(site, owner="somebody else")
    response = client.post("/api/v1/dead_letters/retry")
    assert (response.status_code, response.get_json()) == (202, {"retried": mine})
    assert {site.tasks.finished(task_id, 20).state for task_id in mine} == {"SUCCESS"}
    assert site.tasks.get(theirs, None).state == "FAILURE"
    assert client.post("/api/v1/dead_letters/retry").get_json() == {"retried": []}


def test_a_review_that_failed_is_read_once_it_can_be(client, site):
    text = {"document": (io.BytesIO(b"# One\n\nSeveral vials broke soon.\n"), "r.md")}
    session_id = client.post("/upload", data=text).get_json()["session_id"]
    input = {"session_id": session_id, "section_name": "One"}
    task_id = fail(site, "analyze_section", "analysis", **input)
    client.post(f"/api/v1/tasks/{task_id}/retry")
    assert site.tasks.finished(task_id, 20).result["feedback_count"] > 0


def test_a_rejected_message_is_deleted_once(client, site):
    site.store.operations.bury("chat", "one", b"1")
    site.store.operations.bury("chat", "two", b"2")
    newest, oldest = listed(client)["messages"]
    assert client.delete(f"/api/v1/dead_letters/{newest['number']}").status_code == 204
    assert listed(client)["messages"] == [oldest]
    second = client.delete(f"/api/v1/dead_letters/{newest['number']}")
    assert (second.status_code, second.get_json()["code"]) == (404, "letter_not_found")
    assert client.delete("/api/v1/dead_letters/none").status_code == 404
