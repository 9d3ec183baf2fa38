"""What operators look at: queues, pace, and messages that were no tasks."""

import time

import pytest

from bluepencil.errors import NotFound
from bluepencil.review.findings import Usage
from tests.tasks import add, cancel, claim, fail, release, report, succeed


def test_counts_tell_what_waits_and_runs_in_each_queue(store):
    assert store.operations.counts() == {}
    add(store), add(store, queue="chat")
    claim(store, add(store, queue="chat"))
    succeed(store, claim(store, add(store, queue="analysis")))
    counts = store.operations.counts()
    assert counts.keys() == {"test", "chat"}
    assert (counts["test"]["queued"], counts["test"]["active"]) == (1, 0)
    assert (counts["chat"]["queued"], counts["chat"]["active"]) == (1, 1)
    release(store, claim(store, add(store)))
    assert store.operations.counts()["test"]["queued"] == 2


def test_the_oldest_waiting_of_a_queue_counts_its_age_and_only_there(store):
    for queue, age in (("chat", 50), ("chat", 20), ("test", 5)):
        add(store, queue=queue, created_at=time.time() - age)
    claim(store, add(store, queue="analysis", created_at=time.time() - 90))
    ages = {queue: row["oldest_seconds"] for queue, row in store.operations.counts().items()}
    assert ages["analysis"] == 0
    assert 50 <= ages["chat"] < 80 and 5 <= ages["test"] < 35


def test_counts_tell_how_many_wait_for_the_rate_limit(store):
    first, second = (claim(store, add(store)) for _ in range(2))
    report(store, first, waiting_for="rate_limit", resume_at=time.time() + 5)
    report(store, second, waiting_for="retry", resume_at=time.time() + 5)
    add(store, queue="chat")
    counts = store.operations.counts()
    assert (counts["test"]["waiting_for_limit"], counts["chat"]["waiting_for_limit"]) == (1, 0)
    succeed(store, first)
    assert store.operations.counts()["test"]["waiting_for_limit"] == 0


def ended(store, seconds, *, ago=0.0, end=succeed, queue="test"):
    """A task that ran for that long and ended so long ago."""
    task = add(store, queue=queue)
    last = end(store, claim(store, task))
    moment = last.finished_at - ago
    with store.writing() as db:
        db.run(
            "update tasks set started_at = :began, finished_at = :ended where task_id = :id",
            began=moment - seconds,
            ended=moment,
            id=task.task_id,
        )


def test_the_latest_of_a_queue_tell_when_they_ended_and_how_long_they_ran(store):
    add(store, queue="chat")
    assert store.operations.latest("test") == []
    before = time.time()
    for seconds in (2.0, 4.0):
        ended(store, seconds)
    cancel(store, add(store).task_id)  # it never began
    add(store)
    (last, longer), (first, shorter) = store.operations.latest("test")
    assert (longer, shorter) == (pytest.approx(4, abs=1e-3), pytest.approx(2, abs=1e-3))
    assert before <= first <= last <= time.time()
    assert store.operations.latest("chat") == []


def test_pace_is_of_what_ended_but_not_of_what_was_stopped(store):
    assert store.operations.pace() == (0, 0, 0.0, 0.0, 0.0)
    succeed(store, claim(store, add(store)))
    fail(store, claim(store, add(store)))
    cancel(store, add(store).task_id)
    pace = store.operations.pace()
    assert (pace.ended, pace.failed) == (2, 1)
    assert 0 <= pace.median <= pace.p95 < 60


def test_pace_tells_what_half_and_nearly_all_took_and_the_last_hours_spending(store):
    for seconds in range(1, 21):
        ended(store, seconds)
    ended(store, 999, ago=3700)
    ended(store, 999, end=fail)
    for cost in (0.25, 0.5):
        store.tasks.spend(add(store).task_id, Usage(cost_usd=cost))
    pace = store.operations.pace()
    assert (pace.ended, pace.failed, pace.cost_usd) == (21, 1, 0.75)
    assert (pace.median, pace.p95) == (pytest.approx(11), pytest.approx(20))


def test_dead_letters_are_kept_newest_first_until_they_are_discarded(store):
    for number in range(3):
        store.operations.bury("chat", f"reason {number} 100 %", b"\x00\xff not text")
    letters = store.operations.dead_letters()
    assert [letter.reason[:8] for letter in letters] == ["reason 2", "reason 1", "reason 0"]
    assert letters[0].message == b"\x00\xff not text" and letters[0].queue == "chat"
    assert len(store.operations.dead_letters(2)) == 2
    store.operations.discard(letters[0].number)
    left = store.operations.dead_letters()
    assert left == letters[1:]
    assert store.operations.dead_letters(9, before=left[0].number) == left[1:]
    with pytest.raises(NotFound) as missing:
        store.operations.discard(letters[0].number)
    assert missing.value.code == "letter_not_found"


def test_a_reason_with_a_nul_can_be_kept(store):
    store.operations.bury("chat", "no kind “a\0b”", b"\0")
    (letter,) = store.operations.dead_letters()
    assert letter.reason.replace("\0", "\ufffd") == "no kind “a\ufffdb”"
    assert letter.message == b"\0"
