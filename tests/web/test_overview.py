"""The Queue page as the server renders it: mode, figures, tasks and failures in plain words."""

import io
import re
import time
from dataclasses import replace

import pytest

from bluepencil.errors import EngineBusy, EngineRefused
from bluepencil.review.findings import Usage
from tests import tasks
from tests.tasks import add, claim

HOMES = ("laptop", "queue", "postgres")
PAGE = {"Accept": "text/html"}
EVIL = "</pre><script>alert(1)</script>"


@pytest.fixture
def store(client):
    return client.application.extensions["bluepencil"].store


def seen(client):
    """The page as one reads it: its text without tags, in single spaces."""
    page = client.get("/queue", headers=PAGE)
    assert page.status_code == 200
    return " ".join(re.sub(r"<[^>]*>", " ", page.text).split())


def fail(store, task, error=None):
    tasks.fail(store, claim(store, task), error or EngineBusy("Over its limits."))


def test_an_empty_queue_says_so(make_app):
    client = make_app().test_client()
    text = seen(client)
    for said in (
        "No queue is configured. Tasks run in the web process.",
        "You have no queued or running tasks.", "Failed tasks None.", "Rejected messages None.",
        "No workers. Tasks run in the web process.", "no tasks finished", "last hour $0.00",
    ):  # fmt: skip
        assert said in text
    assert "data-path" not in client.get("/queue", headers=PAGE).text  # nothing to press


def test_without_workers_the_page_says_where_tasks_run(make_app):
    client = make_app(use_celery=True, redis_url="redis://127.0.0.1:1/0").test_client()
    text = seen(client)
    assert "No worker is available, so tasks run in the web process until one is." in text


def test_open_tasks_are_shown_with_their_subject_and_a_cancel_button(client, store):
    sent = {"document": (io.BytesIO(b"# One\n\nText.\n"), "report.md")}
    session_id = client.post("/upload", data=sent).json["session_id"]
    input = {"session_id": session_id, "section_name": "One"}
    running = add(store, kind="analyze_section", input=input, session_id=session_id)
    tasks.report(store, claim(store, running), progress=40, status="Reading the section…")
    first, second = add(store, kind="chat", input={"message": "Why?"}), add(store)
    text, page = seen(client), client.get("/queue", headers=PAGE).text
    assert "Analyze section One report.md Reading the section…" in text
    assert f'href="/review/{session_id}"' in page and 'value="40"' in page
    assert "Chat Why?" in text and "Queue position 1" in text and "Queue position 2" in text
    for task in (running, first, second):
        assert f'data-path="/cancel_task/{task.task_id}"' in page


def test_failed_tasks_are_shown_with_cause_and_cost(client, store):
    task = add(store, kind="chat", input={"message": "Why?"})
    store.tasks.spend(task.task_id, Usage(cost_usd=0.42))
    fail(store, task)
    text, page = seen(client), client.get("/queue", headers=PAGE).text
    assert "Chat Why? Over its limits. failed just now, 1 attempt, cost $0.42" in text
    assert "1 task finished, 1 failed" in text and "Cost in the last hour $0.42" in text
    assert f'data-path="/api/v1/tasks/{task.task_id}/retry"' in page
    assert "Retry all" not in page  # one is all there is
    fail(store, add(store), EngineRefused("The key was refused."))
    text = seen(client)
    assert "The key was refused. Fix the cause first; a retry will fail the same way." in text
    assert "Retry all" in text


def test_a_rejected_message_is_shown_as_text(client, store):
    store.operations.bury("chat", "It is not JSON.", EVIL.encode() + b"\xff")
    page = client.get("/queue", headers=PAGE).text
    assert "It is not JSON." in page and EVIL not in page and "&lt;/pre&gt;&lt;script&gt;" in page
    assert re.search(r'data-method="DELETE" data-path="/api/v1/dead_letters/\d+"', page)


def test_the_tasks_of_others_are_counted_but_not_shown(client, store):
    add(store, owner="somebody else", input={"message": "A secret"})
    text = seen(client)
    assert "A secret" not in text and "Queued 1" in text


def test_long_lists_are_truncated_and_say_so(client, store):
    for _ in range(21):
        add(store)
    for _ in range(21):
        fail(store, add(store))
    page = client.get("/queue", headers=PAGE).text
    assert page.count("/cancel_task/") == 20 and page.count("/retry") == 21  # and all at once
    assert "Older tasks appear" in page and "GET /api/v1/dead_letters" in page


def test_the_last_hour_is_summed_up(client, store):
    earlier = time.time() - 4
    for _ in range(3):
        claimed = claim(store, task := add(store))
        store.tasks.apply(task.task_id, lambda task: replace(task, started_at=earlier))
        tasks.succeed(store, claimed)
    assert "3 tasks finished; median 4 s, 95th percentile 4 s" in seen(client)
