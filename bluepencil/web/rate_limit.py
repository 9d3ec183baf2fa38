"""How many requests a client may send in a while, and the headers that tell it.

The headers are those of draft-ietf-httpapi-ratelimit-headers-11.
"""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import NamedTuple

from flask import Flask, Response, g, request

from bluepencil.errors import TooManyRequests
from bluepencil.limits import Rate, parse_rate
from bluepencil.settings import LOOPBACK, Settings
from bluepencil.values import plural

ELSEWHERE = "600/m"  # where others can reach the server and nothing else was set
MOST_CLIENTS = 10_000  # that are remembered; the one that asked longest ago is dropped first
EXEMPT = frozenset({"static", "operations.health", "operations.ready", "pages.favicon"})


class Left(NamedTuple):
    """What a client has left: `requests` at once, all of them again in `reset` seconds; with none,
    the next one in `wait` seconds."""

    requests: int
    reset: float
    wait: float


class RateLimit:
    """Lets each client send so many requests at once, which come back evenly over time."""

    def __init__(self, rate: Rate, clock: Callable[[], float] = time.monotonic) -> None:
        self.rate = rate
        self._clock = clock
        self._per = rate.seconds / rate.amount
        self._full_at: OrderedDict[str, float] = OrderedDict()  # when each has all of them again
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._full_at)

    def take(self, client: str) -> tuple[bool, Left]:
        """Count a request of that client; returns whether it may be answered, and what is left."""
        now = self._clock()
        with self._lock:
            full_at = max(now, self._full_at.get(client, 0.0))
            after = full_at + self._per
            taken = after - now <= self.rate.seconds + 1e-9
            if taken:
                self._full_at[client] = full_at = after
                self._full_at.move_to_end(client)
                if len(self._full_at) > MOST_CLIENTS:
                    self._full_at.popitem(last=False)
        used = full_at - now
        left = math.floor((self.rate.seconds - used) / self._per + 1e-9)
        return taken, Left(left, used, max(0.0, used + self._per - self.rate.seconds))


def register(app: Flask, settings: Settings, client: Callable[[], str]) -> Callable[[], None]:
    """Put the headers on answers; returns what counts the request of that `client`.

    That raises TooManyRequests for one too many.
    """
    rate = parse_rate(settings.http_rate_limit or _default(settings))
    if rate is None:
        return lambda: None
    limit = RateLimit(rate)
    policy = f'"default";q={rate.amount};w={rate.seconds:.0f}'

    def count() -> None:
        if request.endpoint in EXEMPT:
            return
        taken, left = limit.take(client())
        g.rate_limit_left = left
        if not taken:
            raise TooManyRequests(
                f"Too many requests: {rate.amount:,} in {rate.seconds:.0f} s are allowed. "
                f"Wait {plural(math.ceil(left.wait), 'second')}.",
                retry_after=max(1.0, left.wait),
            )

    @app.after_request
    def tell(response: Response) -> Response:
        left: Left | None = g.get("rate_limit_left")
        if left is not None:
            response.headers["RateLimit-Policy"] = policy
            response.headers["RateLimit"] = f'"default";r={left.requests};t={math.ceil(left.reset)}'
        return response

    return count


def _default(settings: Settings) -> str:
    return "none" if settings.host in LOOPBACK else ELSEWHERE
