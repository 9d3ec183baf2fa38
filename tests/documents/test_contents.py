"""Tables of contents, and what only looks like one."""

import pytest

from bluepencil.documents.contents import is_entry, is_table_of_contents


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 Scope ........ 3", True),
        ("Scope . . . . . 3", True),
        ("Preface .... iv", True),
        ("Scope ... 3", False),
        ("Scope ........", False),
        ("Pump ........ 4.50", False),
        ("It ended....", False),
        ("." * 50_000 + "q", False),
    ],
)
def test_an_entry_ends_in_a_leader_and_a_page_number(text, expected):
    assert is_entry(text) is expected


def entries(*pages: object) -> list[str]:
    return [f"Entry ........ {page}" for page in pages]


@pytest.mark.parametrize(
    ("pages", "heading", "expected"),
    [
        ((1, 2, 4), "", True),
        ((1, 2, 4), "Contents", True),
        ((1, 40), "Inhaltsverzeichnis:", True),
        (("iii", 1, 2), "", True),
        ((1, 2), "", False),
        ((12, 8, 95), "", False),
        ((12, 8, 95), "Contents", False),
        ((5, 8, 12), "Price list", False),
    ],
)
def test_page_numbers_do_not_decrease_and_are_in_the_document(pages, heading, expected):
    assert is_table_of_contents(entries(*pages), heading, 4) is expected
