"""The queue: used while it can be, and nothing is lost or done twice when a part of it dies."""

import base64
import json
import pickle
import sqlite3
import time

import pytest
from celery import Celery

from bluepencil.queue.messages import message
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
    assert server.ask("/ready")["mode"] == "async"
    stats = server.ask("/queue_stats")
    assert (stats["available"], stats["mode"], stats["workers"]) == (True, "async", 1)
    (details,) = stats["worker_details"].values()
    assert details["concurrency"] == 8 and set(details["queues"]) == {"analysis", "chat", "test"}


def test_without_a_worker_the_same_request_is_answered_here_and_queued_again_later(deployment):
    server, (worker,) = deployment.server, deployment.workers
    assert worker.stop() == 0
    assert deployment.alive() == 0, "it said that it goes"
    assert "No worker is alive" in server.ask("/ready")["redis"]["detail"]
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
    ready = server.ask("/ready")
    assert (ready["ready"], ready["mode"], ready["redis"]["ok"]) == (True, "sync", False)
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


def test_what_was_cancelled_in_the_queue_never_runs_whoever_comes_later(deployment, claude):
    server, (worker,) = deployment.server, deployment.workers
    worker.freeze()
    told = submit(server, server.upload(TEXT))
    assert server.ask(f"/task_status/{told['task_id']}")["queue_position"] == 1
    assert server.ask(f"/cancel_task/{told['task_id']}", {})["state"] == "REVOKED"
    worker.kill()
    deployment.add_worker()
    answer_of_worker(server)
    assert server.ask(f"/task_status/{told['task_id']}")["state"] == "REVOKED"
    assert len(claude.messages) == 1, "only the answer that was asked for after it"


def test_a_message_delivered_twice_runs_once(deployment, claude):
    server, redis, (worker,) = deployment.server, deployment.redis, deployment.workers
    worker.freeze()
    told = submit(server, server.upload(TEXT))
    until(lambda: redis.client.llen("analysis") == 1)
    redis.client.lpush("analysis", *[redis.client.lindex("analysis", 0)] * 5)
    worker.thaw()
    status = server.ended(told["task_id"])
    assert (status["state"], status["attempts"]) == ("SUCCESS", 1)
    until(lambda: redis.client.llen("analysis") == 0)
    answer_of_worker(server)
    assert len(claude.messages) == 2


def poison():
    """Ten ways of being no task; each is reason enough for a stock worker to fall or to lose it."""
    whole = json.loads(message("id-of-nothing", "analyze_section", "analysis"))
    del whole["headers"]["origin"]

    def but(**changed):
        copy = json.loads(json.dumps(whole))
        for name, value in changed.items():
            part, _, field = name.partition("__")
            if field:
                copy[part][field] = value
            else:
                copy[part] = value
        return json.dumps(copy)

    return {
        "bad JSON": "{nonsense",
        "bad base64": but(body="%%%"),
        "wrong shape of the body": but(body=base64.b64encode(b'{"a": 1}').decode()),
        "no id": but(headers__id=None),
        "unknown task": but(headers__task="os.system"),
        "bad eta": but(headers__eta="soon"),
        "too large": but(body="A" * 50_000_000),
        "wrong types": but(headers=[1, 2], properties="none"),
        "huge nesting": "[" * 100_000,
        "pickle": pickle.dumps({"task": whole}),
        "not its input": but(body=base64.b64encode(b'[[1, 2, 3], {"x": 1}, {}]').decode()),
    }


def test_poison_is_buried_and_the_worker_goes_on(deployment):
    server, redis, (worker,) = deployment.server, deployment.redis, deployment.workers
    for bad in poison().values():
        redis.client.lpush("analysis", bad)
    until(lambda: redis.client.llen("analysis") == 0 and deployment.alive() == 1)
    answer_of_worker(server)
    assert worker.process.poll() is None and deployment.alive() == 1
    database = sqlite3.connect(f"{server.environment['DATA_DIR']}/bluepencil.db")
    count = "select count(*) from letters"
    until(lambda: database.execute(count).fetchone()[0] == len(poison()))
    reasons = [row[0] for row in database.execute("select reason from letters")]
    assert all(reasons) and len(set(reasons)) >= 9
    longest = database.execute("select max(length(message)) from letters").fetchone()[0]
    assert longest <= 64_000, "fifty megabytes are not kept"
    database.close()
    answer_of_worker(server)


def test_another_program_puts_a_task_on_the_queue_and_reads_celerys_result(deployment):
    server, redis = deployment.server, deployment.redis
    session_id = server.upload(TEXT)
    whole = json.loads(message("from-elsewhere", "analyze_section", "analysis"))
    del whole["headers"]["origin"]
    whole["headers"]["lang"] = "js"
    arguments = json.dumps([[session_id], {"section_name": "One"}, {}]).encode()
    whole["body"] = base64.b64encode(arguments).decode()
    redis.client.lpush("analysis", json.dumps(whole))
    until(lambda: redis.client.exists("celery-task-meta-from-elsewhere"))
    told = json.loads(redis.client.get("celery-task-meta-from-elsewhere"))
    assert told["status"] == "SUCCESS" and told["result"]["feedback_count"] >= 1
    assert server.ask("/task_status/from-elsewhere")["state"] == "SUCCESS"


def test_who_listens_as_flower_does_sees_the_workers_and_their_tasks(deployment):
    seen = []
    with Celery(broker=deployment.redis.url) as app, app.connection() as connection:
        receiver = app.events.Receiver(connection, handlers={"*": seen.append})
        listening = receiver.itercapture(limit=None, timeout=20, wakeup=True)
        app.control.enable_events()

        def listen(kind):
            while not any(event["type"] == kind for event in seen):
                next(listening)

        listen("worker-heartbeat")
        app.control.enable_events()  # as Flower does, again and again
        told = submit(deployment.server, deployment.server.upload(TEXT))
        listen("task-succeeded")
    (started,) = (event for event in seen if event["type"] == "task-received")
    assert started["name"] == "celery_tasks.analyze_section_task"
    assert started["uuid"] == told["task_id"]
    assert any(name.startswith("analysis") for name in {event["hostname"] for event in seen})
