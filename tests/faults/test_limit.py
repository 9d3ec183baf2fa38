"""The account's limit: two workers with many threads never ask more often than it allows."""

import json
import time

import pytest

from tests.fake_claude import Act, FakeClaude
from tests.working import deployed, until

pytestmark = pytest.mark.slow
TEXT = "# One\n\nThe pump of line 4 stopped for a while without a reason. It was started again.\n"
TASKS = 66  # more than the stand-in takes in any minute


def test_no_call_is_refused_and_no_task_fails(tmp_path):
    found_nothing = Act(delay=0.5, text=json.dumps({"findings": []}))
    with FakeClaude(found_nothing, limit=60, window=60) as claude:
        settings = {
            "ENGINE": "claude", "ANTHROPIC_API_KEY": "x", "ANTHROPIC_BASE_URL": claude.url,
            "WORKER_CONCURRENCY": "16", "ANALYSIS_RATE_LIMIT": "5/m",  # the true limit is learned
        }  # fmt: skip
        with deployed(tmp_path, workers=2, **settings) as deployment:
            server = deployment.server
            body = {"session_id": server.upload(TEXT), "section_name": "One"}
            now = {"Prefer": "respond-async"}
            ids = [server.ask("/analyze_section", body, **now)["task_id"] for _ in range(TASKS)]
            time.sleep(TASKS)  # at one call in a second none can be done before
            until(lambda: not server.ask("/queue_stats")["total_pending"], 60)
            until(lambda: not server.ask("/queue_stats")["active_tasks"], 20)
            states = [server.ask(f"/task_status/{one}")["state"] for one in ids]
        assert states == ["SUCCESS"] * TASKS
        assert (len(claude.messages), claude.refused) == (TASKS, 0)
