"""Slow clients hold no thread, neither when they send nor when they read, and are told why."""

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.serving import ROOT, free_port
from tests.working import until

pytestmark = pytest.mark.slow
THREADS = 8

# A server over an app that says how long the body was; "/endless" answers with more than anybody
# reads. Its patience is short.
PROGRAM = """
import sys
from pathlib import Path
from types import SimpleNamespace
from bluepencil import incoming, logs, receiving, settings
from bluepencil.server import Server

incoming.HEAD_SECONDS, incoming.BODY_SECONDS, receiving.SEND_SECONDS = {head}, {body}, {send}
incoming.SLOWEST = receiving.SLOWEST = 2**30

class App:
    def __init__(self, settings):
        tasks = SimpleNamespace(start=lambda: None, stop=lambda grace: None)
        self.extensions = {{"bluepencil": SimpleNamespace(
            settings=settings, tasks=tasks, deliverer=SimpleNamespace(start=lambda: None),
            largest_body=1000, close=lambda: None,
        )}}

    def __call__(self, environ, start_response):
        if environ["PATH_INFO"] == "/endless":
            start_response("200 OK", [("Content-Length", str(2**30))])
            return (b"x" * 2**16 for _ in range(2**14))
        answer = str(len(environ["wsgi.input"].read())).encode()
        start_response("200 OK", [("Content-Length", str(len(answer)))])
        return [answer]

logs.configure("info", {{}})
Server(settings.load(port={port}, web_threads={threads}, data_dir=Path(".")), App).run()
"""


class Patience:
    """That server, as a process."""

    def __init__(self, folder: Path, head: float = 30, body: float = 30, send: float = 30):
        self.folder, self.port = folder, free_port()
        source = PROGRAM.format(head=head, body=body, send=send, port=self.port, threads=THREADS)
        with (folder / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-c", source], cwd=folder, stderr=log, start_new_session=True,
                env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
            )  # fmt: skip
        self.open = ExitStack()
        try:
            until(self.answers)
        except BaseException:  # it is not left behind
            self.process.kill()
            self.process.wait(10)
            raise

    def answers(self) -> bool:
        try:
            return self.send(b"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")[0] == 200
        except OSError:
            return False

    def connect(self) -> socket.socket:
        return self.open.enter_context(socket.create_connection(("127.0.0.1", self.port), 20))

    def send(self, *pieces: bytes) -> tuple[int, bytes]:
        """The answer to a request that is sent in these pieces."""
        with socket.create_connection(("127.0.0.1", self.port), 20) as client:
            for piece in pieces:
                client.sendall(piece)
                time.sleep(0.02 if len(pieces) > 1 else 0)
            return answer(client)

    def stop(self) -> int:
        self.process.terminate()
        return self.process.wait(20)


def answer(client: socket.socket) -> tuple[int, bytes]:
    response = http.client.HTTPResponse(client)
    response.begin()
    return response.status, response.read()


@pytest.fixture
def server(tmp_path):
    made = []

    def make(**given: float) -> Patience:
        made.append(Patience(tmp_path, **given))
        return made[-1]

    yield make
    for one in made:
        one.open.close()
        assert one.stop() == 0
        assert "Traceback" not in (one.folder / "log").read_text()


POST = b"POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n"


def test_however_a_request_comes_it_is_answered(server):
    one = server()
    whole = POST + b"Content-Length: 5\r\n\r\nhello"
    chunked = POST + b"Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n"
    for request in (whole, chunked):
        for pieces in ([request], [request[:30], request[30:-3], request[-3:]]):
            assert one.send(*pieces) == (200, b"5")


