"""`python main.py all`: web and workers in one container, stopped and mended as one."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fake_claude import Act, FakeClaude
from tests.redis_server import redis_serving
from tests.serving import ROOT, Server
from tests.working import until

pytestmark = pytest.mark.slow
TEXT = "# One\n\nThe pump of line 4 stopped for a while without a reason. It was started again.\n"


@pytest.fixture
def claude():
    with FakeClaude(Act(delay=0.5)) as fake:
        yield fake


@pytest.fixture
def container(tmp_path, claude):
    """The supervisor as a process, and its product to ask."""
    with redis_serving(tmp_path / "redis") as redis:
        server = Server(
            tmp_path / "data", USE_CELERY="true", REDIS_URL=redis.url, ENGINE="claude",
            ANTHROPIC_API_KEY="x", ANTHROPIC_BASE_URL=claude.url, STOP_GRACE="5",
        )  # fmt: skip
        with server.log.open("ab") as log:
            server.process = subprocess.Popen(
                [sys.executable, str(ROOT / "main.py"), "all"], cwd=tmp_path,
                env=server.environment, stdout=log, stderr=log,
            )  # fmt: skip
        until(lambda: workers(server) == 2, 30)
        yield server
        if server.process.poll() is None:
            server.process.terminate()
        server.process.wait(30)


def workers(server):
    try:
        return server.ask("/queue_stats")["workers"]
    except OSError:
        return None


def children(server):
    """The processes right below the supervisor, by what they are."""
    found = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(status.read_text().rpartition(")")[2].split()[1])
            if parent == server.process.pid:
                words = (status.parent / "cmdline").read_bytes().decode().split("\0")
                found[words[-2] if "--queues" in words else "web"] = int(status.parent.name)
        except OSError:
            continue
    return found


def submit(server):
    body = {"session_id": server.upload(TEXT), "section_name": "One"}
    return server.ask("/analyze_section", body)


def test_it_serves_works_and_stops_without_losing_what_runs(container, claude):
    told = submit(container)
    assert told["async"]
    claude.wait_for(1)
    container.process.terminate()
    assert container.process.wait(30) == 0
    assert not any(Path(f"/proc/{pid}").exists() for pid in children(container).values())
    container.start()  # the web process alone: whatever was running then has ended since
    assert container.ended(told["task_id"])["state"] == "SUCCESS"
    assert len(claude.messages) == 1, "nothing was paid for twice"
    container.kill()


def test_a_worker_that_dies_is_started_again_while_the_web_goes_on(container):
    before = children(container)
    assert set(before) == {"web", "chat,test", "analysis"}
    os.kill(before["analysis"], signal.SIGKILL)
    until(lambda: children(container).get("analysis", before["analysis"]) != before["analysis"])
    after = children(container)
    assert (after["web"], after["chat,test"]) == (before["web"], before["chat,test"])
    assert container.ended(submit(container)["task_id"])["state"] == "SUCCESS"
    until(lambda: workers(container) == 2)
