"""The queue: what it adds to a bare call, what waiting costs, and a tutorial's app beside it."""

from __future__ import annotations

import http.client
import json
import statistics
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from bench.calls import TEXT, ask_sdk, timed
from bench.goal import Goal
from bench.running import claude, listening, resident
from tests.serving import Server, free_port
from tests.working import deployed

ROUNDS = 30
WAITING = 200
REQUESTS, TURNS, WARMING, CLIENTS = 3000, 6, 80, 8
QUEUED = 10_000  # of which REQUESTS come first


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
            ours, theirs = _in_turns(
                _Asked(mine, "POST", "/analyze_section", session),
                _Asked(other, "POST", "/submit", submit),
            )
            yield from _goals("submissions", ours, theirs)
            ours, theirs = _in_turns(
                _Asked(mine, "GET", f"/task_status/{ours.ids[-1]}"),
                _Asked(other, "GET", f"/status/{theirs.ids[-1]}"),
            )
            yield from _goals("status", ours, theirs)
            _Load().add(_Asked(mine, "POST", "/analyze_section", session), QUEUED - REQUESTS)
            took = [timed(lambda: server.ask("/queue_stats")) for _ in range(20)]
            queued = server.ask("/queue_stats")["total_pending"]
            yield Goal(
                f"/queue_stats with {queued:,} queued", 1000 * statistics.median(took), 10, "ms"
            )


class _Asked(NamedTuple):
    """A request that is made again and again."""

    host: str
    method: str
    path: str
    body: str | None = None


class _Load:
    """What many requests took, and the ids they were answered."""

    def __init__(self) -> None:
        self.seconds = 0.0
        self.took: list[float] = []
        self.ids: list[str] = []

    @property
    def rate(self) -> float:
        """How many a second."""
        return len(self.took) / self.seconds

    @property
    def p99(self) -> float:
        """The seconds within which 99 of 100 were answered."""
        return sorted(self.took)[len(self.took) * 99 // 100]

    def add(self, asked: _Asked, number: int) -> None:
        """So many requests by a few clients at once, each on a connection it keeps."""

        def client(_: int) -> None:
            line = http.client.HTTPConnection(asked.host)
            for _ in range(number // CLIENTS):
                began = time.perf_counter()
                line.request(
                    asked.method, asked.path, asked.body, {"Content-Type": "application/json"}
                )
                answer = line.getresponse()
                told = json.load(answer)
                self.took.append(time.perf_counter() - began)
                assert answer.status in (200, 202), told
                self.ids.append(told.get("task_id", ""))
            line.close()

        began = time.perf_counter()
        with ThreadPoolExecutor(CLIENTS) as pool:
            list(pool.map(client, range(CLIENTS)))
        self.seconds += time.perf_counter() - began


def _in_turns(ours: _Asked, theirs: _Asked) -> tuple[_Load, _Load]:
    """The load of both, a stretch of each in turn: what else the machine does meets them alike."""
    for asked in (ours, theirs):  # the first ones open connections and load modules
        _Load().add(asked, WARMING)
    loads = (_Load(), _Load())
    for _ in range(TURNS):
        for load, asked in zip(loads, (ours, theirs), strict=True):
            load.add(asked, REQUESTS // TURNS)
    return loads


def _goals(what: str, ours: _Load, theirs: _Load) -> Iterator[Goal]:
    note = f" ({ours.rate:.0f} to {theirs.rate:.0f} a second)"
    yield Goal(f"{what}, time of ours over a tutorial's", theirs.rate / ours.rate, 1, "", note)
    note = f" ({1000 * ours.p99:.1f} to {1000 * theirs.p99:.1f} ms)"
    yield Goal(f"{what}, p99 of ours over a tutorial's", ours.p99 / theirs.p99, 1, "", note)


@contextmanager
def _tutorial(redis: str) -> Iterator[int]:
    """The tutorial's app, served as ours is; yields its port."""
    port = free_port()
    command = [
        "-m", "gunicorn", "--worker-class", "gthread", "--threads", "32",
        "--bind", f"127.0.0.1:{port}", "--log-level", "error", "bench.tutorial:app",
    ]  # fmt: skip
    with listening(command, port, REDIS_URL=redis):
        yield port
