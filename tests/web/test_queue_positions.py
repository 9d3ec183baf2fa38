"""Where a waiting task stands: in the order tasks are taken, and for about how long."""

import time

import pytest
from bluepencil.web.line import Lines, Place

from bluepencil.task.record import Claim, Task
from bluepencil.web import line


@pytest.fixture
def add(store):
    """Adds a waiting task of a session."""

    def make(whose: str) -> Task:
        task = Task("test", "test", "local", {}, session_id=whose)
        store.tasks.add(task)
        return task

    return make


def test_the_place_is_the_turn_in_which_sessions_take_theirs(store, add):
    many, few = [add("many") for _ in range(4)], [add("few") for _ in range(2)]
    lines = Lines(store)
    order = sorted((*many, *few), key=lambda task: lines.place(task).position)
    taken = []
    while (task := store.tasks.claim_next("test", "one", 60)) is not None:
        taken.append(task.task_id)
    assert [task.task_id for task in order] == taken
    assert [lines.place(task).position for task in order] == [1, 2, 3, 4, 5, 6]


def test_what_does_not_wait_has_no_place(store, add):
    task = add("one")
    store.tasks.claim(task.task_id, "one", 60)
    assert Lines(store).place(store.tasks.get(task.task_id)) == Place(None, None)


def test_the_wait_is_as_many_turns_as_come_before(store, add):
    for _ in range(2):  # two that took ten seconds each
        claim = Claim((task := add("one")).task_id, 1)
        began = store.tasks.claim(task.task_id, "one", 60).started_at
        store.tasks.report(claim, {"started_at": began - 10})
        store.tasks.finish(claim, "SUCCESS", {})
    first, second = add("one"), add("one")
    assert Lines(store).place(first) == Place(1, None)  # nobody works on this queue
    for _ in range(4):
        store.tasks.claim((add("other")).task_id, "one", 60)
    lines = Lines(store)
    assert lines.place(first) == Place(1, pytest.approx(2.5, abs=0.2))
    assert lines.place(second) == Place(2, pytest.approx(5, abs=0.4))


def test_behind_a_limit_the_wait_goes_by_its_pace_not_by_how_many_wait_for_it(
    store, add, monkeypatch
):
    """One in two seconds, after an hour in which nobody wanted anything; 30 hold their turn."""
    last = time.time()
    latest = [(last - 2 * n, 2.0 * (7 - n)) for n in range(7)]
    latest += [(last - 3600, 2.0), (last - 3602, 2.0)]
    monkeypatch.setattr(type(store.operations), "latest", lambda self, queue: latest)
    waiting = add("one")
    claims = [Claim(add("other").task_id, 1) for _ in range(30)]
    for claim in claims:
        store.tasks.claim(claim.task_id, "one", 60)
    store.tasks.report(claims[0], {"waiting_for": "rate_limit", "resume_at": time.time() + 5})
    assert Lines(store).place(waiting) == Place(1, pytest.approx(2, abs=0.2))


def test_many_who_ask_look_once(store, add, monkeypatch):
    tasks = [add("one") for _ in range(3)]
    monkeypatch.setattr(line, "KEPT", 60.0)
    lines = Lines(store)
    places = [lines.place(task).position for task in tasks]
    store.tasks.cancel(tasks[0].task_id, None)
    assert [lines.place(task).position for task in tasks[1:]] == places[1:] == [2, 3]
    monkeypatch.setattr(line, "KEPT", 0.0)
    monkeypatch.setattr(line, "SHARE", 1e9)
    assert [lines.place(task).position for task in tasks[1:]] == [1, 2]


def test_who_came_after_the_last_look_stands_at_the_end(store, add, monkeypatch):
    lines = Lines(store)
    lines.place(add("one"))
    monkeypatch.setattr(line, "SHARE", 1e-9)  # no second look
    assert lines.place(add("one")).position == 2
