"""`Idempotency-Key`: what is sent twice is done once, whatever is submitted."""

import io
from concurrent.futures import ThreadPoolExecutor

import pytest

HOMES = ("laptop", "queue", "postgres")
KEY = {"Idempotency-Key": "monday"}
ASYNC = {"Prefer": "respond-async", **KEY}
TEST = {"task_type": "test", "input": {"message": "Hi"}}


def test_fifty_at_once_make_one_task(client):
    app = client.application

    def submit(_):
        return app.test_client().post("/api/v1/tasks", json=TEST, headers=ASYNC)

    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(submit, range(50)))
    assert {answer.status_code for answer in answers} == {202}
    assert len({answer.get_json()["task_id"] for answer in answers}) == 1
    replayed = [answer.headers.get("Idempotent-Replayed") for answer in answers]
    assert replayed.count("true") == 49 and replayed.count(None) == 1
    assert len(client.get("/api/v1/tasks").get_json()["tasks"]) == 1


def test_a_replay_answers_as_the_first_did_however_it_is_written(client):
    first = client.post("/api/v1/tasks", json=TEST, headers=KEY)
    flat = {"message": "Hi", "task_type": "test"}
    second = client.post("/api/v1/tasks/submit/", json=flat, headers=KEY)
    third = client.post("/api/v1/tasks/test?message=Hi", headers=KEY)
    for answer in (second, third):
        assert answer.headers["Idempotent-Replayed"] == "true"
        assert answer.status_code == first.status_code
        assert answer.get_json() == first.get_json()
    assert "Idempotent-Replayed" not in first.headers


def test_another_body_under_the_same_key_is_a_conflict(client):
    client.post("/api/v1/tasks", json=TEST, headers=ASYNC)
    for body in ({"task_type": "test"}, {"task_type": "test_connection"}):
        answer = client.post("/api/v1/tasks", json=body, headers=KEY)
        told = answer.get_json()
        assert (answer.status_code, told["code"]) == (409, "idempotency_key_reused")


@pytest.mark.parametrize("key", ["", " ", "x" * 256, "sch\xf6n"])
def test_what_is_no_key_is_refused(client, key):
    answer = client.post("/api/v1/tasks", json=TEST, headers={"Idempotency-Key": key})
    assert (answer.status_code, answer.get_json()["code"]) == (400, "bad_idempotency_key")


def test_reviews_questions_and_kinds_by_address_take_one_as_well(client):
    data = {"document": (io.BytesIO(b"# One\n\nSeveral vials broke.\n"), "r.md")}
    session_id = client.post("/upload", data=data).get_json()["session_id"]
    for path, body in (
        ("/analyze_section", {"session_id": session_id, "section_name": "One"}),
        ("/review_document", {"session_id": session_id}),
        ("/chat", {"session_id": session_id, "message": "Why?"}),
        ("/test_claude_connection", None),
        ("/api/ai/test", {"message": "Hi"}),
    ):
        headers = {**ASYNC, "Idempotency-Key": path}
        ids = set()
        for _ in range(2):
            answer = client.post(path, json=body, headers=headers)
            task_id = answer.get_json()["task_id"]
            ids.add(task_id)
            client.ended(task_id)
        assert len(ids) == 1, path
        assert answer.headers["Idempotent-Replayed"] == "true"
