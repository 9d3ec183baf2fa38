"""The content of .docx paragraphs, run by run."""

import pytest
from lxml import etree

from bluepencil.documents.blocks import ParsedBlock, TextBuilder
from bluepencil.documents.runs import RunReader, preferred_alternative
from bluepencil.documents.styles import ResolvedStyle, Styles
from tests.documents.factory import _SPACES, r


def element(content: str) -> etree._Element:
    return etree.fromstring(f"<w:p {_SPACES}>{content}</w:p>")


def read(content: str, reader: RunReader | None = None) -> tuple[ParsedBlock, bool]:
    """The text of a paragraph with this content, and whether all of it is bold."""
    reader = reader or RunReader(Styles())
    paragraph, builder = element(content), TextBuilder()
    reader.count_texts(paragraph)
    bold = reader.read(paragraph, builder, ResolvedStyle())
    return builder.block("paragraph", strip=False), bold


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (r("a") + r("b"), "ab"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t></w:r>", "a\tb\nc"),
        ('<w:r><w:br w:type="page"/><w:t>a</w:t></w:r>', " a"),
        ("<w:r><w:noBreakHyphen/><w:softHyphen/></w:r>", "\u2011"),
        (f"<w:ins>{r('a')}</w:ins><w:del>{r('b')}</w:del>", "a"),
        (r("a", "<w:vanish/>") + r("b"), "b"),
        ('<w:r><w:sym w:font="Symbol" w:char="F0B3"/></w:r>', "≥"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FC"/></w:r>', "✓"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F021"/></w:r>', "□"),
        ('<w:r><w:sym w:char="zz"/></w:r>', ""),
        (r("10") + r("6", '<w:vertAlign w:val="superscript"/>') + r(" W"), "10⁶ W"),
        (r("m") + r("-2", '<w:vertAlign w:val="superscript"/>'), "m⁻²"),
        (r("4") + r("th", '<w:vertAlign w:val="superscript"/>'), "4th"),
        (r("H") + r("2", '<w:vertAlign w:val="subscript"/>') + r("O"), "H2O"),
        ("<m:oMath><m:r><m:t>x=2</m:t></m:r></m:oMath>", "x=2"),
        (f"<w:hyperlink>{r('a')}</w:hyperlink><w:smartTag>{r('b')}</w:smartTag>", "ab"),
    ],
)
def test_runs_are_read_as_they_are_shown(content, text):
    assert read(content)[0].text == text


def test_each_text_has_its_number_in_the_part():
    reader = RunReader(Styles())
    reader.start_part("word/document.xml", b"")
    read(r("a") + r("b"), reader)
    block, _ = read(r("x", "<w:vanish/>") + r("c"), reader)
    assert [(origin.part, origin.node) for origin in block.origins] == [("word/document.xml", 3)]
    reader.start_part("word/footnotes.xml", b"")
    assert read(r("d"), reader)[0].origins[0].node == 0


def test_after_the_texts_are_forgotten_those_of_the_next_block_count_on():
    reader = RunReader(Styles())
    reader.start_part("p", b"")
    read(r("a"), reader)
    reader.forget_texts()
    assert read(r("b"), reader)[0].origins[0].node == 1


def field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (field("begin") + r("PAGE") + field("separate") + r("3") + field("end") + r("x"), "3x"),
        (field("begin") + r("PAGE") + field("end") + r("x"), "x"),
        (
            field("begin") + r("IF ") + field("begin") + r("A") + field("separate") + r("B")
            + field("end") + field("separate") + r("C") + field("end"),
            "C",
        ),
        (field("end") + r("x") + field("separate") + r("y"), "xy"),
    ],
)  # fmt: skip
def test_of_fields_the_result_is_read(content, text):
    assert read(content)[0].text == text


def test_a_field_that_never_ends_hides_nothing_in_later_paragraphs():
    reader = RunReader(Styles())
    read(field("begin") + r("IF"), reader)
    assert read(r("a"), reader)[0].text == "a"


@pytest.mark.parametrize(
    ("content", "bold"),
    [
        (r("a", "<w:b/>") + r("b", "<w:b/>"), True),
        (r("a", "<w:b/>") + r("b"), False),
        (r("a", '<w:b w:val="0"/>'), False),
        ("", False),
    ],
)
def test_a_paragraph_is_bold_if_all_its_text_is(content, bold):
    assert read(content)[1] is bold


def test_notes_are_numbered_and_collected_once():
    reader = RunReader(Styles())
    reader.notes["footnote", "7"] = ParsedBlock("note", "See the log.")
    reference = '<w:r><w:footnoteReference w:id="7"/></w:r>'
    missing = '<w:r><w:footnoteReference w:id="8"/></w:r>'
    assert read(r("a") + reference + reference + missing, reader)[0].text == "a[1][1]"
    assert [note.text for note in reader.take_notes()] == ["[1] See the log."]
    assert reader.take_notes() == []


def test_text_boxes_are_collected_once():
    box = "<w:txbxContent><w:p/></w:txbxContent>"
    content = (
        f"<w:r><mc:AlternateContent><mc:Choice><w:drawing>{box}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
    )
    reader = RunReader(Styles())
    read(content, reader)
    assert len(reader.take_text_boxes()) == 1
    assert reader.take_text_boxes() == []


def test_of_alternatives_the_first_with_text_is_preferred():
    alternatives = element(
        f"<mc:AlternateContent><mc:Choice/><mc:Fallback>{r('a')}</mc:Fallback></mc:AlternateContent>"
    )[0]
    assert preferred_alternative(alternatives) is alternatives[1]
    assert preferred_alternative(alternatives[0]) is None
