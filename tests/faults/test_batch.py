"""The process that runs a batch is killed with -9: the batch goes on and is counted to its end."""

import pytest

from tests.fake_claude import Act, FakeClaude
from tests.serving import serving

pytestmark = pytest.mark.slow
NUMBER = 8


def test_a_batch_that_was_cut_off_is_finished_and_counted_once(tmp_path):
    with FakeClaude(Act(delay=0.5)) as claude:
        settings = {
            "ENGINE": "claude", "ANTHROPIC_API_KEY": "x", "ANTHROPIC_BASE_URL": claude.url,
            "STOP_GRACE": "0", "CHAT_RATE_LIMIT": "240/m", "RATE_LIMITS": "pinned",
        }  # fmt: skip
        with serving(tmp_path / "data", **settings) as server:
            session_id = server.upload("# One\n\nThe pump of line 4 stopped without a reason.\n")
            items = [
                {"task_type": "chat", "input": {"session_id": session_id, "message": f"Why {n}?"}}
                for n in range(NUMBER)
            ]
            batch = server.ask("/api/v1/tasks/batch", {"tasks": items})
            version, status = 0, {"progress": 0}
            while status["progress"] == 0:
                status = server.ask(f"/task_status/{batch['task_id']}?wait=20&since={version}")
                version = status["version"]
            assert not status["ready"], "it ended before it could be killed"
            server.kill()
            server.start()
            status = server.ended(batch["task_id"])
            counts = {"succeeded": NUMBER, "failed": 0, "cancelled": 0}
            assert status["result"]["result"] == counts
            exchanges = server.ask(f"/sessions/{session_id}")["chat"]
            assert sorted(one["message"] for one in exchanges) == [
                f"Why {n}?" for n in range(NUMBER)
            ]
