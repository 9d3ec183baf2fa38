"""The plain values that every layer shares."""

import re
from datetime import UTC, datetime

import pytest

from bluepencil.values import new_id, plural, rfc3339


def test_ids_are_all_different_and_fit_into_an_address():
    ids = {new_id() for _ in range(1000)}
    assert len(ids) == 1000
    assert all(re.fullmatch(r"[0-9a-f]{32}", one) for one in ids)


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (0, "1970-01-01T00:00:00.000Z"),
        (1_764_307_800.5, "2025-11-28T05:30:00.500Z"),
        (1_764_307_800.0004, "2025-11-28T05:30:00.000Z"),
        (-1, "1969-12-31T23:59:59.000Z"),
    ],
)
def test_a_time_is_written_in_utc_to_the_millisecond(moment, text):
    assert rfc3339(moment) == text


def test_a_time_can_be_read_back():
    moment = 1_764_307_800.123
    assert datetime.fromisoformat(rfc3339(moment)) == datetime.fromtimestamp(moment, UTC)


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0 tasks"), (1, "1 task"), (2, "2 tasks"), (2000, "2,000 tasks")],
)
def test_a_number_of_things_is_written_as_one_says_it(number, text):
    assert plural(number, "task") == text
