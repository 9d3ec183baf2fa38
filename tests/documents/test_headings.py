"""Headings that are not marked as such: what is promoted to one, and what is not."""

import pytest

from bluepencil.documents.blocks import ParsedBlock
from bluepencil.documents.headings import follows, number_of, promote


def promoted(*lines: str | ParsedBlock, weak: bool = False) -> list[tuple[str, str, int]]:
    """Kind, text and level of these blocks after promotion; `*x` is a strong paragraph."""
    blocks = [
        line
        if isinstance(line, ParsedBlock)
        else ParsedBlock("paragraph", line.removeprefix("*"), strong=line.startswith("*"))
        for line in lines
    ]
    promote(blocks, weak=weak)
    return [(block.kind, block.text, block.level) for block in blocks]


def kinds(*lines: str | ParsedBlock, weak: bool = False) -> list[str]:
    return [kind for kind, _, _ in promoted(*lines, weak=weak)]


TEXT = "The pump stopped at noon, and nobody noticed it."


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("3 Findings", (3,)),
        ("3.1 Root cause", (3, 1)),
        ("1.2.3. Scope", (1, 2, 3)),
        ("4) Ände", (4,)),
        ("3 pumps", None),
        ("3.1", None),
        ("2026 Report", None),
        ("Findings", None),
    ],
)
def test_the_number_of_a_title(text, number):
    assert number_of(text) == number


@pytest.mark.parametrize(
    ("number", "last", "expected"),
    [
        ((1,), None, True),
        ((0,), None, True),
        ((3,), None, False),
        ((2,), (1,), True),
        ((3,), (1,), True),
        ((4,), (1,), False),
        ((1, 1), (1,), True),
        ((1, 3), (1,), False),
        ((2,), (1, 4), True),
        ((2, 1), (1, 4), True),
        ((1, 4), (1, 4), False),
    ],
)
def test_a_number_follows_another_with_at_most_one_missing(number, last, expected):
    assert follows(number, last) is expected


def test_a_strong_line_above_text_is_a_heading():
    assert promoted(TEXT, "*Cause:", TEXT)[1] == ("heading", "Cause", 1)


@pytest.mark.parametrize(
    "line", ["*Table 3 Pressures", "*It broke.", "*Owner: Ines Ferro", "*12", "*" + "x" * 90]
)
def test_captions_sentences_labels_and_long_lines_are_not(line):
    assert kinds(TEXT, line, TEXT) == ["paragraph"] * 3


def test_a_strong_line_at_the_end_has_nothing_under_it():
    assert kinds(TEXT, "*Cause") == ["paragraph", "paragraph"]


def test_a_strong_line_at_the_top_above_a_heading_is_the_title():
    heading = ParsedBlock("heading", "Cause")
    assert kinds("*Report on the pump", heading, TEXT) == ["title", "heading", "paragraph"]


def test_numbered_titles_are_headings_at_the_depth_of_their_number():
    found = promoted("1 Scope", TEXT, "1.1 Plant", TEXT, "2 Cause", TEXT)
    assert [(text, level) for kind, text, level in found if kind == "heading"] == [
        ("1 Scope", 1),
        ("1.1 Plant", 2),
        ("2 Cause", 1),
    ]


def test_the_steps_of_a_list_typed_by_hand_are_not():
    assert (
        kinds("1. Stop the pump", "2. Close the valve", "3. Call the foreman") == ["paragraph"] * 3
    )


def test_short_lines_are_headings_only_where_there_are_no_others_and_more_than_one():
    lines = ("Summary", TEXT, "Cause", TEXT)
    assert kinds(*lines, weak=True) == ["heading", "paragraph"] * 2
    assert kinds(*lines) == ["paragraph"] * 4
    assert kinds("Summary", TEXT, weak=True) == ["paragraph"] * 2
    assert kinds(ParsedBlock("heading", "Report"), *lines, weak=True).count("heading") == 1
