"""Rows that break the arithmetic of their table."""

import pytest

from bluepencil.engines.checks.consistency.sums import wrong_sums
from tests.engines.checks.consistency.conftest import found, quotes, table


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (table("Part | Qty | Price | Amount", "a | 3 | 12.50 | 37.50", "b | 2 | 40.00 | 80.00",
               "c | 7 | 9.90 | 69.30", "d | 4 | 15.00 | 65.00"), ["65.00"]),
        (table("Month | Before | After | Change", "Jan | 120 | 90 | -30", "Feb | 140 | 95 | -45",
               "Mar | 150 | 99 | -51", "Apr | 131 | 101 | -40"), ["-40"]),
        (table("Run | Passed | Failed | Run", "a | 10 | 2 | 12", "b | 14 | 1 | 15",
               "c | 9 | 3 | 13", "d | 20 | 0 | 20", "e | 17 | 7 | 24"), ["13"]),
        (table("Risk | Likelihood | Impact | Score", "a | 3 | 4 | 12", "b | 2 | 5 | 10",
               "c | 4 | 4 | 18", "d | 5 | 3 | 15"), ["18"]),
        (table("Failure | S | O | D | RPN", "a | 5 | 4 | 3 | 60", "b | 2 | 7 | 5 | 70",
               "c | 8 | 2 | 6 | 92", "d | 9 | 3 | 4 | 108"), ["92"]),
        (table("Site | Hits | Tries | Rate", "a | 12 | 48 | 25 %", "b | 30 | 60 | 50 %",
               "c | 14 | 40 | 45 %", "d | 9 | 90 | 10 %"), ["45 %"]),
        (table("Dept | Staff | Share", "A | 50 | 25 %", "B | 60 | 30 %", "C | 40 | 25 %",
               "D | 50 | 25 %", "Total | 200 | 100 %"), ["25 %"]),
    ],
)  # fmt: skip
def test_a_cell_that_is_not_what_the_other_rows_make_of_theirs(text, wrong):
    assert quotes(wrong_sums, text) == wrong


@pytest.mark.parametrize(
    "text",
    [
        table("Run | A | B | C", "a | 1 | 2 | 3", "b | 2 | 2 | 4", "c | 3 | 1 | 4",
              "d | 1 | 1 | 3"),  # small numbers add up by chance
        table("Day | Low | High | Mean", "a | 10 | 20 | 15", "b | 12 | 28 | 20",
              "c | 14 | 26 | 20", "d | 9 | 33 | 22"),
        table("Site | Hits | Tries | Rate", "a | 12 | 48 | 25 %", "b | 1 | 3 | 33.3 %",
              "c | 2 | 3 | 66.7 %", "d | 9 | 90 | 10 %"),
        table("Part | Qty | Price | Amount", "a | 3 | 12.50 | 37.50", "b | 2 | 40.00 | 72.00",
              "c | 7 | 9.90 | 62.00", "d | 4 | 15.00 | 55.00"),  # a rebate on some
    ],
)  # fmt: skip
def test_columns_that_are_not_tied_to_each_other(text):
    assert quotes(wrong_sums, text) == []


def test_it_says_what_the_row_would_make_and_points_at_its_figures():
    text = table("Part | Qty | Price | Amount", "a | 3 | 12.50 | 37.50", "b | 2 | 40.00 | 80.00",
                 "c | 7 | 9.90 | 69.30", "d | 4 | 15.00 | 65.00")  # fmt: skip
    (one,) = found(wrong_sums, text)
    assert one.description == "In the row “d” 4 times 15.00 is 60; the table says 65.00."
    assert [place.quote for place in one.also] == ["4", "15.00"]


def test_a_total_that_counts_the_right_figure_is_not_told_as_well():
    text = table("Part | Qty | Price | Amount", "a | 3 | 12.50 | 37.50", "b | 2 | 40.00 | 80.00",
                 "c | 7 | 9.90 | 69.30", "d | 4 | 15.00 | 65.00", "Total | | | 246.80")  # fmt: skip
    assert quotes(wrong_sums, text) == ["65.00"]
