"""The characters of symbol fonts."""

import pytest

from bluepencil.documents.symbols import SYMBOL, WINGDINGS, raised


def test_letters_stand_for_greek_ones_and_digits_for_themselves():
    assert "".join(SYMBOL[ord(letter)] for letter in "ABGDWabgdmpsw2") == "ΑΒΓΔΩαβγδμπσω2"


def test_the_usual_signs_are_known():
    assert [SYMBOL[code] for code in (0xA3, 0xB0, 0xB1, 0xB3, 0xB4, 0xB9)] == list("≤°±≥×≠")
    assert [WINGDINGS[code] for code in (0xFC, 0xFE, 0xA8)] == list("✓☑☐")


def test_each_is_a_single_character():
    assert all(len(sign) == 1 for table in (SYMBOL, WINGDINGS) for sign in table.values())


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("6", "⁶"),
        ("−12", "⁻¹²"),
        ("(n+1)", "⁽ⁿ⁺¹⁾"),
        ("th", "th"),
        ("2nd", "2nd"),
        ("[3]", "[3]"),
        ("", ""),
    ],
)
def test_what_has_a_raised_form_is_raised_as_a_whole(text, shown):
    assert raised(text) == shown
