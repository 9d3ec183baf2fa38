"""The limiter of one process: in memory, and cheap however many wait."""

from bluepencil.limits import Rate, local
from bluepencil.limits.local import LocalLimiter
from tests.limits.conftest import Clock, wait


def test_it_never_blocks():
    assert LocalLimiter.blocking is False


def test_a_poll_looks_no_further_than_to_those_it_is_for(monkeypatch):
    booked = []
    monkeypatch.setattr(local, "admit", lambda *args, do=local.admit: booked.append(1) or do(*args))
    limiter = LocalLimiter({"analysis": Rate(1, 60)}, clock=Clock())
    calls = [limiter.reserve("analysis", "m", 0, 0) for _ in range(300)]
    assert booked == []  # joining the queue moves nobody
    wait(limiter, calls[0])
    assert len(booked) == 2  # once to see, once to charge
    booked.clear()
    limiter.remaining(calls)
    assert len(booked) == 299
