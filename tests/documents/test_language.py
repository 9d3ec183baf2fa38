"""The language of a text."""

import pytest

from bluepencil.documents.language import language_of


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The pump was off and it had to be changed by the team"),
        ("de", "Die Pumpe war aus und sie wurde nicht durch das Team ersetzt"),
        ("fr", "La pompe est en panne et elle a été remplacée par une équipe dans la nuit"),
        ("es", "La bomba se paró y fue sustituida por el equipo con una pieza de los otros"),
        ("vi", "Máy bơm đã dừng và được thay thế bởi các nhân viên của nhà máy trong đêm"),
        ("en", "valve pump tank"),
    ],
)
def test_it_is_told_by_the_frequent_words(language, text):
    assert language_of(text.lower().split()) == language


def test_a_few_foreign_words_change_nothing():
    text = "the chief of the Banque de France and of the Crédit du Nord is in the room"
    assert language_of(text.split()) == "en"


def test_too_few_words_are_in_the_language_given():
    assert language_of(["pompe"], "fr") == "fr"
