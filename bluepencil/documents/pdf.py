"""Reads .pdf: the lines of its pages, joined to paragraphs, with headings found by their type.

A .pdf has characters at positions, not words in paragraphs: the result is a good guess. Page
headers, footers, page numbers and tables of contents are left out.
"""

from __future__ import annotations

import io
import logging
import re
import time
from collections.abc import Iterator
from contextlib import suppress
from math import hypot
from typing import Any, NamedTuple, cast

from pypdf import PageObject, PdfReader, apply_configuration

from bluepencil.documents import Limits, lines
from bluepencil.documents.annotations import with_annotations
from bluepencil.documents.blocks import ParsedBlock, clean
from bluepencil.documents.printed import Page, PrintedLine
from bluepencil.documents.pypdf_errors import DAMAGE, reading, too_long
from bluepencil.documents.text import ITEM
from bluepencil.errors import BadDocument, TooLarge

MAX_SECONDS = 15.0  # of processor time
_LIMITS: dict[str, Any] = {  # of pypdf, per stream; a page's text is far below
    "maximum_declared_stream_length": 30_000_000,
    "array_based_stream_maximum_output_length": 10_000_000,
    "lzw_maximum_output_length": 10_000_000,
    "run_length_maximum_output_length": 10_000_000,
    "zlib_maximum_output_length": 10_000_000,
    "stream_decoding_work_maximum_length": 40_000_000,
    "stream_parsing_work_maximum_count": 500_000,
    "xform_maximum_invocations_per_extraction": 300,
    "outline_maximum_entries": 1_000,
}
_GLYPHS = re.compile(r"/[A-Za-z]{1,8}\d{1,5}|[\ue000-\uf8ff\ufffd]")
_MEANINGLESS = 0.5  # of the characters
_TOLERANCE = 2.0  # points that text may begin outside of the visible area
_FAR = 1e6  # points
_SUPERSCRIPTS = str.maketrans("0123456789+-()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ")
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft"})


def blocks(data: bytes, limits: Limits) -> Iterator[ParsedBlock]:
    """The blocks of a .pdf; they have no origins.

    Errors: BadDocument `encrypted_document`, `no_text` (a scan) or `damaged_document`; TooLarge
    `too_many_pages`, or `document_too_large` when reading takes longer than MAX_SECONDS.
    """
    pages = _pages(data, limits)
    if not any(page.lines for page in pages):
        raise BadDocument(
            "This .pdf holds pictures of pages and no text, as a scanner makes them. Run text "
            "recognition on it, or upload the document it was made from.",
            code="no_text",
        )
    if _is_meaningless(pages):
        raise BadDocument(
            "The fonts of this .pdf do not say which characters they show, so that its text cannot "
            "be read. Run text recognition on it, or upload the document it was made from.",
            code="no_text",
        )
    yield from lines.blocks(pages)


def _is_meaningless(pages: list[Page]) -> bool:
    """Whether most of the text are names of glyphs or characters without a meaning."""
    texts = [line.text for page in pages for line in page.lines]
    unknown = sum(len(found) for text in texts for found in _GLYPHS.findall(text))
    return unknown > _MEANINGLESS * sum(map(len, texts))


