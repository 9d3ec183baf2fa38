"""The kind that normalizes: valid JSON or a clear refusal, with both engines."""

import pytest

from tests.fake_claude import Act

HOMES = ("laptop", "queue", "postgres")
PATH = "/api/ai/normalize/sync"
SCHEMA = {
    "type": "object",
    "properties": {"name": {"type": "string"}, "age": {"type": "integer", "minimum": 0}},
    "required": ["name"],
}


def body(request="name: Anna Lang, age 7", schema=SCHEMA, **more):
    return {"request": request, "schema": schema, **more}


def test_a_request_becomes_json_with_a_confidence(client):
    made = client.post(PATH, json=body()).get_json()
    assert made["normalized"] == {"name": "Anna Lang", "age": 7}
    assert made["confidence"] == 1.0


def test_the_input_is_kept_and_shown_under_its_own_names(client):
    task_id = client.post("/api/ai/normalize", json=body(examples=[{"name": "x"}])).get_json()
    status = client.ended(task_id["task_id"])
    assert status["result"]["result"]["notes"] == ["The built-in engine does not use the examples."]


def test_what_is_not_said_is_a_failure_that_names_it(client):
    answer = client.post(PATH, json=body("Hello."))
    told = answer.get_json()
    assert (answer.status_code, told["code"]) == (422, "not_normalized")
    assert "name" in told["detail"] and told["task_id"]


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "http://127.0.0.1:1/x"},
        {"type": "massage"},
        {"pattern": "("},
        {"$ref": "#/nowhere"},
    ],
)
def test_a_schema_that_cannot_be_used_is_refused_at_the_submission(client, schema):
    answer = client.post(PATH, json=body(schema=schema))
    told = answer.get_json()
    assert (answer.status_code, told["code"]) == (422, "bad_schema")
    assert told["errors"][0]["field"] == "schema"
    assert client.get("/api/v1/tasks").get_json()["tasks"] == []


def test_a_schema_is_an_object_and_belongs_to_it(client):
    for bad in ({"request": "x"}, body(schema=True), body(schema=[]), body(json_schema={})):
        assert client.post(PATH, json=bad).status_code == 422


def test_claudes_answer_is_checked_and_mended_once(claude_client, fake):
    fake.then(Act(text='{"age": -1}'), Act(text='{"name": "Anna", "age": 7}'))
    made = claude_client.post(PATH, json=body("Anna is 7")).get_json()
    assert made["normalized"] == {"name": "Anna", "age": 7}
    assert 0 < made["confidence"] <= 1 and "first answer" in made["notes"][0]
    fake.then(Act(text="{}"), Act(text="{}"))
    answer = claude_client.post(PATH, json=body("Anna is 7"))
    assert (answer.status_code, answer.get_json()["code"]) == (422, "not_normalized")
