"""Tokens: words, numbers and marks, and what stays one token."""

from bluepencil.engines.checks.tokens import tokens


def words(text):
    return [one.word for one in tokens(text)]


def test_words_and_marks_stand_alone():
    assert words("The pump, it’s off.") == ["the", "pump", ",", "it's", "off", "."]


def test_what_is_joined_stays_one_token():
    joined = ["well-known", "5,400", "crates.io", "08:15", "a/b", "x@y.org", "2026-05-03"]
    assert words(" ".join(joined)) == joined


def test_offsets_count_from_the_start_of_the_text():
    text = "Ada saw it."
    (saw,) = [one for one in tokens(text, 3, 8) if one.is_word]
    assert (saw.raw, text[saw.start : saw.end]) == ("saw", "saw")
