"""The words that a search looks for."""

import pytest

from bluepencil.documents.words import words_in, words_of
from tests.conftest import document


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Größe, CAFÉ!", {"grosse", "cafe"}),
        ("P7-b_2", {"p7", "b", "2"}),
        ("三時", {"三", "時"}),
        ("ﬁnd", {"find"}),
        ("", set()),
    ],
)
def test_words_are_lower_case_without_accents(text, words):
    assert words_of(text) == words


def test_of_a_very_long_word_only_the_beginning_counts():
    assert words_of("a" * 1_000) == words_of("a" * 64)


def test_the_names_of_sections_are_words_of_the_document():
    assert words_in(document(("Cause", "It broke."))) == {"cause", "it", "broke"}
