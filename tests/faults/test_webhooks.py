"""The product is killed with -9 between what happened and its delivery: nothing is lost."""

import pytest

from tests.receiver import receiving
from tests.serving import serving
from tests.working import deployed, until

pytestmark = pytest.mark.slow
OPEN = {"WEBHOOK_ALLOW_PRIVATE": "true"}


@pytest.fixture(params=["sync", "async"])
def server(request, tmp_path):
    """The product in both modes; what is killed here is the web process, which delivers."""
    if request.param == "sync":
        with serving(tmp_path / "data", **OPEN) as started:
            yield started
        return
    with deployed(tmp_path, **OPEN) as deployment:
        yield deployment.server


def test_what_was_not_delivered_yet_is_delivered_after_a_kill(server):
    with receiving() as receiver:
        receiver.answer = lambda _: receiver.until_stopped()  # nothing gets through
        server.ask("/api/v1/webhooks", {"url": receiver.url, "events": ["task.succeeded"]})
        ids = set()
        for number in range(20):
            body = {"task_type": "test", "input": {"message": str(number)}}
            ids.add(server.ask("/api/v1/tasks", body)["task_id"])
        for one in ids:
            until(lambda one=one: server.ask(f"/task_status/{one}")["ready"])
        receiver.wait(1)
        server.kill()
        before = len(receiver.received)
        receiver.answer = lambda _: 204
        server.start()
        came = receiver.wait(before + 20, seconds=90)[before:]  # its claims run out first
        told = "".join(one.body.decode() for one in came)
        assert all(one in told for one in ids)