def _pages(data: bytes, limits: Limits) -> list[Page]:
    """The printed lines of each page, as far as the limit of words allows."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    deadline = time.thread_time() + MAX_SECONDS
    words = 0
    pages: list[Page] = []
    with apply_configuration(**_LIMITS):
        for page in _opened(data, limits):
            pages.append(_PageReader(deadline).read(page))
            words += sum(len(line.text.split()) for line in pages[-1].lines)
            if words > limits.words:
                break  # `sections.assemble` refuses it
    return pages


def _opened(data: bytes, limits: Limits) -> Iterator[PageObject]:
    """The pages, if the file can be opened and there are not too many."""
    with reading():
        reader = PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
    if locked:
        raise BadDocument(
            "The file is protected with a password. Remove the password and upload it again.",
            code="encrypted_document",
        )
    with reading():
        declared = cast(Any, reader.root_object["/Pages"]).get("/Count", 0)
        number = len(reader.pages)
    if max(number, declared if isinstance(declared, int) else 0) > limits.pages:
        raise TooLarge(
            f"The document has more than {limits.pages:,} pages. Split it and review the parts.",
            code="too_many_pages",
        )
    for index in range(number):
        with reading():
            page = reader.pages[index]
        yield page


def _visible_area(page: PageObject) -> tuple[float, float, float, float]:
    """The left, bottom, right and top of a page; a very large area where the file does not say."""
    with suppress(*DAMAGE):
        left, bottom, right, top = (float(side) for side in page.cropbox)
        if left != right and bottom != top:
            return min(left, right), min(bottom, top), max(left, right), max(bottom, top)
    return -_FAR, -_FAR, _FAR, _FAR


class _Span(NamedTuple):
    """Text of a line in one font; white space has no size."""

    text: str
    size: float
    bold: bool


class _PageReader:
    """Collects the lines of one page from the pieces of text that it is drawn with."""

    def __init__(self, deadline: float) -> None:
        self._deadline = deadline
        self._drawn: list[tuple[str, list[float], list[float], Any, float]] = []
        self._lines: list[PrintedLine] = []
        self._spans: list[_Span] = []  # of the line being built
        self._length = 0  # of the line being built, in characters
        self._columns: list[float] = []  # where the columns of that line begin
        self._start = (0.0, 0.0)

    def read(self, page: PageObject) -> Page:
        """The visible lines of the page in the order in which they are drawn."""
        with reading():
            page.extract_text(visitor_operand_before=self._check, visitor_text=self._draw)
        for drawn in self._drawn:
            self._add(*drawn)
        self._end_line()
        self._check()
        left, bottom, right, top = _visible_area(page)
        visible = [
            line
            for line in self._lines
            if left - _TOLERANCE <= line.x <= right + _TOLERANCE
            and bottom - _TOLERANCE <= line.y <= top + _TOLERANCE
        ]
        return Page(with_annotations(visible, page), bottom, top)

    def _check(self, *_: object) -> None:
        if time.thread_time() > self._deadline:
            raise too_long()

    def _draw(self, text: str, place: Any, matrix: Any, font: Any, size: float) -> None:
        """Called by pypdf for each piece of text in one font.

        It is only stored here: pypdf would take an error of ours for one of the file, or swallow
        it. The matrices are copied because pypdf changes them later.
        """
        self._drawn.append((text, list(place), list(matrix), font, size))

    def _add(
        self, text: str, place: list[float], matrix: list[float], font: Any, size: float
    ) -> None:
        """Add a piece of text, which may contain the ends of lines, to the page."""
        y = float(matrix[4] * place[1] + matrix[5] * place[3] + place[5])
        x = float(matrix[4] * place[0] + matrix[5] * place[2] + place[4])
        height = abs(float(size)) * hypot(matrix[2], matrix[3]) * hypot(place[2], place[3])
        name = str(font.get("/BaseFont", "")).lower() if isinstance(font, dict) else ""
        bold = any(word in name for word in ("bold", "black", "heavy", "semibold", "cmbx"))
        for index, part in enumerate(text.split("\n")):
            if index and not (part.strip() and self._is_script(x, y, height)):
                self._end_line()
            if part.strip():
                self._add_span(part, x, y, height, bold)
            elif part and self._spans:
                self._append(_Span(part, 0.0, True))

    def _add_span(self, text: str, x: float, y: float, height: float, bold: bool) -> None:
        if not self._spans:
            self._start, self._columns = (x, y), [x]
        elif self._is_script(x, y, height):
            if y > self._start[1]:
                text = text.translate(_SUPERSCRIPTS)
        elif self._is_next_column(x, height):
            self._append(_Span("\t", 0.0, True))
            self._columns.append(x)
        self._append(_Span(text, height, bold))

    def _append(self, span: _Span) -> None:
        self._spans.append(span)
        self._length += len(span.text)

    def _is_script(self, x: float, y: float, height: float) -> bool:
        """Whether text is a superscript or subscript of the line being built."""
        size = max((span.size for span in self._spans[-3:]), default=0.0)
        offset = abs(y - self._start[1])
        return 0 < height < size * 0.85 and offset < size * 0.7 and x > self._start[0]

    def _is_next_column(self, x: float, height: float) -> bool:
        """Whether text that begins at `x` is too far away to continue the line."""
        height = max(height, *(span.size for span in self._spans[-3:]))
        if self._length <= 20:
            start = "".join(span.text for span in self._spans).strip()
            if len(start) == 1 or ITEM.fullmatch(start + " "):
                return False  # after the marker of a list item
        usual = self._start[0] + self._length * height * 0.5
        return x - usual > height * (1.5 + self._length * 0.12)

    def _end_line(self) -> None:
        text = clean("".join(span.text for span in self._spans).translate(_LIGATURES))
        cells = [" ".join(cell.split()) for cell in text.split("\t")]
        if any(cells):
            _, size = max((len(span.text.strip()), span.size) for span in self._spans)
            bold = all(span.bold for span in self._spans)
            columns = tuple(self._columns) if len(cells) == len(self._columns) > 1 else ()
            line = PrintedLine("\t".join(cells), *self._start, round(size, 1), bold, columns)
            self._lines.append(line)
        self._spans, self._length = [], 0
