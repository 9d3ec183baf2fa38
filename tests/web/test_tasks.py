"""Following tasks over HTTP: status, long poll, events, cancel, the queue at a glance."""

import io
import json
import re
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

import pytest

from bluepencil.review.findings import Usage
from tests.tasks import add, claim, report, succeed
from tests.working import until

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


@pytest.fixture
def site(client):
    return client.application.extensions["bluepencil"]


@pytest.fixture
def aside(client):
    """Sends a request on another thread; the answer is in the future."""
    with ThreadPoolExecutor(4) as pool:
        yield lambda path, **how: pool.submit(client.application.test_client().get, path, **how)


@pytest.fixture
def running(site):
    """A claim on a task that somebody runs, and that waits in no queue."""
    return claim(site.store, add(site.store, queue="none"), lease=3600)


def waited_for(site, *task_ids):
    """Wait until somebody waits for each of these."""
    until(lambda: set(site.store._database.waiters.awaited) >= set(task_ids))


@pytest.mark.parametrize("since", ["", "&since=999999"])
def test_a_long_poll_on_a_finished_task_answers_at_once(site, task_id, aside, since):
    """Whatever version it was asked to wait for: none will come."""
    status = aside(f"/task_status/{task_id}?wait=55{since}").result(40).get_json()
    assert status["ready"] is True
    assert site.store._database.waiters.awaited == []


def test_a_long_poll_past_the_last_version_answers_at_the_end(site, running, aside):
    poll = aside(f"/task_status/{running.task_id}?wait=55&since=999999")
    waited_for(site, running.task_id)
    report(site.store, running, progress=50)
    assert not poll.done()
    succeed(site.store, running)
    assert poll.result(40).get_json()["state"] == "SUCCESS"


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


FEW = 20  # chunks; a stream that spins has that many in a few milliseconds


def chunks(response) -> list[bytes]:
    """What came, up to a few chunks more than there can be."""
    return list(islice(response.iter_encoded(), FEW))


def test_an_open_stream_ends_at_a_stop(site, running, aside):
    stream = aside(f"/task_events/{running.task_id}?since=2", buffered=False)
    response = stream.result(30)
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(chunks, response)
        waited_for(site, running.task_id)
        site.tasks.stop(0)
        assert reading.result(30) == [b"retry: 1000\n\n"]


def test_a_stream_opened_while_the_process_stops_ends_at_once(client, site, running):
    site.tasks.stop(0)
    got = chunks(client.get(f"/task_events/{running.task_id}", buffered=False))
    assert len(got) == 3, "the two events there are, and no more"
    assert chunks(client.get(f"/task_events/{running.task_id}?since=2", buffered=False)) == [
        b"retry: 1000\n\n"
    ]


@pytest.mark.parametrize("since", [3, 1000000])
def test_a_stream_from_a_version_that_was_never_reached_ends_with_the_task(
    site, running, aside, since
):
    response = aside(f"/task_events/{running.task_id}?since={since}", buffered=False).result(30)
    with ThreadPoolExecutor(1) as pool:
        reading = pool.submit(chunks, response)
        waited_for(site, running.task_id)
        succeed(site.store, running)
        first, *rest = reading.result(30)
    assert first == b"retry: 1000\n\n"
    assert [one.split(b"\n")[0] for one in rest] == [b"event: done"]


def test_after_the_end_there_is_nothing_to_stream_from_a_version_that_was_never_reached(
    client, task_id
):
    assert client.get(f"/task_events/{task_id}?since=1000000").status_code == 204


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


def test_a_submission_that_finds_no_free_stream_answers_with_its_task(make_app):
    client = make_app(web_threads=8).test_client()
    site = client.application.extensions["bluepencil"]
    text = {"document": (io.BytesIO(b"# A\n\nSeveral things.\n"), "a.md")}
    session_id = client.post("/upload", data=text).get_json()["session_id"]
    taken = 0
    while site.slots.acquire():
        taken += 1
    asks = {"json": {"session_id": session_id}, "headers": {"Accept": "text/event-stream"}}
    response = client.post("/review_document", **asks)
    body = response.get_json()
    assert (response.status_code, body["async"]) == (202, True)
    assert response.headers["Location"] == f"/task_status/{body['task_id']}"
    assert client.ended(body["task_id"])["state"] == "SUCCESS"
    for _ in range(taken):
        site.slots.release()
    assert client.post("/review_document", **asks).mimetype == "text/event-stream"


def test_a_submission_that_is_refused_takes_no_stream(make_app):
    client = make_app(web_threads=8).test_client()
    asks = {"json": {"session_id": "nowhere"}, "headers": {"Accept": "text/event-stream"}}
    for _ in range(20):
        assert client.post("/review_document", **asks).status_code == 404
    assert client.application.extensions["bluepencil"].slots.acquire()


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


def test_who_waits_for_the_rate_limit_is_counted_also_without_a_queue(client, site):
    held = claim(site.store, add(site.store, kind="chat", queue="chat"))
    report(site.store, held, waiting_for="rate_limit")
    assert client.get("/queue_stats").get_json()["waiting_for_limit"] == 1
