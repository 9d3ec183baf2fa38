"""Reads .docx: all text that is visible on the page, with its origin in the file.

Included: text in tracked insertions, content controls, links, field results, tables, text boxes,
footnotes and endnotes, and automatic numbers. Left out: deleted and hidden text, comments, page
headers and footers, and tables of contents, which only repeat the headings.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lxml import etree

from bluepencil.documents import BlockKind, Limits, types
from bluepencil.documents.archive import Archive, damaged, opened
from bluepencil.documents.blocks import MAX_DEPTH, ParsedBlock, TextBuilder, table_row
from bluepencil.documents.numbering import Counter
from bluepencil.documents.runs import RunReader, preferred_alternative
from bluepencil.documents.styles import (
    Numbering,
    ResolvedStyle,
    Styles,
    child,
    numbering,
    outline,
    tags,
    value,
)

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_BODY = tags("body")
_ROWS = tags("tr")
_CELLS = tags("tc")
_WRAPPERS = tags("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")
_PARAGRAPH = tags("p")
_TABLE = tags("tbl")
_CONTROL = tags("sdt")
_TEXT = tags("t")
_CONTENTS_GALLERIES = ("table of contents", "table of figures")


def blocks(data: bytes, limits: Limits) -> Iterator[ParsedBlock]:
    """The blocks of a .docx in document order.

    Errors: those of `archive.opened`, and UnsupportedType for an archive that is not a .docx.
    """
    with opened(data, limits) as archive:
        package = Package(archive)
        yield from _DocumentReader(package).body()


class Package:
    """The parts of a .docx, found through its relationships as the format requires."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._names = archive.names
        self.main = self._related("_rels/.rels", "").get("officeDocument", "word/document.xml")
        if self.main not in self._names or not self._is_word():
            raise self._not_word()
        folder, name = posixpath.split(self.main)
        self._parts = self._related(f"{folder}/_rels/{name}.rels", folder)

    def _related(self, part: str, folder: str) -> dict[str, str]:
        """The targets in a relationships part, by the last segment of the relationship's type."""
        if part not in self._names:
            return {}
        related: dict[str, str] = {}
        parents = frozenset((_RELATIONSHIP + "s",))
        for relationship in self.archive.children(part, parents):
            kind = (relationship.get("Type") or "").rpartition("/")[2]
            target = relationship.get("Target") or ""
            inside = target[1:] if target.startswith("/") else posixpath.join(folder, target)
            related.setdefault(kind, posixpath.normpath(inside))
        return related

    def _is_word(self) -> bool:
        root = next(self.archive.elements(self.main, "start"), None)
        return root is not None and root.tag in tags("document")

    def _not_word(self) -> Exception:
        """The error for an archive without a main document part."""
        if any(name.startswith("word/") for name in self._names):
            return damaged()
        return types.unsupported("This archive does not contain a Word document")

    def elements(self, kind: str, root: str) -> Iterator[etree._Element]:
        """The children of the root of the part of that kind; none if there is no such part."""
        part = self._parts.get(kind)
        if part in self._names:
            yield from self.archive.children(str(part), tags(root))

    def part(self, kind: str) -> str:
        """The name of the part of that kind ("comments") of the document; "" if there is none."""
        return self._parts.get(kind, "")


