"""The parts of a new .docx besides its text."""

import posixpath

import pytest
from lxml import etree

from bluepencil.documents.reader import read
from bluepencil.documents.reviewed.template import MAIN, parts
from tests.documents.factory import W, p, zipped

PARTS = parts(p("Result", "Heading1") + p("It broke."))


@pytest.mark.parametrize("name", sorted(PARTS))
def test_every_part_is_well_formed_and_has_a_type(name):
    etree.fromstring(PARTS[name].encode())
    types = PARTS["[Content_Types].xml"]
    suffix = name.rpartition(".")[2]
    assert f'PartName="/{name}"' in types or f'Extension="{suffix}"' in types


def test_every_relationship_has_its_part():
    for name in ("_rels/.rels", "word/_rels/document.xml.rels"):
        folder = name.partition("_rels")[0]
        for relation in etree.fromstring(PARTS[name].encode()):
            assert posixpath.join(folder, relation.get("Target")) in PARTS


def test_every_style_that_is_used_is_defined():
    styles = etree.fromstring(PARTS["word/styles.xml"].encode())
    defined = {style.get(f"{{{W}}}styleId") for style in styles.iter(f"{{{W}}}style")}
    used = {f"Heading{level}" for level in range(1, 7)}
    used |= {"Title", "ListParagraph", "TableText", "Note", "Code", "Grid"}
    assert used <= defined


def test_the_file_is_read_with_its_headings():
    document = read(zipped(dict(PARTS)), "x.docx")
    assert [(one.name, one.text) for one in document.sections] == [("Result", "It broke.")]
    assert MAIN in PARTS
