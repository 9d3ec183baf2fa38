"""A question beside a hundred sections that wait for the rate limit, and on an idle system."""

from __future__ import annotations

import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from bench.calls import TEXT
from bench.goal import Goal
from bench.running import claude
from tests.working import deployed, until

WAITING, QUESTIONS = 100, 15


def measure() -> Iterator[Goal]:
    """Seconds to the first words of an answer, idle and busy, with the same workers."""
    with (
        claude(0.2) as upstream,
        tempfile.TemporaryDirectory() as folder,
        deployed(
            Path(folder), workers=0, ENGINE="claude", ANTHROPIC_API_KEY="x",
            ANTHROPIC_BASE_URL=upstream, WORKER_CONCURRENCY="16", ANALYSIS_RATE_LIMIT="1/m",
            CHAT_RATE_LIMIT="none", RATE_LIMITS="pinned", LOG_LEVEL="warning", STOP_GRACE="0",
        ) as deployment,
    ):  # fmt: skip
        deployment.add_worker("--queues", "chat,test")
        deployment.add_worker("--queues", "analysis")
        server = deployment.server
        session_id = server.upload(TEXT)

        def asked() -> float:
            return statistics.median(server.first_words(session_id) for _ in range(QUESTIONS))

        server.first_words(session_id)  # loads what a first call loads
        idle = asked()
        body = {"session_id": session_id, "section_name": "One"}
        for _ in range(WAITING):
            server.ask("/analyze_section", body)
        until(lambda: server.ask("/queue_stats")["active_tasks"] >= 16)
        yield Goal(
            f"a question beside {WAITING} sections that wait for the limit, later than idle",
            1000 * (asked() - idle),
            500,
            "ms",
        )
