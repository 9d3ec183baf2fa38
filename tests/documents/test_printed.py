"""Printed lines and their sizes."""

import pytest

from bluepencil.documents.printed import Page, PrintedLine, is_larger, text_size


def line(text: str, size: float) -> PrintedLine:
    return PrintedLine(text, 72, 700, size, False)


def test_the_size_of_the_text_is_that_of_most_characters():
    lines = [line("A", 20), line("B", 20), line("A long line of text", 11)]
    assert text_size([Page(lines, 0, 842)]) == 11
    assert text_size([]) == 0


@pytest.mark.parametrize(("size", "expected"), [(11, False), (12, False), (13, True)])
def test_a_heading_is_clearly_larger(size, expected):
    assert is_larger(line("Cause", size), 11) is expected
