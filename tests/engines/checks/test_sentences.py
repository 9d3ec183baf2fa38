"""Sentences: where they end in five languages, and full stops that end none."""

import pytest

from bluepencil.engines.checks.sentences import sentences


def split(text):
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "It runs on crates.io 3.6.0b4 since May.",
        "See e.g. Ada Lund, i.e. the head of Fig. 3, for the approx. 40 kg.",
        "Dr. Ada B. Lund et al. met Mr. Ott at 5 p.m. on No. 7.",
        "1. Replace the pump.",
        "Am 3. Mai wurde z. B. die Pumpe Nr. 4 ersetzt, d. h. die kleine.",
        "M. Dupont a vu p. ex. Mme Curie, cf. chap. 3, à 14 h.",
        "El Sr. Pérez vio p. ej. a la Sra. Gómez en la pág. 3.",
        "ThS. Nguyễn và TP. Hồ Chí Minh.",
        "And then... nothing came.",
    ],
)
def test_it_is_one_sentence(text):
    assert split(text) == [text]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("It took 90 ms. Support was told. It was at 0.4 °C. From then on it rose.", 4),
        ("Was it off? Yes! “It was.” Then it ran.", 4),
        ("Die Pumpe stand. Es gab 3 Alarme. Ärzte kamen.", 3),
        ("La pompe est arrêtée. Écoutez ! L'eau monte.", 3),
        ("¿Paró la bomba? Sí. ¡Paró!", 3),
        ("Máy bơm dừng. Áp suất giảm. Đã báo.", 3),
        ("It rose in plan B. The rest fell, etc. The end.", 3),
        ("One line\nanother line", 2),
    ],
)
def test_they_are_several(text, number):
    assert len(split(text)) == number


def test_a_text_without_full_stops_is_cut_between_words():
    text = "pump " * 2_000
    parts = split(text)
    assert 2 <= len(parts) < 5
    assert " ".join(parts).split() == text.split()
    assert "".join(split("x" * 9_000)) == "x" * 9_000


def test_white_space_around_them_is_left_out():
    assert split("  One.   Two. \n\n  Three.  ") == ["One.", "Two.", "Three."]
