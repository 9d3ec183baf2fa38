"""The product is killed with -9 between what happened and its delivery: nothing is lost."""

import pytest

from tests.receiver import receiving
from tests.serving import serving

pytestmark = pytest.mark.slow


def test_what_was_not_delivered_yet_is_delivered_after_a_kill(tmp_path):
    with (
        receiving() as receiver,
        serving(tmp_path / "data", WEBHOOK_ALLOW_PRIVATE="true") as server,
    ):
        receiver.answer = lambda _: receiver.until_stopped()  # nothing gets through
        hook = {"url": receiver.url, "events": ["task.succeeded"]}
        server.ask("/api/v1/webhooks", hook)
        ids = set()
        for number in range(20):
            body = {"task_type": "test", "input": {"message": str(number)}}
            told = server.ask("/api/v1/tasks", body)
            assert told["status"] == "SUCCESS"
            ids.add(told["task_id"])
        receiver.wait(1)
        server.kill()
        receiver.answer = lambda _: 204
        server.start()
        # Claims of the killed process run out first.
        came = receiver.wait(len(receiver.received) + 20, seconds=90)
        told = "".join(one.body.decode() for one in came[-40:])
        assert all(one in told for one in ids)
