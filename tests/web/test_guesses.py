"""Who was wrong too often waits, longer each time, and nobody else does."""

import threading

import pytest

from bluepencil.web import guesses
from bluepencil.web.guesses import Guesses, sender_of


class Clock:
    """A clock that is set by hand."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def counted(clock):
    return Guesses(clock)


def test_five_are_free_then_each_costs_a_longer_wait(counted, clock):
    assert [counted.judge("a", False) for _ in range(5)] == [0] * 5
    waits = []
    for _ in range(6):
        waits.append(counted.judge("a", False))
        clock.now += waits[-1]
        assert counted.judge("a", False) == 0, "after the wait one more is looked at"
    assert waits == [60, 120, 240, 480, 900, 900]


def test_while_it_waits_the_right_one_is_not_looked_at_either(counted, clock):
    for _ in range(5):
        counted.judge("a", False)
    assert counted.judge("a", True) == 60
    clock.now += 60
    assert counted.judge("a", True) == 0


def test_sending_while_it_waits_does_not_make_the_wait_longer(counted, clock):
    for _ in range(5):
        counted.judge("a", False)
    clock.now += 59
    assert counted.judge("a", False) == 1


def test_the_right_one_clears_the_count(counted):
    for _ in range(10):
        assert [counted.judge("a", False) for _ in range(4)] == [0] * 4
        assert counted.judge("a", True) == 0


def test_the_right_one_sent_ever_so_often_is_never_refused(counted):
    assert not any(counted.judge("a", True) for _ in range(1000))


def test_after_a_day_it_is_forgotten(counted, clock):
    for _ in range(4):
        counted.judge("a", False)
    clock.now += guesses.FORGOTTEN_AFTER + 1
    assert [counted.judge("a", False) for _ in range(5)] == [0] * 5


def test_after_years_of_guessing_it_still_counts(counted, clock):
    for _ in range(5000):
        clock.now += counted.judge("a", False)
    assert 0 < max(counted.judge("a", False) for _ in range(2)) <= 900


def test_while_many_guess_each_has_one_only_but_who_has_not_failed_is_looked_at(counted, clock):
    assert counted.judge("earlier", False) == 0
    for number in range(guesses.ATTACK):
        assert counted.judge(f"attacker {number}", False) == 0
    assert counted.judge("another", False) == 0
    assert counted.judge("another", False) == 60
    assert counted.judge("somebody", True) == 0
    assert counted.judge("earlier", True) == 0
    clock.now += guesses.ATTACK_WITHIN
    assert [counted.judge("a new one", False) for _ in range(5)] == [0] * 5


def test_however_many_guess_memory_is_bounded(counted):
    for number in range(guesses.MOST_SENDERS + 50):
        counted.judge(str(number), False)
    assert len(counted) == guesses.MOST_SENDERS
    assert counted.judge(str(guesses.MOST_SENDERS + 49), False) > 0, "the latest are known"


def test_guesses_sent_at_once_are_not_all_looked_at(counted):
    begin, looked_at = threading.Barrier(20), []

    def guess():
        begin.wait()
        if not counted.judge("a", False):
            looked_at.append(1)

    threads = [threading.Thread(target=guess) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(looked_at) == 5


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("192.0.2.1", "192.0.2.1", True),
        ("192.0.2.1", "192.0.2.2", False),
        ("2001:db8::1", "2001:db8::ffff:1", True),
        ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
        ("::ffff:192.0.2.1", "::ffff:192.0.2.2", False),
        (None, "", True),
    ],
)
def test_a_subscriber_of_ipv6_is_one_sender(one, other, same):
    assert (sender_of(one) == sender_of(other)) is same
