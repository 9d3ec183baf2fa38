"""Who waits for a task is woken by what they wait for, and by its end."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from bluepencil.task.waiters import Waiters
from tests.working import until


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


@pytest.mark.parametrize(("version", "over"), [(4, False), (3, True)])
def test_what_has_changed_already_is_not_waited_for(version, over):
    assert Waiters().wait("a", 3, 3600.0, lambda: (version, over)) == version


def test_when_time_is_up_the_version_is_told_that_there_is():
    assert Waiters().wait("a", 3, 0.01, lambda: (3, False)) == 3


@pytest.mark.parametrize("end", [(5, False), (3, True)])
def test_who_was_woken_looks_and_waits_on_until_it_is_past_that_version_or_over(end):
    waiters, now, looks = Waiters(), [(3, False)], []

    def look():
        looks.append(1)
        return now[0]

    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(waiters.wait, "a", 3, 3600.0, look)
        for number in (1, 2):
            until(lambda number=number: len(looks) == number)
            assert not waiting.done()
            if number == 2:
                now[0] = end
            waiters.wake("a")
        assert waiting.result(60) == end[0]


def test_a_change_between_the_look_and_the_wait_is_not_missed():
    waiters, versions = Waiters(), iter([3, 4])

    def look():
        version = next(versions)
        waiters.wake("a", 4)
        return version, False

    assert waiters.wait("a", 3, 3600.0, look) == 4


def test_who_waits_for_what_is_gone_is_told():
    waiters = Waiters()

    def look():
        raise LookupError

    with pytest.raises(LookupError):
        waiters.wait("a", 0, 3600.0, look)
    assert waiters.awaited == []
