"""Sessions over HTTP: enough to redraw the page, and really gone when deleted."""

import io
import time

import pytest

from bluepencil.work import tasks as tasks_module
from tests.working import until

HOMES = ("laptop", "queue", "postgres")
TEXT = b"# One\n\nSeveral vials broke soon.\n\n- first\n- second\n\n# Two\n\nIt was decided.\n"


@pytest.fixture
def session_id(client):
    data = {"document": (io.BytesIO(TEXT), "r.md")}
    return client.post("/upload", data=data).get_json()["session_id"]


def test_a_session_has_all_the_page_needs(client, session_id):
    session = client.get(f"/sessions/{session_id}").get_json()
    assert set(session) >= {
        "session_id", "document_name", "guidelines", "created_at", "sections", "feedback", "chat",
        "tasks", "statistics",
    }  # fmt: skip
    one = session["sections"][0]
    assert set(one) >= {"name", "level", "words", "reviewed", "text"}
    shown = [one["text"][block["start"] : block["end"]] for block in one["blocks"]]
    assert "\n".join(shown) == one["text"]


def test_counts_add_up(client, session_id):
    client.done("/review_document", {"session_id": session_id})
    session = client.get(f"/sessions/{session_id}").get_json()
    told = session["statistics"]
    assert told["total"] == len(session["feedback"]) > 0
    for name in ("by_severity", "by_category", "by_decision", "by_section"):
        assert sum(told[name].values()) == told["total"]
    assert told["sections_reviewed"] == 2


def test_the_list_shows_the_newest_first(client, session_id):
    data = {"document": (io.BytesIO(TEXT), "second.md")}
    client.post("/upload", data=data)
    rows = client.get("/sessions").get_json()["sessions"]
    assert [row["document_name"] for row in rows] == ["second.md", "r.md"]


def test_a_long_list_comes_page_by_page(client, session_id):
    for number in range(4):
        data = {"document": (io.BytesIO(TEXT), f"{number}.md")}
        client.post("/upload", data=data)
    names, cursor = [], "0"
    while cursor is not None:
        page = client.get(f"/sessions?limit=2&cursor={cursor}").get_json()
        names += [row["document_name"] for row in page["sessions"]]
        cursor = page.get("next_cursor")
    assert names == ["3.md", "2.md", "1.md", "0.md", "r.md"]
    assert len(client.get("/sessions").get_json()["sessions"]) == 5
    for query in ("limit=0", "limit=1001", "cursor=x"):
        assert client.get(f"/sessions?{query}").status_code == 422


def test_a_deleted_session_is_gone_with_its_tasks(client, session_id):
    task_id = client.done("/review_document", {"session_id": session_id})["task_id"]
    response = client.delete(f"/sessions/{session_id}")
    assert (response.status_code, response.data) == (204, b"")
    assert client.get(f"/sessions/{session_id}").status_code == 404
    assert client.get(f"/task_status/{task_id}").status_code == 404
    assert client.delete(f"/sessions/{session_id}").status_code == 404
    assert client.get("/sessions").get_json() == {"sessions": []}


def test_nothing_of_a_deleted_session_stays_on_the_disk(client, session_id, make_settings):
    client.done("/chat", {"session_id": session_id, "message": "tell-tale question"})
    client.delete(f"/sessions/{session_id}")
    for file in make_settings().data_dir.rglob("*"):
        if file.is_file():
            left = file.read_bytes()
            assert b"Several vials" not in left, file
            assert b"tell-tale" not in left, file


@pytest.mark.parametrize(("seconds", "kept"), [(0.5, False), (0, True)])
def test_what_nobody_touches_for_the_days_of_retention_is_deleted(
    make_app, monkeypatch, seconds, kept
):
    monkeypatch.setattr(tasks_module, "EXPIRE_EVERY", 0.05)
    client = make_app(retention_days=seconds / (24 * 3600)).test_client()
    client.application.extensions["bluepencil"].tasks.start()
    data = {"document": (io.BytesIO(TEXT), "r.md")}
    there = f"/sessions/{client.post('/upload', data=data).get_json()['session_id']}"
    if kept:
        time.sleep(0.8)
        assert client.get(there).status_code == 200
    else:
        until(lambda: client.get(there).status_code == 404)
