"""The limiter of one process."""

from __future__ import annotations

import threading
import time
from bisect import insort
from collections import deque
from collections.abc import Callable, Mapping

from bluepencil.limits import (
    FIRST_COME,
    HEADERS,
    NEVER,
    Headroom,
    Rate,
    Reservation,
    admit,
    requests_meter,
    tokens_meter,
    told,
)


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
            place = Reservation(lane, budget, costs, (FIRST_COME.get(lane, 1), self._count))
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
            for kind, (limit, left) in told(headers).items():
                key = (budget, kind)
                requests = kind == "requests"
                meter = requests_meter(Rate(limit, 60.0)) if requests else tokens_meter(limit)
                self._meters[key] = meter
                self._per_minute[key] = limit
                if left is not None:  # others may use the same account
                    gone = self._clock() + (meter.burst - left) * meter.per
                    self._used[key] = max(self._used.get(key, NEVER), gone)
            self._rebook()

    def pause(self, budget: str, seconds: float) -> None:
        """See Limiter."""
        with self._lock:
            until = self._clock() + seconds
            self._not_before[budget] = max(self._not_before.get(budget, NEVER), until)
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
        own = [(place.budget, kind) for kind in HEADERS if (place.budget, kind) in self._meters]
        lane = (place.lane, "requests")
        return own or ([lane] if lane in self._meters else [])

    def _book(self, times: dict[tuple[str, str], float], place: Reservation, now: float) -> float:
        """Book a call in `times`; when it may start."""
        keys = self._keys(place)
        earliest = max(now, self._not_before.get(place.budget, NEVER))
        bookings = [(self._meters[k], times.get(k, NEVER), place.costs[k[1]]) for k in keys]
        at, after = admit(earliest, bookings)
        times.update(zip(keys, after, strict=True))
        return at

    def _rebook(self) -> None:
        """Give everybody in the line their time anew; they ask for it while they wait."""
        now, times = self._clock(), dict(self._used)
        for place in self._line:
            place.at = self._book(times, place, now)
        self._booked = times
