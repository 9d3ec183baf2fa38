"""Reads .docx: everything a reader of the page can see, each word with the place it came from.

Kept: text in pending insertions, content controls, links, fields' results, tables, text boxes,
footnotes and endnotes, automatic numbers. Left out: deleted and hidden text, comments, page
headers and footers, and tables of contents, which only repeat the headings.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lxml import etree

from bluepencil.documents import Limits, types
from bluepencil.documents.archive import Archive, damaged, opened
from bluepencil.documents.numbering import Counter
from bluepencil.documents.pieces import Line, Piece
from bluepencil.documents.runs import Runs, chosen
from bluepencil.documents.styles import (
    Look,
    Numbering,
    Styles,
    child,
    numbering,
    outline,
    tags,
    value,
)

_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_BODY = tags("body")
_ROWS = tags("tr")
_CELLS = tags("tc")
_WRAPPERS = tags("sdt", "sdtContent", "customXml", "ins", "moveTo", "smartTag")
_PARAGRAPH = tags("p")
_TABLE = tags("tbl")
_CONTROL = tags("sdt")
_TEXT = tags("t")
_CONTENTS_GALLERIES = ("table of contents", "table of figures")


def pieces(data: bytes, limits: Limits) -> Iterator[Piece]:
    """The pieces of a .docx, in order.

    Errors: those of `archive.opened`, and UnsupportedType for an archive of another sort.
    """
    with opened(data, limits) as archive:
        package = Package(archive)
        yield from _Walker(package).body()


class Package:
    """The parts of the archive, found through its relations as the format asks."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self._names = archive.names
        self.main = self._related("_rels/.rels", "").get("officeDocument", "word/document.xml")
        if self.main not in self._names or not self._is_word():
            raise self._other_sort()
        folder, name = posixpath.split(self.main)
        self._parts = self._related(f"{folder}/_rels/{name}.rels", folder)

    def _related(self, part: str, folder: str) -> dict[str, str]:
        """The parts that a relations part names, by the last word of the relation's type."""
        if part not in self._names:
            return {}
        related: dict[str, str] = {}
        parents = frozenset((_RELATION + "s",))
        for relation in self.archive.children(part, parents):
            kind = (relation.get("Type") or "").rpartition("/")[2]
            target = relation.get("Target") or ""
            inside = target[1:] if target.startswith("/") else posixpath.join(folder, target)
            related.setdefault(kind, posixpath.normpath(inside))
        return related

    def _is_word(self) -> bool:
        root = next(self.archive.elements(self.main, "start"), None)
        return root is not None and root.tag in tags("document")

    def _other_sort(self) -> Exception:
        if any(name.startswith("word/") for name in self._names):
            return damaged()
        return types.unsupported("This archive does not contain a Word document")

    def elements(self, kind: str, root: str) -> Iterator[etree._Element]:
        """The elements under the root of the part of that kind; none if it is missing."""
        part = self._parts.get(kind)
        if part in self._names:
            yield from self.archive.children(str(part), tags(root))

    def part(self, kind: str) -> str:
        """The name of the main part's part of that kind ("comments"); "" if there is none."""
        return self._parts.get(kind, "")


