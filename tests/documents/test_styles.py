"""The styles of a .docx: what a style says itself, and what it has from those it is based on."""

import pytest
from lxml import etree

from bluepencil.documents.styles import (
    Numbering,
    ResolvedStyle,
    Styles,
    child,
    number,
    numbering,
    outline,
    switch,
    value,
)
from tests.documents.factory import W


def element(content: str) -> etree._Element:
    return etree.fromstring(f'<w:x xmlns:w="{W}">{content}</w:x>')


def styles(*each: str) -> Styles:
    return Styles(element("".join(each)))


def style(name: str, content: str = "", based_on: str = "", more: str = "") -> str:
    base = f'<w:basedOn w:val="{based_on}"/>' if based_on else ""
    return (
        f'<w:style w:type="paragraph" w:styleId="{name}" {more}><w:name w:val="{name}"/>'
        f"{base}{content}</w:style>"
    )


def test_a_style_has_what_it_is_based_on_unless_it_says_otherwise():
    found = styles(
        style("top", '<w:pPr><w:outlineLvl w:val="1"/></w:pPr><w:rPr><w:b/></w:rPr>'),
        style("middle", '<w:pPr><w:numPr><w:numId w:val="7"/></w:numPr></w:pPr>', "top"),
        style("low", '<w:rPr><w:b w:val="0"/><w:vanish/></w:rPr>', "middle"),
    )
    assert found.resolve("low") == ResolvedStyle(
        level=2, bold=False, hidden=True, numbering=Numbering("7", None)
    )
    assert found.resolve("middle").bold is True


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("heading 1", 1),
        ("Überschrift 3", 3),
        ("heading 9", 6),
        ("heading", None),
        ("title", None),
        ("TOC Heading", 1),
    ],
)
def test_headings_are_known_by_their_names(name, level):
    assert styles(style(name)).resolve(name).level == level


@pytest.mark.parametrize("name", ["toc 1", "table of figures", "Verzeichnis 2"])
def test_tables_of_contents_are_known_by_their_names(name):
    assert styles(style(name)).resolve(name).contents


def test_none_is_the_default_style():
    found = styles(style("normal", "<w:rPr><w:b/></w:rPr>", more='w:default="1"'), style("other"))
    assert found.resolve(None).bold is True
    assert found.resolve("other").bold is None


def test_a_style_that_is_not_defined_goes_by_its_id():
    assert styles().resolve("Heading2").level == 2
    assert styles().resolve("Unknown") == ResolvedStyle()


def test_styles_that_are_based_on_each_other_end():
    found = styles(style("a", based_on="b"), style("b", "<w:rPr><w:b/></w:rPr>", "a"))
    assert found.resolve("a").bold is True


@pytest.mark.parametrize(
    ("attribute", "expected"),
    [('w:val="7"', 7), ('w:val="-3"', -3), ('w:val="x"', None), ("", None),
     ('w:val="99999999999"', None), ('w:val=" 4 "', 4)],
)  # fmt: skip
def test_numbers_that_make_no_sense_are_none(attribute, expected):
    assert number(child(element(f"<w:n {attribute}/>"), "n")) == expected


def test_properties_are_read_in_both_namespaces():
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    found = etree.fromstring(f'<s:x xmlns:s="{strict}"><s:n s:val="5"/></s:x>')
    assert value(child(found, "n")) == "5"


@pytest.mark.parametrize(
    ("content", "expected"),
    [("", None), ("<w:b/>", True), ('<w:b w:val="1"/>', True), ('<w:b w:val="false"/>', False)],
)
def test_switches(content, expected):
    assert switch(element(content), "b") is expected


@pytest.mark.parametrize(("level", "expected"), [("0", 0), ("9", 9), ("10", None), ("-1", None)])
def test_outline_levels(level, expected):
    assert outline(element(f'<w:outlineLvl w:val="{level}"/>')) == expected


def test_numbering_may_be_left_out():
    assert numbering(None) == Numbering(None, None)
    content = '<w:numPr><w:ilvl w:val="2"/><w:numId w:val="5"/></w:numPr>'
    assert numbering(element(content)) == Numbering("5", 2)
