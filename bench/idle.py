"""Starting and doing nothing: how soon the page answers, and what that costs."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from bench.goal import Goal
from bench.running import memory, product
from tests.serving import ROOT

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
        environment = {"DATA_DIR": folder, "ANTHROPIC_API_KEY": "x", "PATH": "/usr/bin"}
        loaded = subprocess.run(
            [sys.executable, "-c", _LOOK],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            check=True,
        )
        yield Goal("the SDK loaded before it is used", float(b"True" in loaded.stdout), 0, "")
