"""The product as its own process: started, waited for, killed and stopped by tests."""

import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent


# Test processes running side by side each look in a stretch of their own: two that found the same
# port free at the same moment would be talking to one server.
_STRETCH = 2000
_place = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 6
_ports = itertools.cycle(range(20000 + _STRETCH * _place, 20000 + _STRETCH * (_place + 1)))


def free_port() -> int:
    """A port below the range from which outgoing connections take theirs, each given out once."""
    for port in itertools.islice(_ports, _STRETCH):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("no free port")


class Server:
    """`python main.py` with its data in a folder; `kill()` and `start()` it at will."""

    def __init__(self, data_dir: Path, **environment: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        keep = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
        self.environment = {
            **keep, "PORT": str(self.port), "DATA_DIR": str(data_dir), "ENGINE": "built-in",
            **environment,
        }  # fmt: skip
        self.log = data_dir.with_suffix(".log")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it and wait until it answers."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, str(ROOT / "main.py")],
                cwd=self.log.parent,  # so that no .env of the checkout is read
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.url}/health", timeout=2):
                    return
            except OSError:
                assert self.process.poll() is None, self.log.read_text()
                time.sleep(0.05)
        raise AssertionError(f"not up after 30 s:\n{self.log.read_text()}")

    def kill(self) -> None:
        """kill -9, master and worker."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def stop(self) -> int:
        """TERM, as an operator would; returns the exit status."""
        self.process.terminate()
        return self.process.wait(40)

    def ask(
        self, path: str, body: object = None, method: str | None = None, **headers: str
    ) -> dict[str, Any]:
        """GET, with a body POST, or as said; returns the JSON of the answer. HTTP errors raise."""
        data = None if body is None else json.dumps(body).encode()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(
            self.url + path, data, {"Content-Type": "application/json", **named}, method=method
        )
        with urllib.request.urlopen(request, timeout=60) as response:
            told: dict[str, Any] = {} if response.status == 204 else json.load(response)
        return told

    def upload(self, text: str | bytes, path: str = "/upload", name: str = "r.md") -> str:
        """Upload a document, to a new session or as said; returns its session's id."""
        edge = b"-" * 8 + b"x" * 24
        data = text.encode() if isinstance(text, str) else text
        disposition = f'Content-Disposition: form-data; name="document"; filename="{name}"'
        parts = (b"--" + edge, disposition.encode(), b"", data, b"--" + edge + b"--", b"")
        request = urllib.request.Request(
            f"{self.url}{path}",
            b"\r\n".join(parts),
            {"Content-Type": f"multipart/form-data; boundary={edge.decode()}"},
        )
        with urllib.request.urlopen(request, timeout=60) as response:
            return str(json.load(response)["session_id"])

    def first_words(self, session_id: str) -> float:
        """Seconds from asking a question to the first words of its answer."""
        began = time.monotonic()
        body = {"session_id": session_id, "message": "Why did it stop?"}
        task_id = self.ask("/chat", body, Prefer="respond-async")["task_id"]
        with urllib.request.urlopen(f"{self.url}/task_events/{task_id}", timeout=60) as stream:
            for line in stream:
                if line.startswith(b"event: partial"):
                    return time.monotonic() - began
        raise AssertionError("it ended without a word")

    def ended(self, task_id: str, seconds: float = 60) -> dict[str, Any]:
        """The status of the task once it has ended."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            status = self.ask(f"/task_status/{task_id}?wait=20&since=999999999")
            if status["ready"]:
                return status
        raise AssertionError(f"the task did not end within {seconds} s: {status}")


@contextmanager
def serving(data_dir: Path, **environment: str) -> Iterator[Server]:
    """A started server that is gone afterwards."""
    server = Server(data_dir, **environment)
    server.start()
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.kill()
