"""The layout: the same in both databases, and what release 0.1.0 kept is there after an update."""

import json
import re
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import psycopg
import pytest

from bluepencil.database import migrations
from bluepencil.errors import Expired, Unavailable
from bluepencil.review.decisions import redo, undo
from bluepencil.store import open_store
from bluepencil.task import lifecycle
from bluepencil.task.next_task import next_head
from bluepencil.task.partial import partial_of
from tests.serving import ROOT

OLD = Path(__file__).with_name("release-0.1.0.sql")


def id_of(name: str) -> str:
    """The tasks of the old database are called by what they are."""
    return name.ljust(32, "0")


@pytest.fixture
def path(tmp_path):
    """A database as release 0.1.0 left it."""
    made = tmp_path / "store.db"
    with sqlite3.connect(made) as db:
        db.executescript(OLD.read_text("utf-8"))
    db.close()
    return made


@pytest.fixture
def old(path):
    """The same, opened by this release."""
    store = open_store(path)
    yield store
    store.close()


@pytest.fixture
def session_id(old):
    """The review of two versions in it."""
    (row,) = old.sessions.rows("local", "march")
    return row.session_id


def rows_of(path) -> list[str]:
    with sqlite3.connect(path) as db:
        lines = list(db.iterdump())
    db.close()
    return lines


def test_its_documents_are_there_in_all_versions_with_their_files(old, session_id):
    session = old.sessions.get(session_id, "local")
    assert (session.name, session.version) == ("March report", 2)
    assert session.document.name == "report two.md"
    assert [one.name for one in session.document.sections] == [
        "Background", "Summary", "Cause", "Plan",
    ]  # fmt: skip
    assert session.document.section("Background").text == "Line 4 fills vials."
    versions = old.sessions.versions(session_id)
    assert [(one.version, one.name, one.sections) for one in versions] == [
        (1, "report one.md", 3), (2, "report two.md", 4),
    ]  # fmt: skip
    assert session.created_at <= versions[0].created_at < versions[1].created_at
    first = old.sessions.document(session_id, 1)
    assert first.section("Actions").text == "Training is planned."
    assert old.sessions.document(session_id, 2) == session.document
    assert b"A worn seal on pump 3." in old.sessions.file(session_id)


def test_its_findings_are_there_with_what_was_decided(old, session_id):
    review = old.sessions.load(session_id)
    assert [(one.section_name, one.quote, one.decision) for one in review.standing] == [
        ("Summary", "Several", "rejected"),
        ("Plan", "Training is planned.", "accepted"),
        ("Cause", "It was decided that human error was the cause.", "accepted"),
        ("Plan", "Training", "open"),
    ]
    rejected, *_, own = review.standing
    assert rejected.reason == "The number is in “Annex 1” — 100 %."
    assert (own.source, own.description) == ("you", "Who trains whom? 'Naïve' 🖊")
    for item in review.standing:
        text = review.session.document.section(item.section_name).text
        assert text[item.start : item.end] == item.quote
    assert [(one.quote, one.decision, one.resolved_in) for one in review.resolved] == [
        ("The shift lead was told soon", "open", 2), ("TBD", "accepted", 2),
    ]  # fmt: skip
    assert review.read == {"Background", "Summary", "Cause", "Plan"}
    assert review.revision == 17


def test_its_edits_can_be_undone_and_redone(old, session_id):
    def step(rule):
        return old.sessions.apply(session_id, rule, owner="local")

    review = old.sessions.load(session_id)
    assert review.history[:2] == ("Added a comment", "Edited a finding")
    edited = step(redo)
    assert edited.items[0].description == "In the reader's own words"
    assert edited.items[0].found_as.startswith("Training or a reminder")
    removed = step(redo)
    assert (removed.label, removed.removed) == ("Removed a comment", [review.standing[-1].id])
    labels = [step(undo).label for _ in range(4)]
    assert labels == [
        "Removed a comment", "Edited a finding", "Added a comment", "Accepted 2 findings",
    ]  # fmt: skip
    assert {item.decision for item in old.sessions.load(session_id).standing} == {
        "rejected", "open",
    }  # fmt: skip
    assert old.sessions.load(session_id).history.undo is None


