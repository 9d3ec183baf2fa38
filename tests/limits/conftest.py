"""What the limiters' tests share: a clock, the ways to wait, and limiters of both sorts."""

import time

import pytest

from bluepencil.limits import Limiter, Rate, Reservation
from bluepencil.limits.local import LocalLimiter
from bluepencil.limits.shared import SharedLimiter
from bluepencil.queue.connection import Connection
from tests.redis_server import redis_serving


class Clock:
    """Time that passes only when a test says so."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(scope="module")
def connection(tmp_path_factory):
    with redis_serving(tmp_path_factory.mktemp("limits")) as server:
        connection = Connection(server.url)
        yield connection
        connection.close()


@pytest.fixture(scope="module", params=["local", "shared"])
def limiter(request):
    """Makes limiters; what holds within a process must hold over several."""
    connection = request.getfixturevalue("connection") if request.param == "shared" else None

    def make(rate: Rate | None, clock: Clock | None, **options) -> Limiter:
        rates = {"analysis": rate, "chat": rate, "test": rate}
        local = LocalLimiter(rates, clock=clock or time.monotonic, **options)
        if connection is None:
            return local
        with connection.using() as redis:
            redis.flushall()
        return SharedLimiter(connection, local, rates, clock=clock, patience=1e9, **options)

    return make


def wait(limiter: Limiter, reservation: Reservation) -> float:
    """The seconds until one call may start."""
    return limiter.remaining([reservation])[0]


def run(limiter: Limiter, clock: Clock, reservations: list) -> list[float]:
    """Let all of them start, as calls do: poll, wait so long, poll again. The starts in order."""
    starts, waiting = [], list(reservations)
    while waiting:
        waits = limiter.remaining(waiting)
        starts += [clock.now for seconds in waits if seconds == 0]
        left = [seconds for seconds in waits if seconds > 0]
        waiting = [one for one, seconds in zip(waiting, waits, strict=True) if seconds > 0]
        if waiting:
            clock.now += max(1e-6, min(left))
    return starts
