"""The account's limit under load: how much of it is used, and whether anything is refused."""

from __future__ import annotations

import json
import tempfile
import time
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench.goal import Goal
from tests.fake_claude import Act, FakeClaude
from tests.serving import Server
from tests.working import deployed

TASKS, WORKERS, THREADS = 300, 2, 16
LIMIT, WINDOW = 60, 60.0  # the upstream takes so many in any so many seconds
SECONDS = 180.0
TEXT = "# One\n\nThe pump stopped for a while without a reason.\n"


def measure() -> Iterator[Goal]:
    """Three minutes of more work than the account allows, on two workers."""
    with (
        tempfile.TemporaryDirectory() as folder,
        FakeClaude(Act(delay=0.5, text=json.dumps({"findings": []})), limit=LIMIT) as claude,
        deployed(
            Path(folder), workers=WORKERS, ENGINE="claude", ANTHROPIC_API_KEY="x",
            ANTHROPIC_BASE_URL=claude.url, WORKER_CONCURRENCY=str(THREADS), LOG_LEVEL="warning",
            ANALYSIS_RATE_LIMIT="5/m",  # as for Anthropic's own; the true limit is learned
        ) as deployment,
    ):  # fmt: skip
        server = deployment.server
        body = {"session_id": server.upload(TEXT), "section_name": "One"}
        ids = [server.ask("/analyze_section", body)["task_id"] for _ in range(TASKS)]
        time.sleep(SECONDS / 3)
        promised = _promises(server, ids)
        time.sleep(SECONDS * 2 / 3)
        told = {one: server.ask(f"/task_status/{one}") for one in ids}
        times = sorted(seen.began for seen in claude.messages)
    allowed = LIMIT * (times[-1] - times[0]) / WINDOW
    yield Goal("rate limit: calls refused in three minutes", claude.refused, 0, "")
    yield Goal("rate limit: of the allowance unused", 100 * (1 - len(times) / allowed), 3, "%")
    gap = max(later - earlier for earlier, later in pairwise(times))
    yield Goal("rate limit: longest time without a call", gap, 2, "s")
    failed = sum(one["state"] == "FAILURE" for one in told.values())
    yield Goal("rate limit: tasks failed", failed, 0, "")
    yield Goal("told waits, off by at most", 100 * _off(promised, told), 15, "%")


def _promises(server: Server, ids: list[str]) -> dict[str, tuple[float, float]]:
    """When each of some waiting tasks was asked about, and the wait it was told."""
    waiting = [one for one in ids if server.ask(f"/task_status/{one}")["state"] == "PENDING"]
    asked = {}
    for one in waiting[10:60:10]:
        now, told = time.time(), server.ask(f"/task_status/{one}")
        asked[one] = (now, told["estimated_wait"])
    return asked


def _off(promised: dict[str, tuple[float, float]], told: dict[str, dict[str, Any]]) -> float:
    """The largest error of a told wait, as a share of the wait."""
    worst = 0.0
    for one, (asked, wait) in promised.items():
        waited = datetime.fromisoformat(told[one]["started_at"]).timestamp() - asked
        worst = max(worst, abs(wait / waited - 1))
    return worst
