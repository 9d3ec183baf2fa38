"""Page headers, footers and page numbers are removed on evidence only."""

import pytest

from bluepencil.documents.margins import without_headers_and_footers
from bluepencil.documents.printed import Page, PrintedLine


def line(text: str, y: float, size: float = 11, bold: bool = False) -> PrintedLine:
    return PrintedLine(text, 60, y, size, bold)


def kept(*pages: list[PrintedLine]) -> list[list[str]]:
    """What is left of pages of A4 that have these lines besides their text."""
    text = [line(f"Text {at}", 700 - 14 * at) for at in range(4)]
    made = [Page([*page, *text], 0, 842) for page in pages]
    left = without_headers_and_footers(made, 11)
    return [[one.text for one in page if not one.text.startswith("Text ")] for page in left]


def test_what_most_pages_repeat_in_the_margin_is_removed():
    pages = [[line("Confidential", 800), line(f"Report 7 – page {at}", 40, 9)] for at in (1, 2, 3)]
    assert kept(*pages) == [[], [], []]


@pytest.mark.parametrize("style", ["{}", "- {} -", "Page {}", "{} of 9", "{}/9", "Seite {} von 9"])
def test_numbers_that_count_with_the_pages_are_removed(style):
    assert kept(*([line(style.format(at), 30)] for at in (4, 5, 6))) == [[], [], []]


def test_roman_page_numbers_count_too():
    assert kept(*([line(number, 30)] for number in ("iii", "iv", "v"))) == [[], [], []]


@pytest.mark.parametrize("text", ["1,487.50", "42", "1.5", "237", "# 4 bar"])
def test_a_number_at_the_foot_of_a_single_page_stays(text):
    assert kept([line(text, 30)]) == [[text]]


def test_the_number_of_a_single_page_does_not():
    assert kept([line("1", 30)]) == [[]]


def test_numbers_that_do_not_count_stay():
    assert kept(*([line(number, 30)] for number in ("17", "4", "99"))) == [["17"], ["4"], ["99"]]


def test_what_is_repeated_outside_of_the_margin_stays():
    pages = [[line("Risk accepted: yes", 100)] for _ in range(3)]
    assert kept(*pages) == [["Risk accepted: yes"]] * 3


def test_what_is_repeated_at_other_heights_stays():
    pages = [[line("See above.", 20 + 15 * at)] for at in range(3)]
    assert kept(*pages) == [["See above."]] * 3


@pytest.mark.parametrize(("size", "bold"), [(18, False), (11, True)])
def test_headings_that_count_with_the_pages_stay(size, bold):
    pages = [[line(f"Finding {at}", 800, size, bold)] for at in (1, 2, 3)]
    assert kept(*pages) == [["Finding 1"], ["Finding 2"], ["Finding 3"]]


def test_only_the_outermost_lines_can_be_headers():
    pages = [[line(text, 830 - 14 * at) for at, text in enumerate("ABC")] for _ in range(3)]
    assert kept(*pages) == [["C"]] * 3
