"""The text of a remark in a comment or a footnote."""

from dataclasses import replace

import pytest

from bluepencil.documents.reviewed.remark_text import paragraphs
from tests.conftest import document
from tests.documents.reviewed.making import on

REMARK = on(document(("Cause", "The pump stopped.")), "pump", "seal")


def text(remark=REMARK, *, with_quote=False, with_replacement=True) -> list[str]:
    return paragraphs(remark, with_quote=with_quote, with_replacement=with_replacement)


def test_a_remark_says_all_in_order():
    assert text(replace(REMARK, note="Agreed."), with_quote=True) == [
        "Serious, evidence",
        "On “pump”",
        "Nothing shows this.",
        "Say where it is recorded.",
        "Write: “seal”",
        "Note: Agreed.",
        "Guideline: Every claim has its evidence",
    ]


def test_what_the_place_or_a_change_shows_is_not_said():
    assert [line for line in text(with_replacement=False) if "pump" in line or "seal" in line] == []


@pytest.mark.parametrize("replacement", ["", " "])
def test_an_empty_replacement_is_put_into_words(replacement):
    assert "Leave these words out." in text(replace(REMARK, replacement=replacement))


def test_empty_parts_are_left_out_and_lines_are_paragraphs():
    remark = replace(REMARK, suggestion="", guideline="", description="a\r\n\n b\x00")
    assert text(remark, with_replacement=False) == ["Serious, evidence", "a", " b"]
