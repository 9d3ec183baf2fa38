"""The limiter of many processes: one queue of waiting calls, kept in Redis."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from importlib import resources
from typing import Any, Protocol

from bluepencil.errors import RedisUnavailable
from bluepencil.limits import (
    Headroom,
    Rate,
    Reservation,
    account_limits,
    account_meter,
    priority,
    requests_meter,
)
from bluepencil.limits.local import LocalLimiter
from bluepencil.values import new_id

_KEYS = [
    f"bluepencil:limit:{name}"
    for name in ("used", "meters", "queue", "polled", "pauses", "starts", "count", "lanes")
]
_SCRIPT = resources.files(__package__).joinpath("shared.lua").read_text("utf-8")


class Redis(Protocol):
    """The connection to Redis; see queue.connection.Connection."""

    def using(self) -> AbstractContextManager[Any]:
        """The client. Raises RedisUnavailable."""


class SharedLimiter:
    """The Limiter over all processes that use one Redis; see LocalLimiter for what it promises.

    While Redis is away each call is limited within this process, by `local`. What was learned of
    the account is remembered here, and repeated to a Redis that has forgotten it. A waiting call
    that nobody polled for `patience` seconds is taken for dead. `clock` is for tests; without one
    it is Redis's.
    """

    blocking = True

    def __init__(
        self,
        connection: Redis,
        local: LocalLimiter,
        rates: Mapping[str, Rate | None],
        *,
        pinned: bool = False,
        clock: Callable[[], float] | None = None,
        patience: float = 3.0,
    ) -> None:
        self._redis, self._local, self._pinned, self._clock = connection, local, pinned, clock
        self._patience = patience
        self._rates = {
            lane: [*requests_meter(rate), 60 * rate.amount / rate.seconds]
            for lane, rate in rates.items()
            if rate
        }
        self._learned: dict[str, list[dict[str, Any]]] = {}  # budget -> its limits

    def reserve(
        self, lane: str, budget: str, input_tokens: float, output_tokens: float
    ) -> Reservation:
        """See Limiter."""
        costs = {"requests": 1.0, "input": input_tokens, "output": output_tokens}
        reservation = Reservation(lane, budget, costs, (priority(lane), 0), name=new_id())
        self._send("join", entry=_entry(reservation))
        return reservation

    def remaining(self, reservations: Sequence[Reservation]) -> list[float]:
        """See Limiter."""
        waiting = [one for one in reservations if not one.started]
        waits = dict.fromkeys(reservations, 0.0)
        if waiting:
            waits |= zip(waiting, self._remaining(waiting), strict=True)
        return [waits[one] for one in reservations]

    def settle(self, reservation: Reservation, input_tokens: float, output_tokens: float) -> None:
        """See Limiter."""
        if reservation.local is not None:
            self._local.settle(reservation.local, input_tokens, output_tokens)
            return
        costs = reservation.costs | {"input": input_tokens, "output": output_tokens}
        changes = [
            (key, (costs[kind] - reservation.costs[kind]) * per)
            for (key, kind), per in reservation.charged.items()
            if costs[kind] != reservation.costs[kind]
        ]
        reservation.costs = costs
        if changes:
            self._send("settle", changes=changes)

    def refund(self, reservation: Reservation) -> None:
        """See Limiter."""
        if reservation.local is not None:
            self._local.refund(reservation.local)
        if reservation.started:
            self.settle(reservation, 0, 0)
        else:
            self._send("leave", entry=_entry(reservation))

    def learn(self, budget: str, headers: Mapping[str, str]) -> None:
        """See Limiter."""
        limits = account_limits(headers)
        if self._pinned or not limits:
            return
        self._local.learn(budget, headers)
        self._learned[budget] = [
            {"kind": kind, "meter": [*account_meter(kind, limit), limit], "left": None}
            for kind, (limit, _) in limits.items()
        ]
        left = [one | {"left": limits[one["kind"]][1]} for one in self._learned[budget]]
        self._send("learn", budget=budget, limits=left)

    def pause(self, budget: str, seconds: float) -> None:
        """See Limiter."""
        self._local.pause(budget, seconds)
        self._send("pause", budget=budget, seconds=seconds)

    def headroom(self, lane: str = "analysis") -> Headroom | None:
        """See Limiter."""
        try:
            room = self._ask("headroom", lane=lane, priority=priority(lane))
        except RedisUnavailable:
            return self._local.headroom(lane)
        if not room:
            return None
        return Headroom(
            requests_per_minute=room["per_minute"],
            used_last_minute=room["used"],
            next_slot_in=round(max(0.0, room["wait"]), 3),
        )

    def _remaining(self, waiting: list[Reservation]) -> list[float]:
        try:
            answer = self._ask("remaining", entries=[_entry(one) for one in waiting])
        except RedisUnavailable:
            return self._remaining_here(waiting)
        for budget in {one.budget for one in waiting} & self._learned.keys():
            if budget not in answer["learned"]:
                self._send("learn", budget=budget, limits=self._learned[budget])
        for one in waiting:
            if one.name in answer["charges"]:
                charges = answer["charges"][one.name]
                one.started, one.charged = True, {(key, kind): per for key, kind, per in charges}
                if one.local is not None:  # it waited here while Redis was away
                    self._local.refund(one.local)
                    one.local = None
        return [float(answer["waits"][one.name]) for one in waiting]

    def _remaining_here(self, waiting: list[Reservation]) -> list[float]:
        """As far as this process alone can tell."""
        here = []
        for one in waiting:
            if one.local is None:
                tokens = one.costs["input"], one.costs["output"]
                one.local = self._local.reserve(one.lane, one.budget, *tokens)
            here.append(one.local)
        waits = self._local.remaining(here)
        for one, wait in zip(waiting, waits, strict=True):
            one.started = wait == 0
        return waits

    def _send(self, command: str, **args: Any) -> None:
        """Let the others know; while Redis is away, this process's own limiter knows."""
        try:
            self._ask(command, **args)
        except RedisUnavailable:
            return

    def _ask(self, command: str, **args: Any) -> dict[str, Any]:
        """The script's answer to a command. Raises RedisUnavailable."""
        now = "" if self._clock is None else repr(self._clock())
        text = json.dumps({"rates": self._rates, "patience": self._patience, **args})
        with self._redis.using() as redis:
            answer: bytes = redis.eval(_SCRIPT, len(_KEYS), *_KEYS, now, command, text)
        found = json.loads(answer)
        return found if isinstance(found, dict) else {}


def _entry(one: Reservation) -> str:
    """How the queue names a waiting call; see shared.lua."""
    return json.dumps([one.name, one.lane, one.order[0], one.budget, *one.costs.values()])
