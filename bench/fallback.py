"""What a submission costs while Redis or the workers are away, and how soon the queue is back."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bench.calls import TEXT, timed
from bench.goal import Goal
from tests.serving import Server, serving
from tests.working import Deployment, deployed, until

ROUNDS = 30


def measure() -> Iterator[Goal]:
    """Redis refuses, Redis stands still, no worker lives; beside it a server without a queue."""
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(Path(folder) / "plain", LOG_LEVEL="warning") as plain,
        deployed(Path(folder), LOG_LEVEL="warning") as deployment,
    ):
        (worker,), redis = deployment.workers, deployment.redis
        yield from _fault(plain, deployment, "Redis refusing", redis.kill, redis.start)
        yield from _fault(plain, deployment, "Redis frozen", redis.freeze, redis.thaw)
        yield from _fault(plain, deployment, "no worker", worker.kill, worker.start)


def _fault(
    plain: Server,
    deployment: Deployment,
    name: str,
    breaks: Callable[[], None],
    mends: Callable[[], None],
) -> Iterator[Goal]:
    here, there = _submitting(plain), _submitting(deployment.server)
    for _ in range(ROUNDS):
        here()
        there()
    breaks()
    first = timed(there)
    until(lambda: deployment.alive() == 0)
    idle, after = [], []
    for _ in range(ROUNDS):
        idle.append(timed(here))
        after.append(timed(there))
    usual = statistics.median(idle)
    yield Goal(f"{name}: added to the first submission", 1000 * (first - usual), 100, "ms")
    added = 1000 * (statistics.median(after) - usual)
    yield Goal(f"{name}: added to those after it, median", added, 5, "ms")
    mends()
    began = time.perf_counter()
    until(deployment.alive, 40)
    took = time.perf_counter() - began
    # A worker needs seconds to start; Redis is there at once.
    most = None if name == "no worker" else 2
    yield Goal(f"{name}: until the queue is used again", took, most, "s")


def _submitting(server: Server) -> Callable[[], None]:
    body = {"session_id": server.upload(TEXT), "section_name": "One"}

    def submit() -> None:
        server.ask("/analyze_section", body, Prefer="respond-async")

    return submit
