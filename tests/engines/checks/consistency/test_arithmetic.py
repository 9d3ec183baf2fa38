"""Sums that are written out, and numbers in words and figures."""

import pytest

from bluepencil.engines.checks.consistency.arithmetic import wrong_arithmetic
from tests.engines.checks.consistency.conftest import found, quotes


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("We bought 14 chairs and 6 tables: 14 + 6 = 22 pieces.", "22"),
        ("The dose is 3 × 4 = 13 mg.", "13"),
        ("What is left is 1,200 − 350 = 950.", "950"),
        ("The tenant has thirty (40) days.", "thirty (40)"),
        ("We keep 5 (six) copies.", "5 (six)"),
        ("It has twenty-five (24) seats.", "twenty-five (24)"),
        ("Der Mieter zahlt binnen dreißig (20) Tagen.", "dreißig (20)"),
        ("Le délai est de quinze (10) jours.", "quinze (10)"),
        ("El plazo es de treinta y dos (30) días.", "treinta y dos (30)"),
        ("Có mười (12) xe.", "mười (12)"),
    ],
)
def test_a_result_or_a_number_that_is_wrong(text, wrong):
    assert quotes(wrong_arithmetic, text) == [wrong]


@pytest.mark.parametrize(
    "text",
    [
        "14 + 6 = 20 and 3 × 4 = 12 and 1.5 + 1.5 = 3 and 2.4 × 3.1 = 7.4.",
        "a + 6 = 22 and x1 + 3 = 9",
        "1 + 2 + 3 = 6 + 1 in that order",
        "The tenant has thirty (30) days, 5 (five) of them in May.",
        "It was shown twice (3), in two (12) and again in others (14), and more (15).",
        "Twenty (2026) is a year.",
    ],
)
def test_what_is_right_or_no_arithmetic(text):
    assert quotes(wrong_arithmetic, text) == []


def test_it_says_what_the_sum_is():
    (one,) = found(wrong_arithmetic, "In all 12 + 7 = 20 boxes.")
    assert one.description == "12 + 7 is 19, not 20."
    assert one.also[0].quote == "12 + 7"
