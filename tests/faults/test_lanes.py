"""Lanes: nobody's question waits behind reviews, whatever those wait for."""

import time

import pytest

from tests.fake_claude import FakeClaude
from tests.working import deployed

pytestmark = pytest.mark.slow
TEXT = "# One\n\nThe pump of line 4 stopped for a while without a reason. It was started again.\n"
WAITING = 100


@pytest.fixture
def claude():
    with FakeClaude() as fake:
        yield fake


def test_a_question_is_answered_while_many_sections_wait_for_the_limit(tmp_path, claude):
    settings = {
        "ENGINE": "claude", "ANTHROPIC_API_KEY": "x", "ANTHROPIC_BASE_URL": claude.url,
        "WORKER_CONCURRENCY": "8", "ANALYSIS_RATE_LIMIT": "1/m", "RATE_LIMITS": "pinned",
    }  # fmt: skip
    with deployed(tmp_path, workers=0, **settings) as deployment:
        deployment.add_worker("--queues", "chat,test")
        deployment.add_worker("--queues", "analysis")
        server = deployment.server
        session_id = server.upload(TEXT)
        server.first_words(session_id)  # loads what a first call loads
        body = {"session_id": session_id, "section_name": "One"}
        for _ in range(WAITING):
            server.ask("/analyze_section", body, Prefer="respond-async")
        deadline = time.monotonic() + 20
        while server.ask("/queue_stats")["active_tasks"] < 8:
            assert time.monotonic() < deadline
        busy = min(server.first_words(session_id) for _ in range(3))
        stats = server.ask("/queue_stats")
        assert stats["total_pending"] >= WAITING - 10, "the sections still wait"
        assert busy < 10, "it did not wait for the limit of the sections, which is a minute"
