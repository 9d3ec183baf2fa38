"""Batches over HTTP: all or none, followed as one, stopped as one."""

import pytest

from bluepencil.task.batch import parent_of
from bluepencil.task.record import Task

HOMES = ("laptop", "queue", "postgres")
PATH = "/api/v1/tasks/batch"


def item(message, kind="test"):
    return {"task_type": kind, "input": {"message": message}}


def ended(client, answer):
    assert answer.status_code == 202
    return client.ended(answer.get_json()["task_id"])


def test_a_batch_is_followed_as_one_task_whose_result_counts(client):
    tasks = [item("one"), item("two"), {"task_type": "test_connection"}]
    answer = client.post(PATH, json={"tasks": tasks})
    told = answer.get_json()
    assert answer.headers["Location"] == told["links"]["status"]
    status = ended(client, answer)
    assert (status["kind"], status["state"], status["progress"]) == ("batch", "SUCCESS", 100)
    result = client.get(told["links"]["result"]).get_json()["result"]
    assert result == {"succeeded": 3, "failed": 0, "cancelled": 0}
    one, two, _ = told["tasks"]
    assert client.get(f"/api/v1/tasks/{one}/result").get_json()["result"] == {"message": "one"}
    assert client.get(f"/api/v1/tasks/{two}/result").get_json()["result"] == {"message": "two"}


def test_a_thousand_are_taken_and_one_more_is_not(client, home):
    number = 1000 if home == "laptop" else 100
    status = ended(client, client.post(PATH, json={"tasks": [item(str(n)) for n in range(number)]}))
    assert status["result"]["result"]["succeeded"] == number
    answer = client.post(PATH, json={"tasks": [item("")] * 1001})
    assert (answer.status_code, answer.get_json()["errors"][0]["field"]) == (422, "tasks")


@pytest.mark.parametrize(
    ("bad", "field"),
    [
        ({"task_type": "test", "input": {"massage": "?"}}, "tasks.1.input.massage"),
        ({"task_type": "massage"}, "tasks.1.task_type"),
        ({"task_type": "chat", "input": {"session_id": "unknown", "message": "?"}}, "tasks.1"),
        ({"task_type": "test", "message": "?"}, "tasks.1.message"),
    ],
)
def test_one_bad_task_is_named_by_its_index_and_nothing_is_made(client, bad, field):
    answer = client.post(PATH, json={"tasks": [item("one"), bad, item("three")]})
    assert answer.status_code == 422
    told = answer.get_json()
    assert [one["field"] for one in told["errors"]] == [field]
    assert "1" in told["detail"]
    assert client.get("/api/v1/tasks").get_json()["tasks"] == []


def test_a_batch_of_nothing_is_refused(client):
    assert client.post(PATH, json={"tasks": []}).status_code == 422


def test_cancelling_it_cancels_all(client):
    store = client.application.extensions["bluepencil"].store
    tasks = [Task(kind="test", queue="nobodys", owner="local", input={}) for _ in range(3)]
    parent = store.submissions.add(store.tasks, [parent_of(tasks, "local"), *tasks])
    for _ in range(2):
        answer = client.post(f"/api/v1/tasks/{parent.task_id}/cancel")
        assert (answer.status_code, answer.get_json()["state"]) == (200, "REVOKED")
    assert {store.tasks.get(one.task_id).state for one in tasks} == {"REVOKED"}
    assert client.get(f"/api/v1/tasks/{parent.task_id}/result").status_code == 409


def test_a_batch_with_a_key_is_made_once(client):
    headers = {"Idempotency-Key": "weekly"}
    body = {"tasks": [item("one"), item("two")]}
    first, second = (client.post(PATH, json=body, headers=headers) for _ in range(2))
    assert second.get_json() == first.get_json()
    assert second.headers["Idempotent-Replayed"] == "true"
    other = client.post(PATH, json={"tasks": [item("one")]}, headers=headers)
    assert other.status_code == 409
