"""The web's side of the queue: attached where it is wanted, free where it is not."""

import subprocess
import sys

import pytest

import celery_integration
from bluepencil.errors import Invalid, NotFound
from bluepencil.task.batch import parent_of
from bluepencil.task.record import Task
from tests.queue.test_heartbeats import NAME, beat
from tests.working import until


@pytest.fixture
def site(make_app, one_redis):
    one_redis.client.flushall()
    return make_app(use_celery=True, redis_url=one_redis.url).extensions["bluepencil"]


def alive(site, **changed):
    """Have a worker of the site's store be alive."""
    heartbeat = beat(store=site.store.identity, **changed)
    site.tasks.queue.heartbeats.announce(NAME, heartbeat)
    until(lambda: site.tasks.queue.workers())


def test_without_a_queue_neither_celery_nor_the_redis_client_is_loaded(tmp_path):
    code = (
        "import sys\nfrom app import create_app\nfrom bluepencil.settings import load\n"
        f"app = create_app(load(_env_file=None, data_dir={str(tmp_path / 'data')!r}))\n"
        "client = app.test_client()\n"
        "for path in ('/queue_stats', '/ready', '/queue'):\n"
        "    assert client.get(path).status_code == 200, path\n"
        "print({'celery', 'kombu', 'redis'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_parts_without_redis_have_no_queue_to_attach(make_app):
    parts = make_app().extensions["bluepencil"]
    with pytest.raises(Invalid, match="USE_CELERY"):
        celery_integration.attach(parts)
    assert not celery_integration.is_celery_available(parts.tasks)


def test_the_queue_is_available_while_a_worker_sees_the_store(site):
    assert not celery_integration.is_celery_available(site.tasks)
    alive(site)
    assert celery_integration.is_celery_available(site.tasks)


def test_each_submission_is_of_its_kind_and_can_be_followed_and_cancelled(site, session):
    site.store.sessions.add(session, b"the file as it came")
    alive(site, queues=["analysis", "chat", "test"])  # it never does anything
    section = {"session_id": session.session_id, "section_name": "Cause"}
    whole = {"session_id": session.session_id}
    tasks = [
        celery_integration.submit_analysis_task(site.tasks, section, "local"),
        celery_integration.submit_review_task(site.tasks, whole, "local"),
        celery_integration.submit_chat_task(site.tasks, whole | {"message": "Why?"}, "local"),
        celery_integration.submit_test_task(site.tasks, "local"),
    ]
    kinds = ["analyze_section", "review_document", "chat", "test_connection"]
    assert [task.kind for task in tasks] == kinds
    for task in tasks:
        assert celery_integration.get_task_status(site.tasks, task.task_id, "local") == task
        ended = celery_integration.cancel_task(site.tasks, task.task_id, "local")
        assert ended.state == "REVOKED"
    with pytest.raises(NotFound):
        celery_integration.get_task_status(site.tasks, tasks[0].task_id, "somebody else")


def test_a_batch_is_not_counted_beside_its_tasks(site):
    children = [Task(kind="test", queue="nobodys", owner="local", input={}) for _ in range(2)]
    site.store.submissions.add(site.store.tasks, [parent_of(children, "local"), *children])
    told = celery_integration.get_queue_stats(site.tasks)
    assert "batch" not in told["queues"] and told["active_tasks"] == 0
    assert told["queues"]["nobodys"]["queued"] == told["total_pending"] == 2


def test_the_statistics_count_what_waits_and_who_works(site):
    idle = celery_integration.get_queue_stats(site.tasks)
    assert (idle["available"], idle["mode"], idle["workers"]) == (False, "sync", 0)
    alive(site, queues=["test"], active=1, reserved=1, seen=0.5)
    celery_integration.submit_test_task(site.tasks, "local")
    celery_integration.submit_test_task(site.tasks, "local")
    stats = celery_integration.get_queue_stats(site.tasks)
    assert (stats["available"], stats["mode"], stats["workers"]) == (True, "async", 1)
    assert (stats["total_pending"], stats["reserved_tasks"], stats["queued_tasks"]) == (2, 1, 1)
    assert stats["queues"]["test"]["queued"] == 2
    details = stats["worker_details"][NAME]
    assert details == {
        "queues": ["test"],
        "active": 1,
        "concurrency": 4,
        "last_seen": "1970-01-01T00:00:00.500Z",
    }


def test_a_lost_message_is_sent_again_however_many_processes_there_are(make_app, one_redis):
    redis = one_redis.client
    redis.flushall()
    apps = [make_app(use_celery=True, redis_url=one_redis.url) for _ in range(3)]
    sites = [app.extensions["bluepencil"] for app in apps]
    alive(sites[0], queues=["test"])  # it never does anything
    for site in sites:
        site.tasks.start()
    for _ in range(3):
        celery_integration.submit_test_task(sites[0].tasks, "local")
    assert redis.llen("test") == 3
    redis.delete("test")

    def back():
        sites[0].tasks.queue.heartbeats.announce(
            NAME, beat(store=sites[0].store.identity, queues=["test"])
        )
        return redis.llen("test")

    until(lambda: back() == 3)
