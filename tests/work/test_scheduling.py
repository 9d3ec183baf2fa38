"""The scheduler: one task a run, whichever process makes it, and a sentence where none can be."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from bluepencil.kinds import analyze_section
from bluepencil.kinds import test as test_kind
from bluepencil.task.schedule import Schedule
from bluepencil.work.scheduling import Scheduler

KINDS = {"test": test_kind.run, "analyze_section": analyze_section.run}
STATES = ("PENDING",)


def scheduler(store, handed_over=None):
    return Scheduler(KINDS, store, [].append if handed_over is None else handed_over.append)


def kept(store, **values):
    values = {"owner": "local", "name": "", "task_type": "test", "input": {"message": "x"},
              "every": 60.0, "created_at": 40.0, "next_run": 100.0, **values}  # fmt: skip
    made = Schedule(**values)
    store.schedules.add(made)
    return made


def tasks(store):
    return store.tasks.rows("local", states=STATES, before=2**53, limit=100).tasks


def test_what_was_missed_runs_once_and_then_as_before(store):
    made, handed_over = kept(store), []
    scheduler(store, handed_over).run_due(1000.0)
    (task,) = tasks(store)
    assert [one.task_id for one in handed_over] == [task.task_id]
    assert (task.kind, task.input, task.owner) == ("test", {"message": "x"}, "local")
    after = store.schedules.get(made.schedule_id, "local")
    assert (after.last_run, after.next_run, after.last_task_id) == (1000.0, 1060.0, task.task_id)
    scheduler(store).run_due(1059.0)
    assert len(tasks(store)) == 1


def test_of_processes_that_look_at_once_one_makes_the_task(store, other):
    for _ in range(5):
        kept(store)
    with ThreadPoolExecutor(4) as pool:
        looks = [pool.submit(scheduler(one).run_due, 100.0) for one in (store, other) * 2]
        for look in looks:
            look.result()
    assert len(tasks(store)) == 5


def test_one_that_is_over_is_run_no_more(store):
    made = kept(store, every=None, at=100.0)
    scheduler(store).run_due(100.0)
    assert store.schedules.get(made.schedule_id, "local").next_run is None
    assert len(tasks(store)) == 1


@pytest.mark.parametrize(
    ("task_type", "input"),
    [("gone", {}), ("analyze_section", {"session_id": "gone", "section_name": "One"})],
)
def test_where_no_task_can_be_made_it_says_why_and_the_others_are(store, task_type, input):
    made = kept(store, task_type=task_type, input=input, next_run=90.0)
    kept(store)
    scheduler(store).run_due(100.0)
    assert [task.kind for task in tasks(store)] == ["test"]
    after = store.schedules.get(made.schedule_id, "local")
    assert after.next_run == 160.0 and "There is no" in after.last_error
