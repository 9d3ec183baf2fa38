"""What operators look at: queues, pace, and messages that were no tasks."""

import pytest

from bluepencil.errors import NotFound
from bluepencil.store import Claim, Task


def add(store, queue="test"):
    task = Task(kind="test", queue=queue, owner="local", input={})
    store.tasks.add(task)
    return task


def claim(store, task):
    return Claim(task.task_id, store.tasks.claim(task.task_id, "one", 60).fence)


def test_counts_tell_what_waits_and_runs_in_each_queue(store):
    add(store), add(store, "chat")
    claim(store, add(store, "chat"))
    counts = store.operations.counts()
    assert (counts["test"]["queued"], counts["test"]["active"]) == (1, 0)
    assert (counts["chat"]["queued"], counts["chat"]["active"]) == (1, 1)
    assert counts["chat"]["oldest_seconds"] >= 0


def test_pace_is_of_what_ended_but_not_of_what_was_stopped(store):
    assert store.operations.pace().ended == 0
    store.tasks.finish(claim(store, add(store)), "SUCCESS", {})
    store.tasks.finish(claim(store, add(store)), "FAILURE", {})
    store.tasks.cancel(add(store).task_id, None)
    pace = store.operations.pace()
    assert (pace.ended, pace.failed) == (2, 1)
    assert 0 <= pace.median <= pace.p95 < 60


def test_letters_are_kept_newest_first_until_they_are_discarded(store):
    for number in range(3):
        store.operations.bury("chat", f"reason {number}", b"\x00\xff not text")
    letters = store.operations.letters()
    assert [letter.reason for letter in letters] == ["reason 2", "reason 1", "reason 0"]
    assert letters[0].message == b"\x00\xff not text" and letters[0].queue == "chat"
    assert len(store.operations.letters(2)) == 2
    store.operations.discard(letters[0].number)
    assert [letter.reason for letter in store.operations.letters()] == ["reason 1", "reason 0"]
    with pytest.raises(NotFound):
        store.operations.discard(letters[0].number)


def test_a_store_knows_which_it_is(store):
    assert len(store.identity) == 32 and store.identity == store.identity
