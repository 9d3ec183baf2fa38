"""Reviewing a whole document: every section, then across; one failure loses nothing else."""

import io

import pytest

from bluepencil.store import Claim, Task
from tests.fake_claude import Act, refuse

SECTIONS = ("One", "Two", "Three", "Four")
TEXT = "".join(
    f"# {name}\n\nIn section {name} several vials broke soon after the transfer.\n\n"
    for name in SECTIONS
)


@pytest.fixture
def session_id(claude_client):
    data = {"document": (io.BytesIO(TEXT.encode()), "r.md")}
    return claude_client.post("/upload", data=data).get_json()["session_id"]


def review(client, session_id, **options):
    return client.post("/review_document", json={"session_id": session_id}, **options)


def test_every_section_is_read_once_and_then_across(claude_client, fake, session_id):
    body = review(claude_client, session_id).get_json()
    assert len(fake.messages) == len(SECTIONS) + 1
    assert {item["section_name"] for item in body["feedback_items"]} >= set(SECTIONS)
    assert body["failed_sections"] == []


def test_the_first_section_is_read_alone_so_that_the_others_read_from_the_cache(
    claude_client, fake, session_id
):
    fake.act = Act(delay=0.1)
    usage = review(claude_client, session_id).get_json()["usage"]
    first, *others = fake.messages
    assert all(other.began >= first.first_byte for other in others)
    assert usage["cache_read_input_tokens"] > 0


def test_one_failed_section_does_not_lose_the_others(claude_client, fake, session_id):
    fake.then(Act(), refuse(400, "something odd about this one"))
    body = review(claude_client, session_id).get_json()
    (failed,) = body["failed_sections"]
    assert failed["code"] == "engine_refused"
    assert failed["detail"]
    others = set(SECTIONS) - {failed["section_name"]}
    assert {item["section_name"] for item in body["feedback_items"]} >= others
    session = claude_client.get(f"/sessions/{session_id}").get_json()
    unread = {s["name"] for s in session["sections"] if not s["reviewed"]}
    assert unread == {failed["section_name"]}


def test_a_refused_key_ends_the_review_at_the_first_section(claude_client, fake, session_id):
    fake.act = refuse(401)
    response = review(claude_client, session_id)
    assert response.status_code == 502
    assert len(fake.messages) == 1


def test_a_heading_without_text_is_not_read(claude_client, fake):
    text = b"# One\n\n## Inner\n\nSeveral vials broke.\n\n# Empty\n\n# Last\n\nIt was decided.\n"
    data = {"document": (io.BytesIO(text), "r.md")}
    session_id = claude_client.post("/upload", data=data).get_json()["session_id"]
    review(claude_client, session_id)
    assert len(fake.messages) == 3


def test_progress_tells_of_each_section(claude_client, session_id):
    task_id = review(claude_client, session_id).get_json()["task_id"]
    store = claude_client.application.extensions["bluepencil"].store
    told: dict[str, list[str]] = {}
    for event in store.tasks.events(task_id, 0):
        for name, state in event.data.get("new", {}).get("sections", {}).items():
            told.setdefault(name, []).append(state["state"])
    for name in SECTIONS:
        assert told[name] == ["waiting", "reading", "done"]


def test_a_run_after_a_crash_reads_only_what_was_not_read(claude_client, fake, session_id):
    """As left behind by a process that died after two sections: its claim and its events."""
    site = claude_client.application.extensions["bluepencil"]
    shown = []
    for name in ("One", "Two"):
        body = claude_client.post(
            "/analyze_section", json={"session_id": session_id, "section_name": name}
        ).get_json()
        shown += body["feedback_items"]
    fake.requests.clear()
    task = Task(
        kind="review_document",
        queue="analysis",
        owner="local",
        session_id=session_id,
        input={"session_id": session_id},
    )
    site.store.tasks.add(task)
    taken = site.store.tasks.claim(task.task_id, "dead", 60)
    claim = Claim(task.task_id, taken.fence)
    done = {name: {"state": "done", "count": 1} for name in ("One", "Two")}
    site.store.tasks.report(claim, {}, {"feedback_items": shown, "sections": done})
    site.store.tasks.renew("dead", [claim], -1)
    site.tasks.start()
    ended = site.tasks.finished(task.task_id, 20)
    assert ended.state == "SUCCESS"
    assert ended.attempts == 2
    assert len(fake.messages) == 3  # two sections and the look across
    ids = [item["id"] for item in site.store.tasks.partial(task.task_id)["feedback_items"]]
    assert len(ids) == len(set(ids))
    assert {item["id"] for item in shown} <= {
        item["id"] for item in ended.result["result"]["feedback_items"]
    }
