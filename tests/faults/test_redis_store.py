"""Several machines with one Redis as their store: any of them answers, and Redis may die too."""

import json
import urllib.error

import pytest

from tests.fake_claude import Act, FakeClaude
from tests.faults.test_kill import TEXT, begin, check_nothing_lost, shown_after
from tests.redis_server import redis_serving
from tests.serving import serving
from tests.working import Deployment, until

pytestmark = pytest.mark.slow


@pytest.fixture
def claude():
    with FakeClaude(Act(delay=0.5)) as fake:
        yield fake


@pytest.fixture
def shared(tmp_path):
    """The Redis that is the store, with its file."""
    with redis_serving(tmp_path / "store", durable=True) as server:
        yield server


@pytest.fixture
def machines(tmp_path, shared, claude):
    """Two web processes and a worker that share no disk: only the store, and a queue."""
    with redis_serving(tmp_path / "queue") as queue:
        settings = {
            "ENGINE": "claude", "ANTHROPIC_API_KEY": "x", "ANTHROPIC_BASE_URL": claude.url,
            "SECTIONS_AT_ONCE": "2", "STOP_GRACE": "0", "STORE_URL": shared.url,
            "USE_CELERY": "true", "REDIS_URL": queue.url,
        }  # fmt: skip
        with (
            serving(tmp_path / "one", **settings) as one,
            serving(tmp_path / "two", **settings) as two,
        ):
            deployment = Deployment(queue, one)
            try:
                deployment.add_worker(DATA_DIR=str(tmp_path / "three"))
                yield one, two, deployment
            finally:
                for worker in deployment.workers:
                    if worker.process is not None and worker.process.poll() is None:
                        worker.kill()


def refusal(server, path):
    """What a request is refused with, and when to come again."""
    with pytest.raises(urllib.error.HTTPError) as refused:
        server.ask(path)
    with refused.value as answer:
        assert answer.headers["Content-Type"] == "application/problem+json"
        return answer.status, json.load(answer)["detail"], answer.headers["Retry-After"]


def answers(server, path):
    """Whether it answers again."""
    try:
        return server.ask(path)
    except urllib.error.HTTPError as error:
        error.close()
        assert error.code == 503
        return None


def test_what_one_machine_took_in_the_others_read_show_and_change(machines):
    one, two, _ = machines
    session_id, task_id = begin(one)
    assert two.ended(task_id)["state"] == "SUCCESS"
    items = two.ask(f"/sessions/{session_id}")["feedback"]
    assert items == one.ask(f"/sessions/{session_id}")["feedback"] and len(items) >= 6
    chat = {"session_id": session_id, "message": "What stopped?"}
    told = two.ask("/chat", chat, Prefer="respond-async")
    assert one.ended(told["task_id"])["state"] == "SUCCESS"
    assert [turn["message"] for turn in one.ask(f"/sessions/{session_id}")["chat"]] == [
        "What stopped?"
    ]
    undone = one.ask(f"/sessions/{session_id}")["history"]
    assert undone == {"undo": None, "redo": None}


def test_the_store_dies_in_a_review_and_comes_back_and_nothing_shown_is_lost(machines, shared):
    one, two, _ = machines
    session_id, task_id = begin(one)
    shown = shown_after(one, task_id, 1)
    shared.kill()
    status, sentence, _ = refusal(two, f"/sessions/{session_id}")
    assert status == 503 and "Redis does not answer" in sentence
    shared.start()
    until(lambda: answers(two, f"/sessions/{session_id}"))
    check_nothing_lost(two, session_id, task_id, shown)


def test_a_store_that_hangs_is_told_in_a_sentence_and_used_again(machines, shared):
    one, _, _ = machines
    session_id = one.upload(TEXT)
    before = one.ask(f"/sessions/{session_id}")
    shared.freeze()
    try:
        status, sentence, later = refusal(one, f"/sessions/{session_id}")
        assert status == 503 and "Redis does not answer" in sentence and int(later) > 0
        assert answers(one, "/ready") is None
    finally:
        shared.thaw()
    until(lambda: answers(one, f"/sessions/{session_id}") == before)


def test_the_web_and_the_worker_that_die_leave_the_review_to_those_that_come(machines):
    one, two, deployment = machines
    session_id, task_id = begin(one)
    shown = shown_after(one, task_id, 1)
    one.kill()
    deployment.workers[0].kill()
    deployment.server = two
    deployment.add_worker()
    check_nothing_lost(two, session_id, task_id, shown)
