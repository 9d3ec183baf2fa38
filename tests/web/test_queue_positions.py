"""Where a waiting task stands: in the order in which tasks are taken, and for about how long."""

import threading
import time

import pytest

from bluepencil.store.operations import Operations
from bluepencil.task import lifecycle
from bluepencil.task.next_task import next_head
from bluepencil.web import queue_positions
from bluepencil.web.queue_positions import Position, QueuePositions
from tests.tasks import add, cancel, claim, report, succeed
from tests.work.making import Output, a_kind


def place(positions, task) -> int:
    return positions.of(task).position


def take(store):
    """Claim the task whose turn it is."""
    now = time.time()
    return store.tasks.apply_next(
        "test", now, next_head, lambda task: lifecycle.claim(task, "one", now, now)
    )


def test_the_position_is_the_turn_in_which_sessions_take_theirs(store):
    waiting = [add(store, owner=owner) for owner in ("many",) * 4 + ("few",) * 2]
    claim(store, add(store, owner="busy"))
    busy = add(store, owner="busy")
    positions = QueuePositions(store)
    order = sorted((*waiting, busy), key=lambda task: place(positions, task))
    assert [place(positions, task) for task in order] == [1, 2, 3, 4, 5, 6, 7]
    taken = []
    while (task := take(store)) is not None:
        taken.append(task.task_id)
    assert [task.task_id for task in order] == taken
    assert taken[:4] != [task.task_id for task in waiting[:4]], "sessions take turns"


def test_without_a_queue_tasks_run_in_the_order_that_was_shown(store, start):
    """Two sessions: one has submitted all of its tasks before the other."""
    begun, opened, ran = threading.Event(), threading.Event(), []

    def run(input, ctx):
        begun.set()
        assert opened.wait(30)
        ran.append(ctx.task.task_id)
        return Output(word="")

    tasks = start(a_kind("gate", run), threads=1)
    tasks.submit("gate", {}, "ann")
    assert begun.wait(30)
    waiting = [tasks.submit("gate", {}, owner) for owner in ("ann",) * 4 + ("bob",) * 3]
    positions = QueuePositions(store)
    shown = sorted(waiting, key=lambda task: place(positions, task))
    opened.set()
    for task in waiting:
        assert tasks.finished(task.task_id, 30).state == "SUCCESS"
    assert ran[1:] == [task.task_id for task in shown]
    assert [task.owner for task in shown] == ["bob", "ann", "bob", "ann", "bob", "ann", "ann"]


def test_what_does_not_wait_has_no_position(store):
    held = claim(store, add(store))
    running = store.tasks.get(held.task_id)
    assert QueuePositions(store).of(running) == Position(None, None)
    assert QueuePositions(store).of(succeed(store, held)) == Position(None, None)


def test_queues_do_not_wait_for_each_other(store):
    first, other = add(store), add(store, queue="chat")
    positions = QueuePositions(store)
    assert place(positions, first) == place(positions, other) == 1


def ran(store, seconds):
    """A task that ran that long."""
    held = claim(store, add(store))
    report(store, held, started_at=time.time() - seconds)
    succeed(store, held)


def test_the_wait_is_as_many_turns_as_come_before(store):
    for _ in range(2):
        ran(store, 10)
    first, second = add(store, owner="one"), add(store, owner="one")
    assert QueuePositions(store).of(first) == Position(1, None)  # nobody works on this queue
    for _ in range(4):
        claim(store, add(store, owner="other"))
    positions = QueuePositions(store)
    assert positions.of(first) == Position(1, pytest.approx(2.5, abs=0.2))
    assert positions.of(second) == Position(2, pytest.approx(5, abs=0.4))


def test_behind_a_limit_the_wait_goes_by_its_pace_not_by_how_many_wait_for_it(store, monkeypatch):
    """One in two seconds, after an hour in which nobody wanted anything; 30 hold their turn."""
    last = time.time()
    latest = [(last - 2 * n, 2.0 * (7 - n)) for n in range(7)]
    latest += [(last - 3600, 2.0), (last - 3602, 2.0)]
    monkeypatch.setattr(Operations, "latest", lambda self, queue: latest)
    waiting = add(store, owner="one")
    claims = [claim(store, add(store, owner="other")) for _ in range(30)]
    report(store, claims[0], waiting_for="rate_limit", resume_at=time.time() + 5)
    assert QueuePositions(store).of(waiting) == Position(1, pytest.approx(2, abs=0.2))


@pytest.fixture
def looks(store, monkeypatch):
    """How often a queue was looked at."""
    seen, waiting_in = [], store.tasks.waiting_in
    monkeypatch.setattr(
        store.tasks, "waiting_in", lambda queue: seen.append(queue) or waiting_in(queue)
    )
    return seen


def test_many_who_ask_look_once(store, looks, monkeypatch):
    tasks = [add(store) for _ in range(3)]
    monkeypatch.setattr(queue_positions, "KEPT", 1e9)
    positions = QueuePositions(store)
    assert [place(positions, task) for task in tasks] == [1, 2, 3]
    cancel(store, tasks[0].task_id)
    assert [place(positions, task) for task in tasks[1:]] == [2, 3]
    assert looks == ["test"]
    monkeypatch.setattr(queue_positions, "KEPT", -1.0)
    monkeypatch.setattr(queue_positions, "SHARE", 1e9)
    assert [place(positions, task) for task in tasks[1:]] == [1, 2]
    assert looks == ["test"] * 3


def test_looking_takes_no_more_than_its_share_of_the_time(store, looks, monkeypatch):
    """However long a look takes, and however many ask."""
    monkeypatch.setattr(queue_positions, "KEPT", -1.0)
    monkeypatch.setattr(queue_positions, "SHARE", 1e-12)
    positions, task = QueuePositions(store), add(store)
    for _ in range(50):
        place(positions, task)
        place(positions, add(store))
    assert looks == ["test"]


def test_who_came_after_the_last_look_stands_at_the_end(store, looks, monkeypatch):
    positions = QueuePositions(store)
    place(positions, add(store))
    monkeypatch.setattr(queue_positions, "SHARE", 1e-12)  # no second look
    assert place(positions, add(store)) == 2
    assert looks == ["test"]


def test_who_came_after_the_last_look_is_looked_for_at_once_where_that_is_cheap(store, monkeypatch):
    monkeypatch.setattr(queue_positions, "KEPT", 1e9)
    monkeypatch.setattr(queue_positions, "SHARE", 1e9)
    positions = QueuePositions(store)
    for number in range(1, 4):
        assert place(positions, add(store, owner=str(number))) == number
