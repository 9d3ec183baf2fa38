"""The rate limiter: when a call may start, so that an account's limits are never met."""

from __future__ import annotations

import re
import threading
import time
from bisect import insort
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, TypedDict

EVENLY = 0.98  # of a limit is spread evenly, the rest may come at once: measured to meet no 429
_SECONDS = {"s": 1.0, "m": 60.0, "h": 3600.0}
_FIRST_COME = {"chat": 0, "test": 0}  # people wait for these; a review's sections come after them
_NEVER = float("-inf")


class Rate(NamedTuple):
    """So many requests in any so many seconds."""

    amount: int
    seconds: float


class Meter(NamedTuple):
    """One limit: the seconds in which one unit comes back, and how many may be used at once."""

    per: float
    burst: float


class Headroom(TypedDict):
    """How much of the limit is in use, for people to see; times in seconds."""

    requests_per_minute: float
    used_last_minute: int
    next_slot_in: float


def parse_rate(text: str) -> Rate | None:
    """`"5/m"`, `"100/h"`, `"2/s"`, or None for `"none"`. Raises ValueError for anything else."""
    if text == "none":
        return None
    match = re.fullmatch(r"([1-9][0-9]*)/([smh])", text)
    if match is None:
        raise ValueError(f"{text!r} is not a rate: write for example 5/m, 100/h or none")
    return Rate(int(match[1]), _SECONDS[match[2]])


def requests_meter(rate: Rate) -> Meter:
    """The meter that lets through at most `rate.amount` requests in any `rate.seconds`."""
    burst = max(1, int(rate.amount * (1 - EVENLY)))
    return Meter(rate.seconds / (rate.amount * EVENLY), burst)


def tokens_meter(per_minute: int) -> Meter:
    """The meter of a token limit: a bucket that holds one minute's tokens."""
    return Meter(60.0 / per_minute, per_minute)


def admit(
    earliest: float, bookings: Sequence[tuple[Meter, float, float]]
) -> tuple[float, list[float]]:
    """When a call that uses several meters may start, and the meters' times after it (GCRA).

    A booking is a meter, its time (when all used of it will have come back) and the units wanted;
    more than a meter ever holds counts as all it holds. All meters are booked, or none.
    """
    wants = [min(units, meter.burst) * meter.per for meter, _, units in bookings]
    at = earliest
    for (meter, used_until, _), want in zip(bookings, wants, strict=True):
        at = max(at, used_until + want - meter.burst * meter.per)
    times = [max(used, at) + want for (_, used, _), want in zip(bookings, wants, strict=True)]
    return at, times


@dataclass(eq=False)
class Reservation:
    """A call's place in the line. `at` (the limiter's clock) moves as others come and go."""

    lane: str
    budget: str
    costs: dict[str, float]
    order: tuple[int, int]
    at: float = 0.0
    started: bool = False
    charged: dict[tuple[str, str], float] = field(default_factory=dict)


class Limiter(Protocol):
    """Who may call when. A budget is what the account's limits count together: a model."""

    def reserve(
        self, lane: str, budget: str, input_tokens: float, output_tokens: float
    ) -> Reservation:
        """Stand in line for one call of about that size."""

    def remaining(self, reservation: Reservation) -> float:
        """Seconds until the call may start; 0 starts it, so call only when it will be made.

        Ask again while waiting: others leave, limits become known, a pause is called.
        """

    def settle(self, reservation: Reservation, input_tokens: float, output_tokens: float) -> None:
        """Correct the tokens to what the call really used; may be said several times."""

    def refund(self, reservation: Reservation) -> None:
        """The call was not made, or was refused: its tokens, and an unused place, go back."""

    def learn(self, budget: str, headers: Mapping[str, str]) -> None:
        """Take the account's own limits from a response's `anthropic-ratelimit-*` headers."""

    def pause(self, budget: str, seconds: float) -> None:
        """Nobody starts on that budget for so long: it is over its limit or overloaded."""

    def headroom(self, lane: str = "analysis") -> Headroom | None:
        """What is used of the limit that holds for a lane; None where none does."""


