"""The worker: what it is given is done or kept, whatever happens to its store meanwhile."""

import json
import sqlite3
from contextlib import contextmanager

import pytest
from celery import Celery

import celery_tasks
from bluepencil.build import build
from bluepencil.documents.guideline import Guideline
from bluepencil.errors import Invalid, Unavailable
from bluepencil.queue.connection import Connection
from bluepencil.queue.heartbeats import WORKER, WORKERS, Heartbeats
from bluepencil.queue.messages import REJECTION
from bluepencil.review.session import Session
from bluepencil.store import Store, open_store
from bluepencil.store.tasks import TaskStore
from tests.conftest import document
from tests.forked import forked_worker
from tests.queue.test_messages import sent
from tests.working import until


@pytest.fixture
def settings(make_settings, one_redis):
    one_redis.client.flushall()
    return make_settings(use_celery=True, redis_url=one_redis.url, engine="built-in")


@pytest.fixture
def redis(one_redis):
    return one_redis.client


@pytest.fixture
def heartbeats(settings):
    connection = Connection(settings.redis)
    yield Heartbeats(connection)
    connection.close()


@pytest.fixture
def shared(settings):
    """The store that the worker sees."""
    store = open_store(settings.database, shared=True)
    yield store
    store.close()


@pytest.fixture
def worker(settings, shared, heartbeats):
    with forked_worker(settings) as started:
        until(lambda: any(f"-{started.pid}@" in name for name in heartbeats.alive()))
        yield started


@pytest.fixture
def session_of(shared):
    """A kept session."""
    made = Session(
        owner="local",
        document=document(("Summary", "Several vials broke.")),
        guideline=Guideline(name="general", title="General", text="Be clear."),
    )
    shared.sessions.add(made, b"the file as it came")
    return made


@contextmanager
def locked(settings):
    """The store, so that nobody else can write to it."""
    connection = sqlite3.connect(settings.database, isolation_level=None)
    connection.execute("begin immediate")
    try:
        yield
    finally:
        connection.close()


def push(redis, task_id, *args, task="celery_tasks.test_task", **changed):
    """Put a message on the queue as another program does."""
    body = json.dumps([args, {}, {}]).encode()
    tag = f"tag-{task_id}"
    raw = sent(
        headers__id=task_id,
        headers__task=task,
        properties__delivery_tag=tag,
        body=body,
        **changed,
    )
    redis.lpush("test", raw)


def state(store, task_id):
    """The state of a task; nothing where there is none."""
    row = [task for task in rows(store) if task.task_id == task_id]
    return row[0].state if row else None


def rows(store):
    states = {"PENDING", "STARTED", "PROGRESS", "RETRY", "SUCCESS", "FAILURE", "REVOKED"}
    return store.tasks.rows(None, states=states, before=2**53, limit=100).tasks


def test_a_queue_that_no_kind_has_is_refused(settings):
    with pytest.raises(Invalid, match="nonsense"):
        celery_tasks.work(settings, ["nonsense"])


def test_there_is_nothing_to_work_for_without_a_queue(make_settings):
    with pytest.raises(Invalid, match="USE_CELERY"):
        celery_tasks.work(make_settings(), [])


def test_celerys_own_commands_find_our_configuration(monkeypatch):
    monkeypatch.setenv("REDIS_URL", "redis://cache:1/2")
    app = type(celery_tasks.app)("another")
    app.add_defaults(celery_tasks._environment)
    assert app.conf.broker_url == "redis://cache:1/2" and app.conf.task_acks_late


def test_what_another_program_puts_on_the_queue_is_run(worker, redis, shared):
    push(redis, "one", "Hello")
    until(lambda: state(shared, "one") == "SUCCESS")
    assert shared.tasks.get("one").result["result"] == {"message": "Hello"}
    until(lambda: not redis.hlen("unacked"))


@pytest.mark.parametrize("protocol", [1, 2])
def test_what_celerys_own_client_sends_is_run(worker, settings, shared, protocol):
    with Celery(broker=settings.redis) as app:
        app.conf.task_protocol = protocol
        task = app.send_task("celery_tasks.test_task", ["Hello"], queue="test")
    until(lambda: state(shared, task.id) == "SUCCESS")
    assert shared.tasks.get(task.id).input == {"message": "Hello"}