def test_its_talk_and_its_activity_are_there(old, session_id):
    (exchange,) = old.sessions.chat(session_id)
    assert exchange.message == "Which pump broke?"
    assert "A worn seal on pump 3." in exchange.response and exchange.citations
    done = old.sessions.activity(session_id)
    assert [one.what for one in done] == [
        "uploaded", "review_begun", "review_ended", "edited", "edited", "version_added",
        "review_begun", "review_ended", "edited", "edited", "edited", "edited", "undone", "undone",
        "asked", "renamed", "exported",
    ]  # fmt: skip
    assert done[2].numbers["findings"] == 5 and done[-1].numbers == {"comments": 2}
    assert [one.at for one in done] == sorted(one.at for one in done)


def test_its_words_are_found_and_its_lists_are_the_same(old, session_id):
    assert [row.name for row in old.sessions.rows("local")] == ["other.md", "March report"]
    row = old.sessions.rows("local", "seal")[0]
    assert (row.session_id, row.guideline) == (session_id, "ours")
    assert (row.sections, row.reviewed, row.findings, row.decided) == (4, 4, 4, 3)
    assert old.sessions.rows("local", "shift") == [], "of the earlier version"


def test_its_guidelines_are_there(old, session_id):
    (ours,) = old.guidelines.all("local")
    assert ours.name == "ours" and "Every action names who does it." in ours.text
    assert old.sessions.get(session_id).guideline.items[0].id == "names-people"


def test_what_was_read_need_not_be_read_again(old, session_id):
    with old.writing() as db:
        keys = [row["key"] for row in db.all("select key from readings")]
    assert len(keys) == 9
    assert all("findings" in old.sessions.recall(session_id, key) for key in keys)


def test_its_tasks_are_as_they_were(old, session_id):
    failed = old.tasks.get(id_of("failed"))
    assert (failed.state, failed.error["code"], failed.error["retry_after"]) == (
        "FAILURE", "engine_busy", 7,
    )  # fmt: skip
    assert (failed.usage.input_tokens, failed.usage.cost_usd) == (7, 0.25)
    other = failed.session_id
    assert old.sessions.usage(other).cost_usd == 0.25
    assert [task.task_id for task in old.tasks.open_tasks(other)] == [id_of("waiting")]
    foreign = old.tasks.get(id_of("foreign"))
    assert foreign.result["result"] == {"message": "Elsewhere"}
    with pytest.raises(Expired):
        old.tasks.get(id_of("expired"))
    (review,) = old.tasks.rows(
        "local", states={"SUCCESS"}, before=2**62, limit=1, kind="review_document"
    ).tasks
    assert [one.version for one in old.tasks.events(review.task_id, 0)] == list(range(1, 18))
    produced = partial_of(old.tasks.produced(review.task_id))
    assert {state["state"] for state in produced["sections"].values()} == {"done"}
    assert review.result["feedback_count"] == 3


def test_a_producer_that_was_told_long_ago_is_not_told_again(old):
    """Release 0.1.0 kept no mark that it had done so."""
    assert old.tasks.get(id_of("foreign")).state == "SUCCESS"
    assert old.tasks.unnotified() == []


def test_what_failed_is_tried_again_and_what_waited_or_died_is_run(old):
    old.tasks.apply(id_of("failed"), lifecycle.retry)
    waiting, _ = old.tasks.waiting_in("analysis")
    assert [one.task_id for one in waiting] == [id_of("waiting")]
    now, order = time.time(), []
    while True:
        task = old.tasks.apply_next(
            "test", now, next_head, lambda task: lifecycle.claim(task, "new", now, now)
        )
        if task is None:
            break
        order.append((task.task_id, task.attempts, task.fence))
    assert order == [(id_of("died"), 2, 2), (id_of("back"), 1, 2)]
    assert old.tasks.produced(id_of("died")) == [{"words": ["one"]}]


