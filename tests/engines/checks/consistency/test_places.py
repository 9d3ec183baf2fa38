"""Prose, and what of it is the author's own."""

from bluepencil.engines.checks.consistency.places import own_words, prose, sentence, shown
from tests.engines.checks.consistency.conftest import reading, table


def test_quotations_and_addresses_are_blanked_out_and_the_length_stays():
    text = "He said “31 June” and „30. Februar“, see https://a.example/2026-06-31 or x@y.example."
    own = own_words(text)
    assert len(own) == len(text)
    assert "June" not in own
    assert "Februar" not in own
    assert "2026" not in own


def test_code_is_no_prose_and_each_cell_is():
    read = reading("Text.\n\n```\ncode\n```\n\n" + table("a | b", "c | d"))
    assert [one.text for one in prose(read.document)] == ["Text.", "a", "b", "c", "d"]


def test_the_sentence_around_words():
    text = "First one. Here is it in 3.5 words. Last one."
    start, end = sentence(text, text.index("it"), text.index("it") + 2)
    assert text[start:end].strip() == "Here is it in 3.5 words."


def test_long_words_are_cut_where_a_description_repeats_them():
    assert shown("a\n  b") == "a b"
    assert len(shown("x" * 100)) == 60
