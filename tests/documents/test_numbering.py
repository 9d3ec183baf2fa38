"""Automatic numbers are counted as Word counts them."""

import pytest

from bluepencil.documents.numbering import formatted
from bluepencil.documents.reader import read
from tests.documents.factory import p, raw_docx


def level(depth, style, pattern, more=""):
    return (
        f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>{more}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
    )


OUTLINE = (
    '<w:abstractNum w:abstractNumId="0">'
    + level(0, "decimal", "%1.")
    + level(1, "decimal", "%1.%2")
    + level(2, "lowerLetter", "(%3)")
    + "</w:abstractNum>"
)
NUM = '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'


def item(text, depth=0, list_id=1, style=""):
    where = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>'
    return p(text, style, where)


def lines(body, numbering, styles=""):
    data = raw_docx(body, numbering=numbering, styles=styles)
    return read(data, "a").sections[0].text.split("\n")


def test_levels_count_on_and_start_anew_under_a_new_parent():
    body = item("a") + item("b", 1) + item("c", 1) + item("d", 2) + item("e") + item("f", 1)
    assert lines(body, OUTLINE + NUM) == ["1. a", "1.1 b", "1.2 c", "(a) d", "2. e", "2.1 f"]
    blocks = read(raw_docx(body, numbering=OUTLINE + NUM), "a").sections[0].blocks
    assert [(block.kind, block.depth) for block in blocks][:4] == [
        ("item", 0),
        ("item", 1),
        ("item", 1),
        ("item", 2),
    ]


def test_lists_of_one_pattern_count_on_unless_told_to_start_anew():
    again = '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
    anew = (
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride></w:num>'
    )
    body = item("a") + item("b", 0, 2) + item("c", 0, 3) + item("d", 0, 3)
    assert lines(body, OUTLINE + NUM + again + anew) == ["1. a", "2. b", "5. c", "6. d"]


def test_numbers_of_headings_come_from_their_style():
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:pPr><w:numPr>'
        '<w:ilvl w:val="1"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    body = p("One", "H1") + p("T.") + p("Two", "H1") + p("T.") + p("Deep", "H2") + p("T.")
    body += p("Unnumbered", "H1", '<w:numPr><w:numId w:val="0"/></w:numPr>') + p("T.")
    document = read(raw_docx(body, numbering=OUTLINE + NUM, styles=styles), "a")
    assert [(section.number, section.name) for section in document.sections] == [
        ("1", "One"),
        ("2", "Two"),
        ("2.1", "Deep"),
        ("", "Unnumbered"),
    ]


def test_bullets_are_bullets_whatever_sign_their_font_shows():
    bullet = (
        '<w:abstractNum w:abstractNumId="0">' + level(0, "bullet", "\uf0b7") + "</w:abstractNum>"
    )
    assert lines(item("a"), bullet + NUM) == ["• a"]


def test_legal_numbering_shows_digits_at_every_level():
    legal = (
        '<w:abstractNum w:abstractNumId="0">'
        + level(0, "upperRoman", "%1.")
        + level(1, "decimal", "%1.%2", "<w:isLgl/>")
        + "</w:abstractNum>"
    )
    body = item("a") + item("b") + item("c", 1)
    assert lines(body, legal + NUM) == ["I. a", "II. b", "2.1 c"]


def test_a_list_described_under_a_numbering_style_is_followed():
    linked = (
        '<w:abstractNum w:abstractNumId="0"><w:numStyleLink w:val="S"/></w:abstractNum>'
        '<w:abstractNum w:abstractNumId="1"><w:styleLink w:val="S"/>'
        + level(0, "decimal", "%1)")
        + "</w:abstractNum>"
    )
    assert lines(item("a"), linked + NUM) == ["1) a"]


def test_a_list_that_is_not_described_is_plain_text():
    assert lines(item("a", 0, 9), OUTLINE + NUM) == ["a"]


@pytest.mark.parametrize(
    ("count", "style", "text"),
    [
        (3, "decimal", "3"),
        (3, "decimalZero", "03"),
        (27, "lowerLetter", "aa"),
        (28, "upperLetter", "BB"),
        (1994, "upperRoman", "MCMXCIV"),
        (4, "lowerRoman", "iv"),
        (0, "lowerRoman", "0"),
        (1, "ordinal", "1st"),
        (12, "ordinal", "12th"),
        (22, "ordinal", "22nd"),
        (5, "chineseCounting", "5"),
        (5, "none", ""),
    ],
)
def test_counts_are_written_in_their_style(count, style, text):
    assert formatted(count, style) == text
