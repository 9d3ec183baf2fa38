"""A circuit breaker: while something does not answer, only one caller at a time finds that out."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable


class CircuitBreaker:
    """Lets all callers through until one fails, and from then on refuses them at once.

    `pause` seconds later one is let through to try, and for `trial` seconds no other, unless that
    one has ended before. Whoever ends without failing lets all through again. Used as
    `with breaker:` around each call; `is_failure` tells which errors mean that nothing answers,
    `unavailable` makes the error that is raised in their place, and by which others are refused.
    """

    def __init__(
        self,
        is_failure: Callable[[BaseException], bool],
        unavailable: Callable[[], Exception],
        *,
        pause: float,
        trial: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._is_failure, self._unavailable = is_failure, unavailable
        self._pause, self._trial, self._clock = pause, trial, clock
        self._lock, self._refused_until = threading.Lock(), 0.0  # 0: all are let through

    def __enter__(self) -> None:
        with self._lock:
            now = self._clock()
            if now < self._refused_until:
                raise self._unavailable()
            if self._refused_until:
                self._refused_until = now + self._trial

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        failed = error is not None and self._is_failure(error)
        self._refused_until = self._clock() + self._pause if failed else 0.0
        if failed:
            raise self._unavailable() from error