class LocalLimiter:
    """The limiter of one process; safe to use from any thread.

    `rates` hold for each lane by itself until the account's own limits are known, which then are
    one budget for all lanes; `pinned` holds to `rates` for good. Within a budget chat goes first.
    """

    def __init__(
        self,
        rates: Mapping[str, Rate | None],
        *,
        pinned: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._meters = {
            (lane, "requests"): requests_meter(rate) for lane, rate in rates.items() if rate
        }
        self._per_minute = {
            (lane, "requests"): 60 * rate.amount / rate.seconds
            for lane, rate in rates.items()
            if rate
        }
        self._pinned, self._clock = pinned, clock
        self._lock = threading.Lock()
        self._used: dict[tuple[str, str], float] = {}  # by calls that have started
        self._booked: dict[tuple[str, str], float] = {}  # and by those in the line
        self._line: list[Reservation] = []
        self._not_before: dict[str, float] = {}
        self._budgets: dict[str, str] = {}  # lane -> the budget it used last
        self._starts: deque[tuple[float, str, str]] = deque()
        self._count = 0

    def reserve(
        self, lane: str, budget: str, input_tokens: float, output_tokens: float
    ) -> Reservation:
        """See Limiter."""
        with self._lock:
            self._count += 1
            self._budgets[lane] = budget
            costs = {"requests": 1.0, "input": input_tokens, "output": output_tokens}
            place = Reservation(lane, budget, costs, (_FIRST_COME.get(lane, 1), self._count))
            insort(self._line, place, key=lambda one: one.order)
            self._rebook()
            return place

    def remaining(self, reservation: Reservation) -> float:
        """See Limiter."""
        with self._lock:
            now = self._clock()
            if reservation.started:
                return 0.0
            if now < reservation.at:
                return reservation.at - now
            before = dict(self._used)
            reservation.at = self._book(self._used, reservation, now)
            if (
                reservation.at > now
            ):  # the line stood still meanwhile, and somebody else was quicker
                self._used = before
                self._rebook()
                return reservation.at - now
            reservation.started = True
            reservation.charged = {
                key: reservation.costs[key[1]] for key in self._keys(reservation)
            }
            self._line.remove(reservation)
            self._starts.append((now, reservation.lane, reservation.budget))
            while self._starts[0][0] <= now - 60:
                self._starts.popleft()
            self._rebook()
            return 0.0

    def settle(self, reservation: Reservation, input_tokens: float, output_tokens: float) -> None:
        """See Limiter."""
        with self._lock:
            reservation.costs |= {"input": input_tokens, "output": output_tokens}
            for key, charged in reservation.charged.items():
                more = reservation.costs[key[1]] - charged
                used = self._used[key] if more < 0 else max(self._used[key], self._clock())
                self._used[key] = used + more * self._meters[key].per
                reservation.charged[key] = reservation.costs[key[1]]
            self._rebook()

    def refund(self, reservation: Reservation) -> None:
        """See Limiter."""
        if reservation.started:
            self.settle(reservation, 0, 0)
            return
        with self._lock:
            if reservation in self._line:
                self._line.remove(reservation)
                self._rebook()

    def learn(self, budget: str, headers: Mapping[str, str]) -> None:
        """See Limiter."""
        if self._pinned:
            return
        with self._lock:
            for kind, name in _HEADERS.items():
                limit = _number(headers.get(f"anthropic-ratelimit-{name}-limit"))
                if limit is None or limit < 1:
                    continue
                key = (budget, kind)
                requests = kind == "requests"
                meter = requests_meter(Rate(limit, 60.0)) if requests else tokens_meter(limit)
                self._meters[key] = meter
                self._per_minute[key] = limit
                left = _number(headers.get(f"anthropic-ratelimit-{name}-remaining"))
                if left is not None:  # others may use the same account
                    gone = self._clock() + (meter.burst - left) * meter.per
                    self._used[key] = max(self._used.get(key, _NEVER), gone)
            self._rebook()

    def pause(self, budget: str, seconds: float) -> None:
        """See Limiter."""
        with self._lock:
            until = self._clock() + seconds
            self._not_before[budget] = max(self._not_before.get(budget, _NEVER), until)
            self._rebook()

    def headroom(self, lane: str = "analysis") -> Headroom | None:
        """See Limiter."""
        with self._lock:
            now = self._clock()
            budget = self._budgets.get(lane, "")
            place = Reservation(lane, budget, {"requests": 1.0, "input": 0, "output": 0}, (1, 0))
            keys = [key for key in self._keys(place) if key[1] == "requests"]
            if not keys:
                return None
            key = keys[0]
            used = [start for start in self._starts if start[0] > now - 60 and key[0] in start[1:]]
            wait = self._book(dict(self._booked), place, now) - now
            return Headroom(
                requests_per_minute=self._per_minute[key],
                used_last_minute=len(used),
                next_slot_in=round(max(0.0, wait), 3),
            )

    def _keys(self, place: Reservation) -> list[tuple[str, str]]:
        """The meters that hold for a call: the account's where they are known, else its lane's."""
        own = [(place.budget, kind) for kind in _HEADERS if (place.budget, kind) in self._meters]
        lane = (place.lane, "requests")
        return own or ([lane] if lane in self._meters else [])

    def _book(self, times: dict[tuple[str, str], float], place: Reservation, now: float) -> float:
        """Book a call in `times`; when it may start."""
        keys = self._keys(place)
        earliest = max(now, self._not_before.get(place.budget, _NEVER))
        bookings = [(self._meters[k], times.get(k, _NEVER), place.costs[k[1]]) for k in keys]
        at, after = admit(earliest, bookings)
        times.update(zip(keys, after, strict=True))
        return at

    def _rebook(self) -> None:
        """Give everybody in the line their time anew; they ask for it while they wait."""
        now, times = self._clock(), dict(self._used)
        for place in self._line:
            place.at = self._book(times, place, now)
        self._booked = times


_HEADERS = {"requests": "requests", "input": "input-tokens", "output": "output-tokens"}


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isdecimal() else None
