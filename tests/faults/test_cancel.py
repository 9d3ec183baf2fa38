"""A task is cancelled in whatever phase it is: it ends at once, and nothing more is paid for."""

import time

import pytest

from tests.fake_claude import Act, FakeClaude, refuse
from tests.serving import serving
from tests.working import deployed

pytestmark = pytest.mark.slow
TEXT = "# One\n\nThe pump of line 4 stopped for a while without a reason. It was started again.\n"
WHILE_ASKED = {
    "before the first byte": Act(silent="bytes"),
    "before the first event": Act(silent="headers"),
    "in pings": Act(silent="pings"),
    "in text": Act(pace=0.4, chunk=4),
    "in silence": Act(breaks="silence"),
}


@pytest.fixture(scope="module")
def claude():
    with FakeClaude() as fake:
        yield fake


@pytest.fixture(scope="module", params=["sync", "async"])
def server(request, tmp_path_factory, claude):
    """The product in both modes; in async mode a worker does the work."""
    folder = tmp_path_factory.mktemp("cancel")
    settings = {
        "ENGINE": "claude", "ANTHROPIC_API_KEY": "x", "ANTHROPIC_BASE_URL": claude.url,
        "TASK_THREADS": "2", "WORKER_CONCURRENCY": "2",
        "CHAT_RATE_LIMIT": "1/m", "RATE_LIMITS": "pinned",
    }  # fmt: skip
    if request.param == "sync":
        with serving(folder / "data", **settings) as started:
            yield started
    else:
        with deployed(folder, **settings) as deployment:
            yield deployment.server


@pytest.fixture
def begin(server, claude):
    """Begins reading a section, which the stand-in answers with `act`; returns the task's id."""
    session_id = server.upload(TEXT)

    def run(*acts):
        claude.requests.clear()
        claude.then(*acts)
        body = {"session_id": session_id, "section_name": "One"}
        return server.ask("/analyze_section", body, Prefer="respond-async")["task_id"]

    return run


def cancel(server, task_id):
    """Cancel it, and see that it has ended for good."""
    answer = server.ask(f"/cancel_task/{task_id}", {})
    assert (answer["cancelled"], answer["state"]) == (True, "REVOKED")
    version = server.ask(f"/task_status/{task_id}")["version"]
    time.sleep(0.3)
    after = server.ask(f"/task_status/{task_id}")
    assert (after["state"], after["version"], after["ready"]) == ("REVOKED", version, True)


def until(server, task_id, waiting_for):
    """Follow the task until it says it waits for that."""
    version = 0
    while True:
        status = server.ask(f"/task_status/{task_id}?wait=20&since={version}")
        assert not status["ready"], status
        if status["waiting_for"] == waiting_for:
            return status
        version = status["version"]


@pytest.mark.parametrize("phase", WHILE_ASKED)
def test_while_it_is_asked_the_connection_closes(server, claude, begin, phase):
    task_id = begin(WHILE_ASKED[phase])
    seen = claude.wait_for(1)
    if phase not in ("before the first byte", "before the first event"):
        assert claude.wait_until(lambda: seen.first_byte is not None)
    cancel(server, task_id)
    assert claude.wait_until(lambda: seen.closed is not None, timeout=1)
    assert len(claude.messages) == 1


def test_while_it_waits_for_a_retry_it_is_not_asked_again(server, claude, begin):
    task_id = begin(refuse(529, retry_after="2"))
    assert until(server, task_id, "retry")["state"] == "RETRY"
    cancel(server, task_id)
    time.sleep(2.2)  # when it would have been
    assert len(claude.messages) == 1


def test_while_it_waits_for_the_rate_limit_it_is_never_asked(server, claude):
    session_id = server.upload(TEXT)
    claude.requests.clear()
    body = {"session_id": session_id, "message": "Why did it stop?"}
    first = server.ask("/chat", body)
    assert server.ended(first["task_id"])["successful"]
    task_id = server.ask("/chat", body, Prefer="respond-async")["task_id"]
    until(server, task_id, "rate_limit")
    cancel(server, task_id)
    assert len(claude.messages) == 1


def test_while_it_waits_for_a_thread_it_never_runs(server, claude, begin):
    running = [begin(Act(silent="pings")), begin(Act(silent="pings"))]
    assert claude.wait_until(lambda: len(claude.messages) >= 1)
    waiting = begin()
    assert server.ask(f"/task_status/{waiting}")["state"] == "PENDING"
    cancel(server, waiting)
    for task_id in running:
        cancel(server, task_id)
    assert server.ask(f"/task_status/{waiting}")["started_at"] is None
    assert begin() and claude.wait_until(lambda: len(claude.messages) == 1)
