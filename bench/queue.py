"""The queue: what it adds to a bare call, what waiting costs, and a tutorial's app beside it."""

from __future__ import annotations

import http.client
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.calls import TEXT, ask_sdk, timed
from bench.goal import Goal
from bench.running import claude, resident
from tests.serving import ROOT, Server, free_port
from tests.working import deployed

ROUNDS = 30
WAITING = 200
REQUESTS, CLIENTS = 1500, 8


def measure() -> Iterator[Goal]:
    """One deployment for what is asked of Claude, another beside the tutorial's app."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _calls(Path(folder))
    with tempfile.TemporaryDirectory() as folder:
        yield from _beside_the_tutorial(Path(folder))


def _calls(folder: Path) -> Iterator[Goal]:
    import anthropic

    with (
        claude(0.2) as upstream,
        deployed(
            folder, ENGINE="claude", ANTHROPIC_API_KEY="x", ANTHROPIC_BASE_URL=upstream,
            WORKER_CONCURRENCY=str(WAITING), LOG_LEVEL="warning",
        ) as deployment,
        anthropic.Anthropic(api_key="x", base_url=upstream, max_retries=0) as sdk,
    ):  # fmt: skip
        server, (worker,) = deployment.server, deployment.workers
        body = {"session_id": server.upload(TEXT), "section_name": "One"}
        ours, bare = [], []
        for number in range(ROUNDS + 3):
            bare.append(timed(lambda: ask_sdk(sdk)))
            ours.append(timed(lambda: _whole(server, body)))
            if number == 2:  # the first ones open connections and load modules
                ours.clear()
                bare.clear()
        over = 1000 * (statistics.median(ours) - statistics.median(bare))
        ratio = statistics.median(ours) / statistics.median(bare)
        yield Goal(
            "queued, added to a bare SDK call, median", over, 15, "ms", f" ({ratio:.3f} times)"
        )
    with (
        tempfile.TemporaryDirectory() as again,
        claude(8) as upstream,
        deployed(
            Path(again), ENGINE="claude", ANTHROPIC_API_KEY="x", ANTHROPIC_BASE_URL=upstream,
            WORKER_CONCURRENCY=str(WAITING), LOG_LEVEL="warning",
        ) as deployment,
    ):  # fmt: skip
        server, (worker,) = deployment.server, deployment.workers
        body = {"session_id": server.upload(TEXT), "section_name": "One"}
        for _ in range(WAITING):
            server.ask("/analyze_section", body)
        time.sleep(5)
        active = server.ask("/queue_stats")["active_tasks"]
        assert worker.process is not None
        memory = resident(worker.process.pid)
        yield Goal(f"a worker with {active} calls waiting", memory, 300, "MB")


def _whole(server: Server, body: dict[str, Any]) -> None:
    task_id = server.ask("/analyze_section", body)["task_id"]
    assert server.ended(task_id)["successful"]


def _beside_the_tutorial(folder: Path) -> Iterator[Goal]:
    # One task occupies the worker: the requests share two cores with their clients as it is.
    with (
        claude(60) as upstream,
        deployed(
            folder, ENGINE="claude", ANTHROPIC_API_KEY="x", ANTHROPIC_BASE_URL=upstream,
            WORKER_CONCURRENCY="1", STOP_GRACE="0", LOG_LEVEL="warning",
        ) as deployment,
    ):  # fmt: skip
        server, redis = deployment.server, deployment.redis.url
        with _tutorial(redis.removesuffix("/0") + "/1") as port:
            other = f"127.0.0.1:{port}"
            submit = json.dumps({"message": "hello"})
            session = json.dumps({"session_id": server.upload(TEXT), "section_name": "One"})
            mine = f"127.0.0.1:{server.port}"
            theirs = _load(other, "POST", "/submit", submit)
            ours = _load(mine, "POST", "/analyze_section", session)
            yield from _goals("submissions", ours, theirs)
            theirs_id, ours_id = theirs.ids[-1], ours.ids[-1]
            theirs = _load(other, "GET", f"/status/{theirs_id}")
            ours = _load(mine, "GET", f"/task_status/{ours_id}")
            yield from _goals("status", ours, theirs)
            took = [timed(lambda: server.ask("/queue_stats")) for _ in range(20)]
            yield Goal(
                f"/queue_stats with {REQUESTS:,} queued", 1000 * statistics.median(took), 10, "ms"
            )


class _Load:
    """What many requests took, and the ids they were answered."""

    def __init__(self, seconds: float, took: list[float], ids: list[str]) -> None:
        self.rate, self.ids = len(took) / seconds, ids
        self.p99 = sorted(took)[len(took) * 99 // 100]


def _load(host: str, method: str, path: str, body: str | None = None) -> _Load:
    """Many requests by a few clients at once, each on a connection it keeps."""

    def client(_: int) -> tuple[list[float], list[str]]:
        line = http.client.HTTPConnection(host)
        took, ids = [], []
        for _ in range(REQUESTS // CLIENTS):
            began = time.perf_counter()
            line.request(method, path, body, {"Content-Type": "application/json"})
            answer = line.getresponse()
            told = json.load(answer)
            took.append(time.perf_counter() - began)
            assert answer.status in (200, 202), told
            ids.append(told.get("task_id", ""))
        line.close()
        return took, ids

    began = time.perf_counter()
    with ThreadPoolExecutor(CLIENTS) as pool:
        done = list(pool.map(client, range(CLIENTS)))
    seconds = time.perf_counter() - began
    return _Load(
        seconds, [t for took, _ in done for t in took], [i for _, ids in done for i in ids]
    )


def _goals(what: str, ours: _Load, theirs: _Load) -> Iterator[Goal]:
    note = f" ({ours.rate:.0f} to {theirs.rate:.0f} a second)"
    yield Goal(f"{what}, time of ours over a tutorial's", theirs.rate / ours.rate, 1, "", note)
    note = f" ({1000 * ours.p99:.1f} to {1000 * theirs.p99:.1f} ms)"
    yield Goal(f"{what}, p99 of ours over a tutorial's", ours.p99 / theirs.p99, 1, "", note)


@contextmanager
def _tutorial(redis: str) -> Iterator[int]:
    """The tutorial's app, served as ours is."""
    port = free_port()
    command = [
        sys.executable, "-m", "gunicorn", "--worker-class", "gthread", "--threads", "32",
        "--bind", f"127.0.0.1:{port}", "--log-level", "error", "bench.tutorial:app",
    ]  # fmt: skip
    process = subprocess.Popen(command, cwd=ROOT, env={**os.environ, "REDIS_URL": redis})
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
        yield port
    finally:
        process.terminate()
        process.wait(20)
