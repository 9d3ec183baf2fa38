"""One quantity in two units."""

import pytest

from bluepencil.engines.checks.consistency.units import wrong_units
from tests.engines.checks.consistency.conftest import found, quotes


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("The timeout is 30 s (3,000 ms).", "3,000 ms"),
        ("The tank holds 2.5 m³ (250 litres).", "250 litres"),
        ("The pipe is 2.5 km (250 m) long.", "250 m"),
        ("The backup takes 120 minutes (3 hours).", "3 hours"),
        ("We moved 1.5 TB (150 GB) of data.", "150 GB"),
        ("The part weighs 0.4 kg, i.e. 40 g.", "40 g"),
        ("The oven reaches 200 °C (302 °F).", "302 °F"),
        ("Peak load is 7,200 requests per hour, or 5 requests per second.",
         "5 requests per second"),
        ("It runs at 3 bar (300 mbar).", "300 mbar"),
    ],
)  # fmt: skip
def test_values_that_are_not_the_same(text, wrong):
    assert quotes(wrong_units, text) == [wrong]


@pytest.mark.parametrize(
    "text",
    [
        "30 s (30,000 ms), 2.5 km (2500 m), 200 °C (392 °F) and 10 km (6.2 miles).",
        "1 GB (1,024 MB) or 1 GB (1000 MB).",
        "One week (5 days) and 1 week (7 days); 1 day (8 hours); 12 months (1 year).",
        "It takes 2 h (30 min in the cold) and 3 hours (5 minutes, if you hurry).",
        "The walk is 5 km (50 min).",
        "Keep it 2 hours or 3 days.",
        "7,200 requests per hour, or 2 requests per second.",
        "60 calls per minute, or 5 errors per hour.",
    ],
)
def test_values_that_are_the_same_or_of_two_things(text):
    assert quotes(wrong_units, text) == []


def test_it_says_what_the_first_value_is_in_the_second_unit():
    (one,) = found(wrong_units, "The pipe is 2.5 km (250 m) long.")
    assert one.description == "2.5 km is 2,500 m, not 250 m."
