"""Reads plain text: finds its encoding, joins hard-wrapped lines, sees underlined headings."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import NamedTuple

from bluepencil.documents import types
from bluepencil.documents.pieces import Line, Piece

_MARKS = (  # the longer first: a UTF-32 mark begins with a UTF-16 one
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 64 * 1024
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f\ufffd]")
ITEM = re.compile(r"(?:[-*•‣▪◦–+]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)])\s+")
_UNDERLINE = re.compile(r"(=+|-+|~+)$")
WRAPPED_AT_MOST = 130  # where a file's lines are longer, each line is a paragraph


class _Row(NamedTuple):
    """A line of the file without white space around it, and where it begins."""

    text: str
    offset: int
    indent: int


def decode(data: bytes) -> str:
    """The text in `data`, by its byte order mark, as UTF-8, or in the encoding it looks like.

    A byte order mark is not part of the text. Errors: UnsupportedType `unsupported_type` for
    bytes that are no text.
    """
    text = _decoded(data)
    if len(_CONTROLS.findall(text[:_SAMPLE])) > len(text[:_SAMPLE]) / 200:
        raise types.unsupported("This is not a text file")
    return text


def _decoded(data: bytes) -> str:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    from charset_normalizer import from_bytes  # few files are in another encoding than UTF-8

    best = from_bytes(data[:_SAMPLE]).best()
    if best is None:
        raise types.unsupported("This is not a text file")
    return data.decode(best.encoding, "replace")


def pieces(text: str) -> Iterator[Piece]:
    """The pieces of a plain text, their origins counted in `text`."""
    chunks = list(_chunks(text))
    longest = max((len(row.text) for chunk in chunks for row in chunk), default=0)
    wrap = longest if longest <= WRAPPED_AT_MOST else 0
    for chunk in chunks:
        yield from _chunk(chunk, wrap)


def _chunks(text: str) -> Iterator[list[_Row]]:
    """The lines of the text, in groups with blank lines between."""
    chunk: list[_Row] = []
    for match in re.finditer(r"[^\n\r\f\v\x85\u2028\u2029]+", text):
        line = match[0]
        stripped = line.strip()
        if chunk and (not stripped or _gap(text, chunk[-1], match.start())):
            yield chunk
            chunk = []
        if stripped:
            indent = len(line) - len(line.lstrip())
            chunk.append(_Row(stripped, match.start() + indent, indent))
    if chunk:
        yield chunk


def _gap(text: str, above: _Row, start: int) -> bool:
    """Whether an empty line or a page break stands between a line and the next."""
    between = text[above.offset + len(above.text) : start]
    return "\f" in between or between.replace("\r\n", "\n").strip(" \t") not in ("\n", "\r")


def _chunk(rows: list[_Row], wrap: int) -> Iterator[Piece]:
    listed = sum(1 for row in rows if ITEM.match(row.text)) > 1
    indents = sorted({row.indent for row in rows if ITEM.match(row.text)})
    line = Line()
    item: _Row | None = None  # the list item that `line` is
    last: _Row | None = None
    for index, row in enumerate(rows):
        below = rows[index + 1] if index + 1 < len(rows) else None
        if last and _is_underline(row, last) and line.length == len(last.text):
            piece = line.piece("heading")
            piece.level = 1 if row.text[0] == "=" else 2
            yield piece
            line, item, last = Line(), None, None
            continue
        begins_item = bool(ITEM.match(row.text)) and (listed or row.text[0] in "-*•‣▪◦–+")
        underlined = below is not None and _is_underline(below, row)
        if last and (begins_item or underlined or not joins(last.text, row.text, wrap)):
            yield _finished(line, item, indents)
            line, item = Line(), None
        elif last:
            line.glue(" ")
        line.add(row.text, offset=row.offset)
        item = row if begins_item else item
        last = row
    if last:
        yield _finished(line, item, indents)


def _is_underline(row: _Row, above: _Row) -> bool:
    return (
        len(row.text) >= 3
        and _UNDERLINE.match(row.text) is not None
        and len(above.text) <= 100
        and len(row.text) * 2 >= len(above.text)
        and any(character.isalpha() for character in above.text)
    )


def joins(above: str, below: str, wrap: int) -> bool:
    """Whether a line goes on with the sentence of the line above, where lines are broken at
    about `wrap` characters (0: they are not broken).
    """
    if not wrap or is_capitals(above):
        return False
    if len(above) + len(below.split(maxsplit=1)[0]) >= wrap * 0.75:
        return True  # the next word would not have fitted
    return below[0].islower()


def _finished(line: Line, item: _Row | None, indents: list[int]) -> Piece:
    piece = line.piece("item" if item else "paragraph")
    if item:
        piece.depth = min(indents.index(item.indent), 8)
    else:
        piece.strong = is_capitals(piece.text)
    return piece


def is_capitals(text: str) -> bool:
    """Whether a line is set in capitals throughout, as headings are."""
    return len(text) <= 80 and text.isupper() and sum(map(str.isalpha, text)) >= 4
