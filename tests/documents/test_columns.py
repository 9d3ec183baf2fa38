"""Columns of running text that a page prints row by row."""

from bluepencil.documents.columns import read_by_column
from bluepencil.documents.printed import PrintedLine


def rows(*texts: str) -> list[PrintedLine]:
    return [
        PrintedLine(text, 60, 740 - 14 * at, 11, False, (60, 330) if "\t" in text else ())
        for at, text in enumerate(texts)
    ]


def texts(*lines: str) -> list[str]:
    return [line.text for line in read_by_column(rows(*lines))]


def test_sentences_that_go_on_from_row_to_row_are_columns():
    assert texts(
        "Minutes",
        "The committee read the\tIt then approved a",
        "annual report and found\tbudget for the coming",
        "that the pump had run.\tyear at noon.",
    ) == [
        "Minutes",
        "The committee read the",
        "annual report and found",
        "that the pump had run.",
        "It then approved a",
        "budget for the coming",
        "year at noon.",
    ]


def test_a_table_stays_a_table():
    table = ("Owner\tDue", "Ferro\t12 May", "Lind\tsoon", "Okoro\tdone")
    assert texts(*table) == list(table)


def test_two_rows_are_not_enough():
    two = ("The committee read the\tIt then approved a", "annual report.\tbudget.")
    assert texts(*two) == list(two)


def test_columns_at_other_places_are_another_table():
    lines = rows("The seal broke and\tit was old", "nobody saw it\tand worn", "until noon\tby then")
    moved = lines[1]._replace(columns=(60, 400))
    assert read_by_column([lines[0], moved, lines[2]]) == [lines[0], moved, lines[2]]


def test_an_empty_cell_is_no_line():
    lines = rows("The seal broke and\tit was old", "nobody saw it\tand worn", "until noon\tby then")
    lines[1] = lines[1]._replace(text="nobody saw it\t")
    assert all(line.text for line in read_by_column(lines))
