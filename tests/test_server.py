"""The web server's stop: work may end, nothing new comes in, and nothing is left behind."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.fake_claude import Act, FakeClaude
from tests.processes import alive, children
from tests.serving import ROOT, free_port, serving
from tests.working import until

pytestmark = pytest.mark.slow
TEXT = "# One\n\nThe pump of line 4 stopped for a while without a reason. It was started again.\n"
QUESTION = "Why did it stop?"

# A server over an app that does nothing, which is there sooner; `stop` is what its tasks do then.
PROGRAM = """
import sys, time
from pathlib import Path
from types import SimpleNamespace
from bluepencil import logs, settings
from bluepencil.server import Server

def note(text):
    with open("notes", "a") as file:
        file.write(text + "\\n")

def stop(grace):
    {stop}

class App:
    def __init__(self, settings):
        tasks = SimpleNamespace(start=lambda: note("start"), stop=stop)
        site = SimpleNamespace(
            settings=settings, tasks=tasks, largest_body=2**20, close=lambda: note("close"),
            deliverer=SimpleNamespace(start=lambda: None),
        )
        self.extensions = {{"bluepencil": site}}

    def __call__(self, environ, start_response):
        while environ["QUERY_STRING"] == "wait" and not Path("go").exists():
            time.sleep(0.01)
        start_response("200 OK", [("Content-Length", "2")])
        return [b"ok"]

logs.configure("info", {{}})
Server(settings.load(port={port}, stop_grace={grace}, data_dir=Path(".")), App).run()
"""


class Stub:
    """That server, as a process."""

    def __init__(self, folder: Path, stop: str = "note(f'stop {grace:g}')", grace: float = 5):
        self.folder, self.port = folder, free_port()
        source = PROGRAM.format(stop=stop, grace=grace, port=self.port)
        with (folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", source], cwd=folder, stderr=log, start_new_session=True,
                env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
            )  # fmt: skip
        until(lambda: answers(self.port))
        self.worker = children(self.process.pid)[0]

    @property
    def log(self) -> str:
        return (self.folder / "log").read_text()

    @property
    def notes(self) -> list[str]:
        return (self.folder / "notes").read_text().split("\n")[:-1]


@pytest.fixture
def stub(tmp_path):
    made = []

    def make(**given) -> Stub:
        made.append(Stub(tmp_path, **given))
        return made[-1]

    yield make
    for one in made:
        for pid in (one.process.pid, one.worker):
            if alive(pid):
                os.kill(pid, signal.SIGKILL)
        one.process.wait(10)


def answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def refused(port: int) -> bool:
    """Whether nobody listens there: another server could."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def test_asked_to_stop_many_times_over_it_stops_once(stub):
    """As where the signal goes to a whole group: the worker gets it, and once more by its master.

    The signals come close enough together for one to interrupt the handler of another.
    """
    server = stub()
    for _ in range(300):
        try:
            os.kill(server.worker, signal.SIGTERM)
        except ProcessLookupError:
            break
        time.sleep(0.00002)
    os.killpg(server.process.pid, signal.SIGTERM)
    assert server.process.wait(20) == 0
    assert "Traceback" not in server.log, server.log
    assert server.notes[:4] == ["start", "stop 5", "stop 0", "close"]


def test_who_was_connected_before_the_stop_is_answered(stub):
    server = stub()
    os.kill(server.worker, signal.SIGSTOP)
    waiting = [http.client.HTTPConnection("127.0.0.1", server.port, timeout=20) for _ in range(20)]
    for connection in waiting:
        connection.request("GET", "/")
    server.process.terminate()
    time.sleep(0.5)  # for its master to pass that on; sooner would only be easier
    os.kill(server.worker, signal.SIGCONT)
    for connection in waiting:
        with connection.getresponse() as response:
            assert response.read() == b"ok"
        connection.close()
    assert server.process.wait(20) == 0


def test_stopped_under_load_it_logs_no_error(stub):
    server = stub()

    def ask_on_and_on():
        while not refused(server.port):
            answers(server.port)

    threads = [threading.Thread(target=ask_on_and_on) for _ in range(8)]
    for thread in threads:
        thread.start()
    time.sleep(0.5)
    server.process.terminate()
    assert server.process.wait(20) == 0
    for thread in threads:
        thread.join()
    assert "Traceback" not in server.log and '"error"' not in server.log, server.log


def test_at_a_stop_new_connections_are_refused_while_an_answer_is_under_way(stub):
    server = stub()
    with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)) as connection:
        connection.request("GET", "/?wait")
        server.process.terminate()
        until(lambda: refused(server.port), 4)
        (server.folder / "go").touch()
        with connection.getresponse() as response:
            assert response.read() == b"ok"
    assert server.process.wait(20) == 0


def test_told_to_be_quick_it_gives_no_grace(stub):
    server = stub()
    server.process.send_signal(signal.SIGINT)
    assert server.process.wait(20) == 0
    assert server.notes == ["start", "stop 0", "close"]


def test_when_its_master_is_killed_the_worker_ends_and_the_port_is_free(stub):
    server = stub()
    server.process.kill()
    until(lambda: refused(server.port), 5)
    until(lambda: not alive(server.worker), 5)
    assert server.notes == ["start", "stop 5", "stop 0", "close"]


def test_a_worker_that_cannot_end_is_ended_all_the_same(stub):
    """Its thread holds the lock of the interpreter: nothing in the process can run any more."""
    server = stub(stop="import re; re.match('(a*)*b', 'a' * 60)", grace=0)
    server.process.kill()
    until(lambda: not alive(server.worker))
    assert server.notes == ["start"]


def test_at_a_stop_a_task_nobody_waits_for_may_end_too(tmp_path):
    with FakeClaude(Act(delay=2)) as claude:
        settings = {"ENGINE": "claude", "ANTHROPIC_API_KEY": "key", "STOP_GRACE": "20"}
        with serving(tmp_path / "data", ANTHROPIC_BASE_URL=claude.url, **settings) as server:
            body = {"session_id": server.upload(TEXT), "message": QUESTION}
            task_id = server.ask("/chat", body, Prefer="respond-async")["task_id"]
            claude.wait_for(1, 60)
            assert server.stop() == 0
            server.start()
            assert server.ended(task_id)["attempts"] == 1
            assert len(claude.messages) == 1


def test_when_its_master_is_killed_what_runs_may_end(tmp_path):
    with FakeClaude(Act(delay=2)) as claude:
        settings = {"ENGINE": "claude", "ANTHROPIC_API_KEY": "key", "STOP_GRACE": "20"}
        with serving(tmp_path / "data", ANTHROPIC_BASE_URL=claude.url, **settings) as server:
            body = {"session_id": server.upload(TEXT), "message": QUESTION}
            task_id = server.ask("/chat", body, Prefer="respond-async")["task_id"]
            claude.wait_for(1, 60)
            worker = children(server.process.pid)[0]
            os.kill(server.process.pid, signal.SIGKILL)
            server.process.wait(10)
            until(lambda: refused(server.port), 5)
            server.start()
            until(lambda: not alive(worker))
            assert server.ended(task_id)["state"] == "SUCCESS"
            assert len(claude.messages) == 1
