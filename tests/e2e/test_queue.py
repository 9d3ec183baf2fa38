"""The Queue page in a real browser: live, and its buttons work."""

import pytest
import redis

from tests.e2e.conftest import NARROW, WIDE, fits
from tests.fake_claude import Act, FakeClaude, refuse
from tests.working import deployed

pytestmark = pytest.mark.browser
BOTH = pytest.mark.parametrize(
    ("size", "scheme"), [(WIDE, "light"), (NARROW, "dark")], ids=["wide", "narrow"]
)
TEXT = "# Root cause\n\nThe pump stopped, and nobody knows why.\n\n# Actions\n\nTrain people.\n"


@pytest.fixture(scope="module")
def claude():
    with FakeClaude() as fake:
        yield fake


@pytest.fixture(scope="module")
def deployment(tmp_path_factory, claude):
    """Web, Redis and a worker, with Claude played by `claude`; each test leaves nothing open."""
    with deployed(
        tmp_path_factory.mktemp("queue"), ENGINE="claude", ANTHROPIC_API_KEY="x",
        ANTHROPIC_BASE_URL=claude.url, STOP_GRACE="0",
    ) as started:  # fmt: skip
        yield started


def wait_for_text(page, region, words):
    """Wait, without reloading, until a region of the page says so."""
    page.locator(f"#{region}", has_text=words).wait_for(state="attached")


@BOTH
def test_without_a_queue_the_page_says_where_tasks_run(
    open_page, plain_server, accessible, size, scheme
):
    page = open_page(size, scheme)
    page.goto(plain_server.url)
    page.click("header a:has-text('Queue')")
    page.wait_for_url("**/queue")
    wait_for_text(page, "mode", "No queue is configured. Tasks run in the web process.")
    wait_for_text(page, "open", "You have no queued or running tasks.")
    accessible(page)
    assert fits(page)


def test_the_page_can_be_read_without_javascript(open_page, plain_server):
    page = open_page(java_script_enabled=False)
    page.goto(f"{plain_server.url}/queue")
    wait_for_text(page, "mode", "No queue is configured. Tasks run in the web process.")
    wait_for_text(page, "failed", "None.")
    wait_for_text(page, "workers", "No workers. Tasks run in the web process.")


@BOTH
def test_a_running_task_is_followed_and_cancelled(
    deployment, claude, open_page, accessible, size, scheme
):
    server = deployment.server
    session_id = server.upload(TEXT)
    page = open_page(size, scheme)
    page.goto(f"{server.url}/queue")
    wait_for_text(page, "mode", "Tasks are queued for 1 worker.")
    claude.act = Act(silent="pings")
    task_id = deployment.queue("/review_document", {"session_id": session_id})
    row = page.locator(f"#open [data-key='{task_id}']")
    row.wait_for()
    wait_for_text(page, "open", "of 2 sections read")
    wait_for_text(page, "workers", "1 of ")
    accessible(page)
    assert fits(page)
    wait_for_text(page, "announcer", "1 of your tasks open, 0 failed.")
    row.get_by_role("button", name="Cancel").focus()
    page.keyboard.press("Enter")
    wait_for_text(page, "status", "Cancelled")
    wait_for_text(page, "open", "You have no queued or running tasks.")
    assert server.ask(f"/task_status/{task_id}")["state"] == "REVOKED"
    assert page.evaluate("document.activeElement.id") == "open-title"  # the focus is not lost


@BOTH
def test_failed_tasks_are_retried_and_a_rejected_message_is_deleted(
    deployment, claude, open_page, accessible, size, scheme
):
    server = deployment.server
    session_id = server.upload(TEXT)
    claude.act = refuse(400, "odd")
    failed = [
        deployment.queue("/analyze_section", {"session_id": session_id, "section_name": name})
        for name in ("Root cause", "Actions")
    ]
    for task_id in failed:
        assert server.ended(task_id)["state"] == "FAILURE"
    with redis.Redis.from_url(deployment.redis.url) as broker:
        broker.lpush("chat", b'{"body": "\xff')
    page = open_page(size, scheme)
    page.goto(f"{server.url}/queue")
    wait_for_text(page, "failed", "odd")
    wait_for_text(page, "rejected", "It is not JSON.")
    accessible(page)
    assert fits(page)
    claude.act = Act()
    page.click(f"#failed [data-key='{failed[0]}'] button")
    wait_for_text(page, "status", "Retrying.")
    assert server.ended(failed[0])["state"] == "SUCCESS"
    claude.act = refuse(400, "odd")
    server.ask(f"/api/v1/tasks/{failed[1]}/retry", {})
    assert server.ended(failed[1])["state"] == "FAILURE"
    third = deployment.queue("/chat", {"session_id": session_id, "message": "Why?"})
    assert server.ended(third)["state"] == "FAILURE"
    claude.act = Act()
    page.click("text=Retry all")
    wait_for_text(page, "failed", "None.")
    for task_id in (failed[1], third):
        assert server.ended(task_id)["state"] == "SUCCESS"
    page.click("#rejected button")
    wait_for_text(page, "rejected", "None.")
    assert server.ask("/api/v1/dead_letters")["messages"] == []


def test_a_lost_connection_is_reported_until_it_is_back(open_page, server):
    page = open_page()
    page.goto(f"{server.url}/queue")
    page.route("**/queue", lambda route: route.abort())
    wait_for_text(page, "status", "Can't reach the server")
    page.unroute("**/queue")
    page.wait_for_function("() => document.getElementById('status').textContent === ''")
    page.complaints.clear()  # the browser itself notes what it could not load
