"""The characters of symbol fonts."""

from bluepencil.documents.symbols import SYMBOL, WINGDINGS


def test_letters_stand_for_greek_ones_and_digits_for_themselves():
    assert "".join(SYMBOL[ord(letter)] for letter in "ABGDWabgdmpsw2") == "ΑΒΓΔΩαβγδμπσω2"


def test_the_usual_signs_are_known():
    assert [SYMBOL[code] for code in (0xA3, 0xB0, 0xB1, 0xB3, 0xB4, 0xB9)] == list("≤°±≥×≠")
    assert [WINGDINGS[code] for code in (0xFC, 0xFE, 0xA8)] == list("✓☑☐")


def test_each_is_a_single_character():
    assert all(len(sign) == 1 for table in (SYMBOL, WINGDINGS) for sign in table.values())
