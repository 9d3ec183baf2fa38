"""A hundred sections at once, each waiting five seconds for the model, in one web process."""

from __future__ import annotations

import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path

from bench.goal import Goal
from bench.running import claude, memory, product

SECTIONS, DELAY = 100, 5.0


def measure() -> Iterator[Goal]:
    """Wall time of all, and the memory each takes while it waits."""
    text = "".join(
        f"# Part {n}\n\nIn part {n} the pump stopped for a while without a reason.\n\n"
        for n in range(SECTIONS)
    )
    with (
        claude(DELAY) as upstream,
        tempfile.TemporaryDirectory() as folder,
        product(Path(folder), upstream) as server,
    ):
        session = server.upload(text)
        server.ask("/test_claude_connection", {}, Prefer="respond-async")
        time.sleep(DELAY + 2)  # the SDK is loaded and connected
        before, most = memory(server), 0.0
        done = threading.Event()

        def watch() -> None:
            nonlocal most
            while not done.wait(0.2):
                most = max(most, memory(server))

        watcher = threading.Thread(target=watch)
        watcher.start()
        began = time.monotonic()
        tasks = [
            server.ask(
                "/analyze_section",
                {"session_id": session, "section_name": f"Part {n}"},
                Prefer="respond-async",
            )["task_id"]
            for n in range(SECTIONS)
        ]
        for task_id in tasks:
            while not server.ask(f"/task_status/{task_id}?wait=30&since=999999")["ready"]:
                pass
        took = time.monotonic() - began
        done.set()
        watcher.join()
        yield Goal("100 sections at once, 5 s each", took, 6.5, "s")
        yield Goal("memory for each of them", (most - before) / SECTIONS, 1.5, "MB")
