"""Reads .pdf: the lines of its pages, joined to paragraphs, with headings told by their type.

A .pdf holds letters at places, not words in paragraphs: what this gives is a good guess. Page
headers, footers, page numbers and tables of contents are left out.
"""

from __future__ import annotations

import io
import logging
import struct
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from math import hypot
from typing import Any, cast

from pypdf import PageObject, PdfReader, apply_configuration
from pypdf.errors import DependencyError, DeprecationError, PyPdfError

from bluepencil.documents import Limits
from bluepencil.documents.archive import damaged
from bluepencil.documents.lines import Printed, paragraphs
from bluepencil.documents.pieces import Piece, clean
from bluepencil.documents.text import ITEM
from bluepencil.errors import BadDocument, TooLarge

MAX_SECONDS = 20.0
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
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "ft"})
# Beside its own errors pypdf lets through whatever a broken file makes Python raise.
_DAMAGE = (
    PyPdfError,
    DependencyError,  # a filter that needs a library of its own
    DeprecationError,  # a filter's name that older files have
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


def pieces(data: bytes, limits: Limits) -> Iterator[Piece]:
    """The pieces of a .pdf; they have no origins.

    Errors: BadDocument `encrypted_document`, `no_text` (a scan) or `damaged_document`; TooLarge
    `too_many_pages`, or `document_too_large` when reading takes longer than MAX_SECONDS.
    """
    pages = _pages(data, limits)
    if not any(pages):
        raise BadDocument(
            "This .pdf holds pictures of pages and no text, as a scanner makes them. Run text "
            "recognition on it, or upload the document it was made from.",
            code="no_text",
        )
    yield from paragraphs(pages)


@contextmanager
def _reading() -> Iterator[None]:
    """Around a call of pypdf and nothing else: what is raised at a broken file is its damage, and
    an error of our own is not."""
    try:
        yield
    except _DAMAGE as error:
        raise damaged() from error


def _pages(data: bytes, limits: Limits) -> list[list[Printed]]:
    """The printed lines of each page."""
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    deadline = time.monotonic() + MAX_SECONDS
    words = 0
    pages: list[list[Printed]] = []
    with apply_configuration(**_LIMITS):
        for page in _opened(data, limits):
            pages.append(_Page(deadline).lines(page))
            words += sum(len(line.text.split()) for line in pages[-1])
            if words > limits.words:
                break  # who puts the pieces together says so
    return pages


def _opened(data: bytes, limits: Limits) -> Iterator[PageObject]:
    """The pages, where there are not too many."""
    with _reading():
        reader = PdfReader(io.BytesIO(data))
        locked = reader.is_encrypted and not reader.decrypt("")
    if locked:
        raise BadDocument(
            "The file is protected with a password. Remove the password and upload it again.",
            code="encrypted_document",
        )
    with _reading():
        declared = cast(Any, reader.root_object["/Pages"]).get("/Count", 0)
        number = len(reader.pages)
    if max(number, declared if isinstance(declared, int) else 0) > limits.pages:
        raise TooLarge(
            f"The document has more than {limits.pages:,} pages. Split it and review the parts.",
            code="too_many_pages",
        )
    for index in range(number):
        with _reading():
            page = reader.pages[index]
        yield page


class _Page:
    """Collects the lines of one page from the stretches of text it is drawn with."""

    def __init__(self, deadline: float) -> None:
        self._deadline = deadline
        self._drawn: list[tuple[str, list[float], list[float], Any, float]] = []
        self._lines: list[Printed] = []
        self._stretches: list[tuple[str, float, bool]] = []
        self._place = (0.0, 0.0)

    def lines(self, page: PageObject) -> list[Printed]:
        """The page's lines in the order they are drawn."""
        with _reading():
            page.extract_text(visitor_operand_before=self._check, visitor_text=self._draw)
        for drawn in self._drawn:
            self._stretch(*drawn)
        self._end()
        self._check()
        return self._lines

    def _check(self, *_: object) -> None:
        if time.monotonic() > self._deadline:
            raise TooLarge(
                "The document takes too long to read. Split it, or print it to a new .pdf.",
                code="document_too_large",
            )

    def _draw(self, text: str, place: Any, matrix: Any, font: Any, size: float) -> None:
        """Called by pypdf for each stretch of text in one font: only kept, since an error in here
        would be taken for one of the file, or be swallowed. pypdf changes the lists later."""
        self._drawn.append((text, list(place), list(matrix), font, size))

    def _stretch(
        self, text: str, place: list[float], matrix: list[float], font: Any, size: float
    ) -> None:
        """Add a stretch of text to the page; a line's end may stand inside it."""
        y = matrix[4] * place[1] + matrix[5] * place[3] + place[5]
        x = matrix[4] * place[0] + matrix[5] * place[2] + place[4]
        height = abs(float(size)) * hypot(matrix[2], matrix[3]) * hypot(place[2], place[3])
        name = str(font.get("/BaseFont", "")).lower() if isinstance(font, dict) else ""
        bold = any(word in name for word in ("bold", "black", "heavy", "semibold", "cmbx"))
        for index, part in enumerate(text.split("\n")):
            if index:
                self._end()
            if part.strip():
                if not self._stretches:
                    self._place = (float(x), float(y))
                elif self._is_next_column(float(x), height):
                    self._stretches.append(("\t", 0.0, True))
                self._stretches.append((part, height, bold))
            elif part and self._stretches:
                self._stretches.append((part, 0.0, True))

    def _is_next_column(self, x: float, height: float) -> bool:
        """Whether a stretch that begins at `x` stands too far off to go on with the line."""
        text = "".join(part for part, _, _ in self._stretches)
        after_marker = ITEM.fullmatch(text.strip() + " ") or len(text.strip()) == 1
        usual = self._place[0] + len(text) * height * 0.5
        return not after_marker and x - usual > height * (1.5 + len(text) * 0.12)

    def _end(self) -> None:
        text = clean("".join(part for part, _, _ in self._stretches).translate(_LIGATURES))
        text = "\t".join(" ".join(cell.split()) for cell in text.split("\t"))
        if text:
            _, size = max((len(part.strip()), size) for part, size, _ in self._stretches)
            bold = all(bold for _, _, bold in self._stretches)
            x, y = self._place
            self._lines.append(Printed(text, x, y, round(size, 1), bold))
        self._stretches = []
