"""What of a chat answer is shown does not depend on how it is cut into pieces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluepencil.engines.claude.shown import Shown

pieces = st.lists(
    st.sampled_from(
        [
            "They broke",
            " [1]",
            "[2, 3]",
            " [",
            "]",
            "<",
            "<next>",
            "\nWhy so?",
            " ",
            "x",
            "<wording>",
            "</wording>",
            "</",
        ]
    )
    | st.text(max_size=10),
    max_size=12,
)


def show(parts, marks=True) -> tuple[str, Shown]:
    shown = Shown()
    shown.marks = marks
    said = "".join([*[shown.feed(part) for part in parts], shown.end()])
    return said, shown


@given(pieces, st.booleans())
def test_cut_anywhere_it_shows_the_same(parts, marks):
    text = "".join(parts)
    whole, one = show([text], marks)
    cut, other = show(list(text), marks)
    assert (cut, other.paragraphs, other.suggestions) == (whole, one.paragraphs, one.suggestions)
    assert other.wording == one.wording
    assert cut == other.text
    assert "<next>" not in cut and "<wording>" not in cut


@given(st.text(alphabet="abc <>[]12,\n", max_size=80))
def test_without_marks_all_before_the_next_questions_is_shown(text):
    assert show(list(text), marks=False)[0] == text.partition("<next>")[0].rstrip()


def test_words_are_shown_as_they_come():
    shown = Shown()
    assert shown.feed("The vials broke") == "The vials broke"
    assert shown.feed(" on Monday") == " on Monday"


def test_marks_are_taken_out_and_kept():
    said, shown = show(["They broke [1", "2], all", " of them [3,4]."])
    assert said == "They broke, all of them."
    assert shown.paragraphs == [12, 3, 4]


@pytest.mark.parametrize(
    "after",
    [
        "Who did it?\nWhen was it?",
        "1. Who did it?\n2) When was it?",
        "- Who did it?\n• When was it?",
    ],
)
def test_next_questions_are_listed_without_their_bullets(after):
    _, shown = show([f"Yes.\n<next>\n{after}\n</next>\nand so on"])
    assert shown.suggestions == ["Who did it?", "When was it?"]


def test_a_proposed_wording_is_shown_without_its_tags_and_kept():
    parts = ["Better: <wor", "ding>Three", " vials broke.</wording", ">\nSay who counted."]
    said, shown = show(parts, marks=False)
    assert said == "Better: Three vials broke.\nSay who counted."
    assert shown.wording == "Three vials broke."
    assert show(["Nothing <wording>unfinished"], marks=False)[1].wording is None
