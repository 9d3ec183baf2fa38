"""The queue: used while it can be, and nothing is lost or done twice when a part of it dies."""

import time

import pytest

from tests.fake_claude import Act, FakeClaude
from tests.working import deployed, until

pytestmark = pytest.mark.slow
TEXT = "# One\n\nThe pump of line 4 stopped for a while without a reason. It was started again.\n"


@pytest.fixture
def claude():
    with FakeClaude(Act(delay=0.3)) as fake:
        yield fake


@pytest.fixture
def deployment(tmp_path, claude):
    with deployed(
        tmp_path, ENGINE="claude", ANTHROPIC_API_KEY="x", ANTHROPIC_BASE_URL=claude.url,
        WORKER_CONCURRENCY="8", STOP_GRACE="1",
    ) as started:  # fmt: skip
        yield started


def submit(server, session_id):
    return server.ask("/analyze_section", {"session_id": session_id, "section_name": "One"})


def answer_of_worker(server):
    """A submission now is queued, and a worker runs it."""
    told = submit(server, server.upload(TEXT))
    assert told["async"]
    assert server.ended(told["task_id"])["state"] == "SUCCESS"


def test_a_submission_is_queued_and_a_worker_runs_it(deployment):
    server = deployment.server
    told = submit(server, server.upload(TEXT))
    assert told["async"] and told["status"] == "processing"
    status = server.ended(told["task_id"])
    assert status["state"] == "SUCCESS" and status["result"]["engine"] == "claude"
    stats = server.ask("/queue_stats")
    assert (stats["available"], stats["mode"], stats["workers"]) == (True, "async", 1)
    (details,) = stats["worker_details"].values()
    assert details["concurrency"] == 8 and set(details["queues"]) == {"analysis", "chat", "test"}


def test_without_a_worker_the_same_request_is_answered_here_and_queued_again_later(deployment):
    server, (worker,) = deployment.server, deployment.workers
    assert worker.stop() == 0
    assert deployment.alive() == 0, "it said that it goes"
    assert submit(server, server.upload(TEXT))["async"] is False
    deployment.add_worker()
    answer_of_worker(server)


@pytest.mark.parametrize("fault", ["killed", "frozen"])
def test_without_redis_the_same_request_is_answered_here_and_queued_again_later(deployment, fault):
    server, redis = deployment.server, deployment.redis
    session_id = server.upload(TEXT)
    redis.kill() if fault == "killed" else redis.freeze()
    assert submit(server, session_id)["async"] is False
    assert submit(server, session_id)["async"] is False
    assert server.ask("/queue_stats")["mode"] == "sync"
    redis.start() if fault == "killed" else redis.thaw()
    until(lambda: deployment.alive() == 1)
    answer_of_worker(server)


def test_what_was_queued_when_the_last_worker_died_is_run_here(deployment, claude):
    server, (worker,) = deployment.server, deployment.workers
    worker.freeze()
    ids = [submit(server, server.upload(TEXT))["task_id"] for _ in range(3)]
    worker.kill()
    assert [server.ended(one)["state"] for one in ids] == ["SUCCESS"] * 3
    assert len(claude.messages) == 3


def test_what_a_killed_worker_was_doing_is_done_by_another(deployment, claude):
    server, (worker,) = deployment.server, deployment.workers
    claude.then(Act(silent="pings"))
    told = submit(server, server.upload(TEXT))
    claude.wait_for(1)
    deployment.add_worker()
    worker.kill()
    status = server.ended(told["task_id"])
    assert (status["state"], status["attempts"]) == ("SUCCESS", 2)
    assert len(claude.messages) == 2


def test_a_redis_that_forgot_everything_loses_no_task(deployment, claude):
    server, redis, (worker,) = deployment.server, deployment.redis, deployment.workers
    session_id = server.upload(TEXT)
    worker.freeze()
    ids = [submit(server, session_id)["task_id"] for _ in range(20)]
    redis.kill()
    redis.start()
    worker.thaw()
    assert [server.ended(one)["state"] for one in ids] == ["SUCCESS"] * 20
    assert len(claude.messages) == 20, "each was asked once"


def test_a_worker_told_to_stop_hands_back_what_it_cannot_finish(deployment, claude):
    server, (worker,) = deployment.server, deployment.workers
    claude.then(Act(silent="pings"))
    told = submit(server, server.upload(TEXT))
    seen = claude.wait_for(1)
    assert worker.stop() == 0
    assert claude.wait_until(lambda: seen.closed is not None, timeout=1)
    assert server.ended(told["task_id"])["state"] == "SUCCESS"


def test_a_worker_that_slept_past_its_lease_cannot_write_any_more(deployment, claude):
    server, (worker,) = deployment.server, deployment.workers
    claude.then(Act(delay=2, text='{"findings": []}'))
    told = submit(server, server.upload(TEXT))
    claude.wait_for(1)
    worker.freeze()
    status = server.ended(told["task_id"])  # its lease runs out, and it is run here
    assert (status["state"], status["attempts"]) == ("SUCCESS", 2)
    worker.thaw()
    time.sleep(3)  # it reads its answer and would write
    again = server.ask(f"/task_status/{told['task_id']}")
    assert (again["version"], again["attempts"]) == (status["version"], 2)
    until(lambda: deployment.alive() == 1)
    answer_of_worker(server)
