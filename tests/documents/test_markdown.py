"""Markdown: markup is taken away, and nothing an author wrote with it."""

import pytest

from bluepencil.documents import reader


def text_of(source):
    return reader.read(f"# H\n\n{source}\n".encode(), "a.md").sections[0].text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("Signed by <name and date> on *Monday*.", "Signed by <name and date> on Monday."),
        ("Some <b>bold</b> and `code` words", "Some bold and code words"),
        ("one<br>two", "one\ntwo"),
        ("3 < 4 and 5 > 4", "3 < 4 and 5 > 4"),
        ("a [link](http://example.org) and ![picture](x.png)", "a link and picture"),
        ("wrapped\nline", "wrapped line"),
    ],
)
def test_the_words_stay(source, text):
    assert text_of(source) == text


def test_lists_keep_their_markers_and_depth():
    section = reader.read(b"# H\n\n1. one\n2. two\n   - inner\n", "a.md").sections[0]
    assert section.text == "1. one\n2. two\n• inner"
    assert [block.depth for block in section.blocks] == [0, 0, 1]


def test_a_table_becomes_rows_with_cells():
    section = reader.read(b"# H\n\n| a | b |\n|---|---|\n| c | d |\n", "a.md").sections[0]
    rows = [[section.text[s:e] for s, e in block.cells] for block in section.blocks]
    assert rows == [["a", "b"], ["c", "d"]]


def test_code_is_code():
    section = reader.read(b"# H\n\n```\nx = 1\n```\n", "a.md").sections[0]
    assert section.blocks[0].kind == "code"


def test_headings_nest_and_repeat():
    document = reader.read(b"# A\n\nx\n\n## B\n\ny\n\n## B\n\nz\n", "a.md")
    assert [(s.name, s.level) for s in document.sections] == [("A", 1), ("B", 2), ("B (2)", 2)]
