"""The queue: used while it can be, and nothing is lost or done twice when a part of it dies."""

import base64
import io
import json
import pickle
import time
from contextlib import ExitStack

import pytest
from celery import Celery

from bluepencil.queue.messages import message
from bluepencil.task.record import Task
from bluepencil.work import catalogue
from tests.fake_claude import Act, FakeClaude
from tests.forked import forked_worker
from tests.redis_server import redis_serving
from tests.working import until

pytestmark = pytest.mark.slow
TEXT = "# One\n\nThe pump of line 4 stopped for a while without a reason. It was started again.\n"
RESULT = "celery-task-meta-"


class Product:
    """The web side in this process, a Redis and workers that are processes of their own."""

    def __init__(self, make_app, make_settings, redis, stack, **values):
        self.redis, self._stack = redis, stack
        values |= {"use_celery": True, "redis_url": redis.url}
        self._make_app, self.settings = make_app, make_settings(**values)
        self._values, self.workers = values, []
        self.client = self.another_client()

    def another_client(self):
        """A client of one more web process, as far as Redis and the store can tell."""
        app = self._make_app(**self._values)
        app.extensions["bluepencil"].tasks.start()  # as serving does
        return app.test_client()

    def add_worker(self):
        """One more worker, alive."""
        before = self.names()
        self.workers.append(self._stack.enter_context(forked_worker(self.settings)))
        until(lambda: self.names() - before, 40)
        return self.workers[-1]

    def names(self):
        """The workers alive."""
        return set(self.ask("/queue_stats")["worker_details"])

    def alive(self):
        """How many workers are alive."""
        return self.ask("/queue_stats")["workers"]

    def ask(self, path, body=None):
        """GET, with a body POST; returns the JSON of an answer that is no error."""
        response = self.client.open(path, method="GET" if body is None else "POST", json=body)
        assert response.status_code < 400, response.text
        return response.get_json()

    def upload(self):
        """A new session."""
        document = (io.BytesIO(TEXT.encode()), "r.md")
        return self.client.post("/upload", data={"document": document}).get_json()["session_id"]

    def submit(self, session_id=None):
        """Have the section reviewed."""
        body = {"session_id": session_id or self.upload(), "section_name": "One"}
        return self.ask("/analyze_section", body)

    def ended(self, task_id):
        """The status of the task once it has ended."""
        return self.client.ended(task_id)

    def answered_by_worker(self):
        """A submission now is queued, and a worker runs it."""
        told = self.submit()
        assert told["async"]
        assert self.ended(told["task_id"])["state"] == "SUCCESS"

    def push(self, task_id):
        """Put a task on the queue as another program does."""
        whole = json.loads(message(task_id, "analyze_section", "analysis"))
        del whole["headers"]["origin"]
        whole["headers"]["lang"] = "js"
        arguments = json.dumps([[self.upload()], {"section_name": "One"}, {}]).encode()
        whole["body"] = base64.b64encode(arguments).decode()
        self.redis.client.lpush("analysis", json.dumps(whole))

    def record(self, task_id):
        """A task that another program had put on the queue, taken in and waiting."""
        session_id = self.upload()
        input = {"session_id": session_id, "section_name": "One"}
        self.client.application.extensions["bluepencil"].store.tasks.add(
            Task(
                "analyze_section", "analysis", "local", input, task_id, session_id,
                foreign_producer=True,
            )
        )  # fmt: skip

    def told(self, task_id):
        """What the producer of the message is told, once it is told."""
        until(lambda: self.redis.client.exists(RESULT + task_id), 40)
        return json.loads(self.redis.client.get(RESULT + task_id))


@pytest.fixture
def claude():
    with FakeClaude(Act(delay=0.3)) as fake:
        yield fake


@pytest.fixture
def product(tmp_path, claude, make_app, make_settings):
    """The product with one worker, its engine Claude."""
    with redis_serving(tmp_path / "redis") as redis, ExitStack() as stack:
        made = Product(
            make_app, make_settings, redis, stack, engine="claude", anthropic_api_key="x",
            anthropic_base_url=claude.url, worker_concurrency=8, stop_grace=1,
        )  # fmt: skip
        made.add_worker()
        yield made


