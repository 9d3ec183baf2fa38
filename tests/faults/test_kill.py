"""The web process is killed with -9 in a review, or told to stop: nothing shown is lost."""

import urllib.request
from collections import Counter

import pytest

from tests.fake_claude import Act, FakeClaude
from tests.serving import serving
from tests.working import deployed

pytestmark = pytest.mark.slow
NAMES = [f"Part {letter}" for letter in "ABCDEF"]
TEXT = "".join(
    f"# {name}\n\nIn {name} the pump of line 4 stopped for a while without a reason.\n\n"
    for name in NAMES
)


def begin(server):
    """A review under way; returns its session and task."""
    session_id = server.upload(TEXT)
    body = {"session_id": session_id}
    task = server.ask("/review_document", body, Prefer="respond-async")
    return session_id, task["task_id"]


def shown_after(server, task_id, sections):
    """Follow until so many sections are done; returns the findings shown by then."""
    version = 0
    while True:
        status = server.ask(f"/task_status/{task_id}?wait=20&since={version}")
        version = status["version"]
        partial = status["partial"] or {}
        done = [s for s in partial.get("sections", {}).values() if s["state"] == "done"]
        assert not status["ready"], "it ended before it could be killed"
        if len(done) >= sections:
            return partial["feedback_items"]


@pytest.fixture
def claude():
    with FakeClaude(Act(delay=0.5)) as fake:
        yield fake


@pytest.fixture(params=["sync", "async"])
def server(request, tmp_path, claude):
    """The product in both modes; what is killed here is the web process."""
    settings = {
        "ENGINE": "claude", "ANTHROPIC_API_KEY": "x", "ANTHROPIC_BASE_URL": claude.url,
        "SECTIONS_AT_ONCE": "2", "STOP_GRACE": "0",
    }  # fmt: skip
    if request.param == "sync":
        with serving(tmp_path / "data", **settings) as started:
            yield started
    else:
        with deployed(tmp_path, **settings) as deployment:
            yield deployment.server


def check_nothing_lost(server, session_id, task_id, shown):
    status = server.ended(task_id)
    assert status["state"] == "SUCCESS"
    kept = {item["id"]: item for item in server.ask(f"/sessions/{session_id}")["feedback"]}
    for item in shown:
        assert kept[item["id"]]["quote"] == item["quote"]
    identity = [(item["section_name"], item["quote"], item["rule"]) for item in kept.values()]
    assert len(identity) == len(set(identity)), "a finding stands twice"
    assert {item["section_name"] for item in kept.values()} == set(NAMES)
    partial = [item["id"] for item in status["partial"]["feedback_items"]]
    assert len(partial) == len(set(partial))


def test_killed_in_the_middle_the_review_goes_on_after_the_restart(server, claude):
    session_id, task_id = begin(server)
    shown = shown_after(server, task_id, 2)
    server.kill()
    server.start()
    check_nothing_lost(server, session_id, task_id, shown)
    asked = Counter(seen.text for seen in claude.messages)
    often = sum(count - 1 for count in asked.values())
    assert often <= int(server.environment["SECTIONS_AT_ONCE"]), "what was done was read again"


def test_told_to_stop_the_review_is_handed_back_and_goes_on(server):
    session_id, task_id = begin(server)
    shown = shown_after(server, task_id, 1)
    assert server.stop() == 0
    server.start()
    check_nothing_lost(server, session_id, task_id, shown)


def test_an_event_stream_goes_on_after_the_restart_without_loss_or_repetition(server):
    _, task_id = begin(server)
    shown_after(server, task_id, 1)
    seen = []

    def read(since):
        request = f"{server.url}/task_events/{task_id}?since={since}"
        with urllib.request.urlopen(request, timeout=60) as stream:
            for line in stream:
                if line.startswith(b"id: "):
                    seen.append(int(line[4:]))

    server.kill()
    server.start()
    server.ended(task_id)
    read(0)
    whole, seen[:] = list(seen), []
    assert whole == list(range(1, len(whole) + 1))
    read(whole[3])
    assert seen == whole[4:]


def test_a_stopped_review_closes_its_calls_and_keeps_what_was_found(server, claude):
    session_id, task_id = begin(server)
    shown = shown_after(server, task_id, 1)
    claude.act = Act(silent="pings")
    assert claude.wait_until(lambda: any(seen.finished is None for seen in claude.messages))
    answer = server.ask(f"/cancel_task/{task_id}", {})
    assert (answer["cancelled"], answer["state"]) == (True, "REVOKED")
    assert claude.wait_until(
        lambda: all(
            seen.finished is not None or seen.closed is not None for seen in claude.messages
        ),
        timeout=2,
    )
    kept = {item["id"] for item in server.ask(f"/sessions/{session_id}")["feedback"]}
    assert {item["id"] for item in shown} <= kept


def test_while_it_is_away_nothing_answers_and_then_everything_is_back(server):
    session_id = server.upload(TEXT)
    before = server.ask(f"/sessions/{session_id}")
    server.kill()
    with pytest.raises(OSError):  # refused, or cut off while it dies
        server.ask(f"/sessions/{session_id}")
    server.start()
    assert server.ask(f"/sessions/{session_id}") == before
