"""Records as rows: all fields go in and come out, and only what differs is written."""

from dataclasses import fields, replace

from bluepencil.review.findings import Usage
from bluepencil.store.rows import add_event, dumps, insert_task, task_of, update_task
from bluepencil.task.record import Task

FULL = Task(
    kind="chat", queue="chat", owner="ann", input={"message": "naïve 🖊 100 % 'quoted'"},
    task_id="t", state="RETRY", status="Trying again in 3 s", progress=40,
    version=7, attempts=2, waiting_for="retry", resume_at=1.5, result={"n": [1]},
    error={"code": "engine_busy"}, reads={"version": 2}, created_at=2.5, started_at=3.5,
    finished_at=4.5, fence=3, holder="here", lease_until=5.5, claimed_at=6.5, worked=7.5,
    usage=Usage(input_tokens=5, cost_usd=None), foreign_producer=True, batch_id="b", webhook_url="http://x",
)  # fmt: skip


def read(db) -> Task:
    return task_of(db.one("select * from tasks where task_id = :id", id="t"))


def test_a_row_stands_for_its_task_field_by_field(store, session):
    full = replace(FULL, session_id=session.session_id)
    plain = Task("test", "test", "ann", {})
    for one in fields(Task):  # so that a new field is tested too
        if one.metadata.get("kept", True):
            default = Task("", "", "", {}, task_id="d", created_at=1.0)
            assert getattr(full, one.name) != getattr(default, one.name), one.name
    with store.writing() as db:
        insert_task(db, full)
        insert_task(db, plain)
        assert read(db) == full
        row = db.one("select * from tasks where task_id = :id", id=plain.task_id)
        assert task_of(row) == plain
        assert row["fairness_key"] == "ann"


def test_where_it_runs_is_not_kept(store):
    with store.writing() as db:
        insert_task(db, replace(FULL, inline=False))
        assert read(db).inline


def test_a_changed_task_is_written_where_it_differs(store):
    after = replace(FULL, progress=60, usage=Usage(), result=None, foreign_producer=False)
    with store.writing() as db:
        insert_task(db, FULL)
        db.run("update tasks set status = 'written by another meanwhile'")
        update_task(db, FULL, after)
        assert read(db) == replace(after, status="written by another meanwhile")


def test_every_version_has_one_event(store):
    with store.writing() as db:
        insert_task(db, FULL)
        add_event(db, "t", replace(FULL, version=8).event({"words": ["ß"]}))
        rows = db.all("select version, type, data_json from events order by version")
    assert [(row["version"], row["type"]) for row in rows] == [(7, "progress"), (8, "partial")]
    assert '"ß"' in rows[1]["data_json"]


def test_json_is_kept_as_it_is_written_by_people():
    assert dumps({"a": "ß 🖊"}) == '{"a": "ß 🖊"}'