class _Walker:
    """Goes through the parts of one document once, in order."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._styles = Styles(package.elements("styles", "styles"))
        self._counter = Counter(package.elements("numbering", "numbering"))
        self._runs = Runs(self._styles)
        self._tables = 0
        self._carried: Line | None = None
        for kind in ("footnote", "endnote"):
            self._read_notes(kind)

    def _read_notes(self, kind: str) -> None:
        self._runs.enter(self._package.part(kind + "s"))
        for element in self._package.elements(kind + "s", kind + "s"):
            self._runs.index(element)
            if value(element, "type") in (None, "normal"):
                note = _joined(list(self._blocks(element, inside=True)), "note")
                self._runs.notes[kind, value(element, "id") or ""] = note

    def body(self) -> Iterator[Piece]:
        """The pieces of the main part."""
        self._runs.enter(self._package.main)
        for element in self._package.archive.children(self._package.main, _BODY):
            self._runs.index(element)
            yield from self._block(element, inside=False)
        yield from self._flushed()

    def _blocks(self, parent: etree._Element, inside: bool) -> Iterator[Piece]:
        for element in parent:
            yield from self._block(element, inside)
        if inside:
            yield from self._flushed()

    def _block(self, element: etree._Element, inside: bool) -> Iterator[Piece]:
        tag = element.tag
        if tag in _PARAGRAPH:
            yield from self._paragraph(element, inside)
        elif tag in _TABLE:
            yield from self._flushed()
            yield from self._table(element, inside)
        elif tag in _CONTROL and _is_contents(element):
            yield Piece("contents")
        elif tag in _WRAPPERS:
            yield from self._blocks(element, inside)
        else:
            alternative = chosen(element)
            if alternative is not None:
                yield from self._blocks(alternative, inside)

    def _paragraph(self, element: etree._Element, inside: bool) -> Iterator[Piece]:
        properties = child(element, "pPr")
        look = self._styles.look(value(child(properties, "pStyle")))
        if look.contents:
            self._runs.read(element, Line(), look)
            yield Piece("contents")
            return
        line, self._carried = self._carried or Line(), None
        marker, depth = self._marker(properties, look)
        level = _heading_level(properties, look)
        heading = level is not None and not inside
        if marker and not heading and not line.length:
            line.glue(marker + " ")
        before = line.length
        strong = self._runs.read(element, line, look)
        if line.length > before and _mark_is_deleted(properties):
            self._carried = line  # accepting the deletion joins this paragraph to the next
        elif line.length > before or not marker:
            piece = line.piece("item" if marker and not heading else "paragraph")
            piece.depth = depth if piece.kind == "item" else 0
            piece.strong = strong and not inside and not marker
            if heading:
                piece.kind, piece.level, piece.number = "heading", level or 1, marker.rstrip(".):")
            elif look.title and not inside:
                piece.kind = "title"
            piece.notes = self._runs.take_notes()
            yield piece
        for box in self._runs.take_boxes():
            yield from self._blocks(box, inside=True)

    def _flushed(self) -> Iterator[Piece]:
        if self._carried:
            line, self._carried = self._carried, None
            yield line.piece("paragraph")

    def _marker(self, properties: etree._Element | None, look: Look) -> tuple[str, int]:
        own, inherited = numbering(properties), look.numbering
        found = Numbering(
            own.list_id if own.list_id is not None else inherited.list_id,
            own.level if own.level is not None else inherited.level,
        )
        if found.list_id in (None, "0"):
            return "", 0
        depth = max(0, min(found.level or 0, 8))
        return self._counter.mark(str(found.list_id), depth), depth

    def _table(self, table: etree._Element, inside: bool) -> Iterator[Piece]:
        rows = [list(_found(row, _CELLS)) for row in _found(table, _ROWS) if not _deleted(row)]
        if len(rows) == 1 and len(rows[0]) == 1:  # a box drawn around ordinary paragraphs
            yield from self._blocks(rows[0][0], inside)
            return
        self._tables += 1
        number_of_table = self._tables
        for row in rows:
            cells = [list(self._blocks(cell, inside=True)) for cell in row]
            yield _row(
                [[one for one in cell if one.kind != "row"] for cell in cells], number_of_table
            )
            for cell in cells:
                yield from (one for one in cell if one.kind == "row")


def _row(cells: list[list[Piece]], table: int) -> Piece:
    line = Line()
    places: list[tuple[int, int]] = []
    notes: list[Piece] = []
    for index, cell in enumerate(cells):
        if index:
            line.glue("\t")
        joined = _joined(cell, "paragraph")
        places.append((line.length, line.length + len(joined.text)))
        line.append(joined.text, joined.origins)
        notes.extend(joined.notes)
    row = line.piece("row", strip=False)
    row.table, row.cells, row.notes = table, tuple(places), notes
    return row


def _joined(found: list[Piece], kind: str) -> Piece:
    """Several pieces as one, a line each."""
    line = Line()
    notes: list[Piece] = []
    for piece in found:
        if piece.text:
            if line.length:
                line.glue("\n")
            line.append(piece.text, piece.origins)
        notes.extend(piece.notes)
    joined = line.piece("note" if kind == "note" else "paragraph", strip=False)
    joined.notes = notes
    return joined


def _found(parent: etree._Element, wanted: frozenset[str]) -> Iterator[etree._Element]:
    """The rows of a table or cells of a row, also those inside content controls."""
    for element in parent:
        if element.tag in wanted:
            yield element
        elif element.tag in _WRAPPERS:
            yield from _found(element, wanted)


def _heading_level(properties: etree._Element | None, look: Look) -> int | None:
    level = outline(properties)
    if level is None:
        return look.level
    return level + 1 if level < 6 else None


def _deleted(row: etree._Element) -> bool:
    return child(child(row, "trPr"), "del") is not None


def _mark_is_deleted(properties: etree._Element | None) -> bool:
    mark = child(properties, "rPr")
    return child(mark, "del") is not None or child(mark, "moveFrom") is not None


def _is_contents(control: etree._Element) -> bool:
    gallery = child(child(child(control, "sdtPr"), "docPartObj"), "docPartGallery")
    return (value(gallery) or "").lower() in _CONTENTS_GALLERIES
