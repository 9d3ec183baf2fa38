"""A document against its own house style."""

import pytest

from bluepencil.engines.checks.consistency.style import house_style
from tests.engines.checks.consistency.conftest import found, quotes

ENGLISH = "This is the report of the team and it is for the board of the firm.\n\n"


def headings(*names):
    return "# The report\n\n" + ENGLISH + "\n\n".join(f"## {name}\n\nx" for name in names)


@pytest.mark.parametrize(
    ("text", "odd"),
    [
        (ENGLISH + "The colour and the behaviour of the lid, and the flavor of it.", "flavor"),
        (ENGLISH + "We organise it; the organisers organised it and organize more.", "organize"),
        ("The roll-out began. The rollout went on. The rollout ended.", "roll-out"),
        ("Send an e-mail. The email came. That email is fine.", "e-mail"),
    ],
)
def test_two_spellings_of_one_word(text, odd):
    assert quotes(house_style, text) == [odd]


@pytest.mark.parametrize(
    "text",
    [
        ENGLISH + "The colour of the lab is grey; we organize it in the centre.",
        ENGLISH + "The laboratory took a literal litre, in favour of honorary members.",
        ENGLISH + "Their analyses show behavior of the body.",
        ENGLISH + "Set `background-color` to grey; the colour is fine.",
        "They re-sign and resign; it is co-op and coop.",
        "See roll-out.example.com and rollout.",
        "The `--dry-run` flag; a dryrun.",
    ],
)
def test_what_is_one_style(text):
    assert quotes(house_style, text) == []


def test_one_heading_in_capitals_among_others():
    others = [
        "Root cause of the broken seal",
        "Impact on the filling line",
        "Steps taken after this",
    ]
    others.append("Open points for the board")
    text = headings(*others, "Lessons Learned Across Other Plants")
    (one,) = found(house_style, text)
    assert (one.section_name, one.severity) == ("Lessons Learned Across Other Plants", "low")
    assert found(house_style, headings(*others, "Lessons learned later")) == []
    assert found(house_style, headings(*others, "Lessons of the MySQL cluster")) == []


def test_one_item_in_small_letters_among_others():
    text = "- Dig it.\n- Fill it.\n- Level it.\n- Water it.\n- sow it."
    assert quotes(house_style, text) == ["sow"]
    assert quotes(house_style, text.replace("sow", "Sow")) == []
    assert quotes(house_style, text.replace("sow it", "sowField")) == []
