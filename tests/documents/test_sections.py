"""Blocks grouped into sections: titles, names, notes, and documents without headings."""

import pytest

from bluepencil.documents import Limits, Origin
from bluepencil.documents.blocks import ParsedBlock
from bluepencil.documents.sections import MAX_HEADING, PART_WORDS, assemble
from bluepencil.errors import BadDocument, TooLarge


def heading(text: str, level: int = 1, **more) -> ParsedBlock:
    return ParsedBlock("heading", text, level=level, **more)


def text(words: str = "It broke, and nobody saw it.", **more) -> ParsedBlock:
    return ParsedBlock("paragraph", words, **more)


def made(*blocks: ParsedBlock, limits: Limits = Limits()):  # noqa: B008
    return assemble(list(blocks), "x.docx", "docx", limits)


def names(*blocks: ParsedBlock) -> list[str]:
    return [section.name for section in made(*blocks).sections]


def test_names_are_unique():
    blocks = [one for name in ("Cause", "Cause", "Cause (2)") for one in (heading(name), text())]
    assert names(*blocks) == ["Cause", "Cause (2)", "Cause (2) (2)"]


def test_text_before_the_first_heading_is_a_section_whose_name_is_no_heading():
    assert names(text(), heading("Cause"), text()) == ["Introduction", "Cause"]
    assert names(text(), heading("Introduction"), text()) == ["Opening", "Introduction"]


def test_a_marked_title_is_the_title_and_no_section():
    document = made(ParsedBlock("title", "Report\n on P7"), heading("Cause"), text())
    assert document.title == "Report on P7"
    assert [section.name for section in document.sections] == ["Cause"]


def test_a_single_top_heading_above_deeper_ones_is_the_title():
    document = made(heading("Report"), heading("Cause", 2), text(), heading("Actions", 2), text())
    assert document.title == "Report"
    assert [section.name for section in document.sections] == ["Cause", "Actions"]


def test_a_heading_over_a_table_of_contents_only_is_no_section():
    assert names(heading("Contents"), ParsedBlock("contents"), heading("Cause"), text()) == [
        "Cause"
    ]


def test_a_heading_with_nothing_under_it_is_a_section():
    assert names(heading("Cause"), heading("Actions"), text()) == ["Cause", "Actions"]


def test_a_very_long_heading_is_a_paragraph():
    assert names(heading("x" * (MAX_HEADING + 1)), heading("Cause"), text())[-1] == "Cause"


def test_notes_are_at_the_end_of_the_section_that_refers_to_them():
    note = ParsedBlock("note", "[1] See the log.")
    (section,) = made(heading("Cause"), text("a [1]", notes=[note]), text("b")).sections
    assert section.text == "a [1]\nb\n[1] See the log."
    assert [block.kind for block in section.blocks] == ["paragraph", "paragraph", "note"]


def test_offsets_are_those_of_the_section():
    row = ParsedBlock("row", "a\tb", [Origin(2, 3, "p", 4, 0)], table=1, cells=((0, 1), (2, 3)))
    (section,) = made(heading("Cause"), text("abc"), row).sections
    block = section.blocks[1]
    assert section.text[block.start : block.end] == "a\tb"
    assert [section.text[start:end] for start, end in block.cells] == ["a", "b"]
    assert section.origins == (Origin(6, 7, "p", 4, 0),)


def test_a_long_document_without_headings_is_divided_between_paragraphs():
    document = made(*(text("word " * 100) for _ in range(20)))
    assert [section.name for section in document.sections] == [f"Part {at}" for at in (1, 2, 3, 4)]
    assert all(section.words == PART_WORDS for section in document.sections)


def test_a_table_is_not_divided():
    rows = [ParsedBlock("row", "word " * 100, table=1, cells=((0, 5),)) for _ in range(20)]
    assert len(made(*rows).sections) == 1


def test_without_text_there_is_no_document():
    with pytest.raises(BadDocument) as refused:
        made(ParsedBlock("contents"), text("  "))
    assert refused.value.code == "empty_document"


def test_words_are_counted_in_notes_too():
    note = ParsedBlock("note", "one two three")
    assert made(text("four", notes=[note]), limits=Limits(words=4))
    with pytest.raises(TooLarge):
        made(text("four", notes=[note]), limits=Limits(words=3))
