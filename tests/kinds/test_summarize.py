"""The kind that summarizes, with both engines."""

import pytest

from tests.fake_claude import Act

HOMES = ("laptop", "queue", "postgres")
TEXT = """The north bridge over the Orrin will be closed for repairs from June to October. Engineers
found cracks in two of the bridge's girders in March. Buses will use the south bridge while the
north bridge is closed. The repairs of the bridge cost 2.4 million pounds. Mrs. Ross sells ice
cream by the river."""
PATH = "/api/ai/summarize/sync"


def test_a_text_is_summarized_and_measured_in_words(client):
    made = client.post(PATH, json={"text": TEXT, "max_length": 20, "language": "en"}).get_json()
    assert made["original_length"] == len(TEXT.split())
    assert 0 < made["summary_length"] == len(made["summary"].split()) <= 20
    assert made["compression_ratio"] == round(made["summary_length"] / made["original_length"], 4)
    assert (made["language"], made["notes"]) == ("en", [])


def test_the_built_in_engine_is_never_called_ai(client):
    body = {"task_type": "summarize", "input": {"text": TEXT}}
    told = client.post("/api/v1/tasks", json=body, headers={"Prefer": "wait=20"}).get_json()
    assert (told["engine"], told["model"]) == ("built-in", "built-in text rules")


def test_claude_writes_the_summary(claude_client, fake):
    fake.then(Act(text="The north bridge is closed until October."))
    body = {"task_type": "summarize", "input": {"text": TEXT}}
    told = claude_client.post("/api/v1/tasks", json=body, headers={"Prefer": "wait=20"}).get_json()
    assert told["result"]["summary"] == "The north bridge is closed until October."
    assert (told["engine"], told["model"]) == ("claude", "claude-haiku-5-5")
    assert told["usage"]["output_tokens"] > 0


def test_the_summary_is_seen_while_it_is_written(claude_client, fake):
    fake.then(Act(text="The north bridge is closed until October.", chunk=4, pace=0.15))
    body, headers = {"text": TEXT}, {"Prefer": "respond-async"}
    made = claude_client.post("/api/ai/summarize", json=body, headers=headers)
    task_id = made.get_json()["task_id"]
    seen, version, ready = [], 0, False
    while not ready:
        status = claude_client.get(f"/task_status/{task_id}?wait=20&since={version}").get_json()
        version, ready = status["version"], status["ready"]
        seen.append((status["partial"] or {}).get("summary", ""))
    assert sorted(seen, key=len) == seen
    assert seen[-1] == "The north bridge is closed until October."
    assert any(0 < len(one) < len(seen[-1]) for one in seen), "it was not seen before it was whole"


@pytest.mark.parametrize(
    ("more", "field"),
    [({"text": " "}, "text"), ({"text": ""}, "text"), ({"max_length": 0}, "max_length"),
     ({"language": "english"}, "language"), ({"length": 3}, "length")],
)  # fmt: skip
def test_what_makes_no_sense_is_refused(client, more, field):
    answer = client.post(PATH, json={"text": TEXT, **more})
    assert (answer.status_code, answer.get_json()["errors"][0]["field"]) == (422, field)


def test_a_long_text_shows_progress_and_can_be_stopped(client):
    body = {"text": "The pump of line 4 leaked again on Friday. " * 22_000, "max_length": 500}
    task_id = client.post("/api/ai/summarize", json=body).get_json()["task_id"]
    status, version = {"progress": 0, "ready": False}, 0
    while status["progress"] < 6 and not status["ready"]:
        status = client.get(f"/task_status/{task_id}?wait=20&since={version}").get_json()
        version = status["version"]
    assert not status["ready"] and status["status"] == "Summarizing the text"
    assert client.post(f"/cancel_task/{task_id}").get_json()["state"] == "REVOKED"
