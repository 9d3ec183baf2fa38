"""Multiples of a value."""

import pytest

from bluepencil.engines.checks.consistency.multiples import wrong_multiples
from tests.engines.checks.consistency.conftest import found, quotes


@pytest.mark.parametrize(
    "text",
    [
        "The rate is 9.2K per minute, about twice 4.71K per second.",
        "The new pump moves 90 litres, twice the 30 litres of the old one.",
        "We serve 30K requests per minute, roughly three times the old 10K requests per second.",
        "At 600 requests per minute, about twice the usual 5 requests per minute, it fell over.",
    ],
)
def test_a_multiple_that_is_none(text):
    assert len(found(wrong_multiples, text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "The rate is 9.2K per second, about twice 4.71K per second.",
        "120 ms, three times the 40 ms of the old one.",
        "We are open 24x7 and 365 days.",
        "It has 90 litres, twice as often as 3 bars.",
        "600 dpi, twice a day.",
    ],
)
def test_a_multiple_that_fits_or_no_multiple(text):
    assert quotes(wrong_multiples, text) == []


def test_it_says_how_many_times_it_is():
    (one,) = found(wrong_multiples, "It moves 90 litres, twice the 30 litres of the old one.")
    assert one.description == "90 is 3.0 times 30, not twice."
