"""When a message is sent again, and when it is given up; pure rules."""

from __future__ import annotations

from dataclasses import replace

from bluepencil.webhooks.record import Answer, Delivery

TRIES = 10
FIRST = 2.0  # seconds until the second try, give or take the jitter
_FACTOR = 4.0
_LONGEST = 8 * 3600.0
_JITTER = 0.25  # a share of the delay
_ASKED = 24 * 3600.0  # seconds that a receiver may ask to wait
TEST = "webhook.test"  # somebody looks at what comes of it: it is tried once
GONE = 410


def settled(delivery: Delivery, answer: Answer, now: float, chance: float) -> Delivery:
    """The delivery after a try that had that answer; `chance` is random, from 0 to 1."""
    if answer.error is None:
        return replace(delivery, state="delivered", next_at=None, lease_until=0.0)
    if delivery.type == TEST or delivery.tries >= TRIES or answer.status == GONE:
        return replace(delivery, state="dead", next_at=None, lease_until=0.0)
    wait = min(FIRST * _FACTOR ** (delivery.tries - 1), _LONGEST)
    wait *= 1 + _JITTER * (2 * chance - 1)
    wait = max(wait, min(answer.retry_after or 0.0, _ASKED))
    return replace(delivery, next_at=now + wait, lease_until=0.0)
