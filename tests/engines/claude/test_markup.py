"""What of a chat answer is displayed does not depend on how it is cut into chunks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluepencil.engines.claude.markup import MarkupFilter

chunks = st.lists(
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


def display(parts, numbered=True) -> tuple[str, MarkupFilter]:
    answer = MarkupFilter()
    answer.numbered = numbered
    displayed = "".join([*[answer.feed(part) for part in parts], answer.finish()])
    return displayed, answer


@given(chunks, st.booleans())
def test_cut_anywhere_it_displays_the_same(parts, numbered):
    text = "".join(parts)
    whole, one = display([text], numbered)
    cut, other = display(list(text), numbered)
    assert (cut, other.paragraphs, other.suggestions) == (whole, one.paragraphs, one.suggestions)
    assert other.wording == one.wording
    assert cut == other.text
    assert "<next>" not in cut and "<wording>" not in cut


@given(st.text(alphabet="abc <>[]12,\n", max_size=80))
def test_without_numbers_all_before_the_next_questions_is_displayed(text):
    assert display(list(text), numbered=False)[0] == text.partition("<next>")[0].rstrip()


def test_words_are_displayed_as_they_come():
    answer = MarkupFilter()
    assert answer.feed("The vials broke") == "The vials broke"
    assert answer.feed(" on Monday") == " on Monday"


def test_paragraph_numbers_are_removed_and_collected():
    displayed, answer = display(["They broke [1", "2], all", " of them [3,4]."])
    assert displayed == "They broke, all of them."
    assert answer.paragraphs == [12, 3, 4]


@pytest.mark.parametrize(
    "after",
    [
        "Who did it?\nWhen was it?",
        "1. Who did it?\n2) When was it?",
        "- Who did it?\n• When was it?",
    ],
)
def test_next_questions_are_listed_without_their_bullets(after):
    _, answer = display([f"Yes.\n<next>\n{after}\n</next>\nand so on"])
    assert answer.suggestions == ["Who did it?", "When was it?"]


def test_a_proposed_wording_is_displayed_without_its_tags_and_kept():
    parts = ["Better: <wor", "ding>Three", " vials broke.</wording", ">\nSay who counted."]
    displayed, answer = display(parts, numbered=False)
    assert displayed == "Better: Three vials broke.\nSay who counted."
    assert answer.wording == "Three vials broke."
    assert display(["Nothing <wording>unfinished"], numbered=False)[1].wording is None
