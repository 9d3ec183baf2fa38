"""Reads .pdf: the lines of its pages, joined to paragraphs, with headings found by their type.

A .pdf has characters at positions, not words in paragraphs: the result is a good guess. Page
headers, footers, page numbers and tables of contents are left out.
"""

from __future__ import annotations

import re
import time
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import suppress
from math import hypot
from typing import Any, NamedTuple

from pypdf import PageObject

from bluepencil.documents import Limits, lines, types
from bluepencil.documents.annotations import with_annotations
from bluepencil.documents.blocks import ParsedBlock, clean
from bluepencil.documents.printed import Page, PrintedLine
from bluepencil.documents.pypdf_errors import DAMAGE, reading, too_long
from bluepencil.documents.pypdf_reader import configured, has_pictures, opened
from bluepencil.documents.symbols import raised
from bluepencil.documents.text import ITEM
from bluepencil.errors import BadDocument

MAX_SECONDS = 15.0  # of processor time
_GLYPHS = re.compile(r"/[A-Za-z]{1,8}\d{1,5}|[\ue000-\uf8ff\ufffd]")
_NAMED = 10  # pages that are named when they were not read
_DAMAGED = "damaged"
_PICTURE = "a picture without text"
_NO_CHARACTERS = "in fonts that do not say which characters they show"
_NOTHING = Page([], 0.0, 0.0)
_MEANINGLESS = 0.5  # of the characters
_TOLERANCE = 2.0  # points that text may begin outside of the visible area
_FAR = 1e6  # points
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft"})


def blocks(data: bytes, limits: Limits) -> Iterator[ParsedBlock]:
    """The blocks of a .pdf; they have no origins.

    Errors: BadDocument `encrypted_document`, `no_text` (a scan) or `damaged_document`; TooLarge
    `too_many_pages`, or `document_too_large` when reading takes longer than MAX_SECONDS.
    """
    with configured():
        pages, unread = _pages(data, limits)
    if not any(page.lines for page in pages):
        why = (
            "The fonts of this .pdf do not say which characters they show, so that its text cannot "
            "be read."
            if _NO_CHARACTERS in unread
            else "This .pdf holds pictures of pages and no text, as a scanner makes them."
        )
        raise BadDocument(
            f"{why} Run text recognition on it, or upload the document it was made from.",
            code="no_text",
        )
    yield from lines.blocks(pages)
    for reason, numbers in unread.items():
        yield _told(numbers, reason)


def _is_meaningless(page: Page) -> bool:
    """Whether most of its text are names of glyphs or characters without a meaning."""
    texts = [line.text for line in page.lines]
    unknown = sum(len(found) for text in texts for found in _GLYPHS.findall(text))
    return unknown > _MEANINGLESS * sum(map(len, texts))


def _pages(data: bytes, limits: Limits) -> tuple[list[Page], dict[str, list[int]]]:
    """The printed lines of each page, as far as the limit of words allows; and by reason the
    numbers of those that were not read. A damaged page costs itself only, unless all are.
    """
    deadline = time.thread_time() + MAX_SECONDS
    words = 0
    pages: list[Page] = []
    unread = defaultdict[str, list[int]](list)
    failure: BadDocument | None = None
    for number, page in enumerate(opened(data, limits), 1):
        try:
            pages.append(_PageReader(deadline).read(page()))
        except BadDocument as error:
            failure, reason = error, _DAMAGED
            pages.append(_NOTHING)
        else:
            reason = _not_to_be_read(pages[-1], page)
        if reason:
            unread[reason].append(number)
            pages[-1] = _NOTHING
        words += sum(len(line.text.split()) for line in pages[-1].lines)
        if words > limits.words:
            break  # `sections.assemble` refuses it
    if failure is not None and len(unread[_DAMAGED]) == len(pages):
        raise failure
    return pages, unread


def _not_to_be_read(read: Page, page: Callable[[], PageObject]) -> str:
    """Why nothing of a page can be used, though there is something on it; "" where it can be."""
    if read.lines:
        return _NO_CHARACTERS if _is_meaningless(read) else ""
    return _PICTURE if has_pictures(page()) else ""


def _told(numbers: list[int], reason: str) -> ParsedBlock:
    """What is said of the pages with these numbers."""
    more = len(numbers) - _NAMED
    named = [str(number) for number in numbers[:_NAMED]]
    if more > 0:
        named.append(f"{more} more")
    one = len(named) == 1
    pages = f"Page {named[0]} was" if one else f"Pages {types.listed(named, 'and')} were"
    return ParsedBlock("unread", f"{pages} not read: {reason}.")


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


class _Piece(NamedTuple):
    """Text in one font, with the matrices that say where it is drawn."""

    text: str
    place: list[float]
    matrix: list[float]
    font: Any
    size: float


def _in_reading_order(pieces: list[_Piece]) -> Iterator[_Piece]:
    """The pieces as they are read.

    What stands at the end of words from right to left, a full stop or a space, is drawn at their
    left, and pypdf tells it before them.
    """
    held: _Piece | None = None
    for piece in pieces:
        if not piece.text:
            continue
        if held is not None:
            if held.place == piece.place and _is_leftwards(piece.text):
                yield piece
                yield held
                held = None
                continue
            yield held
            held = None
        if piece.text.isprintable() and not any(map(str.isalnum, piece.text)):
            held = piece
        else:
            yield piece
    if held is not None:
        yield held


def _is_leftwards(text: str) -> bool:
    """Whether the first letter in it is of a script that is written from right to left."""
    letter = next(filter(str.isalpha, text), "")
    return bool(letter) and unicodedata.bidirectional(letter) in ("R", "AL")


class _PageReader:
    """Collects the lines of one page from the pieces of text that it is drawn with."""

    def __init__(self, deadline: float) -> None:
        self._deadline = deadline
        self._drawn: list[_Piece] = []
        self._lines: list[PrintedLine] = []
        self._spans: list[_Span] = []  # of the line being built
        self._length = 0  # of the line being built, in characters
        self._columns: list[float] = []  # where the columns of that line begin
        self._start = (0.0, 0.0)

    def read(self, page: PageObject) -> Page:
        """The visible lines of the page in the order in which they are drawn."""
        with reading():
            page.extract_text(visitor_operand_before=self._check, visitor_text=self._draw)
        for drawn in _in_reading_order(self._drawn):
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
        self._drawn.append(_Piece(text, list(place), list(matrix), font, size))

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
                text = raised(text)
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
