"""`python main.py all`: web and workers in one container, stopped and restarted as one."""

import os
import signal
import subprocess
import sys

import pytest

from bluepencil import guard
from celery_config import FIRST
from tests.fake_claude import Act, FakeClaude
from tests.processes import alive, children, command_of
from tests.redis_server import redis_serving
from tests.serving import ROOT, Server
from tests.working import until

pytestmark = pytest.mark.slow
FIRST_QUEUES = ",".join(FIRST)
SECOND_QUEUES = "analysis,events,index"
TEXT = "# One\n\nThe pump of line 4 stopped for a while without a reason. It was started again.\n"


@pytest.fixture
def claude():
    with FakeClaude(Act(delay=0.5)) as fake:
        yield fake


class Container(Server):
    """The supervisor as a process, and its product to ask."""

    def start(self, command="all"):
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, str(ROOT / "main.py"), command], cwd=self.log.parent,
                env=self.environment, stdout=log, stderr=log,
            )  # fmt: skip
        until(lambda: workers(self) == 2, 40)


@pytest.fixture
def container(tmp_path, claude):
    with redis_serving(tmp_path / "redis") as redis:
        server = Container(
            tmp_path / "data", USE_CELERY="true", REDIS_URL=redis.url, ENGINE="claude",
            ANTHROPIC_API_KEY="key", ANTHROPIC_BASE_URL=claude.url, STOP_GRACE="5",
        )  # fmt: skip
        server.start()
        yield server
        if server.process.poll() is None:
            server.process.terminate()
        server.process.wait(30)


def workers(server):
    try:
        return server.ask("/queue_stats")["workers"]
    except OSError:
        return None


def parts(server):
    """The processes right below the supervisor, by what they are."""
    found = {}
    for pid in children(server.process.pid):
        words = command_of(pid).decode().split("\0")
        if str(guard.__file__) not in words:
            found[words[-2] if "--queues" in words else "web"] = pid
    return found


def submit(server):
    body = {"session_id": server.upload(TEXT), "section_name": "One"}
    return server.ask("/analyze_section", body)


def test_it_serves_works_and_stops_without_losing_what_runs(container, claude):
    told = submit(container)
    assert told["async"]
    claude.wait_for(1, 60)
    running = parts(container).values()
    container.process.terminate()
    assert container.process.wait(30) == 0
    assert not any(map(alive, running))
    Server.start(container)  # the web process alone: whatever was running then has ended since
    assert container.ended(told["task_id"])["state"] == "SUCCESS"
    assert len(claude.messages) == 1, "nothing was paid for twice"
    container.kill()


def test_a_worker_that_dies_is_started_again_while_the_web_goes_on(container):
    before = parts(container)
    assert set(before) == {"web", FIRST_QUEUES, SECOND_QUEUES}
    os.kill(before[SECOND_QUEUES], signal.SIGKILL)
    until(
        lambda: parts(container).get(SECOND_QUEUES, before[SECOND_QUEUES]) != before[SECOND_QUEUES]
    )
    after = parts(container)
    assert (after["web"], after[FIRST_QUEUES]) == (before["web"], before[FIRST_QUEUES])
    assert container.ended(submit(container)["task_id"])["state"] == "SUCCESS"
    until(lambda: workers(container) == 2)


def test_killed_it_leaves_nothing_behind_and_the_next_one_takes_over(container, claude):
    claude.act = Act(delay=2)
    told = submit(container)
    claude.wait_for(1, 60)
    below = [*children(container.process.pid)]
    below += [pid for one in below for pid in children(one)]
    assert len(below) == 5, "web server and its worker process, two workers, guard"
    container.process.kill()
    container.process.wait(10)
    until(lambda: not any(map(alive, below)), 30)
    container.start()
    assert set(parts(container)) == {"web", FIRST_QUEUES, SECOND_QUEUES}
    assert container.ended(told["task_id"])["state"] == "SUCCESS"
    assert len(claude.messages) == 1, "what ran could end first"
