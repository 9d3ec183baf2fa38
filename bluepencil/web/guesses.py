"""Counts wrong passwords: guessing takes years, and only the guesser has to wait."""

from __future__ import annotations

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address

FREE = 5  # wrong passwords of one sender before it has to wait
FREE_UNDER_ATTACK = 1  # the same while many senders guess
ATTACK, ATTACK_WITHIN = 100, 60.0  # wrong passwords of all senders in so many seconds are an attack
WAITS = (60.0, 120.0, 240.0, 480.0, 900.0)  # seconds; the last one from then on
FORGOTTEN_AFTER = 24 * 3600.0  # seconds since the last wrong password of a sender
MOST_SENDERS = 10_000  # that are remembered; the one that failed longest ago is dropped first


@dataclass
class _Sender:
    wrong: int = 0
    last: float = 0.0
    until: float = 0.0  # nothing it sends is looked at before


class Guesses:
    """How often each sender was wrong, and how long it has to wait.

    A sender is a browser that has signed in before, known by its signed cookie, or else an address
    (of IPv6 the /64, which is what one subscriber has). What an attacker can do:

    - From one address: five guesses, then one a minute, soon one in fifteen minutes, about a
      hundred a day. Nobody at another address notices.
    - From the address that others share, as in an office or behind a reverse proxy: the same, and
      those who have never signed in have to wait with it. Those who are signed in, or whose
      browser once was, do not.
    - From many addresses: each has its own five guesses, from a hundred wrong ones in a minute on
      a single one, and then waits. An address that has not failed is always looked at, so that
      nobody else is locked out; what this cannot stop, a long password does.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._senders: OrderedDict[str, _Sender] = OrderedDict()
        self._latest: deque[float] = deque(maxlen=ATTACK)
        self._lock = threading.Lock()

    def judge(self, sender: str, right: bool) -> float:
        """Count a password; returns 0, or the seconds before which none of that sender counts.

        Looking and counting are one step: a hundred guesses sent at once are not all looked at.
        """
        now = self._clock()
        with self._lock:
            known = self._senders.get(sender)
            if known is not None and now < known.until:
                return known.until - now
            if right:
                self._senders.pop(sender, None)
            else:
                self._count(sender, now)
            return 0.0

    def __len__(self) -> int:
        return len(self._senders)

    def _count(self, sender: str, now: float) -> None:
        known = self._senders.setdefault(sender, _Sender())
        if now > known.last + FORGOTTEN_AFTER:
            known.wrong = 0
        self._latest.append(now)
        attacked = len(self._latest) == ATTACK and now < self._latest[0] + ATTACK_WITHIN
        known.wrong, known.last = known.wrong + 1, now
        too_many = known.wrong - (FREE_UNDER_ATTACK if attacked else FREE)
        if too_many >= 0:
            known.until = now + WAITS[min(too_many, len(WAITS) - 1)]
        self._senders.move_to_end(sender)
        if len(self._senders) > MOST_SENDERS:
            self._senders.popitem(last=False)


def sender_of(address: str | None) -> str:
    """The sender that an address stands for."""
    try:
        parsed = ip_address(address or "")
    except ValueError:  # a socket file has none
        return ""
    if isinstance(parsed, IPv6Address):
        if parsed.ipv4_mapped is None:
            return f"{int(parsed) >> 64:x}::/64"
        parsed = parsed.ipv4_mapped
    return str(parsed)