def test_what_was_handed_back_waits_as_if_it_had_never_been_leased(old):
    """Right after a start only such tasks are taken up: nobody can still be running them."""
    assert old.tasks.unheld(1.0) == {"analysis": 1, "test": 1}
    assert old.tasks.get(id_of("back")).lease_until == 0


def test_its_dead_letters_and_its_spending_are_there(old):
    letters = old.operations.dead_letters()
    assert [(one.queue, one.reason, one.message) for one in letters] == [
        ("test", "No such kind.", b'{"kind": "none"}'),
        ("chat", "It is not JSON.", b"\xff\x00 not text"),
    ]
    with old.writing() as db:
        assert [row["cost_usd"] for row in db.all("select cost_usd from spending")] == [0.25]


def test_a_deleted_review_of_it_leaves_nothing_behind(path, old, session_id):
    old.sessions.delete(session_id, "local")
    left = b"".join(file.read_bytes() for file in sorted(path.parent.iterdir()))
    for trace in (b"worn seal", b"In the reader", b"Which pump", session_id.encode()):
        assert trace not in left


def test_the_whole_product_shows_it(path, make_app, tmp_path):
    (tmp_path / "data").mkdir()
    app = make_app()
    kept = app.extensions["bluepencil"].settings.database
    app.extensions["bluepencil"].close()
    for file in kept.parent.glob("store.db*"):
        file.unlink()
    path.rename(kept)
    client = make_app().test_client()
    (other, march) = client.get("/sessions").get_json()["sessions"]
    assert (other["document_name"], march["document_name"]) == ("other.md", "March report")
    address = f"/sessions/{march['session_id']}"
    whole = client.get(address).get_json()
    assert len(whole["feedback"]) == 4 and len(whole["resolved"]) == 2 and len(whole["chat"]) == 1
    assert client.post(f"{address}/redo").get_json()["label"] == "Edited a finding"
    changes = client.get(f"{address}/versions/2/changes").get_json()
    assert changes["old_file_name"] == "report one.md"
    assert client.get(f"{address}/export?format=md").status_code == 200
    failed = client.get("/api/v1/dead_letters").get_json()
    assert [task["task_id"] for task in failed["tasks"]] == [id_of("failed")]
    assert len(failed["messages"]) == 2


def test_a_second_start_changes_nothing(path):
    identities = []
    dumps = []
    for _ in range(2):
        store = open_store(path)
        identities.append(store.identity)
        store.close()
        dumps.append(rows_of(path))
    assert dumps[0] == dumps[1]
    assert identities[0] == identities[1] != ""


def test_the_store_keeps_its_identity(path):
    before = [line for line in rows_of(path) if line.startswith('INSERT INTO "store"')]
    store = open_store(path)
    assert store.identity in before[0]
    store.close()


def test_a_step_that_fails_leaves_the_old_layout(path, monkeypatch):
    before = rows_of(path)
    statements = migrations._statements

    def broken(name, postgres):
        return [*statements(name, postgres), "alter nothing"]

    monkeypatch.setattr(migrations, "_statements", broken)
    with pytest.raises(Unavailable, match="near .nothing."):
        open_store(path)
    assert rows_of(path) == before
    monkeypatch.undo()
    open_store(path).close()


def test_an_updated_database_has_the_layout_of_a_new_one(path, tmp_path):
    open_store(path).close()
    open_store(tmp_path / "new.db").close()

    def layout(file):
        with sqlite3.connect(file) as db:
            rows = db.execute("select type, name, tbl_name, sql from sqlite_master").fetchall()
        db.close()
        return sorted((*row, re.sub(r"--.*", "", sql or "").split()) for *row, sql in rows)

    assert layout(path) == layout(tmp_path / "new.db")


