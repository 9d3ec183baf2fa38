"""Submissions in both databases: kept together, and once under a key."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from bluepencil.errors import Conflict, NotFound
from bluepencil.store.submissions import KEPT, Key
from bluepencil.task.batch import parent_of
from bluepencil.task.record import Task
from tests.tasks import cancel, claim, fail, succeed

KEY = Key("monday", "what it is for")


def task(**values):
    return Task(**{"kind": "test", "queue": "test", "owner": "local", "input": {}, **values})


def add(store, new, key=KEY):
    return store.submissions.add(store.tasks, [new], key)


def test_without_a_key_each_submission_is_one(store):
    one, two = (store.submissions.add(store.tasks, [task()]) for _ in range(2))
    assert one.task_id != two.task_id and not two.replayed


def test_fifty_at_once_make_one_task(store):
    with ThreadPoolExecutor(50) as pool:
        made = list(pool.map(lambda _: add(store, task()), range(50)))
    assert len({one.task_id for one in made}) == 1
    assert sorted(one.replayed for one in made) == [False] + 49 * [True]
    assert store.tasks.unheld(9e12) == {"test": 1}


def test_a_key_is_for_one_thing_and_one_owner(store):
    first = add(store, task())
    with pytest.raises(Conflict, match="another request"):
        add(store, task(), Key("monday", "something else"))
    assert add(store, task(owner="somebody else")).replayed is False
    assert add(store, task(), Key("tuesday", KEY.fingerprint)).replayed is False
    assert add(store, task()).task_id == first.task_id


def test_a_key_whose_task_came_to_nothing_starts_afresh(store):
    for end in (lambda one: cancel(store, one.task_id), lambda one: fail(store, claim(store, one))):
        first = add(store, task())
        assert not first.replayed
        end(first)
    other = add(store, task(), Key("monday", "something else"))
    assert not other.replayed
    succeed(store, claim(store, other))
    assert add(store, task(), Key("monday", "something else")).task_id == other.task_id


def test_a_key_is_forgotten_after_a_day(store):
    first = add(store, task())
    tomorrow = first.created_at + KEPT + 1
    second = add(store, task(created_at=tomorrow))
    assert not second.replayed
    store.submissions.expire(tomorrow + KEPT + 1)
    assert not add(store, task(created_at=tomorrow)).replayed


def test_where_one_cannot_be_kept_none_is_and_the_key_is_free(store):
    bad = task(session_id="unknown")
    with pytest.raises(NotFound):
        store.submissions.add(store.tasks, [task(), bad], KEY)
    assert store.tasks.unheld(9e12) == {}
    assert not add(store, task()).replayed


@pytest.fixture
def batch(store):
    """A batch of three, and its tasks."""
    children = [task() for _ in range(3)]
    parent = store.submissions.add(store.tasks, [parent_of(children, "local"), *children])
    return parent, children


def test_a_parent_is_never_taken_up(store, batch):
    assert store.tasks.unheld(9e12) == {"test": 3}
    assert store.submissions.children(batch[0].task_id) == [one.task_id for one in batch[1]]


def test_a_parent_advances_with_each_end_and_ends_with_the_last(store, batch):
    parent, (one, two, three) = batch
    succeed(store, claim(store, one))
    told = store.tasks.get(parent.task_id)
    assert (told.state, told.progress, told.status) == ("PROGRESS", 33, "1 of 3 done")
    fail(store, claim(store, two))
    cancel(store, three.task_id)
    told = store.tasks.get(parent.task_id)
    assert (told.state, told.progress) == ("SUCCESS", 100)
    assert told.result["result"] == {"succeeded": 1, "failed": 1, "cancelled": 1}
    versions = [event.version for event in store.tasks.events(parent.task_id, 0)]
    assert versions == list(range(1, told.version + 1))


def test_ends_at_the_same_time_are_all_counted(store):
    children = [task() for _ in range(40)]
    parent = store.submissions.add(store.tasks, [parent_of(children, "local"), *children])
    claims = [claim(store, one) for one in children]
    with ThreadPoolExecutor(10) as pool:
        list(pool.map(lambda one: succeed(store, one), claims))
    told = store.tasks.get(parent.task_id)
    assert told.result["result"] == {"succeeded": 40, "failed": 0, "cancelled": 0}


def test_stopping_a_batch_while_its_tasks_end_leaves_nothing_open(store):
    children = [task() for _ in range(40)]
    parent = store.submissions.add(store.tasks, [parent_of(children, "local"), *children])

    def stop(one):
        if one is parent:
            cancel(store, parent.task_id)
            store.submissions.cancel_children(parent.task_id)
        else:
            cancel(store, one.task_id)

    with ThreadPoolExecutor(10) as pool:
        list(pool.map(stop, [*children[:20], parent, *children[20:]]))
    assert store.tasks.get(parent.task_id).state == "REVOKED"
    assert {store.tasks.get(one.task_id).state for one in children} == {"REVOKED"}


def test_what_a_dead_process_left_of_a_stop_is_stopped(store, batch):
    parent, children = batch
    cancel(store, parent.task_id)
    store.submissions.expire(time.time())
    assert {store.tasks.get(one.task_id).state for one in children} == {"REVOKED"}
    assert store.tasks.get(parent.task_id).version == 2, "nothing was told of a batch that is over"


def test_a_tasks_batch_is_kept(store, batch):
    kept = store.tasks.get(batch[1][0].task_id)
    assert kept == replace(kept, batch_id=batch[0].task_id)
