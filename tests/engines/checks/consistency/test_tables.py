"""Tables are read as tables."""

from bluepencil.engines.checks.consistency.tables import tables
from tests.engines.checks.consistency.conftest import reading, table


def read(text, comma=False):
    return list(tables(reading(text).document, comma))


def test_a_table_has_a_head_and_rows_of_amounts():
    (one,) = read(table("Ward | Beds", "North | 24", "South | 1,031", "West | none"))
    assert [cell.text for cell in one.head] == ["Ward", "Beds"]
    assert [cell.amount and int(cell.amount.value) for cell in one.column(1)] == [24, 1031, None]
    assert one.label(1) == "South"


def test_the_table_itself_tells_its_decimal_mark():
    (one,) = read(
        table("Posten | Betrag", "Stahl | 1.250,50", "Lohn | 3.400,00", "Fracht | 290,10")
    )
    assert [str(cell.amount.value) for cell in one.column(1)] == ["1250.50", "3400.00", "290.10"]


def test_a_head_alone_and_a_head_with_one_row_are_no_tables_to_check():
    assert read(table("a | b")) == read(table("a | b", "1 | 2")) == []
