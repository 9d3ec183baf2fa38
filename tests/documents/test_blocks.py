"""Blocks and the texts they are built from: origins, white space, unwanted characters, limits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bluepencil.documents import Origin
from bluepencil.documents import blocks as module
from bluepencil.documents.blocks import (
    ParsedBlock,
    TextBuilder,
    clean,
    clip,
    count_words,
    table_row,
)
from bluepencil.errors import TooLarge


def built(*parts: tuple[str, int]) -> ParsedBlock:
    """A block of these texts, each from its offset in a file."""
    builder = TextBuilder()
    for text, offset in parts:
        builder.add_from(text, offset=offset)
    return builder.block("paragraph")


def test_text_that_follows_on_in_the_file_has_one_origin():
    assert built(("The ", 5), ("pump", 9)).origins == [Origin(0, 8, "", 0, 5)]
    assert built(("The ", 5), ("pump", 20)).origins == [
        Origin(0, 4, "", 0, 5),
        Origin(4, 8, "", 0, 20),
    ]


def test_the_same_offset_in_another_node_is_another_origin():
    builder = TextBuilder()
    builder.add_from("a", "word/document.xml", 1, 0)
    builder.add_from("b", "word/document.xml", 2, 1)
    assert [origin.node for origin in builder.block("paragraph").origins] == [1, 2]


def test_generated_text_has_no_origin():
    builder = TextBuilder()
    builder.add("1. ")
    builder.add_from("Stop", offset=40)
    assert builder.block("item").origins == [Origin(3, 7, "", 0, 40)]


def test_white_space_at_the_ends_goes_with_its_origins():
    block = built(("  pump ", 10))
    assert (block.text, block.origins) == ("pump", [Origin(0, 4, "", 0, 12)])


def test_unwanted_characters_are_left_out_and_the_rest_keeps_its_place():
    block = built(("a\x00b\u202ec", 7))
    assert block.text == "abc"
    assert block.origins == [
        Origin(0, 1, "", 0, 7),
        Origin(1, 2, "", 0, 9),
        Origin(2, 3, "", 0, 11),
    ]


@given(st.text(max_size=20), st.integers(0, 100))
def test_each_origin_has_the_characters_that_are_in_the_file(text, offset):
    block = built((text, offset))
    for origin in block.origins:
        start = origin.offset - offset
        source = text[start : start + origin.end - origin.start]
        assert clean(source) == block.text[origin.start : origin.end] != ""


def test_a_block_can_be_added_to_another_text_with_its_origins():
    builder = TextBuilder()
    builder.add("[1] ")
    builder.add_block(built(("pump", 30)))
    assert builder.block("note").origins == [Origin(4, 8, "", 0, 30)]


def test_the_last_character_can_be_taken_back():
    builder = TextBuilder()
    builder.add("inspec-")
    assert builder.last_word() == "inspec-"
    builder.remove_last_character()
    builder.add("tion")
    assert (builder.block("paragraph").text, builder.length) == ("inspection", 10)


def test_a_row_has_its_cells_their_origins_and_their_notes():
    note = ParsedBlock("note", "[1] See.")
    one, two = built(("Owner", 3)), built(("Ferro", 20))
    two.notes = [note]
    row = table_row([one, two], 4)
    assert (row.kind, row.text, row.table) == ("row", "Owner\tFerro", 4)
    assert row.cells == ((0, 5), (6, 11))
    assert row.origins == [Origin(0, 5, "", 0, 3), Origin(6, 11, "", 0, 20)]
    assert row.notes == [note]


def test_a_text_that_is_too_long_is_refused_before_it_is_added(monkeypatch):
    monkeypatch.setattr(module, "MAX_BLOCK", 10)
    builder = TextBuilder()
    builder.add("12345")
    for add in (builder.add, builder.add_from):
        with pytest.raises(TooLarge):
            add("678901")
    assert builder.block("paragraph").text == "12345"


@pytest.mark.parametrize(
    ("text", "expected"),
    [("plain", "plain"), ("a\r\u2028b", "a\n\nb"), ("a\ufeff\ud800b\x7f", "ab"), ("→ é", "→ é")],
)
def test_clean_text_can_be_shown_and_stored(text, expected):
    assert clean(text) == expected


@given(st.text(st.sampled_from("a b\n"), max_size=60), st.integers(1, 9))
def test_words_are_counted_alike_in_slices(text, size):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_SLICE", size)
        assert count_words(text) == len(text.split())


def test_clipped_origins_count_from_the_start_of_the_range():
    origins = [Origin(0, 4, "", 0, 10), Origin(4, 8, "", 0, 50)]
    assert clip(origins, 2, 6) == [Origin(0, 2, "", 0, 12), Origin(2, 4, "", 0, 50)]
    assert clip(origins, 8, 9) == []
