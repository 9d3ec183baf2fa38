"""Languages: found out from a text, or named by a code."""

import pytest

from bluepencil.engines.text.languages import (
    LANGUAGES,
    UNKNOWN,
    language_of,
    unknown_note,
    words_of,
)

TEXTS = {
    "en": "The pump was replaced because it had been leaking for a week.",
    "de": "Die Pumpe wurde ersetzt, weil sie seit einer Woche nicht mehr dicht war.",
    "fr": "La pompe a été remplacée parce qu'elle fuyait depuis une semaine.",
    "es": "La bomba fue reemplazada porque tenía una fuga desde hace una semana.",
    "vi": "Máy bơm đã được thay vì nó bị rò rỉ trong một tuần.",
}


@pytest.mark.parametrize("code", TEXTS)
def test_a_text_says_which_language_it_is_in(code):
    assert language_of(TEXTS[code]).code == code


@pytest.mark.parametrize("code", ["de", "DE", "de-AT", "de-Latn-CH"])
def test_a_code_decides_whatever_the_text(code):
    assert language_of(TEXTS["en"], code).code == "de"


def test_what_is_not_known_is_said():
    for text, code in (
        ("Pompa została wymieniona, ponieważ przeciekała.", ""),
        ("x", "pl"),
        ("", ""),
    ):
        assert language_of(text, code) is UNKNOWN
    assert "“pl”" in unknown_note(UNKNOWN, "pl")[0]
    assert unknown_note(LANGUAGES["de"], "de") == ()


def test_lists_are_of_single_lower_case_words():
    assert words_of("a  b\n c") == {"a", "b", "c"}
    for language in LANGUAGES.values():
        for word in language.stop_words | language.abbreviations:
            assert word == word.lower()
