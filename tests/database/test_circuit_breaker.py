"""Who is let through to something that may not answer: all, nobody, or one to try."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from bluepencil.database.circuit_breaker import CircuitBreaker
from tests.working import until


class Dead(Exception):
    """The connection is dead."""


class Unavailable(Exception):
    """What callers are told, whether they asked or were refused."""


@pytest.fixture
def now():
    """The time, which tests set."""
    return [1000.0]


@pytest.fixture
def breaker(now):
    return CircuitBreaker(
        lambda error: isinstance(error, Dead),
        Unavailable,
        pause=0.5,
        trial=2.0,
        clock=lambda: now[0],
    )


def fail(breaker):
    with pytest.raises(Unavailable) as told, breaker:
        raise Dead
    assert isinstance(told.value.__cause__, Dead)


def fail_otherwise(breaker):
    """With an error that shows that it was answered."""
    with pytest.raises(ZeroDivisionError), breaker:
        raise ZeroDivisionError


def refused(breaker) -> bool:
    try:
        with breaker:
            return False
    except Unavailable:
        return True


def test_all_are_let_through_at_once_while_nobody_fails(breaker):
    inside = threading.Barrier(8, timeout=60)

    def call(_):
        with breaker:
            inside.wait()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(call, range(8)))
    assert not refused(breaker)


def test_after_a_failure_all_are_refused_for_the_pause(breaker, now):
    fail(breaker)
    assert refused(breaker)
    now[0] += 0.49
    assert refused(breaker), "to be refused is no new failure, and does not end it either"
    now[0] += 0.01
    assert not refused(breaker)


def test_after_the_pause_one_tries_and_the_others_are_refused_until_it_has_ended(breaker, now):
    fail(breaker)
    now[0] += 0.5
    with breaker:
        assert refused(breaker)
        now[0] += 1.99
        assert refused(breaker)
    assert not refused(breaker)


def test_a_try_that_takes_too_long_lets_another_one_try(breaker, now):
    fail(breaker)
    now[0] += 0.5
    with breaker:
        now[0] += 2.0
        with breaker:
            assert refused(breaker)


def test_a_try_that_fails_begins_the_pause_again(breaker, now):
    fail(breaker)
    now[0] += 0.5
    fail(breaker)
    now[0] += 0.49
    assert refused(breaker)
    now[0] += 0.01
    assert not refused(breaker)


def test_a_try_that_ends_with_another_error_was_answered(breaker, now):
    fail_otherwise(breaker)
    assert not refused(breaker)
    fail(breaker)
    now[0] += 0.5
    fail_otherwise(breaker)
    assert not refused(breaker)


def test_of_many_who_come_after_the_pause_one_tries(breaker, now):
    fail(breaker)
    now[0] += 0.5
    come, leave = threading.Barrier(8, timeout=60), threading.Event()

    def call(_):
        come.wait()
        try:
            with breaker:
                assert leave.wait(60)
        except Unavailable:
            return "refused"
        return "tried"

    with ThreadPoolExecutor(8) as pool:
        calls = [pool.submit(call, number) for number in range(8)]
        until(lambda: sum(one.done() for one in calls) == 7)
        leave.set()
    assert sorted(one.result() for one in calls) == ["refused"] * 7 + ["tried"]
