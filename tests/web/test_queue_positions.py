"""Queue positions: the order in which tasks are really run, and about how long until then."""

import time
from dataclasses import replace

import pytest

from bluepencil.task import lifecycle
from bluepencil.task.next_task import next_head
from bluepencil.task.record import Task
from bluepencil.web import queue_positions
from bluepencil.web.queue_positions import Position, QueuePositions
from tests import tasks


@pytest.fixture
def add(store):
    """Adds a waiting task of an owner."""
    return lambda owner: tasks.add(store, owner=owner)


def take(store) -> Task | None:
    """Claim the next task, as whoever runs tasks does."""
    return store.tasks.apply_next(
        "test", 1.0, next_head, lambda task: lifecycle.claim(task, "one", time.time(), 1.0)
    )


def test_positions_are_the_order_in_which_tasks_are_run(store, add):
    running = add("many")
    tasks.claim(store, running)
    many, few = [add("many") for _ in range(4)], [add("few") for _ in range(3)]
    positions = QueuePositions(store)
    foreseen = sorted((*many, *few), key=lambda task: positions.of(task).position)
    assert [positions.of(task).position for task in foreseen] == list(range(1, 8))
    taken = []
    while (task := take(store)) is not None:
        taken.append(task.task_id)
    assert [task.task_id for task in foreseen] == taken
    assert taken[0] == few[0].task_id, "who has nothing running comes first"


def test_a_task_that_does_not_wait_has_no_position(store, add):
    task = add("one")
    tasks.claim(store, task)
    assert QueuePositions(store).of(store.tasks.get(task.task_id)) == Position(None, None)


def test_the_wait_is_as_many_turns_as_come_before(store, add):
    for _ in range(2):  # two that took ten seconds each
        task = add("one")
        claim = tasks.claim(store, task)
        store.tasks.apply(
            task.task_id, lambda task: replace(task, started_at=time.time() - 10), claim=claim
        )
        tasks.succeed(store, claim)
    first, second = add("one"), add("one")
    assert QueuePositions(store).of(first) == Position(1, None), "nobody works on this queue"
    for _ in range(4):
        tasks.claim(store, add("other"))
    positions = QueuePositions(store)
    assert positions.of(first) == Position(1, pytest.approx(2.5, abs=0.2))
    assert positions.of(second) == Position(2, pytest.approx(5, abs=0.4))


def test_behind_a_rate_limit_the_wait_follows_its_pace_not_how_many_are_behind_it(
    store, add, monkeypatch
):
    """One in two seconds, after an hour in which nobody wanted anything; 30 wait for the limit."""
    last = time.time()
    latest = [(last - 2 * n, 2.0 * (7 - n)) for n in range(7)]
    latest += [(last - 3600, 2.0), (last - 3602, 2.0)]
    monkeypatch.setattr(type(store.operations), "latest", lambda self, queue: latest)
    waiting = add("one")
    claims = [tasks.claim(store, add("other")) for _ in range(30)]
    tasks.report(store, claims[0], waiting_for="rate_limit", resume_at=time.time() + 5)
    assert QueuePositions(store).of(waiting) == Position(1, pytest.approx(2, abs=0.2))


def test_many_who_ask_share_one_look(store, add, monkeypatch):
    waiting = [add("one") for _ in range(3)]
    monkeypatch.setattr(queue_positions, "KEPT", 60.0)
    positions = QueuePositions(store)
    before = [positions.of(task).position for task in waiting]
    tasks.cancel(store, waiting[0].task_id)
    assert [positions.of(task).position for task in waiting[1:]] == before[1:] == [2, 3]
    monkeypatch.setattr(queue_positions, "KEPT", 0.0)
    monkeypatch.setattr(queue_positions, "SHARE", 1e9)
    assert [positions.of(task).position for task in waiting[1:]] == [1, 2]


def test_a_task_that_came_after_the_last_look_is_at_the_end(store, add, monkeypatch):
    positions = QueuePositions(store)
    positions.of(add("one"))
    monkeypatch.setattr(queue_positions, "SHARE", 1e-9)  # no second look
    assert positions.of(add("one")).position == 2
