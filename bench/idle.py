"""Starting and doing nothing: how soon the page answers, and what that costs."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from bench.goal import Goal
from bench.running import memory, product, proportional
from tests.serving import ROOT

ROUNDS = 5
_LOOK = "import sys, app; app.create_app(); print('anthropic' in sys.modules)"


def measure() -> Iterator[Goal]:
    """Start to first page, idle memory, and that the SDK is not loaded."""
    with tempfile.TemporaryDirectory() as folder:
        began = time.monotonic()
        with product(Path(folder)) as server:
            urllib.request.urlopen(server.url, timeout=5).close()
            yield Goal("start to the first page", time.monotonic() - began, 3, "s")
            time.sleep(1)
            yield Goal("memory when idle, both processes", memory(server), 120, "MB")
            assert server.process is not None
            shared = proportional(server.process.pid)
            yield Goal("the same, what they share counted once", shared, 70, "MB")
        seconds = min(_processor_time(folder, "import app") for _ in range(ROUNDS))
        yield Goal(f"`import app`, processor time, best of {ROUNDS}", seconds, 0.5, "s")
        loaded = _run(folder, _LOOK)
        yield Goal("the SDK loaded before it is used", float(b"True" in loaded), 0, "")


def _run(folder: str, code: str) -> bytes:
    environment = {"DATA_DIR": folder, "ANTHROPIC_API_KEY": "x", "PATH": "/usr/bin"}
    return subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, env=environment, capture_output=True, check=True
    ).stdout


def _processor_time(folder: str, code: str) -> float:
    """Seconds of a processor for a process that runs this; others on the machine count less."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    _run(folder, code)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
