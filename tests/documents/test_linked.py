"""The texts of imported files and of diagrams in a .docx."""

import pytest

from bluepencil.documents.reader import read
from tests.documents.factory import p, raw_docx, zipped
from tests.documents.reviewed.making import members

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
IMPORT = f'<w:altChunk xmlns:r="{R}" r:id="rIdA"/>'
DGM = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"


def document(body: str, part: bytes, target: str = "chunk.html"):
    """A file with this body that links to a part under the id rIdA."""
    parts = members(raw_docx(body))
    name = "word/_rels/document.xml.rels"
    link = f'<Relationship Id="rIdA" Type="{R}/aFChunk" Target="{target}"/></Relationships>'
    parts[name] = parts[name].replace(b"</Relationships>", link.encode())
    return read(zipped(parts | {f"word/{target}": part}), "x.docx")


def test_an_imported_page_is_read_where_it_is():
    page = b"<html><body><h1>Findings</h1><p>It broke.</p></body></html>"
    found = document(p("Before.") + IMPORT + p("After."), page)
    assert [(one.name, one.text) for one in found.sections] == [
        ("Introduction", "Before."),
        ("Findings", "It broke.\nAfter."),
    ]


def test_an_imported_text_has_no_origins():
    (section,) = document(p("Before.") + IMPORT, b"It broke.\n", "chunk.txt").sections
    assert section.text == "Before.\nIt broke."
    assert [origin.end for origin in section.origins] == [len("Before.")]


def test_a_file_may_be_imported_in_a_paragraph():
    body = f"<w:p><w:r><w:t>See: </w:t></w:r>{IMPORT}</w:p>"
    assert document(body, b"<p>It broke.</p>").sections[0].text == "See:\nIt broke."


def test_however_often_a_part_is_referred_to_it_is_read_once():
    assert document(p("a") + IMPORT * 50, b"<p>It broke.</p>").sections[0].text == "a\nIt broke."


@pytest.mark.parametrize("part", [b"PK\x03\x04", b"{\\rtf1 b}", b"\x00\x01\x02" * 500])
def test_other_files_are_left_out_and_that_is_told(part):
    found = document(p("a") + IMPORT, part, "chunk.bin")
    assert found.sections[0].text == "a"
    assert found.unread == ("A file inside this one was not read: word/chunk.bin.",)


def test_an_empty_file_is_nothing_to_tell():
    assert document(p("a") + IMPORT, b"  ").unread == ()


def test_a_link_to_nothing_is_left_out():
    assert document(p("a") + IMPORT.replace("rIdA", "rIdB"), b"<p>b</p>").sections[0].text == "a"


def test_the_texts_of_a_diagram_are_paragraphs():
    def point(text):
        return f"<dgm:pt><dgm:t><a:p><a:r><a:t>{text}</a:t></a:r></a:p></dgm:t></dgm:pt>"

    drawing = f'<dgm:relIds xmlns:dgm="{DGM}" xmlns:r="{R}" r:dm="rIdA"/>'
    body = p("Steps:") + f"<w:p><w:r><w:drawing>{drawing}</w:drawing></w:r></w:p>"
    points = "".join(map(point, ("Shut the valve", "", "Lock the breaker")))
    model = f'<dgm:dataModel xmlns:dgm="{DGM}" xmlns:a="{A}"><dgm:ptLst>'
    data = f"{model}{points}</dgm:ptLst></dgm:dataModel>"
    found = document(body, data.encode(), "data.xml")
    assert found.sections[0].text == "Steps:\nShut the valve\nLock the breaker"
