"""The store of schedules: a due one is run by one of all who look, in one step with the next."""

from dataclasses import replace

import pytest

from bluepencil.errors import Conflict, NotFound
from bluepencil.store import schedules as schedules_module
from bluepencil.task.record import Task
from bluepencil.task.schedule import Schedule
from tests.tasks import add, claim, succeed


def kept(store, **values):
    values = {"owner": "ann", "name": "Nightly", "task_type": "test", "input": {"message": "é"},
              "every": 60.0, "created_at": 40.0, "next_run": 100.0, **values}  # fmt: skip
    made = Schedule(**values)
    store.schedules.add(made)
    return made


def test_a_schedule_comes_back_as_it_was_kept(store, other):
    made = kept(store)
    assert other.schedules.all("ann") == [made] == [store.schedules.get(made.schedule_id, "ann")]


def test_a_schedule_is_its_owners(store):
    sid = kept(store).schedule_id
    assert store.schedules.all("bob") == []
    for reach in (
        store.schedules.get,
        store.schedules.remove,
        lambda one, owner: store.schedules.change(one, owner, lambda before: before),
    ):
        with pytest.raises(NotFound):
            reach(sid, "bob")
        with pytest.raises(NotFound):
            reach("unknown", "ann")


def test_what_is_due(store):
    late, first = kept(store, next_run=99.0), kept(store, next_run=90.0)
    kept(store, next_run=101.0), kept(store, next_run=None), kept(store, paused=True)
    assert store.schedules.due(100.0) == [first, late]


def test_it_waits_for_the_task_before_it(store):
    task = add(store)
    waiting = kept(store, last_task_id=task.task_id)
    assert store.schedules.due(100.0) == []
    succeed(store, claim(store, task))
    assert store.schedules.due(100.0) == [waiting]


def test_a_run_is_made_once(store, other):
    before = kept(store)
    after = replace(before, next_run=160.0, last_run=101.0)
    tasks = [Task(kind="test", queue="test", owner="ann", input={}) for _ in range(2)]
    assert store.schedules.run(before, after, store.tasks, tasks[0])
    assert not other.schedules.run(before, after, other.tasks, tasks[1])
    assert store.tasks.get(tasks[0].task_id)
    with pytest.raises(NotFound):
        store.tasks.get(tasks[1].task_id)
    assert store.schedules.get(before.schedule_id, "ann") == after


def test_of_a_changed_or_deleted_schedule_nothing_is_made(store):
    before = kept(store)
    store.schedules.change(before.schedule_id, "ann", lambda one: replace(one, paused=True))
    assert not store.schedules.run(before, before, store.tasks, None)
    store.schedules.remove(before.schedule_id, "ann")
    assert not store.schedules.run(before, before, store.tasks, None)


def test_a_deleted_one_is_gone_from_the_disk(store, everything_kept):
    made = kept(store, name="an uncommon name")
    store.schedules.remove(made.schedule_id, "ann")
    assert b"an uncommon name" not in everything_kept()


def test_nobody_has_too_many(store, monkeypatch):
    monkeypatch.setattr(schedules_module, "MOST", 1)
    kept(store)
    with pytest.raises(Conflict):
        kept(store)
    kept(store, owner="bob")
