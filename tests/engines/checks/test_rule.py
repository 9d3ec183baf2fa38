"""Patterns of rules: the same matches in any case, fast or not."""

import re

import pytest

from bluepencil.engines.checks.rule import matches


@pytest.mark.parametrize("text", ["As soon as possible.", "ASAP, as SOON as possible", "nothing"])
def test_small_letters_find_what_any_case_finds(text):
    pattern = re.compile(r"\bas soon as possible\b|\basap\b", re.IGNORECASE)
    found = [match.span() for match in matches(pattern)(text)]
    assert found == [match.span() for match in pattern.finditer(text)]


def test_a_text_that_grows_in_small_letters_keeps_its_places():
    text = "İİİ soon"
    (match,) = matches(re.compile("soon", re.IGNORECASE))(text)
    assert text[match.start() : match.end()] == "soon"


def test_a_pattern_that_speaks_of_capitals_sees_them():
    pattern = re.compile(r"(?-i:Ada) lund", re.IGNORECASE)
    assert len(list(matches(pattern)("Ada LUND and ada lund"))) == 1