def test_both_databases_have_the_same_tables_and_columns(tmp_path, postgres_url):
    for url in ("", postgres_url):
        store = open_store(tmp_path / "store.db", url)
        store.check()
        store.close()
    with sqlite3.connect(tmp_path / "store.db") as db:
        here = {
            (table, row[1], bool(row[3] or row[5]))
            for (table,) in db.execute("select name from sqlite_master where type = 'table'")
            for row in db.execute(f"pragma table_info({table})")
            if not table.startswith("sqlite_")
        }
        indexes = {
            row[0] for row in db.execute("select name from sqlite_master where type = 'index'")
        }
    db.close()
    with psycopg.connect(postgres_url) as connection:
        there = set(
            connection.execute(
                "select table_name, column_name, is_nullable = 'NO' from information_schema.columns"
                " where table_schema = 'public' and table_name != 'layout'"
            ).fetchall()
        )
        names = connection.execute("select indexname from pg_indexes where schemaname = 'public'")
        known = {name for (name,) in names}
    assert here == there
    assert {name for name in indexes if not name.startswith("sqlite_")} <= known


def test_a_file_of_a_later_release_is_refused_by_name(tmp_path):
    path = tmp_path / "store.db"
    open_store(path).close()
    with sqlite3.connect(path) as db:
        db.execute("pragma user_version = 99")
    db.close()
    before = rows_of(path)
    with pytest.raises(Unavailable, match=r"store\.db.*version 99.*start the release that made it"):
        open_store(path)
    assert rows_of(path) == before


def test_a_database_of_a_later_release_is_refused(tmp_path, postgres_url):
    store = open_store(tmp_path / "unused", postgres_url)
    store.check()
    store.close()
    with psycopg.connect(postgres_url) as connection:
        connection.execute("update layout set version = 99")
    store = open_store(tmp_path / "unused", postgres_url)
    for _ in range(2):
        with pytest.raises(Unavailable, match=r"version 99.*start the release that made it"):
            store.check()
    store.close()


def test_the_steps_are_numbered_without_a_gap():
    names = sorted(file.name for file in Path(migrations.__file__).parent.glob("*.sql"))
    assert names == [f"{number:04}.sql" for number in range(1, migrations.latest() + 1)]


STARTED_AT_ONCE = """
import json, sys, time
from pathlib import Path
from bluepencil.store import open_store
path, url, go = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3])
print("ready", flush=True)
while not go.exists():
    time.sleep(0.001)
store = open_store(path, url, shared=True)
store.check()
store.guidelines.put("ann", sys.argv[4], "# Ours")
print(json.dumps([store.identity, len(store.sessions.rows("local"))]))
store.close()
"""


@pytest.mark.parametrize("where", ["sqlite", "postgres", "of 0.1.0"])
def test_of_processes_that_start_at_once_one_makes_the_layout(request, tmp_path, where):
    path, url = tmp_path / "new.db", ""
    if where == "postgres":
        url = request.getfixturevalue("postgres_url")
    if where == "of 0.1.0":
        path = request.getfixturevalue("path")
    go = tmp_path / "go"
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", STARTED_AT_ONCE, str(path), url, str(go), f"name-{number}"],
            cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        )
        for number in range(3)
    ]  # fmt: skip
    for process in processes:
        assert process.stdout.readline() == "ready\n"
    go.touch()
    told = [process.communicate(timeout=60) for process in processes]
    assert [process.returncode for process in processes] == [0, 0, 0], told
    assert len({out for out, _ in told}) == 1, told
    identity, sessions = json.loads(told[0][0])
    assert identity and sessions == (2 if where == "of 0.1.0" else 0)
    store = open_store(path, url)
    assert store.identity == identity
    assert {f"name-{number}" for number in range(3)} <= {
        one.name for one in store.guidelines.all("ann")
    }
    store.close()
