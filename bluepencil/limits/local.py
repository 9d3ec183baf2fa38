"""The limiter of one process."""

from __future__ import annotations

import threading
import time
from bisect import insort
from collections import deque
from collections.abc import Callable, Mapping, Sequence

from bluepencil.limits import (
    HEADERS,
    NEVER,
    TOLERANCE,
    Headroom,
    Rate,
    Reservation,
    account_limits,
    account_meter,
    admit,
    priority,
    requests_meter,
)


class LocalLimiter:
    """The limiter of one process; safe to use from any thread.

    `rates` apply to each lane by itself until the account's own limits are known, which then are
    one budget for all lanes; `pinned` keeps to `rates` for good.
    """

    blocking = False

    def __init__(
        self,
        rates: Mapping[str, Rate | None],
        *,
        pinned: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        limited = {(lane, "requests"): rate for lane, rate in rates.items() if rate}
        self._meters = {key: requests_meter(rate) for key, rate in limited.items()}
        self._per_minute = {key: 60 * rate.amount / rate.seconds for key, rate in limited.items()}
        self._pinned, self._clock = pinned, clock
        self._lock = threading.Lock()
        self._used: dict[tuple[str, str], float] = {}  # meter -> when all used of it has come back
        self._queue: list[Reservation] = []  # in the order in which they start
        self._paused_until: dict[str, float] = {}
        self._budgets: dict[str, str] = {}  # lane -> the budget it used last
        self._starts: deque[tuple[float, str, str]] = deque()
        self._count = 0

    def reserve(
        self, lane: str, budget: str, input_tokens: float, output_tokens: float
    ) -> Reservation:
        """See Limiter."""
        costs = {"requests": 1.0, "input": input_tokens, "output": output_tokens}
        with self._lock:
            self._count += 1
            self._budgets[lane] = budget
            reservation = Reservation(lane, budget, costs, (priority(lane), self._count))
            insort(self._queue, reservation, key=lambda one: one.order)
            return reservation

    def remaining(self, reservations: Sequence[Reservation]) -> list[float]:
        """See Limiter."""
        with self._lock:
            now = self._clock()
            waits = {one: 0.0 for one in reservations if one.started}
            asked = {one for one in reservations if not one.started}
            ahead = dict(self._used)  # with all who are ahead in the queue
            started = []
            for one in self._queue:
                if not asked:
                    break
                wait = self._book(ahead, one, now) - now
                if one in asked:
                    asked.remove(one)
                    waits[one] = wait
                    if wait <= TOLERANCE:
                        waits[one] = 0.0
                        started.append(one)
            for one in started:
                self._start(one, now)
            return [waits[one] for one in reservations]

    def settle(self, reservation: Reservation, input_tokens: float, output_tokens: float) -> None:
        """See Limiter."""
        with self._lock:
            reservation.costs |= {"input": input_tokens, "output": output_tokens}
            for key, charged in reservation.charged.items():
                more = reservation.costs[key[1]] - charged
                used = self._used[key] if more < 0 else max(self._used[key], self._clock())
                self._used[key] = used + more * self._meters[key].per
                reservation.charged[key] = reservation.costs[key[1]]

    def refund(self, reservation: Reservation) -> None:
        """See Limiter."""
        if reservation.started:
            self.settle(reservation, 0, 0)
            return
        with self._lock:
            if reservation in self._queue:
                self._queue.remove(reservation)

    def learn(self, budget: str, headers: Mapping[str, str]) -> None:
        """See Limiter."""
        if self._pinned:
            return
        with self._lock:
            for kind, (limit, left) in account_limits(headers).items():
                key, meter = (budget, kind), account_meter(kind, limit)
                self._meters[key], self._per_minute[key] = meter, limit
                if left is not None:  # others may use the same account
                    gone = self._clock() + (meter.burst - left) * meter.per
                    self._used[key] = max(self._used.get(key, NEVER), gone)

    def pause(self, budget: str, seconds: float) -> None:
        """See Limiter."""
        with self._lock:
            until = self._clock() + seconds
            self._paused_until[budget] = max(self._paused_until.get(budget, NEVER), until)

    def headroom(self, lane: str = "analysis") -> Headroom | None:
        """See Limiter."""
        with self._lock:
            now = self._clock()
            costs = {"requests": 1.0, "input": 0, "output": 0}
            next_call = Reservation(lane, self._budgets.get(lane, ""), costs)
            key = next((key for key in self._keys(next_call) if key[1] == "requests"), None)
            if key is None:
                return None
            used = [start for start in self._starts if start[0] > now - 60 and key[0] in start[1:]]
            ahead = dict(self._used)
            for one in self._queue:
                if one.order[0] <= priority(lane):
                    self._book(ahead, one, now)
            wait = self._book(ahead, next_call, now) - now
            return Headroom(
                requests_per_minute=self._per_minute[key],
                used_last_minute=len(used),
                next_slot_in=round(max(0.0, wait), 3),
            )

    def _start(self, reservation: Reservation, now: float) -> None:
        """The call starts: it leaves the queue, and its meters are charged."""
        self._book(self._used, reservation, now)
        reservation.started = True
        reservation.charged = {key: reservation.costs[key[1]] for key in self._keys(reservation)}
        self._queue.remove(reservation)
        self._starts.append((now, reservation.lane, reservation.budget))
        while self._starts[0][0] <= now - 60:
            self._starts.popleft()

    def _keys(self, reservation: Reservation) -> list[tuple[str, str]]:
        """The meters that apply to a call: the account's where they are known, else its lane's."""
        account = [(reservation.budget, kind) for kind in HEADERS]
        lane = [(reservation.lane, "requests")]
        known = [key for key in account if key in self._meters]
        return known or [key for key in lane if key in self._meters]

    def _book(self, used: dict[tuple[str, str], float], one: Reservation, now: float) -> float:
        """Charge `used` for a call; when it may start."""
        keys = self._keys(one)
        earliest = max(now, self._paused_until.get(one.budget, NEVER))
        bookings = [(self._meters[key], used.get(key, NEVER), one.costs[key[1]]) for key in keys]
        at, after = admit(earliest, bookings)
        used.update(zip(keys, after, strict=True))
        return at
