"""Numbers, durations, moments and money in words."""

import time

import pytest

from bluepencil.values import plural
from bluepencil.web.formatting import ago, duration, money


@pytest.mark.parametrize(
    ("number", "expected"), [(0, "0 tasks"), (1, "1 task"), (2000, "2,000 tasks")]
)
def test_a_number_of_things_has_its_plural_and_its_commas(number, expected):
    assert plural(number, "task") == expected


@pytest.mark.parametrize(
    ("seconds", "expected"),
    [(0, "0.0 s"), (-3, "0.0 s"), (0.44, "0.4 s"), (0.97, "1 s"), (12.3, "12 s"), (59, "59 s"),
     (96, "2 min"), (3500, "58 min"), (5401, "2 h"), (36 * 3600, "2 days"), (1e6, "12 days")],
)  # fmt: skip
def test_a_duration_is_rough(seconds, expected):
    assert duration(seconds) == expected


def test_a_moment_is_how_long_ago_it_was():
    assert ago(time.time() + 5) == "just now"
    assert ago(time.time() - 120) == "2 min ago"
    assert ago("2020-01-01T00:00:00Z").endswith(" days ago")


def test_money_is_to_the_cent():
    amounts = [money(dollars) for dollars in (0.0, 0.001, 0.42, 1234.5)]
    assert amounts == ["$0.00", "less than $0.01", "$0.42", "$1,234.50"]
