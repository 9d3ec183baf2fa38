"""Reviewing a whole document: every section, then across; one failure loses nothing else."""

import io

import pytest

from bluepencil.documents.guideline import Guideline
from bluepencil.task.record import Claim, Task
from tests.conftest import document
from tests.fake_claude import Act, refuse

HOMES = ("laptop", "queue", "postgres")

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


def test_what_has_not_changed_is_not_read_again_and_that_is_said(claude_client, fake, session_id):
    first = review(claude_client, session_id).get_json()
    asked = len(fake.messages)
    again = review(claude_client, session_id).get_json()
    assert len(fake.messages) == asked
    assert again["usage"]["input_tokens"] == again["usage"]["output_tokens"] == 0
    assert again["feedback_items"] == first["feedback_items"] != []
    assert again["notes"] == [
        "4 of 4 sections had not changed since they were last read; what was found then stands."
    ]
    status = claude_client.get(f"/task_status/{again['task_id']}").get_json()
    assert all(one["unchanged"] for one in status["partial"]["sections"].values())


def test_all_is_read_again_when_that_is_asked_for(claude_client, fake, session_id):
    review(claude_client, session_id)
    body = {"session_id": session_id, "fresh": True}
    again = claude_client.post("/review_document", json=body).get_json()
    assert len(fake.messages) == 2 * (len(SECTIONS) + 1)
    assert again["notes"] == []


def test_what_failed_is_read_and_what_was_read_is_not(claude_client, fake, session_id):
    fake.then(Act(), refuse(400, "something odd about this one"))
    (failed,) = review(claude_client, session_id).get_json()["failed_sections"]
    asked = len(fake.messages)
    assert review(claude_client, session_id).get_json()["failed_sections"] == []
    (read,) = fake.messages[asked:]
    assert failed["section_name"] in read.text


def test_one_section_asked_for_by_name_is_always_read(claude_client, fake, session_id):
    body = {"session_id": session_id, "section_name": "Two"}
    for _ in range(2):
        claude_client.post("/analyze_section", json=body)
    assert len(fake.messages) == 2


@pytest.mark.parametrize("engine", ["built-in", "claude"])
def test_a_reading_rests_on_its_section_guideline_engine_and_model(
    make_app, fake, tmp_path, engine
):
    def engine_of(name, **settings):
        settings |= {"anthropic_api_key": "x", "anthropic_base_url": fake.url}
        app = make_app(engine=engine, data_dir=tmp_path / name, **settings)
        return app.extensions["bluepencil"].engine

    one = engine_of("one")
    report = document(("A", "Several vials broke."), ("B", "It was decided."))
    changed = document(("A", "Several vials broke."), ("B", "It was decided at once."))
    rules = Guideline(name="general", title="General", text="Be clear.")
    stricter = Guideline(name="general", title="General", text="Be very clear.")
    basis = one.basis(report, report.sections[0], rules)
    assert one.basis(changed, changed.sections[0], rules) == basis
    assert one.basis(changed, changed.sections[1], rules) != one.basis(
        report, report.sections[1], rules
    )
    assert one.basis(report, report.sections[0], stricter) != basis
    if engine == "claude":
        other = engine_of("two", claude_model="claude-opus-5-5")
        assert other.basis(report, report.sections[0], rules) != basis


def test_a_refused_key_is_told_also_where_some_sections_need_not_be_read(
    claude_client, fake, session_id
):
    body = {"session_id": session_id, "section_name": "One"}
    assert claude_client.post("/analyze_section", json=body).status_code == 200
    fake.act = refuse(401)
    response = review(claude_client, session_id)
    assert response.status_code == 502
    assert "ANTHROPIC_API_KEY" in response.get_json()["detail"]
    assert claude_client.get(f"/sessions/{session_id}").get_json()["feedback"]


def test_findings_of_equal_weight_come_as_they_stand(claude_client, session_id):
    items = review(claude_client, session_id).get_json()["feedback_items"]
    order = ["One", "Two", "Three", "Four"]
    weight = {"high": 0, "medium": 1, "low": 2}
    places = [
        (weight[i["severity"]], -(i["confidence"] or 0), order.index(i["section_name"]), i["start"])
        for i in items
    ]
    assert places == sorted(places) and len(places) > 3
