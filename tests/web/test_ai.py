"""Kinds by their own address: bare results, always an id at once or always a result."""

import pytest

from bluepencil.task.record import Task

HOMES = ("laptop", "queue", "postgres")


def test_a_submission_is_always_answered_with_an_id(client):
    answer = client.post("/api/ai/test", json={"message": "Hi"})
    told = answer.get_json()
    assert (answer.status_code, told) == (202, {"task_id": told["task_id"], "status": "PENDING"})
    client.ended(told["task_id"])
    assert client.get(f"/api/ai/test/{told['task_id']}").get_json() == {"message": "Hi"}


def test_who_waits_gets_the_bare_result_in_either_mode(client):
    answer = client.post("/api/ai/test/sync", json={"message": "Hi"})
    assert (answer.status_code, answer.get_json()) == (200, {"message": "Hi"})


def test_who_waited_too_long_gets_the_id_and_the_task_goes_on(client, monkeypatch):
    monkeypatch.setattr("bluepencil.web.ai.LONGEST_WAIT", 0.0)
    answer = client.post("/api/ai/test/sync", json={})
    assert (answer.status_code, answer.get_json()["status"]) == (202, "PENDING")
    assert client.ended(answer.get_json()["task_id"])["state"] == "SUCCESS"


def test_a_result_is_asked_for_by_its_kind_once_it_is_there(client):
    site = client.application.extensions["bluepencil"]
    task = Task(kind="test", queue="nobodys", owner="local", input={})
    site.store.tasks.add(task)
    assert client.get(f"/api/ai/chat/{task.task_id}").status_code == 404
    assert client.get("/api/ai/test/unknown").status_code == 404
    assert client.get(f"/api/ai/test/{task.task_id}").status_code == 409
    site.tasks.cancel(task.task_id, "local")
    answer = client.get(f"/api/ai/test/{task.task_id}")
    assert (answer.status_code, answer.get_json()["code"]) == (409, "cancelled")


@pytest.mark.parametrize("path", ["/api/ai/test", "/api/ai/test/sync"])
def test_what_the_kind_does_not_take_is_refused(client, path):
    answer = client.post(path, json={"massage": "Hi"})
    assert (answer.status_code, answer.get_json()["errors"][0]["field"]) == (422, "massage")
    assert client.post(path, json=["Hi"]).status_code == 422


def test_an_unknown_kind_is_at_no_address(client):
    assert client.post("/api/ai/massage", json={}).status_code == 404
    assert client.post("/api/ai/massage/sync", json={}).status_code == 404
