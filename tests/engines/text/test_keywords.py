"""Keywords: what a text keeps coming back to, each once, as it is written there."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluepencil.engines.text.keywords import keywords
from bluepencil.engines.text.languages import LANGUAGES, language_of

TEXT = """The HPLC method for paracetamol tablets was validated again after the column was changed.
The new column separates paracetamol from its degradation products. Method validation covered
accuracy, precision and linearity. The HPLC method was transferred to the Leiden site, where the
degradation products were measured on three days. The Leiden site reported no deviation."""


def found(text=TEXT, most=8, code="en"):
    return keywords(text, most, LANGUAGES[code], lambda share: None)


def test_the_terms_of_the_text_are_found_as_they_are_written():
    best = found()
    assert {"degradation products", "Leiden site"} <= set(best)
    assert any("HPLC" in one for one in best) and any("paracetamol" in one for one in best)
    for one in best:
        assert one in " ".join(TEXT.split())


def test_none_begins_or_ends_with_a_small_word():
    for one in found(most=30):
        for end in (one.split()[0], one.split()[-1]):
            assert end.casefold() not in LANGUAGES["en"].stop_words


def test_none_says_again_what_another_says():
    best = [set(one.casefold().split()) for one in found(most=20)]
    for number, one in enumerate(best):
        assert one not in best[:number]
    assert len([one for one in best if "degradation" in one]) == 1


@pytest.mark.parametrize("most", [1, 3, 100])
def test_there_are_at_most_so_many_the_best_first(most):
    assert found(most=most) == found(most=100)[:most]


@pytest.mark.parametrize(
    ("code", "text", "expected"),
    [
        ("de", "Die Kläranlage reinigt Abwasser. Das Abwasser der Stadt fließt in die Kläranlage.",
         {"Kläranlage", "Abwasser"}),
        ("fr", "Le parking relais ouvre en mai. L'accès au parking relais est gratuit.",
         {"parking relais"}),
        ("es", "La planta solar produce energía. La planta solar está en Sevilla.",
         {"planta solar"}),
        ("vi", "Nhà máy xử lý nước thải đã mở. Thành phố cần nhà máy xử lý nước thải này.",
         {"Nhà máy xử lý nước thải"}),
    ],
)  # fmt: skip
def test_every_language_has_its_terms(code, text, expected):
    best = {one.casefold() for one in found(text, 5, code)}
    assert {one.casefold() for one in expected} <= best


def test_a_text_of_small_words_has_none():
    assert found("It is what it is, and that is that. 12 + 3.") == []


def test_progress_is_told():
    told = []
    keywords(TEXT * 300, 5, LANGUAGES["en"], told.append)
    assert told == sorted(told) and len(told) > 3


@given(st.text(max_size=300), st.integers(1, 10))
def test_any_text_has_keywords_without_repetitions(text, most):
    best = keywords(text, most, language_of(text), lambda share: None)
    assert len(best) <= most and len({one.casefold() for one in best}) == len(best)