def test_a_submission_is_queued_and_a_worker_runs_it(product):
    told = product.submit()
    assert told["async"] and told["status"] == "processing"
    status = product.ended(told["task_id"])
    assert status["state"] == "SUCCESS" and status["result"]["engine"] == "claude"
    assert product.ask("/ready")["mode"] == "async"
    stats = product.ask("/queue_stats")
    assert (stats["available"], stats["mode"], stats["workers"]) == (True, "async", 1)
    (details,) = stats["worker_details"].values()
    queues = {kind.queue for kind in catalogue.load().values()}
    assert details["concurrency"] == 8 and set(details["queues"]) == queues


def test_without_a_worker_the_same_request_is_answered_here_and_queued_again_later(product):
    (worker,) = product.workers
    assert worker.stop() == 0
    assert product.alive() == 0, "it said that it goes"
    assert "No worker is alive" in product.ask("/ready")["redis"]["detail"]
    assert product.submit()["async"] is False
    product.add_worker()
    product.answered_by_worker()


@pytest.mark.parametrize("fault", ["killed", "frozen"])
def test_without_redis_the_same_request_is_answered_here_and_queued_again_later(product, fault):
    redis = product.redis
    session_id = product.upload()
    redis.kill() if fault == "killed" else redis.freeze()
    assert product.submit(session_id)["async"] is False
    assert product.submit(session_id)["async"] is False
    assert product.ask("/queue_stats")["mode"] == "sync"
    ready = product.ask("/ready")
    assert (ready["ready"], ready["mode"], ready["redis"]["ok"]) == (True, "sync", False)
    redis.start() if fault == "killed" else redis.thaw()
    until(lambda: product.alive() == 1)
    product.answered_by_worker()


def test_what_was_queued_when_the_last_worker_died_is_run_here(product, claude):
    (worker,) = product.workers
    worker.freeze()
    ids = [product.submit()["task_id"] for _ in range(3)]
    worker.kill()
    assert [product.ended(one)["state"] for one in ids] == ["SUCCESS"] * 3
    assert len(claude.messages) == 3


def test_what_a_killed_worker_was_doing_is_done_by_another(product, claude):
    (worker,) = product.workers
    claude.then(Act(silent="pings"))
    told = product.submit()
    claude.wait_for(1)
    product.add_worker()
    worker.kill()
    status = product.ended(told["task_id"])
    assert (status["state"], status["attempts"]) == ("SUCCESS", 2)
    assert len(claude.messages) == 2


def test_a_redis_that_forgot_everything_loses_no_task(product, claude):
    redis, (worker,) = product.redis, product.workers
    session_id = product.upload()
    worker.freeze()
    ids = [product.submit(session_id)["task_id"] for _ in range(20)]
    redis.kill()
    redis.start()
    worker.thaw()
    assert [product.ended(one)["state"] for one in ids] == ["SUCCESS"] * 20
    assert len(claude.messages) == 20, "each was asked once"


def test_a_worker_told_to_stop_hands_back_what_it_cannot_finish(product, claude):
    (worker,) = product.workers
    claude.then(Act(silent="pings"))
    told = product.submit()
    seen = claude.wait_for(1)
    assert worker.stop() == 0
    assert claude.wait_until(lambda: seen.closed is not None, timeout=1)
    assert product.ended(told["task_id"])["state"] == "SUCCESS"


def test_a_worker_that_slept_past_its_lease_cannot_write_any_more(product, claude):
    (worker,) = product.workers
    claude.then(Act(delay=2, text='{"findings": []}'))
    told = product.submit()
    claude.wait_for(1)
    worker.freeze()
    status = product.ended(told["task_id"])  # its lease runs out, and it is run here
    assert (status["state"], status["attempts"]) == ("SUCCESS", 2)
    worker.thaw()
    time.sleep(3)  # it reads its answer and would write
    again = product.ask(f"/task_status/{told['task_id']}")
    assert (again["version"], again["attempts"]) == (status["version"], 2)
    until(lambda: product.alive() == 1)
    product.answered_by_worker()


