"""Schedules over HTTP: checked when they are made, run by whoever keeps the tasks."""

import time
from datetime import datetime

import pytest

from bluepencil.values import rfc3339
from tests.working import until

HOMES = ("laptop", "queue", "postgres")
PATH = "/api/v1/schedules"
TEST = {"task_type": "test", "input": {"message": "x"}}


def made(client, **values):
    answer = client.post(PATH, json={**TEST, **values})
    assert answer.status_code == 201, answer.get_json()
    assert answer.headers["Location"] == f"{PATH}/{answer.get_json()['id']}"
    return answer.get_json()


def tasks(client):
    return client.get("/api/v1/tasks?kind=test").get_json()["tasks"]


def second(text):
    return datetime.fromisoformat(text).timestamp()


def test_a_task_is_made_again_and_again(client):
    schedule = made(client, every=1, name="Heartbeat")
    until(lambda: len([task for task in tasks(client) if task["state"] == "SUCCESS"]) >= 2)
    told = client.get(f"{PATH}/{schedule['id']}").get_json()
    assert told["name"] == "Heartbeat" and told["next_run"] > told["created_at"]
    assert told["last_run"] and told["last_error"] is None
    told = client.patch(f"{PATH}/{schedule['id']}", json={"paused": True}).get_json()
    due = int(round(second(told["last_run"]) - second(told["created_at"]), 3))
    assert len(tasks(client)) <= due, "each time one, however many processes look"
    assert client.delete(f"{PATH}/{schedule['id']}").status_code == 204
    assert client.get(PATH).get_json() == {"schedules": []}
    assert told["last_task_id"] in [task["task_id"] for task in tasks(client)], "tasks stay"


def test_once_at_a_time(client):
    schedule = made(client, at=rfc3339(time.time() + 1))
    assert schedule["next_run"] == schedule["at"]
    until(lambda: [task["state"] for task in tasks(client)] == ["SUCCESS"])
    told = client.get(f"{PATH}/{schedule['id']}").get_json()
    assert told["next_run"] is None and told["last_task_id"] == tasks(client)[0]["task_id"]


def test_a_paused_one_has_no_next_run(client):
    schedule = made(client, cron="0 6 * * 1")
    assert schedule["next_run"].endswith("T06:00:00.000Z")
    where = f"{PATH}/{schedule['id']}"
    paused = client.patch(where, json={"paused": True}).get_json()
    assert paused["paused"] and paused["next_run"] is None
    assert client.patch(where, json={"paused": True}).get_json() == paused
    again = client.patch(where, json={"paused": False}).get_json()
    assert again == schedule
    assert client.get(PATH).get_json()["schedules"] == [schedule]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "every"),
        ({"every": 60, "cron": "* * * * *"}, "every"),
        ({"every": 0.5}, "every"),
        ({"every": 1e12}, "every"),
        ({"cron": "never"}, "cron"),
        ({"cron": "0 0 31 2 *"}, "cron"),
        ({"at": "2020-01-01T00:00:00Z"}, "at"),
        ({"at": "2120-01-01T00:00:00"}, "at"),  # of which zone?
        ({"every": 60, "input": {"message": 1}}, "input.message"),
        ({"every": 60, "input": {"massage": "x"}}, "input.massage"),
        ({"every": 60, "task_type": "unknown"}, "task_type"),
        ({"every": 60, "evry": 1}, "evry"),
    ],
)
def test_what_cannot_be_scheduled_is_refused_when_it_is_made(client, values, field):
    answer = client.post(PATH, json={**TEST, **values})
    assert answer.status_code == 422
    assert [one["field"] for one in answer.get_json()["errors"]] == [field]
    assert client.get(PATH).get_json() == {"schedules": []}


def test_of_an_unknown_session_nothing_is_scheduled(client):
    body = {"task_type": "suggest", "input": {"session_id": "unknown"}, "every": 60}
    assert client.post(PATH, json=body).status_code == 404


@pytest.mark.parametrize("method", ["GET", "PATCH", "DELETE"])
def test_an_unknown_schedule_is_not_there(client, method):
    body = {"paused": True} if method == "PATCH" else None
    answer = client.open(f"{PATH}/unknown", method=method, json=body)
    assert (answer.status_code, answer.get_json()["code"]) == (404, "schedule_not_found")
