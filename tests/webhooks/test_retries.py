"""Retries: later each time, never before the receiver asks, and not for ever."""

import pytest

from bluepencil.webhooks.record import Answer, Delivery
from bluepencil.webhooks.retries import FIRST, TRIES, settled

FINE = Answer(204, 0.1, None)
BROKEN = Answer(500, 0.1, "It answered 500.")


def delivery(tries=1, type="task.succeeded"):
    return Delivery("msg_1", "local", "wh_1", "wh_1", "http://x/", type, "{}", 0.0, tries=tries)


def test_what_was_received_is_done_with():
    after = settled(delivery(), FINE, 100.0, 0.5)
    assert (after.state, after.next_at, after.lease_until) == ("delivered", None, 0.0)


def test_each_try_waits_longer_than_the_one_before_up_to_hours():
    waits = [settled(delivery(n), BROKEN, 0.0, 0.5).next_at for n in range(1, TRIES)]
    assert waits[0] == FIRST and waits == sorted(waits) and waits[-1] == 8 * 3600
    assert 12 * 3600 < sum(waits) < 48 * 3600


def test_chance_moves_a_try_a_little():
    soon, late = (settled(delivery(3), BROKEN, 0.0, chance).next_at for chance in (0.0, 1.0))
    assert soon == 0.75 * 32 and late == 1.25 * 32


@pytest.mark.parametrize(("asked", "wait"), [(90.0, 90.0), (0.5, FIRST), (1e9, 24 * 3600.0)])
def test_a_receiver_may_ask_for_more_time_within_bounds(asked, wait):
    after = settled(delivery(), BROKEN._replace(retry_after=asked), 0.0, 0.5)
    assert (after.state, after.next_at) == ("waiting", wait)


@pytest.mark.parametrize(
    ("given", "answer"),
    [
        (delivery(TRIES), BROKEN),
        (delivery(), Answer(410, 0.1, "It is gone (410).")),
        (delivery(type="webhook.test"), BROKEN),
    ],
    ids=["the last try", "gone", "a test"],
)
def test_what_is_hopeless_is_given_up(given, answer):
    after = settled(given, answer, 0.0, 0.5)
    assert (after.state, after.next_at) == ("dead", None)
