"""What is measured runs as processes of its own: the product, and a server that plays Claude."""

from __future__ import annotations

import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.serving import ROOT, Server, free_port, serving


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


def memory(server: Server) -> float:
    """Resident memory of the server's processes, in MB; shared pages count in each."""
    assert server.process is not None
    return resident(server.process.pid)


def resident(group: int) -> float:
    """Resident memory of all processes of a group, in MB."""
    total = 0
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text().rpartition(")")[2].split()
            if int(fields[2]) == group:
                rows = (status.parent / "status").read_text().splitlines()
                total += next(int(row.split()[1]) for row in rows if row.startswith("VmRSS"))
        except (OSError, StopIteration):
            continue
    return total / 1024
