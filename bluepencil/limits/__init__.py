"""The rate limiter: when a call may start, so that an account's limits are never met."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol, TypedDict

EVENLY = 0.98  # of a limit is spread evenly, the rest may come at once: measured to meet no 429
_SECONDS = {"s": 1.0, "m": 60.0, "h": 3600.0}
FIRST_COME = {"chat": 0, "test": 0}  # people wait for these; a review's sections come after them
NEVER = float("-inf")


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
    """A call's place in the line. `at` (the limiter's clock) moves as others come and go.

    In a line shared by processes it has a `name`, and a `twin` in this process's own line while
    the shared one is out of reach.
    """

    lane: str
    budget: str
    costs: dict[str, float]
    order: tuple[int, int]
    at: float = 0.0
    started: bool = False
    charged: dict[tuple[str, str], float] = field(default_factory=dict)
    name: str = ""
    twin: Reservation | None = None


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


HEADERS = {"requests": "requests", "input": "input-tokens", "output": "output-tokens"}


def told(headers: Mapping[str, str]) -> dict[str, tuple[int, int | None]]:
    """The account's limits by kind, with how much of each is left where that is said."""
    found = {}
    for kind, name in HEADERS.items():
        limit = number(headers.get(f"anthropic-ratelimit-{name}-limit"))
        if limit is not None and limit >= 1:
            found[kind] = limit, number(headers.get(f"anthropic-ratelimit-{name}-remaining"))
    return found


def number(text: str | None) -> int | None:
    """A count as a header writes it; None for anything else."""
    return int(text) if text is not None and text.isdecimal() else None
