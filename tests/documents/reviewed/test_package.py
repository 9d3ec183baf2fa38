"""The archive of a .docx, written anew with comments."""

import re

import pytest
from lxml import etree

from bluepencil.documents import Limits
from bluepencil.documents.archive import opened
from bluepencil.documents.package import Package
from bluepencil.documents.reviewed.package import appended, others, with_comments
from tests.documents.factory import W, p, raw_docx, zipped
from tests.documents.reviewed.making import members, whole_docx

COMMENT = f'<w:comment xmlns:w="{W}" w:id="5"/>'.encode()


def commented(data: bytes) -> dict[str, bytes]:
    """The members of a file with one more comment."""
    with opened(data, Limits()) as archive:
        package = Package(archive)
        main = archive.read(package.main)
        return members(with_comments(archive, package, main, W, COMMENT))


def related(found: dict[str, bytes]) -> list[str]:
    """The targets of the relationships to parts of comments."""
    relations = found["word/_rels/document.xml.rels"].decode()
    return re.findall(r'/relationships/comments" Target="([^"]+)"', relations)


def test_a_file_without_comments_gets_a_part_a_relationship_and_a_type():
    data = whole_docx(p("a"))
    found = commented(data)
    (added,) = set(found) - set(members(data))
    assert COMMENT in found[added]
    assert related(found) == [added.rpartition("/")[2]]
    assert f'"/{added}"'.encode() in found["[Content_Types].xml"]


def test_other_members_keep_their_content_and_order():
    data = whole_docx(p("a"))
    before, after = members(data), commented(data)
    assert list(after)[: len(before)] == list(before)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"[Content_Types].xml", "word/_rels/document.xml.rels"}


def test_comments_are_added_to_those_that_are_there():
    theirs = '<w:comment w:id="1"><w:p/></w:comment>'
    found = commented(whole_docx(p("a"), comments=theirs))
    root = etree.fromstring(found["word/comments.xml"])
    assert [one.get(f"{{{W}}}id") for one in root] == ["1", "5"]


def test_names_that_are_taken_are_not_used_again():
    parts = members(whole_docx(p("a")))
    relations = parts["word/_rels/document.xml.rels"].decode()
    taken = '<Relationship Id="rIdComments4" Type="x/other" Target="o.xml"/></Relationships>'
    parts["word/_rels/document.xml.rels"] = relations.replace("</Relationships>", taken).encode()
    found = commented(zipped(parts | {"word/comments.xml": b"<x/>"}))
    assert found["word/comments.xml"] == b"<x/>"
    assert related(found) == ["comments2.xml"]
    identifiers = re.findall(rb'Id="([^"]+)"', found["word/_rels/document.xml.rels"])
    assert len(identifiers) == len(set(identifiers))


def test_a_file_with_hardly_any_parts_is_completed():
    found = commented(raw_docx(p("a")))
    assert related(found) == ["comments.xml"]


def test_the_other_parts_with_ids_are_found():
    parts = members(whole_docx(p("a"), comments="<w:comment/>", footnotes="<w:footnote/>"))
    with opened(zipped(parts | {"word/header12.xml": b"<h/>"}), Limits()) as archive:
        found = others(archive, Package(archive))
    assert len(found) == 3
    assert b"<h/>" in found


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (b"<a><b/></a>", b"<a><b/><c/></a>"),
        (b"<a/>", b"<a><c/></a>"),
        (b"<x:a xmlns:x='u' y='>'/>", b"<x:a xmlns:x='u' y='>'><c/></x:a>"),
        (b"<a>b</a>\n<!-- end -->", b"<a>b<c/></a>\n<!-- end -->"),
    ],
)
def test_content_is_added_at_the_end_of_the_root(part, expected):
    assert appended(part, b"<c/>") == expected
