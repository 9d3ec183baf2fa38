"""What others wait while a file that was made to do harm is read, and what that takes.

`python -m bench.hostile pdf` measures only the files whose names contain one of these words.
"""

from __future__ import annotations

import http.client
import sys
import tempfile
import threading
import time
import urllib.error
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench.goal import Goal
from bench.hostile_files import HOSTILE
from bench.running import product, proportional
from tests.serving import Server

LONGEST, MOST, LATEST = 20, 500, 300  # s, MB, ms
EVERY = 0.01  # seconds between two requests of the same kind
TEXT = "# One\n\nSeveral vials broke soon after the transfer of the batch.\n"


@dataclass
class Measured:
    """What came of one file."""

    name: str
    status: int = 0
    took: float = 0.0  # seconds
    memory: float = 0.0  # MB, the most at any moment
    waited: float = 0.0  # ms, the longest that anybody did
    where: str = ""


def measure(*words: str) -> Iterator[Goal]:
    """The worst of all files, by each figure."""
    files = [name for name in HOSTILE if not words or any(word in name for word in words)]
    with (
        tempfile.TemporaryDirectory() as folder,
        product(Path(folder), LOG_LEVEL="error") as server,
    ):
        paths = _paths(server)
        done = [one(server, paths, name) for name in files]
    for what, figure, most, unit in (
        ("to read or refuse it", "took", LONGEST, "s"),
        ("the server's memory meanwhile", "memory", MOST, "MB"),
        ("others wait", "waited", LATEST, "ms"),
    ):
        worst = max(done, key=lambda one: getattr(one, figure))
        note = f", at worst (of {len(done)}: {worst.name})"
        yield Goal(f"a hostile file: {what}", getattr(worst, figure), most, unit, note)


def one(server: Server, paths: list[str], name: str) -> Measured:
    """Upload it while others ask."""
    data, measured = HOSTILE[name](), Measured(name)
    with others(server, paths, measured):
        time.sleep(0.1)
        began = time.monotonic()
        try:
            server.upload(data, name=name)
            measured.status = 201
        except urllib.error.HTTPError as refused:
            with refused:
                measured.status = refused.code
        measured.took = time.monotonic() - began
        time.sleep(0.3)
    if measured.status not in (201, 413, 415, 422):
        raise AssertionError(f"{name}: {measured.status}")
    print(measured, file=sys.stderr)
    return measured


def _paths(server: Server) -> list[str]:
    session = server.upload(TEXT)
    task = server.ask("/review_document", {"session_id": session}, Prefer="respond-async")
    server.ended(task["task_id"])
    return ["/health", f"/review/{session}", f"/task_status/{task['task_id']}"]


@contextmanager
def others(server: Server, paths: list[str], measured: Measured) -> Iterator[None]:
    """Somebody asks for each of the paths all the time, and how long they wait at most is told."""
    over = threading.Event()

    def ask(path: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        while not over.is_set():
            began = time.perf_counter()
            connection.request("GET", path)
            response = connection.getresponse()
            response.read()
            waited = 1000 * (time.perf_counter() - began)
            assert response.status == 200, response.status
            if waited > measured.waited:
                measured.waited, measured.where = waited, path.split("/")[1]
            over.wait(EVERY)
        connection.close()

    def look() -> None:
        while not over.wait(10 * EVERY):
            measured.memory = max(measured.memory, proportional(group))

    assert server.process is not None
    group = server.process.pid
    threads = [threading.Thread(target=ask, args=(path,)) for path in paths]
    threads.append(threading.Thread(target=look))
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        over.set()
        for thread in threads:
            thread.join()


if __name__ == "__main__":
    for goal in measure(*sys.argv[1:]):
        print(goal.row())