def test_what_the_go_client_of_many_articles_pushes_is_run(worker, redis, shared):
    task = {"task": "celery_tasks.test_task", "id": "go", "kwargs": {"message": "Hello"}}
    pushed = {
        "body": json.dumps(task | {"args": [], "retries": 0}),
        "headers": {"id": "go", "task": "celery_tasks.test_task"},
        "content-type": "application/json",
        "content-encoding": "utf-8",
        "properties": {
            "correlation_id": "go", "reply_to": "x", "delivery_mode": 2, "delivery_tag": "y",
            "priority": 0,
        },
    }  # fmt: skip
    redis.lpush("test", json.dumps(pushed))
    until(lambda: state(shared, "go") == "SUCCESS")
    assert shared.tasks.get("go").input == {"message": "Hello"}


@pytest.mark.parametrize(
    ("queue", "name", "input", "result"),
    [
        ("summarize", "celery_app.tasks.summarize.summarize_text",
         {"text": "The pump was replaced.", "max_length": 50, "language": "en"},
         {"summary": "The pump was replaced.", "original_length": 4, "summary_length": 4,
          "compression_ratio": 1.0}),
        ("keywords", "celery_app.tasks.keywords.extract_keywords",
         {"text": "The pump broke. A pump is old.", "max_keywords": 1},
         {"keywords": ["pump"], "count": 1}),
        ("normalize", "celery_app.tasks.normalize.normalize_json",
         {"request": "age 7",
          "schema": {"type": "object", "properties": {"age": {"type": "integer"}}}},
         {"normalized": {"age": 7}, "confidence": 1.0}),
        ("events", "process_event",
         {"event_id": "e1", "client_id": "c1", "event_type": "order.created",
          "entity_type": "order", "payload": {"number": 7}},
         {"deliveries": []}),
    ],
)  # fmt: skip
def test_existing_producers_get_the_bare_result_under_the_name_they_know(
    worker, redis, queue, name, input, result
):
    body = {"task": name, "id": queue, "args": [], "kwargs": input, "retries": 0}
    pushed = {
        "body": json.dumps(body),
        "headers": {"id": queue, "task": name},
        "content-type": "application/json",
        "content-encoding": "utf-8",
        "properties": {"correlation_id": queue, "reply_to": "x", "delivery_mode": 2,
                       "delivery_tag": f"tag-{queue}", "priority": 0},
    }  # fmt: skip
    redis.lpush(queue, json.dumps(pushed))
    until(lambda: redis.get(f"celery-task-meta-{queue}"))
    told = json.loads(redis.get(f"celery-task-meta-{queue}"))
    assert told["status"] == "SUCCESS"
    assert {field: told["result"][field] for field in result} == result
    assert "engine" not in told["result"]


@pytest.mark.parametrize("by_position", [False, True])
@pytest.mark.parametrize(
    ("queue", "name", "fields", "kind"),
    [
        ("chat_workflow", "send_chat_workflow", ["message_id", "session_id", "suggestion_mode"],
         "chat"),
        ("chat_workflow", "send_suggestion_workflow", ["message_id", "session_id"], "suggest"),
        ("semantic_layer", "trigger_sync_job", ["client_id", "sync_type"], "sync_index"),
        ("default", "trigger_sync_job", ["client_id", "sync_type"], "sync_index"),
    ],
)  # fmt: skip
def test_what_existing_producers_put_on_queues_of_theirs_is_done(
    worker, redis, shared, session_of, queue, name, fields, kind, by_position
):
    input = {
        "message_id": shared.messages.add(session_of.session_id, "Which vials?"),
        "session_id": session_of.session_id,
        "suggestion_mode": False,
        "client_id": "shop",
        "sync_type": "full",
    }
    input = {field: input[field] for field in fields}
    args, kwargs = (list(input.values()), {}) if by_position else ([], input)
    body = {"task": name, "id": "s", "args": args, "kwargs": kwargs}
    pushed = {
        "body": json.dumps(body), "headers": {"id": "s", "task": name},
        "content-type": "application/json", "content-encoding": "utf-8",
        "properties": {"correlation_id": "s", "delivery_mode": 2, "delivery_tag": "tag-s"},
    }  # fmt: skip
    redis.lpush(queue, json.dumps(pushed))
    until(lambda: redis.get("celery-task-meta-s"))
    told = json.loads(redis.get("celery-task-meta-s"))
    assert told["status"] == "SUCCESS", told
    assert shared.tasks.get("s").kind == kind
    if kind == "sync_index":
        assert told["result"] == {"indexed": 1, "removed": 0, "unchanged": 0}
    else:
        assert len(told["result"]["suggestions"]) >= 3
    if kind == "chat":
        (exchange,) = shared.sessions.chat(session_of.session_id)
        assert exchange.message == "Which vials?"
        assert told["result"]["response"] == exchange.response


