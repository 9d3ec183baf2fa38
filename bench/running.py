"""What is measured runs as processes of its own: the product, and a server that plays Claude."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from tests.serving import ROOT, Server, free_port, serving


@contextmanager
def claude(delay: float) -> Iterator[str]:
    """The stand-in for Claude, answering after `delay` seconds; yields its address."""
    port = free_port()
    command = ["-m", "tests.fake_claude", "--port", str(port), "--delay", str(delay)]
    with listening(command, port):
        yield f"http://127.0.0.1:{port}"


@contextmanager
def listening(command: list[str], port: int, **environment: str) -> Iterator[None]:
    """A Python command that runs, and has answered on that port, until the end of the block."""
    process = subprocess.Popen(
        [sys.executable, *command],
        cwd=ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.DEVNULL,
    )
    try:
        deadline = time.monotonic() + 20
        while True:
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/none", timeout=1).close()
                break
            except urllib.error.HTTPError:
                break
            except OSError:
                if time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
        yield
    finally:
        process.terminate()
        process.wait(20)


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
    """Resident memory of all processes of a group, in MB; shared pages count in each."""
    pages = 0
    for process in _members(group):
        with suppress(OSError):
            pages += int((process / "statm").read_text().split()[1])
    return pages * resource.getpagesize() / 2**20


def proportional(group: int) -> float:
    """Memory of all processes of a group, in MB; what n processes share counts 1/n in each."""
    total = 0
    for process in _members(group):
        with suppress(OSError, StopIteration):
            rows = (process / "smaps_rollup").read_text().splitlines()
            total += next(int(row.split()[1]) for row in rows if row.startswith("Pss:"))
    return total / 1024


def held(group: int) -> tuple[int, int]:
    """How many files all processes of a group have open, and how many threads they have."""
    files = threads = 0
    for process in _members(group):
        with suppress(OSError):
            files += len(list((process / "fd").iterdir()))
            threads += len(list((process / "task").iterdir()))
    return files, threads


def _members(group: int) -> Iterator[Path]:
    """What /proc has of each process of a group."""
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields = status.read_text().rpartition(")")[2].split()
            if int(fields[2]) == group:
                yield status.parent
