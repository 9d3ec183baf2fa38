"""Who waits for a task is woken by what they wait for, and by its end."""

import threading

import pytest

from bluepencil.task.waiters import Waiters


def test_only_those_are_woken_who_wait_for_an_earlier_version():
    waiters = Waiters()
    with waiters.waiting("a", 3) as third, waiters.waiting("a", 9) as ninth:
        with waiters.waiting("b", 0) as other:
            waiters.wake("a", 3)
            assert not third.is_set()
            waiters.wake("a", 4)
            assert third.is_set() and not ninth.is_set()
            waiters.wake("a")
            assert ninth.is_set() and not other.is_set()
            assert sorted(waiters.awaited) == ["a", "b"]
        assert waiters.awaited == ["a"]
    assert waiters.awaited == []
    waiters.wake("a")


def test_who_stops_waiting_because_of_an_error_is_forgotten():
    waiters = Waiters()
    with pytest.raises(ZeroDivisionError), waiters.waiting("a", 0):
        raise ZeroDivisionError
    assert waiters.awaited == []


def test_any_number_may_wait_for_one_task_and_leave_in_any_order():
    waiters, leave = Waiters(), threading.Event()
    woken = []

    def wait(number):
        with waiters.waiting("a", number) as event:
            woken.append(event.wait(30))
            leave.wait(30)

    threads = [threading.Thread(target=wait, args=(number,)) for number in range(20)]
    for thread in threads:
        thread.start()
    while len(woken) < 20:
        waiters.wake("a")
    leave.set()
    for thread in threads:
        thread.join(30)
    assert woken == [True] * 20
    assert waiters.awaited == []