def test_requests_sent_one_after_the_other_are_all_answered(server):
    one = server()
    with socket.create_connection(("127.0.0.1", one.port), 20) as client:
        client.sendall(b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi" * 5)
        client.sendall(POST + b"Content-Length: 3\r\n\r\nbye")
        received = b""
        while piece := client.recv(65536):
            received += piece
    assert received.count(b"HTTP/1.1 200 OK") == 6
    assert received.endswith(b"\r\n\r\n3")


def test_a_connection_is_used_again(server):
    connection = http.client.HTTPConnection("127.0.0.1", server().port, timeout=20)
    for length in (3, 0, 900):
        connection.request("POST", "/", b"x" * length)
        assert connection.getresponse().read() == str(length).encode()
    connection.close()


def test_who_waits_to_be_told_to_send_is_told(server):
    with socket.create_connection(("127.0.0.1", server().port), 20) as client:
        client.sendall(POST + b"Expect: 100-continue\r\nContent-Length: 5\r\n\r\n")
        assert client.recv(100) == b"HTTP/1.1 100 Continue\r\n\r\n"
        client.sendall(b"hello")
        assert answer(client) == (200, b"5")


@pytest.mark.parametrize("begun", [b"", b"GET / HT", POST + b"Content-Length: 900\r\n\r\nx"])
def test_many_who_send_nothing_more_keep_nobody_from_being_answered(server, begun):
    one = server()
    for _ in range(5 * THREADS):
        one.connect().sendall(begun)
    for _ in range(3):
        assert one.answers()


@pytest.mark.parametrize("begun", [b"GET / HT", POST + b"Content-Length: 900\r\n\r\nx"])
def test_who_is_too_slow_is_told_so(server, begun):
    client = server(head=0.3, body=0.3).connect()
    client.sendall(begun)
    status, body = answer(client)
    problem = json.loads(body)
    assert (status, problem["status"], problem["code"]) == (408, 408, "request_timeout")
    assert problem["detail"].endswith(".") and problem["success"] is False


def test_who_sends_nothing_is_hung_up_on(server):
    client = server(head=0.3).connect()
    assert client.recv(100) == b""


def test_many_who_do_not_read_keep_nobody_from_being_answered(server):
    one = server(send=0.3)
    for _ in range(2 * THREADS):
        one.connect().sendall(b"GET /endless HTTP/1.1\r\nHost: a\r\n\r\n")
    until(one.answers)


@pytest.mark.parametrize(
    ("request_", "status"),
    [
        (b"what is this\r\n\r\n", 400),
        (b"GET / HTTP/1.1\r\nNo colon\r\n\r\n", 400),
        (b"GET /" + b"a" * 9000 + b" HTTP/1.1\r\nHost: a\r\n\r\n", 414),
        (b"GET / HTTP/1.1\r\nHost: a\r\nA: " + b"a" * 9000 + b"\r\n\r\n", 431),
        (b"GET / HTTP/1.1\r\nHost: a\r\n" + b"A: b\r\n" * 200 + b"\r\n", 431),
        (b"GET / HTTP/1.1\r\n" + b"A: b\r\n" * 20_000, 431),
        (POST + b"Transfer-Encoding: chunked\r\n\r\n" + b"fff\r\n" + b"x" * 0xFFF + b"\r\n", 413),
        (POST + b"Transfer-Encoding: odd\r\n\r\n", 501),
        (POST + b"Expect: wonders\r\n\r\n", 417),
        (POST + b"Content-Length: many\r\n\r\n", 400),
    ],
)
def test_what_cannot_be_answered_is_refused_with_a_sentence(server, request_, status):
    repeated = request_ if status != 413 else request_ + request_.partition(b"\r\n\r\n")[2] * 20
    got, body = server().send(repeated)
    problem = json.loads(body)
    assert (got, problem["status"]) == (status, status)
    assert problem["detail"].endswith(".") and problem["request_id"]


def test_a_large_body_that_nobody_wants_is_read_and_the_answer_too(server):
    one = server()
    head = b"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n"
    with socket.create_connection(("127.0.0.1", one.port), 20) as client:
        client.sendall(head + b"x" * 3_000_000)
        assert answer(client) == (200, b"0")


def test_a_stop_waits_for_who_is_sending_and_not_for_who_says_nothing(server):
    one = server()
    one.connect()
    client = one.connect()
    client.sendall(POST + b"Content-Length: 5\r\n\r\nhe")
    time.sleep(0.3)
    one.process.terminate()
    time.sleep(0.5)
    client.sendall(b"llo")
    assert answer(client) == (200, b"5")
    assert one.process.wait(20) == 0