def test_an_existing_producer_is_told_what_is_wrong(worker, redis, shared):
    name = "celery_app.tasks.summarize.summarize_text"
    push(redis, "bad", task=name)
    until(lambda: redis.get("celery-task-meta-bad"))
    told = json.loads(redis.get("celery-task-meta-bad"))
    assert told["status"] == "FAILURE" and "text: Field required" in told["result"]["detail"]
    until(lambda: len(shared.operations.dead_letters()) == 1)


@pytest.mark.slow
def test_no_message_is_lost_while_the_store_cannot_be_written(
    worker, settings, redis, shared, heartbeats
):
    with locked(settings):
        push(redis, "one", "Hello")
        push(redis, "bad", 1, 2, 3)
        redis.lpush("test", b"{nonsense")
        until(lambda: not heartbeats.alive(), 60)  # it takes no more work now
        assert redis.llen("test") + redis.hlen("unacked") == 3, "all of them are still there"
        until(lambda: not redis.hlen("unacked"), 60)
        assert redis.llen("test") == 3, "they wait in the queue, where any worker may take them"
    until(lambda: state(shared, "one") == "SUCCESS", 60)
    until(lambda: len(shared.operations.dead_letters()) == 2)
    until(lambda: heartbeats.alive() and not redis.llen("test") + redis.hlen("unacked"))
    worker.check()


def _refuse_one():
    """A store that works, and refuses one message whatever happens."""
    add = TaskStore.add

    def refuse(self, task):
        if task.task_id == "refused":
            raise Unavailable("The store cannot be used now: it does not like this.")
        add(self, task)

    TaskStore.add = refuse


def test_a_message_that_a_working_store_refuses_again_and_again_is_rejected(
    settings, redis, shared, heartbeats
):
    with forked_worker(settings, prepare=_refuse_one):
        until(heartbeats.alive)
        push(redis, "refused", "Hello")
        push(redis, "other", "Hello")
        until(lambda: state(shared, "other") == "SUCCESS")
        until(shared.operations.dead_letters)
        (letter,) = shared.operations.dead_letters()
        assert "it does not like this" in letter.reason
        assert json.loads(letter.message) == ["refused", ["Hello"], {}]
        told = json.loads(redis.get("celery-task-meta-refused"))
        assert told["status"] == "FAILURE"
        until(lambda: not redis.llen("test") + redis.hlen("unacked"))


def test_a_message_that_breaks_the_worker_is_kept(worker, redis, shared):
    push(redis, "one", "x", task=REJECTION)
    until(shared.operations.dead_letters)
    (letter,) = shared.operations.dead_letters()
    assert json.loads(letter.message) == ["one", ["x"], {}]
    until(lambda: not redis.llen("test") + redis.hlen("unacked"))


def test_a_message_that_has_expired_is_not_run_and_its_producer_is_notified(worker, redis, shared):
    push(redis, "late", "Hello", headers__expires="2020-01-01T00:00:00")
    until(lambda: redis.get("celery-task-meta-late"))
    assert json.loads(redis.get("celery-task-meta-late"))["status"] == "REVOKED"
    assert state(shared, "late") is None


def test_garbage_among_the_heartbeats_hides_no_worker(worker, redis, heartbeats):
    (name,) = heartbeats.alive()
    for garbage in (b"\xff\xfe", b"{nonsense", b"[1]"):
        redis.sadd(WORKERS, b"bad" + garbage)
        redis.set(WORKER.encode() + b"bad" + garbage, garbage)
    seen = heartbeats.alive()[name].seen
    until(lambda: heartbeats.alive()[name].seen > seen + 2)
    worker.check()


@pytest.mark.parametrize("error", [Unavailable("The store is away."), RuntimeError("a bug")])
def test_a_worker_that_does_not_know_its_store_announces_nothing_and_then_itself(
    settings, heartbeats, monkeypatch, error
):
    known, asked = [], []

    def identity(_):
        asked.append(True)
        if not known:
            raise error
        return "known"

    parts = build(settings)
    monkeypatch.setattr(Store, "identity", property(identity))
    worker = celery_tasks.Worker(parts, ["test"])
    worker._background.start()
    until(lambda: len(asked) >= 2)
    assert heartbeats.alive() == {}
    known.append(True)
    until(heartbeats.alive)
    assert heartbeats.alive()[worker.name].store == "known"
    worker._background.stop(5)
    parts.close()


def test_a_worker_that_is_told_to_stop_says_so(worker, heartbeats):
    assert worker.stop() == 0
    until(lambda: not heartbeats.alive(), 2)