def test_what_was_cancelled_in_the_queue_never_runs_whoever_comes_later(product, claude):
    (worker,) = product.workers
    worker.freeze()
    told = product.submit()
    assert product.ask(f"/task_status/{told['task_id']}")["queue_position"] == 1
    assert product.ask(f"/cancel_task/{told['task_id']}", {})["state"] == "REVOKED"
    worker.kill()
    product.add_worker()
    product.answered_by_worker()
    assert product.ask(f"/task_status/{told['task_id']}")["state"] == "REVOKED"
    assert len(claude.messages) == 1, "only the answer that was asked for after it"


def test_a_message_delivered_twice_runs_once(product, claude):
    redis, (worker,) = product.redis, product.workers
    worker.freeze()
    told = product.submit()
    until(lambda: redis.client.llen("analysis") == 1)
    redis.client.lpush("analysis", *[redis.client.lindex("analysis", 0)] * 5)
    worker.thaw()
    status = product.ended(told["task_id"])
    assert (status["state"], status["attempts"]) == ("SUCCESS", 1)
    until(lambda: redis.client.llen("analysis") == 0)
    product.answered_by_worker()
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


def test_poison_becomes_dead_letters_and_the_worker_goes_on(product):
    redis, (worker,) = product.redis.client, product.workers
    for bad in poison().values():
        redis.lpush("analysis", bad)
    until(lambda: len(product.ask("/api/v1/dead_letters")["messages"]) == len(poison()), 40)
    reasons = [one["reason"] for one in product.ask("/api/v1/dead_letters")["messages"]]
    assert all(reasons) and len(set(reasons)) >= 9
    until(lambda: not redis.llen("analysis") + redis.hlen("unacked"))
    product.answered_by_worker()
    worker.check()


def test_another_program_puts_a_task_on_the_queue(product):
    product.push("from-elsewhere")
    until(lambda: product.client.get("/task_status/from-elsewhere").status_code == 200)
    status = product.ended("from-elsewhere")
    assert status["state"] == "SUCCESS" and status["result"]["feedback_count"] >= 1


# These need the keeper of work.tasks that calls Queue.notify at every end; the marks go with it.


def test_a_producer_is_notified_of_what_a_worker_did(product):
    product.push("from-elsewhere")
    told = product.told("from-elsewhere")
    assert told["status"] == "SUCCESS" and told["result"]["feedback_items"]


def test_a_producer_is_notified_of_what_the_web_process_did(product, claude):
    claude.then(Act(silent="pings"))
    product.push("from-elsewhere")
    claude.wait_for(1)
    product.workers[0].kill()  # its lease runs out, and the task is run here
    assert product.told("from-elsewhere")["status"] == "SUCCESS"


def test_a_producer_is_notified_of_what_was_cancelled_while_it_waited(product, claude):
    claude.then(Act(silent="pings"))
    product.workers[0].freeze()
    product.record("from-elsewhere")
    assert product.ask("/cancel_task/from-elsewhere", {})["state"] == "REVOKED"
    assert product.told("from-elsewhere")["status"] == "REVOKED"


def test_a_producer_is_notified_once_redis_is_back(product, claude):
    claude.then(Act(delay=3))
    product.push("from-elsewhere")
    claude.wait_for(1)
    product.redis.kill()
    assert product.ended("from-elsewhere")["state"] == "SUCCESS"
    product.redis.start()
    assert product.told("from-elsewhere")["status"] == "SUCCESS"


def test_who_listens_as_flower_does_sees_the_workers_and_their_tasks(product):
    seen = []
    with Celery(broker=product.redis.url) as app, app.connection() as connection:
        receiver = app.events.Receiver(connection, handlers={"*": seen.append})
        listening = receiver.itercapture(limit=None, timeout=20, wakeup=True)
        app.control.enable_events()

        def listen(kind):
            while not any(event["type"] == kind for event in seen):
                next(listening)

        listen("worker-heartbeat")
        app.control.enable_events()  # as Flower does, again and again
        told = product.submit()
        listen("task-succeeded")
    (started,) = (event for event in seen if event["type"] == "task-received")
    assert started["name"] == "celery_tasks.analyze_section_task"
    assert started["uuid"] == told["task_id"]
    assert any(name.startswith("analysis") for name in {event["hostname"] for event in seen})
