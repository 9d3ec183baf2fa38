"""Reads the parts that a .docx shows in its text: imported files and the texts of diagrams."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from bluepencil.documents import text
from bluepencil.documents.blocks import ParsedBlock, TextBuilder
from bluepencil.documents.package import Package
from bluepencil.documents.styles import tags
from bluepencil.errors import UnsupportedType

_IMPORTED = tags("altChunk")
_RELATED = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}",
)
_NO_TEXTS = (b"PK", b"{\\rtf")
_DIAGRAM = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}"
_POINTS = frozenset((_DIAGRAM + "ptLst",))
_DRAWN_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}t"


def linked_blocks(element: etree._Element, package: Package) -> Iterator[ParsedBlock]:
    """The blocks of the parts that are shown in this element, or by it; they have no origins."""
    for one in element.iter(*_IMPORTED, _DIAGRAM + "relIds"):
        if one.tag in _IMPORTED:
            yield from _imported(package.linked(_attribute(one, "id")), package)
        else:
            yield from _diagram(package.linked(_attribute(one, "dm")), package)


def _attribute(element: etree._Element, name: str) -> str:
    return next((found for space in _RELATED if (found := element.get(space + name))), "")


def _imported(part: str, package: Package) -> Iterator[ParsedBlock]:
    """The blocks of a web page or a text; of other files, that they are not read."""
    if not part:
        return
    data = package.archive.read(part)
    if not data.strip():
        return
    try:
        source = "" if data.startswith(_NO_TEXTS) else text.decode(data)
    except UnsupportedType:
        source = ""
    if not source:
        yield ParsedBlock("unread", f"A file inside this one was not read: {part}.")
        return
    if "<" in source[:1_000]:
        from bluepencil.documents import html  # few files import any

        yield from html.blocks(source)
    else:
        for block in text.blocks(source):
            block.origins = []
            yield block


def _diagram(part: str, package: Package) -> Iterator[ParsedBlock]:
    """A paragraph for each text of a diagram."""
    if not part:
        return
    for point in package.archive.children(part, _POINTS):
        builder = TextBuilder()
        for node in point.iter(_DRAWN_TEXT):
            builder.add(node.text or "")
        if builder.length:
            yield builder.block("paragraph")
