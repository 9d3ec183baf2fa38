"""Following tasks over HTTP: status, long poll, events, cancel, the queue at a glance."""

import io
import json
import re

import pytest

from bluepencil.review.findings import Usage
from tests import tasks

HOMES = ("laptop", "queue", "postgres")
RFC3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")
FIELDS = {
    "task_id", "kind", "state", "status", "progress", "ready", "successful", "queue_position",
    "waiting_for", "resume_at", "attempts", "created_at", "started_at", "finished_at", "version",
    "partial",
}  # fmt: skip


@pytest.fixture
def session_id(client):
    text = b"# One\n\nSeveral vials broke soon.\n\n# Two\n\nIt was decided.\n"
    data = {"document": (io.BytesIO(text), "r.md")}
    return client.post("/upload", data=data).get_json()["session_id"]


@pytest.fixture
def task_id(client, session_id):
    """A finished review that was asked for asynchronously."""
    response = client.post(
        "/review_document", json={"session_id": session_id}, headers={"Prefer": "respond-async"}
    )
    task_id = response.get_json()["task_id"]
    client.ended(task_id)
    return task_id


def events(client, path, **options):
    """The events of a stream as (type, id, data)."""
    text = client.get(path, **options).get_data(as_text=True)
    pattern = r"event: (\w+)\nid: (\d+)\ndata: (.*)\n"
    return [(kind, int(id), json.loads(data)) for kind, id, data in re.findall(pattern, text)]


def test_a_status_has_every_field(client, task_id):
    status = client.get(f"/task_status/{task_id}").get_json()
    assert set(status) >= FIELDS
    assert status["state"] == "SUCCESS"
    assert (status["ready"], status["successful"], status["progress"]) == (True, True, 100)
    assert status["result"]["success"] is True
    assert status["result"]["feedback_count"] == len(status["result"]["result"]["feedback_items"])
    assert "error" not in status
    for name in ("created_at", "started_at", "finished_at"):
        assert RFC3339.fullmatch(status[name])


def test_the_partial_result_is_what_the_result_is_made_of(client, task_id):
    status = client.get(f"/task_status/{task_id}").get_json()
    partial = {item["id"] for item in status["partial"]["feedback_items"]}
    assert partial == {item["id"] for item in status["result"]["result"]["feedback_items"]}
    assert {state["state"] for state in status["partial"]["sections"].values()} == {"done"}


def test_a_long_poll_on_a_finished_task_answers_at_once(client, task_id):
    status = client.get(f"/task_status/{task_id}?wait=55&since=999999").get_json()
    assert status["ready"] is True


def test_a_long_poll_waits_for_the_next_version(client, session_id):
    response = client.post(
        "/review_document", json={"session_id": session_id}, headers={"Prefer": "respond-async"}
    )
    task_id, version = response.get_json()["task_id"], 0
    while True:
        status = client.get(f"/task_status/{task_id}?wait=20&since={version}").get_json()
        assert status["version"] > version
        version = status["version"]
        if status["ready"]:
            break


def test_events_are_numbered_and_end_with_done(client, task_id):
    seen = events(client, f"/task_events/{task_id}")
    assert [id for _, id, _ in seen] == list(range(1, len(seen) + 1))
    assert {kind for kind, _, _ in seen} == {"progress", "partial", "done"}
    kind, _, data = seen[-1]
    assert kind == "done"
    assert data == client.get(f"/task_status/{task_id}").get_json()


@pytest.mark.parametrize("way", ["header", "query"])
def test_a_stream_is_taken_up_where_it_was_dropped(client, task_id, way):
    whole = events(client, f"/task_events/{task_id}")
    for cut in range(len(whole) - 1):
        last = whole[cut][1]
        if way == "header":
            rest = events(client, f"/task_events/{task_id}", headers={"Last-Event-ID": str(last)})
        else:
            rest = events(client, f"/task_events/{task_id}?since={last}")
        assert whole[: cut + 1] + rest == whole


def test_after_the_last_event_there_is_nothing_more(client, task_id):
    last = events(client, f"/task_events/{task_id}")[-1][1]
    assert client.get(f"/task_events/{task_id}?since={last}").status_code == 204


def test_partial_events_bring_each_finding_once(client, task_id):
    found = [
        item["id"]
        for kind, _, data in events(client, f"/task_events/{task_id}")
        if kind == "partial"
        for item in data.get("feedback_items", [])
    ]
    assert len(found) == len(set(found)) > 0


def test_streams_beyond_the_threads_are_told_to_poll(make_app):
    app = make_app(web_threads=8)
    client = app.test_client()
    site = app.extensions["bluepencil"]
    text = {"document": (io.BytesIO(b"# A\n\nSeveral things.\n"), "a.md")}
    session_id = client.post("/upload", data=text).get_json()["session_id"]
    task_id = client.done("/review_document", {"session_id": session_id})["task_id"]
    taken = [site.slots.take() for _ in range(6)]
    assert all(slot.__enter__() for slot in taken)
    response = client.get(f"/task_events/{task_id}")
    assert response.status_code == 503
    assert int(response.headers["Retry-After"]) > 0
    for slot in taken:
        slot.__exit__(None, None, None)
    assert client.get(f"/task_events/{task_id}").status_code == 200


def test_what_has_ended_cannot_be_cancelled(client, task_id):
    response = client.post(f"/cancel_task/{task_id}")
    assert response.status_code == 409
    assert "SUCCESS" in response.get_json()["detail"]


def test_a_result_past_its_time_is_gone(client, task_id):
    client.application.extensions["bluepencil"].store.tasks.expire(9e12, 9e12)
    for path in (f"/task_status/{task_id}", f"/task_events/{task_id}"):
        response = client.get(path)
        assert (response.status_code, response.get_json()["code"]) == (410, "expired")
    assert client.post(f"/cancel_task/{task_id}").status_code == 410


def test_the_queue_in_sync_mode_is_all_zeros_with_a_reason(make_app):
    client = make_app().test_client()
    stats = client.get("/queue_stats").get_json()
    assert (stats["available"], stats["mode"]) == (False, "sync")
    assert stats["reason"]
    for name in (
        "workers", "active_tasks", "reserved_tasks", "queued_tasks", "total_pending",
        "waiting_for_limit",
    ):  # fmt: skip
        assert stats[name] == 0
    assert set(stats["rate_limit"]) == {
        "requests_per_minute", "used_last_minute", "next_slot_in",
    }  # fmt: skip


def test_the_last_hour_is_told_also_without_a_queue(client, task_id):
    site = client.application.extensions["bluepencil"]
    site.store.tasks.spend(task_id, Usage(cost_usd=0.25))
    pace = client.get("/queue_stats").get_json()["pace"]
    assert (pace["ended"], pace["failed"], pace["cost_usd"]) == (1, 0, 0.25)
    assert 0 < pace["median"] <= pace["p95"]


def test_who_waits_for_the_rate_limit_is_counted_also_without_a_queue(client):
    store = client.application.extensions["bluepencil"].store
    claim = tasks.claim(store, tasks.add(store, kind="chat", queue="chat"))
    tasks.report(store, claim, waiting_for="rate_limit")
    assert client.get("/queue_stats").get_json()["waiting_for_limit"] == 1
