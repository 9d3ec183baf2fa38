"""Passages found by the words of a question."""

import pytest

from bluepencil.documents.search import best, terms

PASSAGES = [
    ("People", "The supervisor was called by the operator at 14:10."),
    ("Power", "The UPS was tested on 3 March 2026."),
    ("Power", "Nobody called."),
    ("Cause", "Nobody called."),
]


def test_the_best_match_comes_first():
    assert best(PASSAGES, "Who called the supervisor?")[0] == 0
    assert best(PASSAGES, "When was the UPS tested?") == [1]


def test_words_match_in_other_forms():
    assert best(PASSAGES, "Which tests were there?") == [1]


def test_on_equal_terms_the_section_being_read_comes_first():
    assert best(PASSAGES[2:], "Who called?", near="Cause") == [1, 0]
    assert best(PASSAGES[2:], "Who called?", near="Power") == [0, 1]


def test_no_more_than_wanted():
    assert len(best(PASSAGES, "called", most=2)) == 2


@pytest.mark.parametrize(
    "hostile", ["who's", "a AND", "NEAR(", '"', "power*", "words:", "(called", "-", "^", "tea OR"]
)
def test_no_question_is_an_error_of_the_index(hostile):
    assert set(best(PASSAGES, hostile)) <= {0, 1, 2, 3}


def test_words_that_say_nothing_find_nothing():
    assert terms("What is it about, and why?") == []
    assert best(PASSAGES, "What is it about, and why?") == []
