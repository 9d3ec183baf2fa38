"""What is measured runs as processes of its own: the product, and a server that plays Claude."""

from __future__ import annotations

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tests.serving import ROOT, Server, free_port, serving

Json = dict[str, Any]


@contextmanager
def claude(delay: float) -> Iterator[str]:
    """The stand-in for Claude, answering after `delay` seconds; yields its address."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.fake_claude", "--port", str(port), "--delay", str(delay)],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        deadline = time.monotonic() + 20
        while True:
            try:
                urllib.request.urlopen(f"{url}/v1/models/claude-haiku-5-5", timeout=1).close()
                break
            except urllib.error.HTTPError:
                break
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
        yield url
    finally:
        process.terminate()
        process.wait(10)


@contextmanager
def product(folder: Path, upstream: str | None = None, **environment: str) -> Iterator[Server]:
    """The product; with an upstream its engine is Claude there."""
    if upstream:
        environment |= {
            "ENGINE": "claude",
            "ANTHROPIC_API_KEY": "x",
            "ANTHROPIC_BASE_URL": upstream,
        }
    with serving(folder / "data", **environment) as server:
        yield server


def post(server: Server, path: str, body: Json, **headers: str) -> Json:
    """POST JSON, get JSON."""
    request = urllib.request.Request(
        server.url + path,
        json.dumps(body).encode(),
        {
            "Content-Type": "application/json",
            **{k.replace("_", "-"): v for k, v in headers.items()},
        },
    )
    with urllib.request.urlopen(request, timeout=60) as response:
        told: Json = json.load(response)
    return told


def get(server: Server, path: str) -> Json:
    """GET JSON."""
    with urllib.request.urlopen(server.url + path, timeout=60) as response:
        told: Json = json.load(response)
    return told


def upload(server: Server, text: str) -> str:
    """Upload a Markdown document; returns its session's id."""
    edge = "x" * 24
    head = f'--{edge}\r\nContent-Disposition: form-data; name="document"; filename="r.md"\r\n\r\n'
    request = urllib.request.Request(
        f"{server.url}/upload",
        f"{head}{text}\r\n--{edge}--\r\n".encode(),
        {"Content-Type": f"multipart/form-data; boundary={edge}"},
    )
    with urllib.request.urlopen(request, timeout=60) as response:
        session_id: str = json.load(response)["session_id"]
    return session_id


def memory(server: Server) -> float:
    """Resident memory of the server's processes, in MB; shared pages count in each."""
    assert server.process is not None
    group, total = server.process.pid, 0
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
            if int(fields[2]) == group:
                rows = (status.parent / "status").read_text().splitlines()
                total += next(int(row.split()[1]) for row in rows if row.startswith("VmRSS"))
        except (OSError, StopIteration):
            continue
    return total / 1024
