"""The caller's tasks as a list: filtered, newest first, page by page."""

import pytest

from bluepencil.task.record import Task

HOMES = ("laptop", "queue", "postgres")


@pytest.fixture
def tasks(client):
    """Submits and finishes tasks."""
    return client.application.extensions["bluepencil"].tasks


@pytest.fixture
def ended(tasks):
    """The ids of five tasks that have ended, oldest first."""
    made = [tasks.submit("test", {"message": str(number)}, "local") for number in range(5)]
    return [tasks.finished(task.task_id, 20).task_id for task in made]


def ids(client, query=""):
    return [task["task_id"] for task in client.get(f"/api/v1/tasks{query}").get_json()["tasks"]]


def test_rows_are_told_as_a_status_is(client, ended):
    (row,) = client.get("/api/v1/tasks?limit=1").get_json()["tasks"]
    assert row == client.get(f"/task_status/{ended[-1]}").get_json()


def test_the_pages_hold_everything_once_newest_first(client, ended):
    seen, query = [], "?limit=2"
    while query:
        page = client.get(f"/api/v1/tasks{query}").get_json()
        seen += [task["task_id"] for task in page["tasks"]]
        query = page["next_cursor"] and f"?limit=2&cursor={page['next_cursor']}"
    assert seen == ended[::-1]


def test_a_list_can_be_of_one_state_and_of_one_kind(client, ended, tasks):
    waiting = Task(kind="chat", queue="chat", owner="local", input={})
    tasks.store.tasks.add(waiting)
    assert ids(client, "?state=PENDING") == ids(client, "?kind=chat") == [waiting.task_id]
    assert ids(client, "?state=SUCCESS&kind=test") == ended[::-1]
    assert ids(client, "?state=SUCCESS&kind=chat") == ids(client, "?state=FAILURE") == []


def test_somebody_elses_and_expired_tasks_are_left_out(client, ended, tasks):
    tasks.store.tasks.add(Task(kind="test", queue="test", owner="somebody else", input={}))
    assert ids(client) == ended[::-1]
    tasks.store.tasks.expire(9e12, 9e12)
    assert ids(client) == []


@pytest.mark.parametrize("query", ["state=DONE", "limit=0", "limit=101", "cursor=x", "since=1"])
def test_a_list_that_cannot_be_is_refused(client, query):
    assert client.get(f"/api/v1/tasks?{query}").status_code == 422
