"""Who gets a lock first: those who go first, before all others but the one that is next already."""

import threading

from bluepencil.database.priority_lock import PriorityLock
from tests.working import until


def waiting(lock, order, name, *, first=False):
    """A thread that waits for the lock, and notes when it gets it."""

    def work():
        assert lock.acquire(60, first=first)
        order.append(name)
        lock.release()

    thread = threading.Thread(target=work)
    thread.start()
    return thread


def test_who_goes_first_gets_it_before_the_others():
    lock, order = PriorityLock(), []
    with lock:
        threads = [waiting(lock, order, "other") for _ in range(30)]
        until(lambda: lock._queue.locked())
        threads += [waiting(lock, order, "first", first=True) for _ in range(3)]
        until(lambda: lock._waiting_first == 3)
    for thread in threads:
        thread.join(60)
    assert len(order) == 33
    assert order.index("first") <= 1 and order[:4].count("first") == 3


def test_nobody_waits_longer_than_told():
    lock = PriorityLock()
    with lock:
        assert not lock.acquire(0.01)
        assert not lock.acquire(0.01, first=True)
    assert lock.acquire(0.01), "who gave up left nothing behind"
    lock.release()
    assert lock.acquire(0.01, first=True)
    lock.release()


def test_only_one_has_it():
    lock, inside, most = PriorityLock(), [0], [0]

    def work(number):
        for _ in range(200):
            assert lock.acquire(60, first=number % 2 == 0)
            inside[0] += 1
            most[0] = max(most[0], inside[0])
            inside[0] -= 1
            lock.release()

    threads = [threading.Thread(target=work, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert most == [1]
