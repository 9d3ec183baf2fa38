"""Sentences and words, in the languages the built-in engine knows."""

import pytest

from bluepencil.engines.text.languages import LANGUAGES, UNKNOWN
from bluepencil.engines.text.sentences import count_words, first_words, sentences, stem, tokens


def split(text, code="en"):
    return [one.text for one in sentences(text, LANGUAGES.get(code, UNKNOWN))]


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        ("en", ["Dr. Hall came at 5 p.m. on Friday.", "She left early."]),
        ("en", ["It cost 3.5 million, i.e. too much.", "“Why?” he asked.", "Nobody knew!"]),
        ("en", ["See Fig. 3 for J. Smith's curve.", "It rises…", "Then it falls."]),
        ("de", ["Am 3. Mai kam Hr. Lang wegen Nr. 7.", "Er blieb ca. 2 Std. lang."]),
        ("fr", ["M. Petit habite av. Foch.", "Il y est depuis sept. 2020 env.", "Voilà !"]),
        ("es", ["El Sr. Ruiz vive en la av. Sol.", "¿Por qué?", "Nadie lo sabe."]),
        ("vi", ["TS. Hùng sống ở TP. Huế.", "Ông ấy đi lúc 5 giờ.", "Vì sao?"]),
        ("", ["我们更换了水泵。", "它漏水了。"]),
    ],
)
def test_a_full_stop_ends_a_sentence_or_belongs_to_a_word(code, parts):
    text = ("" if code == "" else " ").join(parts)
    assert split(text, code) == parts


def test_lines_of_a_paragraph_belong_together_headings_and_items_stand_alone():
    text = (
        "# Results\nThe first line\ngoes on here. Done.\n\n- an item\n- another one\n\nLast\nwords."
    )
    found = list(sentences(text, LANGUAGES["en"]))
    assert [one.text for one in found] == [
        "Results", "The first line goes on here.", "Done.", "an item", "another one", "Last words.",
    ]  # fmt: skip
    assert [one.heading for one in found] == [True, False, False, True, True, False]
    assert [one.first for one in found] == [True, True, False, True, True, True]


@pytest.mark.parametrize(
    ("text", "number"), [("", 0), ("  ", 0), ("one", 1), ("it's 3.5 %\n now", 4), ("水泵 ok", 3)]
)
def test_words_are_what_blanks_part_and_single_ideographs(text, number):
    assert count_words(text) == number


def test_a_text_is_cut_after_a_word_and_marked():
    assert first_words("one two, three", 2) == "one two…"
    assert first_words("one two", 2) == "one two"
    assert first_words("one", 5) == "one"


def test_words_come_without_punctuation_and_french_ones_without_elision():
    assert tokens("“It's well-known,” 3.5 (x)", LANGUAGES["en"]) == [
        "It's",
        "well-known",
        "3.5",
        "x",
    ]
    assert tokens("l'eau d’été qu'il", LANGUAGES["fr"]) == ["eau", "été", "il"]


def test_forms_of_a_word_share_a_stem_but_not_syllables():
    english = LANGUAGES["en"]
    assert stem("Connection", english) == stem("connected", english)
    assert stem("nguyên", LANGUAGES["vi"]) == "nguyên"


def test_hostile_text_takes_no_time():
    for text in ("." * 100_000, "a." * 50_000, "(" * 100_000, "- \n" * 30_000, "A" * 200_000):
        list(sentences(text, LANGUAGES["de"]))
