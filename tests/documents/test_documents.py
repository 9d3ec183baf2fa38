"""Documents and their sections."""

import pytest

from bluepencil.errors import Invalid
from tests.conftest import document

MADE = document(("Summary", "It broke in May."), ("Cause", ""))


def test_a_section_is_found_by_its_name():
    assert MADE.section("Cause") is MADE.sections[1]
    assert MADE.section("Other") is None
    assert MADE.require("Summary") is MADE.sections[0]
    with pytest.raises(Invalid) as refused:
        MADE.require("Other")
    assert refused.value.code == "section_not_found"


@pytest.mark.parametrize("deep", [False, True])
def test_a_copy_with_other_sections_finds_those(deep):
    assert MADE.section("Summary")
    copied = MADE.model_copy(update={"sections": MADE.sections[1:]}, deep=deep)
    assert copied.section("Summary") is None
    assert copied.section("Cause")


def test_looking_for_a_section_changes_nothing_that_is_compared_or_kept():
    asked, other = document(("A", "a")), document(("A", "a"))
    asked.section("A")
    assert asked == other
    assert asked.model_dump_json() == other.model_dump_json()


def test_words_are_counted_by_white_space():
    assert [section.words for section in MADE.sections] == [4, 0]
