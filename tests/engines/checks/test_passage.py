"""Passages: their language, what is quoted, and cells of tables."""

from bluepencil.documents import reader
from bluepencil.engines.checks.passage import bare, passages
from bluepencil.engines.checks.phrases.library import library


def read(text, language="en"):
    document = reader.read(f"# H\n\n{text}\n".encode(), "t.md")
    (section,) = document.sections
    return list(passages(section, library().index, language))


def test_code_is_left_out():
    assert read("```\nx\n```\n") == []


def test_cells_know_their_row_and_the_heads():
    cells = read("| Action | Owner |\n| --- | --- |\n| Fix it | Ada |\n")
    assert cells[0].heads == ()
    assert (cells[2].heads, cells[2].cells, cells[3].column) == (
        ("Action", "Owner"), ("Fix it", "Ada"), 1,
    )  # fmt: skip


def test_a_paragraph_in_another_language_is_read_as_such():
    english, german = read(
        "The pump was off and it was known to all of the team.\n\n"
        "Die Pumpe war aus und das war nicht allen im Team bekannt, was auch für die Leitung gilt."
    )
    assert (english.language, german.language) == ("en", "de")
    assert german.sentences[0].found == {}


def test_what_stands_in_quotation_marks_is_quoted():
    (passage,) = read("He said “it seems off” and left.")
    start = passage.text.index("seems")
    assert passage.quoted(start, start + 5)
    assert not passage.quoted(0, 2)


def test_a_list_marker_is_no_part_of_the_words():
    (passage,) = read("- [ ] Fix it")
    start, end = bare(passage)
    assert passage.text[start:end] in ("Fix it", "[ ] Fix it")
    assert [token.word for token in passage.sentences[0].tokens][-2:] == ["fix", "it"]
