"""Reads .docx: all text that is visible on the page, with its origin in the file.

Included: text in tracked insertions, content controls, links, field results, tables, text boxes,
footnotes and endnotes, and automatic numbers. Left out: deleted and hidden text, comments, page
headers and footers, and tables of contents, which only repeat the headings.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from bluepencil.documents import BlockKind, Limits
from bluepencil.documents.archive import opened
from bluepencil.documents.blocks import MAX_DEPTH, ParsedBlock, TextBuilder, table_row
from bluepencil.documents.linked import linked_blocks
from bluepencil.documents.numbering import Counter
from bluepencil.documents.package import Package
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

_BODY = tags("body")
_ROWS = tags("tr")
_CELLS = tags("tc")
_WRAPPERS = tags("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")
_PARAGRAPH = tags("p")
_TABLE = tags("tbl")
_CONTROL = tags("sdt")
_IMPORTED = tags("altChunk")
_TEXT = tags("t")
_CONTENTS_GALLERIES = ("table of contents", "table of figures")


def blocks(data: bytes, limits: Limits) -> Iterator[ParsedBlock]:
    """The blocks of a .docx in document order.

    Errors: those of `archive.opened`, and UnsupportedType for an archive that is not a .docx.
    """
    with opened(data, limits) as archive:
        package = Package(archive)
        yield from _DocumentReader(package).body()


class _DocumentReader:
    """Reads the parts of one document once, in order."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._styles = Styles(package.elements("styles", "styles"))
        self._counter = Counter(package.elements("numbering", "numbering"))
        self._runs = RunReader(self._styles)
        self._tables = 0
        self._unfinished: list[ParsedBlock] = []  # paragraphs that go on in the next one
        for kind in ("footnote", "endnote"):
            self._read_notes(kind)

    def _start_part(self, part: str) -> None:
        archive = self._package.archive
        self._runs.start_part(part, archive.read(part) if part in archive.names else b"")

    def _read_notes(self, kind: str) -> None:
        self._start_part(self._package.part(kind + "s"))
        for element in self._package.elements(kind + "s", kind + "s"):
            self._runs.count_texts(element)
            if value(element, "type") in (None, "normal"):
                note = _joined(list(self._blocks(element, inside=True)), "note")
                self._runs.notes[kind, value(element, "id") or ""] = note
            self._runs.forget_texts()

    def body(self) -> Iterator[ParsedBlock]:
        """The blocks of the main part."""
        self._start_part(self._package.main)
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
        elif tag in _IMPORTED:
            yield from self._take_unfinished()
            yield from linked_blocks(element, self._package)
        else:
            alternative = preferred_alternative(element)
            if alternative is not None:
                yield from self._blocks(alternative, inside)

    def _paragraph(self, element: etree._Element, inside: bool) -> Iterator[ParsedBlock]:
        properties = child(element, "pPr")
        style = self._styles.resolve(value(child(properties, "pStyle")))
        content = TextBuilder()
        strong = self._runs.read(element, content, style)
        if style.contents:
            yield ParsedBlock("contents")
        elif _goes_on(properties):
            self._unfinished.append(content.block("paragraph", strip=False))
        else:
            self._unfinished.append(content.block("paragraph", strip=False))
            yield from self._finished(properties, style, strong, inside)
        for box in self._runs.take_text_boxes():
            yield from self._blocks(box, inside=True)
        yield from linked_blocks(element, self._package)

    def _finished(
        self, properties: etree._Element | None, style: ResolvedStyle, strong: bool, inside: bool
    ) -> Iterator[ParsedBlock]:
        """The paragraph that ends here, with these properties."""
        builder, parts = TextBuilder(), self._unfinished
        self._unfinished = []
        marker, depth = self._marker(properties, style)
        level = _heading_level(properties, style)
        heading = level is not None and not inside
        if marker and not heading:
            builder.add(marker + " ")
        for part in parts:
            builder.add_block(part)
        if any(part.text for part in parts) or not marker:
            block = builder.block("item" if marker and not heading else "paragraph")
            block.depth = depth if block.kind == "item" else 0
            block.strong = strong and not inside and not marker
            if heading:
                block.kind, block.level, block.number = "heading", level or 1, marker.rstrip(".):")
            elif style.title and not inside:
                block.kind = "title"
            block.notes = self._runs.take_notes()
            yield block

    def _take_unfinished(self) -> Iterator[ParsedBlock]:
        """The paragraph that should go on, where none follows."""
        if self._unfinished:
            builder, parts = TextBuilder(), self._unfinished
            self._unfinished = []
            for part in parts:
                builder.add_block(part)
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
        level = found.level
        if level is None:
            level = self._counter.level_of(str(found.list_id), value(child(properties, "pStyle")))
        depth = max(0, min(level, MAX_DEPTH))
        return self._counter.next_label(str(found.list_id), depth), depth

    def _table(self, table: etree._Element, inside: bool) -> Iterator[ParsedBlock]:
        """The rows of a table; those of a table in a cell follow the row that it is in."""
        rows = [
            list(_children(row, _CELLS)) for row in _children(table, _ROWS) if not _deleted(row)
        ]
        if self._is_layout(rows):
            for row in rows:
                yield from self._blocks(row[0], inside)
            return
        self._tables += 1
        number = self._tables
        for row in rows:
            cells = [list(self._blocks(cell, inside=True)) for cell in row]
            texts = [[block for block in cell if block.kind != "row"] for cell in cells]
            yield table_row([_joined(cell, "paragraph") for cell in texts], number)
            for cell in cells:
                yield from (block for block in cell if block.kind == "row")

    def _is_layout(self, rows: list[list[etree._Element]]) -> bool:
        """Whether a table only arranges paragraphs: it has a single cell, or a single column with
        headings.
        """
        if not rows or any(len(row) != 1 for row in rows):
            return False
        return len(rows) == 1 or any(
            self._is_heading(paragraph)
            for row in rows
            for paragraph in row[0]
            if paragraph.tag in _PARAGRAPH
        )

    def _is_heading(self, paragraph: etree._Element) -> bool:
        properties = child(paragraph, "pPr")
        style = self._styles.resolve(value(child(properties, "pStyle")))
        return _heading_level(properties, style) is not None


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


def _goes_on(properties: etree._Element | None) -> bool:
    """Whether a paragraph goes on in the next one: its mark is deleted, or it is a drop cap."""
    mark = child(properties, "rPr")
    if child(mark, "del") is not None or child(mark, "moveFrom") is not None:
        return True
    return value(child(properties, "framePr"), "dropCap") in ("drop", "margin")


def _is_contents(control: etree._Element) -> bool:
    gallery = child(child(child(control, "sdtPr"), "docPartObj"), "docPartGallery")
    return (value(gallery) or "").lower() in _CONTENTS_GALLERIES
