"""Numbers are read as people of several countries write them."""

from decimal import Decimal

import pytest

from bluepencil.engines.checks.consistency.numbers import NUMERALS, cell, figure, scaled, written


@pytest.mark.parametrize(
    ("written_as", "comma", "value", "step"),
    [
        ("1,234.5", False, "1234.5", "0.1"),
        ("1.234,5", False, "1234.5", "0.1"),
        ("1.234,5", True, "1234.5", "0.1"),
        ("1 234,5", True, "1234.5", "0.1"),
        ("1\u202f234,50", True, "1234.5", "0.01"),
        ("1'234", False, "1234", "1"),
        ("1,234", False, "1234", "1"),
        ("1,234", True, "1.234", "0.001"),
        ("1.234", True, "1234", "1"),
        ("1.234", False, "1.234", "0.001"),
        ("0,125", False, "0.125", "0.001"),
        ("12.500.000", True, "12500000", "1"),
        ("7", False, "7", "1"),
    ],
)
def test_digits_and_separators(written_as, comma, value, step):
    amount = figure(written_as, comma)
    assert (amount.value, amount.step) == (Decimal(value), Decimal(step))


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("1,240", "1240", ""),
        ("(150)", "-150", ""),
        ("−30", "-30", ""),
        ("€ 1,200", "1200", "€"),
        ("1,200 EUR", "1200", "EUR"),
        ("45 %", "45", "%"),
        ("12 kg", "12", "kg"),
        ("$1.5M", "1500000", "$"),
        ("3 680 W", "3680", "W"),
    ],
)
def test_a_cell_that_says_one_amount(text, value, unit):
    amount = cell(text, comma=False)
    assert (amount.value, amount.unit) == (Decimal(value), unit)


@pytest.mark.parametrize(
    "text", ["", "n/a", "about 12", "10–12", "3/4", "2026-05-01", "12 (3)", "1.2.3", "(12", "v3"]
)
def test_a_cell_that_says_anything_else_is_no_amount(text):
    assert cell(text, comma=False) is None


def test_words_of_scale():
    assert scaled(figure("9.2", comma=False), "K").value == 9200
    assert scaled(figure("1.5", comma=False), "million").value == 1_500_000
    assert scaled(figure("1.5", comma=False), "dozen") is None


@pytest.mark.parametrize(
    ("word", "value"),
    [("twelve", 12), ("forty-two", 42), ("dreißig", 30), ("fünfundzwanzig", 25), ("quinze", 15),
     ("treinta y dos", 32), ("mười", 10)],
)  # fmt: skip
def test_numbers_in_words(word, value):
    assert NUMERALS[word] == value


def test_a_result_is_written_with_no_more_decimals_than_it_needs():
    assert [written(Decimal(value), 2) for value in ("1240", "0.5", "2.675", "100.00")] == [
        "1,240", "0.5", "2.68", "100",
    ]  # fmt: skip
