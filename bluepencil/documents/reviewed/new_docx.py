"""Makes a new .docx of a document of another type, with the remarks as comments."""

from __future__ import annotations

import io
import itertools
import re
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

from bluepencil.documents import Block, Document, Origin, Section
from bluepencil.documents.archive import Archive
from bluepencil.documents.blocks import clean
from bluepencil.documents.reviewed import Remark, one_line
from bluepencil.documents.reviewed.docx import marked
from bluepencil.documents.reviewed.template import MAIN, STEP, parts
from bluepencil.errors import BadDocument

_BULLET = "• "
_TABS_AND_BREAKS = re.compile(r"([\t\n])")
_ELEMENTS = {"\t": "<w:tab/>", "\n": "<w:br/>"}
_WIDTH = 9070  # of the text, in twentieths of a point
_COLUMNS = 63  # more of them Word does not open


def write(document: Document, remarks: Sequence[Remark], *, tracked: bool = False) -> bytes:
    """A .docx of the title, headings, paragraphs, lists and tables of the document, with the
    remarks as `docx.write` inserts them into an existing file.
    """
    data, located = built(document)
    if not remarks:
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        try:
            return marked(Archive(file), located, remarks, tracked=tracked)
        except BadDocument as error:  # a mistake of ours: no file of a user is damaged
            raise RuntimeError("a new .docx cannot be read") from error


def built(document: Document) -> tuple[bytes, Document]:
    """The new file without remarks, and the document with its origins in that file."""
    body = _Body()
    title = one_line(document.title)
    titled = body.heading("Title", title) if title else ()
    sections = [
        body.section(section, titled if section.name == title else ())
        for section in document.sections
    ]
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts("".join(body.out)).items():
            member = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            archive.writestr(member, content, zipfile.ZIP_DEFLATED)
    return stream.getvalue(), document.model_copy(update={"sections": tuple(sections)})


class _Body:
    """Writes paragraphs and tables, and records the `w:t` that contains each part of a text."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self._texts = itertools.count()
        self._origins: list[Origin] = []

    def heading(self, style: str, text: str) -> tuple[Origin, ...]:
        """Write a heading; returns its origins, as offsets into `text`."""
        self._origins = []
        text = clean(text)
        self._paragraph(style, self._runs(text, 0, len(text)))
        return tuple(self._origins)

    def section(self, section: Section, heading: tuple[Origin, ...]) -> Section:
        """Write a section, with a heading unless one is given; returns it with its origins."""
        if not heading:
            words = f"{section.number} {section.name}".strip()
            heading = self.heading(f"Heading{section.level}", words)
        self._origins = []
        for table, blocks in itertools.groupby(section.blocks, _table):
            if table is None:
                for block in blocks:
                    self._block(section.text, block)
            else:
                self._table(section.text, list(blocks))
        return section.model_copy(update={"origins": tuple(self._origins), "heading": heading})

    def _block(self, text: str, block: Block) -> None:
        if block.kind == "item":
            self._item(text, block)
            return
        style = {"note": "Note", "code": "Code"}.get(block.kind, "Normal")
        self._paragraph(style, self._runs(text, block.start, block.end))

    def _item(self, text: str, block: Block) -> None:
        """Write a list item. A bullet is that of the format; a number remains text."""
        depth = min(block.depth, 8)
        if text.startswith(_BULLET, block.start, block.end):
            start = block.start + len(_BULLET)
            look = f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="1"/></w:numPr>'
        else:
            start = block.start
            look = f'<w:ind w:left="{STEP * (depth + 1)}" w:hanging="{STEP}"/>'
        self._paragraph("ListParagraph", self._runs(text, start, block.end), look)

    def _table(self, text: str, rows: list[Block]) -> None:
        columns = max(len(row.cells) for row in rows)
        if columns > _COLUMNS:
            for row in rows:
                self._block(text, row)
            return
        width = _WIDTH // columns
        self.out.append(
            '<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblW w:w="0" w:type="auto"/></w:tblPr>'
            "<w:tblGrid>" + f'<w:gridCol w:w="{width}"/>' * columns + "</w:tblGrid>"
        )
        for row in rows:
            self.out.append("<w:tr>")
            for number, (start, end) in enumerate(row.cells, 1):
                span = columns - number + 1 if number == len(row.cells) else 1
                spans = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
                size = f'<w:tcPr><w:tcW w:w="{width * span}" w:type="dxa"/>{spans}</w:tcPr>'
                self.out.append(f"<w:tc>{size}")
                self._paragraph("TableText", self._runs(text, start, end))
                self.out.append("</w:tc>")
            self.out.append("</w:tr>")
        self.out.append("</w:tbl><w:p/>")  # two tables in a row would become one

    def _paragraph(self, style: str, runs: str, more: str = "") -> None:
        self.out.append(
            f'<w:p><w:pPr><w:pStyle w:val="{style}"/>{more}</w:pPr>{runs}</w:p>'
            if style != "Normal"
            else f"<w:p>{runs}</w:p>"
        )

    def _runs(self, text: str, start: int, end: int) -> str:
        return "".join(self._run(part, at) for part, at in _split(text[start:end], start))

    def _run(self, part: str, at: int) -> str:
        if part in _ELEMENTS:
            return f"<w:r>{_ELEMENTS[part]}</w:r>"
        self._origins.append(Origin(at, at + len(part), MAIN, next(self._texts), 0))
        return f'<w:r><w:t xml:space="preserve">{escape(part)}</w:t></w:r>'


def _table(block: Block) -> int | None:
    """The number of the table of a row; None for other blocks."""
    return block.table if block.kind == "row" and block.cells else None


def _split(text: str, at: int) -> Iterable[tuple[str, int]]:
    """Text, tabs and line breaks, each with its offset."""
    for part in _TABS_AND_BREAKS.split(text):
        if part:
            yield part, at
        at += len(part)
