"""The limiter of many processes: one line of waiting calls, kept in Redis."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from importlib import resources
from typing import Any, Protocol

from bluepencil.errors import RedisUnavailable
from bluepencil.limits import (
    FIRST_COME,
    Headroom,
    Meter,
    Rate,
    Reservation,
    requests_meter,
    tokens_meter,
    told,
)
from bluepencil.limits.local import LocalLimiter
from bluepencil.values import new_id

_KEYS = [
    f"bluepencil:limit:{name}"
    for name in ("used", "meters", "places", "pauses", "starts", "count", "lanes")
]
_SCRIPT = resources.files(__package__).joinpath("shared.lua").read_text("utf-8")


class Redis(Protocol):
    """The connection to Redis; see queue.connection.Connection."""

    def using(self) -> AbstractContextManager[Any]:
        """The client. Raises RedisUnavailable."""


class SharedLimiter:
    """The Limiter over all processes that use one Redis; see LocalLimiter for what it promises.

    While Redis is away each call is limited within this process, by `twin`. What was learned of
    the account is remembered here, and told to a Redis that has forgotten it. Who waits and has not
    asked for `patience` seconds is taken for dead. `clock` is for tests; without one it is Redis's.
    """

    def __init__(
        self,
        connection: Redis,
        twin: LocalLimiter,
        rates: Mapping[str, Rate | None],
        *,
        pinned: bool = False,
        clock: Callable[[], float] | None = None,
        patience: float = 3.0,
    ) -> None:
        self._redis, self._twin, self._pinned, self._clock = connection, twin, pinned, clock
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
        place = Reservation(lane, budget, costs, (FIRST_COME.get(lane, 1), 0), name=new_id())
        self._say("enter", name=place.name, place=_about(place))
        return place

    def remaining(self, reservation: Reservation) -> float:
        """See Limiter."""
        place = reservation
        if place.started:
            return 0.0
        try:
            wait, known, charged = self._ask("remaining", name=place.name, place=_about(place))
        except RedisUnavailable:
            return self._remaining_here(place)
        if not known and place.budget in self._learned:
            self._tell(place.budget, self._learned[place.budget])
        if float(wait) > 0:
            return float(wait)
        place.started = True
        if place.twin is not None:  # it waited here while Redis was away
            self._twin.refund(place.twin)
            place.twin = None
        place.charged = {(key, kind): per for key, kind, per in json.loads(charged) or ()}
        return 0.0

    def settle(self, reservation: Reservation, input_tokens: float, output_tokens: float) -> None:
        """See Limiter."""
        if reservation.twin is not None:
            self._twin.settle(reservation.twin, input_tokens, output_tokens)
            return
        costs = reservation.costs | {"input": input_tokens, "output": output_tokens}
        changes = [
            (key, (costs[kind] - reservation.costs[kind]) * per)
            for (key, kind), per in reservation.charged.items()
            if costs[kind] != reservation.costs[kind]
        ]
        reservation.costs = costs
        if changes:
            self._say("settle", changes=changes)

    def refund(self, reservation: Reservation) -> None:
        """See Limiter."""
        if reservation.twin is not None:
            self._twin.refund(reservation.twin)
        if reservation.started:
            self.settle(reservation, 0, 0)
        else:
            self._say("leave", name=reservation.name)

    def learn(self, budget: str, headers: Mapping[str, str]) -> None:
        """See Limiter."""
        limits = told(headers)
        if self._pinned or not limits:
            return
        self._twin.learn(budget, headers)
        self._learned[budget] = [
            {"kind": kind, "meter": [*_meter(kind, limit), limit], "left": None}
            for kind, (limit, _) in limits.items()
        ]
        self._tell(
            budget,
            [one | {"left": limits[one["kind"]][1]} for one in self._learned[budget]],
        )

    def pause(self, budget: str, seconds: float) -> None:
        """See Limiter."""
        self._twin.pause(budget, seconds)
        self._say("pause", budget=budget, seconds=seconds)

    def headroom(self, lane: str = "analysis") -> Headroom | None:
        """See Limiter."""
        try:
            wait, total, limit = self._ask("headroom", lane=lane)
        except RedisUnavailable:
            return self._twin.headroom(lane)
        if not wait:
            return None
        return Headroom(
            requests_per_minute=float(limit),
            used_last_minute=int(total),
            next_slot_in=round(max(0.0, float(wait)), 3),
        )

    def _remaining_here(self, place: Reservation) -> float:
        if place.twin is None:
            costs = place.costs
            place.twin = self._twin.reserve(
                place.lane, place.budget, costs["input"], costs["output"]
            )
        wait = self._twin.remaining(place.twin)
        place.started = wait == 0
        return wait

    def _tell(self, budget: str, limits: list[dict[str, Any]]) -> None:
        self._say("learn", budget=budget, limits=limits)

    def _say(self, asked: str, **about: Any) -> None:
        """Tell it; where Redis is away, this process's own line knows."""
        try:
            self._ask(asked, **about)
        except RedisUnavailable:
            return

    def _ask(self, asked: str, **about: Any) -> tuple[str, int, str]:
        now = "" if self._clock is None else repr(self._clock())
        text = json.dumps({"rates": self._rates, "patience": self._patience, **about})
        with self._redis.using() as redis:
            first, number, last = redis.eval(_SCRIPT, len(_KEYS), *_KEYS, now, asked, text)
        return first.decode(), int(number), last.decode()


def _about(place: Reservation) -> dict[str, Any]:
    about = {"lane": place.lane, "budget": place.budget, "class": place.order[0]}
    return about | place.costs


def _meter(kind: str, limit: int) -> Meter:
    return requests_meter(Rate(limit, 60.0)) if kind == "requests" else tokens_meter(limit)
