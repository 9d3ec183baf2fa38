"""Reading plain text: encodings, wrapped lines, lists and underlined headings."""

import pytest

from bluepencil.documents import text
from bluepencil.errors import UnsupportedType


def blocks(source: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in text.blocks(source)]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "utf-16-le", "utf-16-be"]
)
def test_the_encoding_is_found(encoding):
    marks = {"utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
    data = marks.get(encoding, b"") + "Größe → Ω".encode(encoding)
    assert text.decode(data) == "Größe → Ω"


@pytest.mark.parametrize(
    ("encoding", "source"),
    [
        ("windows-1252", "Coût réduit à 40 % après l’été : 3 000 €, œuvre, ½ µm, ÜBER."),
        ("windows-1252", "Die Größe ‚geschätzt‘ – nicht gemessen."),
        ("windows-1250", "Zażółć gęślą jaźń, łódka pływała i było dobrze, ale ktoś spał w łóżku."),
        ("windows-1251", "Насос остановился ночью, и никто этого не заметил."),
    ],
)
def test_the_encoding_of_text_that_is_not_unicode_is_found(encoding, source):
    assert text.decode(source.encode(encoding)) == source


@pytest.mark.parametrize("data", [bytes(range(256)) * 40, b"\x00\x01\x02\x03" * 500])
def test_bytes_that_are_no_text_are_refused(data):
    with pytest.raises(UnsupportedType):
        text.decode(data)


WRAPPED = (
    "The pump in hall two ran for three hours after the first alarm had been\n"
    "seen by the operator on shift, and nobody on site was told about it.\n"
)


def test_wrapped_lines_are_joined_and_blank_lines_separate():
    assert (
        blocks(WRAPPED + "\n" + WRAPPED) == [("paragraph", WRAPPED.replace("\n", " ").strip())] * 2
    )


def test_lines_that_are_not_wrapped_are_paragraphs_of_their_own():
    long = "word " * 40
    assert blocks(f"{long}\nSecond line\n") == [
        ("paragraph", long.strip()),
        ("paragraph", "Second line"),
    ]


@pytest.mark.parametrize(("mark", "level"), [("=", 1), ("-", 2), ("~", 2)])
def test_an_underlined_line_is_a_heading(mark, level):
    (heading, paragraph) = text.blocks(f"Root cause\n{mark * 10}\nIt broke.\n")
    assert (heading.kind, heading.text, heading.level) == ("heading", "Root cause", level)
    assert paragraph.text == "It broke."


@pytest.mark.parametrize("line", ["--", "=-=-=-", "---- x"])
def test_other_lines_underline_nothing(line):
    assert "heading" not in [kind for kind, _ in blocks(f"Root cause\n{line}\nIt broke.\n")]


def test_list_items_have_depths_by_their_indentation():
    found = text.blocks("- a\n    - b\n        - c\n- d\n")
    assert [(block.kind, block.text, block.depth) for block in found] == [
        ("item", "- a", 0),
        ("item", "- b", 1),
        ("item", "- c", 2),
        ("item", "- d", 0),
    ]


def test_a_single_number_at_the_start_of_a_line_makes_no_list():
    assert blocks("2. It broke.\n") == [("paragraph", "2. It broke.")]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r", "\u2028", "\x0c"])
def test_origins_are_offsets_into_the_source(newline):
    source = f"{newline}  First line here{newline}{newline}- Second"
    for block in text.blocks(source):
        for start, end, _, _, offset in block.origins:
            assert source[offset : offset + end - start] == block.text[start:end]
            assert end > start


@pytest.mark.parametrize(
    ("above", "below", "wrap", "expected"),
    [
        ("a" * 60, "word", 70, True),
        ("a" * 10, "word", 70, True),
        ("a" * 10, "Word", 70, False),
        ("a" * 60, "word", 0, False),
        ("HEADING", "word", 70, False),
    ],
)
def test_a_line_continues_the_one_above_if_it_is_full_or_a_sentence_goes_on(
    above, below, wrap, expected
):
    assert text.continues(above, below, wrap) is expected


@pytest.mark.parametrize(
    ("line", "expected"),
    [("SUMMARY", True), ("ÜBERSICHT 2", True), ("ABC", False), ("Summary", False), ("1234", False)],
)
def test_capitals(line, expected):
    assert text.is_uppercase(line) is expected