class _DocumentReader:
    """Reads the parts of one document once, in order."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._styles = Styles(package.elements("styles", "styles"))
        self._counter = Counter(package.elements("numbering", "numbering"))
        self._runs = RunReader(self._styles)
        self._tables = 0
        self._unfinished: TextBuilder | None = None  # a paragraph that goes on in the next one
        for kind in ("footnote", "endnote"):
            self._read_notes(kind)

    def _read_notes(self, kind: str) -> None:
        self._runs.start_part(self._package.part(kind + "s"))
        for element in self._package.elements(kind + "s", kind + "s"):
            self._runs.count_texts(element)
            if value(element, "type") in (None, "normal"):
                note = _joined(list(self._blocks(element, inside=True)), "note")
                self._runs.notes[kind, value(element, "id") or ""] = note
            self._runs.forget_texts()

    def body(self) -> Iterator[ParsedBlock]:
        """The blocks of the main part."""
        self._runs.start_part(self._package.main)
        for element in self._package.archive.children(self._package.main, _BODY):
            self._runs.count_texts(element)
            yield from self._block(element, inside=False)
            self._runs.forget_texts()
        yield from self._take_unfinished()

    def _blocks(self, parent: etree._Element, inside: bool) -> Iterator[ParsedBlock]:
        """The blocks under an element; `inside`: of a table cell, a note or a text box."""
        for element in parent:
            yield from self._block(element, inside)
        if inside:
            yield from self._take_unfinished()

    def _block(self, element: etree._Element, inside: bool) -> Iterator[ParsedBlock]:
        tag = element.tag
        if tag in _PARAGRAPH:
            yield from self._paragraph(element, inside)
        elif tag in _TABLE:
            yield from self._take_unfinished()
            yield from self._table(element, inside)
        elif tag in _CONTROL and _is_contents(element):
            yield ParsedBlock("contents")
        elif tag in _WRAPPERS:
            yield from self._blocks(element, inside)
        else:
            alternative = preferred_alternative(element)
            if alternative is not None:
                yield from self._blocks(alternative, inside)

    def _paragraph(self, element: etree._Element, inside: bool) -> Iterator[ParsedBlock]:
        properties = child(element, "pPr")
        style = self._styles.resolve(value(child(properties, "pStyle")))
        if style.contents:
            self._runs.read(element, TextBuilder(), style)
            yield ParsedBlock("contents")
            return
        builder, self._unfinished = self._unfinished or TextBuilder(), None
        marker, depth = self._marker(properties, style)
        level = _heading_level(properties, style)
        heading = level is not None and not inside
        if marker and not heading and not builder.length:
            builder.add(marker + " ")
        before = builder.length
        strong = self._runs.read(element, builder, style)
        if builder.length > before and _mark_is_deleted(properties):
            self._unfinished = builder  # accepting the deletion joins this paragraph to the next
        elif builder.length > before or not marker:
            block = builder.block("item" if marker and not heading else "paragraph")
            block.depth = depth if block.kind == "item" else 0
            block.strong = strong and not inside and not marker
            if heading:
                block.kind, block.level, block.number = "heading", level or 1, marker.rstrip(".):")
            elif style.title and not inside:
                block.kind = "title"
            block.notes = self._runs.take_notes()
            yield block
        for box in self._runs.take_text_boxes():
            yield from self._blocks(box, inside=True)

    def _take_unfinished(self) -> Iterator[ParsedBlock]:
        if self._unfinished:
            builder, self._unfinished = self._unfinished, None
            yield builder.block("paragraph")

    def _marker(self, properties: etree._Element | None, style: ResolvedStyle) -> tuple[str, int]:
        """The number or bullet of a paragraph, "" if it has none, and its depth in the list."""
        own, inherited = numbering(properties), style.numbering
        found = Numbering(
            own.list_id if own.list_id is not None else inherited.list_id,
            own.level if own.level is not None else inherited.level,
        )
        if found.list_id in (None, "0"):
            return "", 0
        depth = max(0, min(found.level or 0, MAX_DEPTH))
        return self._counter.next_label(str(found.list_id), depth), depth

    def _table(self, table: etree._Element, inside: bool) -> Iterator[ParsedBlock]:
        """The rows of a table; those of a table in a cell follow the row that it is in."""
        rows = [
            list(_children(row, _CELLS)) for row in _children(table, _ROWS) if not _deleted(row)
        ]
        if len(rows) == 1 and len(rows[0]) == 1:  # a box drawn around ordinary paragraphs
            yield from self._blocks(rows[0][0], inside)
            return
        self._tables += 1
        number = self._tables
        for row in rows:
            cells = [list(self._blocks(cell, inside=True)) for cell in row]
            texts = [[block for block in cell if block.kind != "row"] for cell in cells]
            yield table_row([_joined(cell, "paragraph") for cell in texts], number)
            for cell in cells:
                yield from (block for block in cell if block.kind == "row")


def _joined(blocks: list[ParsedBlock], kind: BlockKind) -> ParsedBlock:
    """Several blocks as one of that kind, each on a line of its own."""
    builder = TextBuilder()
    notes: list[ParsedBlock] = []
    for block in blocks:
        if block.text:
            if builder.length:
                builder.add("\n")
            builder.add_block(block)
        notes.extend(block.notes)
    joined = builder.block(kind, strip=False)
    joined.notes = notes
    return joined


def _children(parent: etree._Element, wanted: frozenset[str]) -> Iterator[etree._Element]:
    """The rows of a table or the cells of a row, including those in content controls."""
    for element in parent:
        if element.tag in wanted:
            yield element
        elif element.tag in _WRAPPERS:
            yield from _children(element, wanted)


def _heading_level(properties: etree._Element | None, style: ResolvedStyle) -> int | None:
    level = outline(properties)
    if level is None:
        return style.level
    return level + 1 if level < 6 else None


def _deleted(row: etree._Element) -> bool:
    return child(child(row, "trPr"), "del") is not None


def _mark_is_deleted(properties: etree._Element | None) -> bool:
    mark = child(properties, "rPr")
    return child(mark, "del") is not None or child(mark, "moveFrom") is not None


def _is_contents(control: etree._Element) -> bool:
    gallery = child(child(child(control, "sdtPr"), "docPartObj"), "docPartGallery")
    return (value(gallery) or "").lower() in _CONTENTS_GALLERIES
