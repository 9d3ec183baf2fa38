"""Positions where markup may be inserted."""

import pytest

from bluepencil.documents.reviewed.positions import around, indivisible, position_in
from bluepencil.documents.reviewed.scan import Text, scan
from tests.documents.factory import W

RUN = "<w:r><w:rPr/><w:t>abc</w:t></w:r>"


def text_in(inner: str, number: int = 0) -> Text:
    """That text of a paragraph with this content."""
    part = f'<w:document xmlns:w="{W}"><w:body><w:p>{inner}</w:p></w:body></w:document>'
    return scan(part.encode(), {number}).texts[number]


@pytest.mark.parametrize(
    ("offset", "closing", "after"),
    [
        (0, False, b"<w:r><w:rPr/>"),
        (1, False, b"bc</w:t>"),
        (1, True, b"bc</w:t>"),
        (3, True, b"</w:p>"),
    ],
)
def test_at_the_ends_of_a_run_it_need_not_be_split(offset, closing, after):
    text = text_in(RUN)
    position = position_in(text, offset, closing=closing)
    assert text.node.data[position.at :].startswith(after)
    assert (position.run is not None) is (offset == 1)
    assert position.parent.name == "p"


@pytest.mark.parametrize(
    ("number", "offset", "closing", "after"),
    [(0, 1, True, b"<w:tab/>"), (1, 0, False, b"<w:t>b</w:t>")],
)
def test_between_two_children_of_a_run_only_the_run_is_split(number, offset, closing, after):
    text = text_in("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t></w:r>", number)
    position = position_in(text, offset, closing=closing)
    assert text.node.data[position.at :].startswith(after)
    assert position.run is not None
    assert position.text is None


@pytest.mark.parametrize(
    ("inner", "whole"),
    [
        (RUN, None),
        (f"<w:hyperlink>{RUN}</w:hyperlink>", None),
        (f"<w:ins><w:sdt><w:sdtContent>{RUN}</w:sdtContent></w:sdt></w:ins>", None),
        (f"<w:r><w:ruby><w:rubyBase>{RUN}</w:rubyBase></w:ruby></w:r>", "r"),
        (f"<w:r><w:pict><w:txbxContent><w:p>{RUN}</w:p></w:txbxContent></w:pict></w:r>", "r"),
        (f"<w:moveFrom>{RUN}</w:moveFrom>", "moveFrom"),
    ],
)
def test_what_cannot_contain_comments_is_taken_as_a_whole(inner, whole):
    text = text_in(inner)
    found = indivisible(text.node, text.paragraph)
    assert (found.name if found else None) == whole
    if found:
        before, after = around(found, text.paragraph)
        assert position_in(text, 1, closing=False).at == before.at == found.start
        assert position_in(text, 1, closing=True).at == after.at == found.end


def test_outside_is_after_the_element_under_the_paragraph():
    text = text_in(f"<w:hyperlink>{RUN}</w:hyperlink><w:r/>")
    outside = position_in(text, 1, closing=True).outside
    assert text.node.data[outside.at :].startswith(b"<w:r/>")
    assert outside.parent.name == "p"
    assert outside.outside is outside
