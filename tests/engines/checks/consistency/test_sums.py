"""Totals of tables."""

import pytest

from bluepencil.engines.checks.consistency.sums import wrong_sums
from tests.engines.checks.consistency.conftest import found, quotes, table

GERMAN = "Die Kosten der Anlage sind in der Tabelle und nicht im Text, der von der Firma ist.\n\n"
FRENCH = "Les coûts de la ligne sont dans le tableau et les autres sur la page du site.\n\n"
VIETNAMESE = "Chi phí của dự án được nêu trong bảng và không có trong phần này.\n\n"


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        (table("Ward | Beds", "North | 24", "South | 31", "West | 18", "Total | 83"), ["83"]),
        (table("Item | EUR", "Steel | 1,250.00", "Labour | 3,400.50", "Sum | 4,605.50"),
         ["4,605.50"]),
        (table("Item | Amount", "Income | 1,200", "Fees | (150)", "Grants | 300",
               "Net total | 1,450"), ["1,450"]),
        (table("Severity | Count", "High | 3", "Medium | 7", "Low | 11", "Total findings | 22"),
         ["22"]),
        (table("Cause | Share", "Wear | 45 %", "Dirt | 30 %", "Other | 15 %", "Total | 100 %"),
         ["100 %"]),
        (GERMAN + table("Posten | Menge", "Schrauben | 1.200", "Muttern | 1.150",
                        "Gesamt | 2.450"), ["2.450"]),
        (FRENCH + table("Poste | Montant", "Salaires | 12 500", "Loyer | 3 200",
                        "Total | 15 800"), ["15 800"]),
        (VIETNAMESE + table("Khoản | Số tiền", "Lương | 12.500.000", "Thuê | 3.200.000",
                            "Tổng cộng | 15.800.000"), ["15.800.000"]),
        (table("Region | 2023 | 2024", "North | 410 | 455", "South | 388 | 401",
               "Total | 798 | 865"), ["865"]),
        (table("Site | Q1", "A | 5", "B | 6", "Subtotal | 11", "C | 7", "D | 9", "Subtotal | 15",
               "Grand total | 27"), ["15"]),
    ],
)  # fmt: skip
def test_a_total_that_is_not_the_sum(text, wrong):
    assert quotes(wrong_sums, text) == wrong


@pytest.mark.parametrize(
    "text",
    [
        table("Ward | Beds", "North | 24", "South | 31", "West | 18", "Total | 73"),
        table("Share | %", "A | 33.3", "B | 33.3", "C | 33.3", "Total | 100"),
        table("Market | Sales (millions)", "A | 1.2", "B | 2.3", "C | 3.4", "Total | 7.0"),
        table("City | Population", "A | 12,401", "B | 8,777", "C | 30,120", "Total | 51,299"),
        table("Month | Users", "Jan | 120", "Feb | 140", "Mar | 150", "Total | 150"),
        table("Test | Score", "A | 6.5", "B | 7", "C | 9", "Total | 7.5"),
        table("Step | Rate per hour", "A | 12", "B | 14", "C | 9", "Total | 40"),
        table("Age | People", "All | 90", "of which under 18 | 30", "of which over 65 | 20",
              "Total | 120"),
        table("Metric | Value", "Total requests | 1000", "Failed requests | 10",
              "Total time | 12"),
        table("Top 3 customers | Sales", "A | 10", "B | 9", "C | 8", "Total | 250"),
        table("Item | Cost", "A | 2 h", "B | 30 min", "Total | 3 h"),
        table("Site | Q1", "A | 5", "B | 6", "Subtotal | 11", "C | 7", "D | 9", "Subtotal | 16",
              "Grand total | 27"),
        table("Item | Sum", "A | 3", "B | n/a", "C | 4", "Total | 7"),
        table("Version | Year", "One | 2019", "Two | 2020", "Total | 2"),
        table("Check | Passed", "A | 100%", "B | 100%", "C | 100%", "Total | 100%"),
    ],
)  # fmt: skip
def test_a_total_that_is_right_rounded_or_none(text):
    assert quotes(wrong_sums, text) == []


def test_a_wrong_total_says_what_the_rows_add_up_to_and_points_at_them():
    (one,) = found(wrong_sums, table("Line | Vials", "1 | 500", "2 | 740", "Total | 1,420"))
    assert one.description == "The rows of “Vials” add up to 1,240; the total says 1,420."
    assert [place.quote for place in one.also] == ["500", "740"]
    assert (one.severity, one.rule) == ("high", "wrong-total")


@pytest.mark.parametrize(
    ("rows", "wrong"),
    [
        (("A | 3 | 9 | 12", "B | 4 | 7 | 12", "C | 1 | 5 | 6"), ["12"]),
        (("A | 3 | 9 | 12", "B | 4 | 7 | 11", "C | 1 | 5 | 6"), []),
        (("A | 3 | 9 | 20", "B | 4 | 7 | 31", "C | 1 | 5 | 6"), []),  # the total of something else
    ],
)
def test_a_column_of_totals(rows, wrong):
    assert quotes(wrong_sums, table("Team | Open | Closed | Total", *rows)) == wrong


def test_a_figure_that_puts_its_row_and_its_column_out_is_one_finding():
    text = table(
        "Item | Jan | Feb | Total", "a | 10 | 20 | 30", "b | 15 | 52 | 40", "c | 5 | 5 | 10",
        "Total | 30 | 50 | 80",
    )  # fmt: skip
    assert quotes(wrong_sums, text) == ["52"]


def test_a_row_total_that_the_grand_total_repeats_is_one_finding():
    text = table(
        "Item | Jan | Feb | Total", "a | 10 | 20 | 30", "b | 15 | 25 | 50", "c | 5 | 5 | 10",
        "Total | 30 | 50 | 90",
    )  # fmt: skip
    assert quotes(wrong_sums, text) == ["50"]
