"""What operators look at: queues, pace, and messages that were no tasks."""

import time

import pytest

from bluepencil.errors import NotFound
from bluepencil.review.findings import Usage
from bluepencil.task.record import Claim, Task


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


def test_the_oldest_waiting_of_a_queue_counts_its_age_and_only_there(store):
    for queue, age in (("chat", 50), ("chat", 20), ("test", 5)):
        store.tasks.add(Task("test", queue, "local", {}, created_at=time.time() - age))
    claim(store, add(store, "analysis"))
    ages = {queue: row["oldest_seconds"] for queue, row in store.operations.counts().items()}
    assert ages == {
        "chat": pytest.approx(50, abs=4),
        "test": pytest.approx(5, abs=4),
        "analysis": 0,
    }


def test_counts_tell_how_many_wait_for_the_rate_limit(store):
    first, second = (claim(store, add(store)) for _ in range(2))
    store.tasks.report(first, {"waiting_for": "rate_limit", "resume_at": time.time() + 5})
    store.tasks.report(second, {"waiting_for": "retry", "resume_at": time.time() + 5})
    add(store, "chat")
    counts = store.operations.counts()
    assert (counts["test"]["waiting_for_limit"], counts["chat"]["waiting_for_limit"]) == (1, 0)
    store.tasks.finish(first, "SUCCESS", {})
    assert store.operations.counts()["test"]["waiting_for_limit"] == 0


def test_the_latest_of_a_queue_tell_when_they_ended_and_how_long_they_ran(store):
    waiting = add(store)
    add(store, "chat")
    assert store.operations.latest("test") == []
    for seconds in (2.0, 4.0):
        done = claim(store, add(store))
        ended = store.tasks.get(done.task_id).started_at
        store.tasks.report(done, {"started_at": ended - seconds})
        store.tasks.finish(done, "SUCCESS", {})
    store.tasks.cancel(waiting.task_id, None)  # it never began
    add(store)
    (last, longer), (first, shorter) = store.operations.latest("test")
    assert (longer, shorter) == (pytest.approx(4, abs=0.25), pytest.approx(2, abs=0.25))
    assert time.time() - 60 < first <= last <= time.time()
    assert store.operations.latest("chat") == []


def test_pace_is_of_what_ended_but_not_of_what_was_stopped(store):
    assert store.operations.pace().ended == 0
    store.tasks.finish(claim(store, add(store)), "SUCCESS", {})
    store.tasks.finish(claim(store, add(store)), "FAILURE", {})
    store.tasks.cancel(add(store).task_id, None)
    pace = store.operations.pace()
    assert (pace.ended, pace.failed) == (2, 1)
    assert 0 <= pace.median <= pace.p95 < 60


def test_pace_tells_what_half_and_nearly_all_took_and_the_last_hours_spending(store):
    for seconds in range(1, 21):
        took = claim(store, add(store))
        store.tasks.report(took, {"started_at": time.time() - seconds})
        store.tasks.finish(took, "SUCCESS", {})
    long_ago = claim(store, add(store))
    store.tasks.report(long_ago, {"started_at": time.time() - 9999})
    store.tasks.finish(long_ago, "SUCCESS", {"finished_at": time.time() - 3700})
    for cost in (0.25, 0.5):
        store.tasks.spend(add(store).task_id, Usage(cost_usd=cost))
    pace = store.operations.pace()
    assert (pace.ended, pace.failed, pace.cost_usd) == (20, 0, 0.75)
    assert (round(pace.median), round(pace.p95)) == (11, 20)


def test_letters_are_kept_newest_first_until_they_are_discarded(store):
    for number in range(3):
        store.operations.bury("chat", f"reason {number}", b"\x00\xff not text")
    letters = store.operations.letters()
    assert [letter.reason for letter in letters] == ["reason 2", "reason 1", "reason 0"]
    assert letters[0].message == b"\x00\xff not text" and letters[0].queue == "chat"
    assert len(store.operations.letters(2)) == 2
    store.operations.discard(letters[0].number)
    assert [letter.reason for letter in store.operations.letters()] == ["reason 1", "reason 0"]
    left = store.operations.letters()
    assert store.operations.letters(9, before=left[0].number) == left[1:]
    with pytest.raises(NotFound):
        store.operations.discard(letters[0].number)


def test_a_store_knows_which_it_is(store):
    assert len(store.identity) == 32 and store.identity == store.identity
