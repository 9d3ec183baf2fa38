"""The rate limiter: when a call may start, so that an account's limits are never met."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, TypedDict

SPREAD = 0.98  # of a limit is spaced evenly, the rest may come at once: measured to cause no 429
TOLERANCE = 1e-6  # seconds that a call may start early; times are rounded on their way
NEVER = float("-inf")
_SECONDS = {"s": 1.0, "m": 60.0, "h": 3600.0}
_URGENT = frozenset({"chat", "test"})  # a person waits for these


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
    burst = max(1, int(rate.amount * (1 - SPREAD)))
    return Meter(rate.seconds / (rate.amount * SPREAD), burst)


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
    """A call that waits for the limit, or has passed it.

    `charged` holds what each meter was charged for, once the call has `started`. A shared limiter
    knows it by `name`; `local` takes its place in this process's own queue while Redis is away.
    """

    lane: str
    budget: str
    costs: dict[str, float]
    order: tuple[int, int] = (0, 0)
    started: bool = False
    charged: dict[tuple[str, str], float] = field(default_factory=dict)
    name: str = ""
    local: Reservation | None = None


class Limiter(Protocol):
    """Who may call when. A budget is what the account's limits count together: a model.

    Within a budget urgent lanes go first, then whoever came first.
    """

    blocking: bool
    """Whether its methods may wait for another process; then keep them off an event loop."""

    def reserve(
        self, lane: str, budget: str, input_tokens: float, output_tokens: float
    ) -> Reservation:
        """Join the queue with one call of about that size."""

    def remaining(self, reservations: Sequence[Reservation]) -> list[float]:
        """Seconds until each of these calls may start; 0 starts it, so it must then be made.

        Poll while waiting: others leave, limits become known, a pause begins. One poll for many
        costs no more than one for the last of them.
        """

    def settle(self, reservation: Reservation, input_tokens: float, output_tokens: float) -> None:
        """Correct the tokens to what the call really used; may be called several times."""

    def refund(self, reservation: Reservation) -> None:
        """The call was not made, or was refused: give back its tokens, or leave the queue."""

    def learn(self, budget: str, headers: Mapping[str, str]) -> None:
        """Take the account's own limits from a response's `anthropic-ratelimit-*` headers."""

    def pause(self, budget: str, seconds: float) -> None:
        """Let no call on that budget start for so long: it is over its limit or overloaded."""

    def headroom(self, lane: str = "analysis") -> Headroom | None:
        """How much of the limit that applies to a lane is used; None where none applies."""


HEADERS = {"requests": "requests", "input": "input-tokens", "output": "output-tokens"}


def priority(lane: str) -> int:
    """Calls of a lower number start before those of a higher one."""
    return 0 if lane in _URGENT else 1


def account_limits(headers: Mapping[str, str]) -> dict[str, tuple[int, int | None]]:
    """The account's limits per minute by kind, and how much of each is left where that is given."""
    found = {}
    for kind, name in HEADERS.items():
        limit = _count(headers.get(f"anthropic-ratelimit-{name}-limit"))
        if limit is not None and limit >= 1:
            found[kind] = limit, _count(headers.get(f"anthropic-ratelimit-{name}-remaining"))
    return found


def account_meter(kind: str, per_minute: int) -> Meter:
    """The meter of one of the account's limits."""
    return (
        requests_meter(Rate(per_minute, 60.0)) if kind == "requests" else tokens_meter(per_minute)
    )


def _count(text: str | None) -> int | None:
    return int(text) if text is not None and text.isdecimal() else None
