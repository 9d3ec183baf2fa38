"""One door for every kind: submitted in two shapes, followed, fetched, stopped."""

import pytest

from bluepencil.errors import EngineRefused
from bluepencil.task.record import Task
from tests import tasks

HOMES = ("laptop", "queue", "postgres")
ASYNC = {"Prefer": "respond-async"}


@pytest.fixture
def site(client):
    return client.application.extensions["bluepencil"]


@pytest.fixture
def waiting(site):
    """The id of a task that nobody takes up."""
    task = Task(kind="test", queue="nobodys", owner="local", input={"message": "Hello"})
    site.store.tasks.add(task)
    return task.task_id


def submit(client, body, path="/api/v1/tasks", **options):
    return client.post(path, json=body, **options)


@pytest.mark.parametrize("path", ["/api/v1/tasks/submit/", "/api/v1/tasks/submit"])
def test_both_shapes_and_the_test_task_do_the_same(client, home, path):
    answers = [
        submit(client, {"task_type": "test", "input": {"message": "Hi"}, "webhook_url": None}),
        submit(client, {"task_type": "test", "message": "Hi"}, path),
        client.post("/api/v1/tasks/test?message=Hi"),
    ]
    for answer in answers:
        told = answer.get_json()
        assert set(told["links"]) == {"status", "events", "result", "cancel"}
        if home == "queue":
            assert (answer.status_code, told["status"], told["async"]) == (202, "PENDING", True)
            assert answer.headers["Location"] == told["links"]["status"]
            client.ended(told["task_id"])
            told = client.get(told["links"]["result"]).get_json()
        else:
            assert (answer.status_code, told["async"]) == (200, False)
        assert (told["status"], told["result"]) == ("SUCCESS", {"message": "Hi"})
        assert told["engine"] == "built-in"


def test_who_prefers_it_is_answered_at_once_in_either_mode(client):
    answer = submit(client, {"task_type": "test"}, headers=ASYNC)
    told = answer.get_json()
    assert (answer.status_code, told["status"], told["async"]) == (202, "PENDING", True)
    assert answer.headers["Preference-Applied"] == "respond-async"
    assert client.ended(told["task_id"])["state"] == "SUCCESS"


def test_who_is_ready_to_wait_gets_the_result_in_either_mode(client):
    answer = submit(client, {"task_type": "test"}, headers={"Prefer": "respond-async, wait=20"})
    assert (answer.status_code, answer.get_json()["result"]) == (200, {"message": "Hello"})


def test_where_a_task_stands_is_told_at_three_addresses(client, waiting):
    for end in ("", "/status", "/status/"):
        told = client.get(f"/api/v1/tasks/{waiting}{end}").get_json()
        assert (told["task_id"], told["status"], told["progress"]) == (waiting, "PENDING", 0)
        assert (told["message"], told["result_available"]) == ("Waiting to start", False)


def test_a_long_poll_ends_with_a_change(client, site, waiting):
    site.tasks.cancel(waiting, "local")
    told = client.get(f"/api/v1/tasks/{waiting}?wait=20&since=1").get_json()
    assert (told["status"], told["result_available"]) == ("REVOKED", False)
    assert told["error"]["code"] == "cancelled"


@pytest.mark.parametrize("end", ["/result", "/result/"])
def test_a_result_is_refused_until_it_is_there(client, waiting, end):
    answer = client.get(f"/api/v1/tasks/{waiting}{end}")
    assert (answer.status_code, answer.get_json()["code"]) == (409, "not_ready")
    client.post(f"/api/v1/tasks/{waiting}/cancel")
    answer = client.get(f"/api/v1/tasks/{waiting}{end}")
    assert (answer.status_code, answer.get_json()["code"]) == (409, "cancelled")


@pytest.mark.parametrize("end", ["/cancel", "/cancel/"])
def test_a_task_is_stopped_at_its_own_address_as_often_as_one_likes(client, waiting, end):
    for _ in range(2):
        answer = client.post(f"/api/v1/tasks/{waiting}{end}")
        assert (answer.status_code, answer.get_json()["state"]) == (200, "REVOKED")


def test_a_failure_is_a_problem_document_with_the_tasks_id(client, site, waiting):
    task = site.store.tasks.get(waiting)
    tasks.fail(site.store, tasks.claim(site.store, task), EngineRefused("The key was refused."))
    answer = client.get(f"/api/v1/tasks/{waiting}/result")
    assert (answer.status_code, answer.mimetype) == (502, "application/problem+json")
    assert answer.get_json()["task_id"] == waiting
    assert answer.get_json()["detail"] == "The key was refused."


@pytest.mark.parametrize("end", ["", "/status/", "/result"])
def test_other_peoples_tasks_are_unknown_and_old_ones_gone(client, site, waiting, end):
    theirs = Task(kind="test", queue="nobodys", owner="somebody else", input={})
    site.store.tasks.add(theirs)
    for task_id in ("unknown", theirs.task_id):
        assert client.get(f"/api/v1/tasks/{task_id}{end}").status_code == 404
    site.tasks.cancel(waiting, "local")
    site.store.tasks.expire(9e12, 9e12)
    assert client.get(f"/api/v1/tasks/{waiting}{end}").status_code == 410


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("/api/v1/tasks", {"task_type": "test", "input": {"massage": "Hi"}}, "input.massage"),
        ("/api/v1/tasks", {"task_type": "test", "input": {"message": 1}}, "input.message"),
        ("/api/v1/tasks", {"task_type": "test", "message": "Hi"}, "message"),
        ("/api/v1/tasks", {"task_type": "chat", "input": {"message": "?"}}, "input.session_id"),
        ("/api/v1/tasks", {"task_type": "massage", "input": {}}, "task_type"),
        ("/api/v1/tasks", {"input": {}}, "task_type"),
        ("/api/v1/tasks", {"task_type": "test", "webhook_url": "http://127.1/"}, "webhook_url"),
        ("/api/v1/tasks/submit/", {"task_type": "test", "massage": "Hi"}, "massage"),
        ("/api/v1/tasks/submit/", {"task_type": "chat", "message": "?"}, "session_id"),
        ("/api/v1/tasks/submit/", {"task_type": "massage"}, "task_type"),
        ("/api/v1/tasks/submit/", {"message": "Hi"}, "task_type"),
        ("/api/v1/tasks/test?massage=Hi", None, "massage"),
    ],
)
def test_what_cannot_be_done_is_refused_by_its_field_and_nothing_is_made(client, path, body, field):
    answer = client.post(path, json=body) if body else client.post(path)
    told = answer.get_json()
    assert (answer.status_code, [one["field"] for one in told["errors"]]) == (422, [field])
    assert field.rpartition(".")[2] in told["detail"] or told["code"] == "unknown_kind"
    assert client.get("/api/v1/tasks").get_json()["tasks"] == []


def test_a_kind_may_refuse_what_it_takes(client):
    body = {"task_type": "chat", "input": {"session_id": "unknown", "message": "Why?"}}
    assert submit(client, body).status_code == 404


def test_the_result_of_a_flat_kind_is_bare_as_well(client):
    answer = submit(client, {"task_type": "test_connection"}, headers={"Prefer": "wait=20"})
    assert answer.get_json()["result"] == {
        "connected": True, "engine": "built-in", "model": "built-in checks", "latency": 0.0,
        "detail": "The built-in checks need no connection; no AI is involved.",
    }  # fmt: skip
