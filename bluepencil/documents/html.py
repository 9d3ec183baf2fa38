"""Reads HTML: headings, paragraphs, lists and tables, without what a browser does not show."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from bluepencil.documents.archive import damaged
from bluepencil.documents.pieces import Line, Piece
from bluepencil.errors import TooLarge

MAX_TAGS = 500_000
_SKIPPED = re.compile(
    "script|style|nav|head|template|noscript|svg|math|iframe|object|audio|video|canvas|select"
    "|option|button|input|textarea|datalist|dialog"
).fullmatch
_BLOCK = re.compile(
    "address|article|aside|blockquote|body|caption|center|dd|details|div|dl|dt|fieldset|figcaption"
    "|figure|footer|form|h[1-6]|header|hr|html|legend|li|main|ol|p|pre|section|summary|table|tbody"
    "|td|tfoot|th|thead|tr|ul"
).fullmatch
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_SPACE = re.compile(r"[ \t\n\r\f]+")


def pieces(source: str) -> Iterator[Piece]:
    """The pieces of an HTML text. Its words have no origins.

    Errors: TooLarge `document_too_large` for more tags than a document has; BadDocument
    `damaged_document` for what cannot be parsed at all.
    """
    if source.count("<") > MAX_TAGS:
        raise TooLarge(
            "The page is too large to read. Save its text as .docx or .txt and upload that.",
            code="document_too_large",
        )
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False
    )
    try:
        root = etree.fromstring(source.encode("utf-8", "replace"), parser)
    except etree.LxmlError as error:
        raise damaged() from error
    if root is not None:
        yield from _Walker().pieces(root)


class _Walker:
    """Goes through the tree once; a block's end, or a block inside it, ends the text so far."""

    def __init__(self) -> None:
        self._words: list[str] = []
        self._strong = 0
        self._plain = False
        self._heading = 0
        self._code = 0
        self._lists: list[int | None] = []  # the next number, or None in a list without
        self._marker: str | None = None
        self._tables: list[int] = []
        self._count = 0
        self._rows: list[list[Piece]] = []

    def pieces(self, root: etree._Element) -> Iterator[Piece]:
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag if isinstance(element.tag, str) else ""
            if event == "start":
                if _SKIPPED(tag) or _is_hidden(element):
                    walk.skip_subtree()
                    continue
                yield from self._start(tag, element)
            else:
                if not _SKIPPED(tag) and not _is_hidden(element):
                    yield from self._end(tag)
                if element.tail:
                    self._add(element.tail)
        yield from self._done()

    def _start(self, tag: str, element: etree._Element) -> Iterator[Piece]:
        if _BLOCK(tag):
            yield from self._done()
        if tag == "br":
            self._words.append("\n" if not self._heading else " ")
        elif tag in ("b", "strong"):
            self._strong += 1
        elif tag in _HEADINGS:
            self._heading = _HEADINGS[tag]
        elif tag == "pre":
            self._code += 1
        elif tag in ("ul", "ol"):
            self._lists.append(_first_number(element) if tag == "ol" else None)
        elif tag == "li":
            self._begin_item()
        elif tag == "table":
            self._count += 1
            self._tables.append(self._count)
        elif tag == "tr" and self._tables:
            self._rows.append([])
        elif tag in ("td", "th") and self._rows:
            self._rows[-1].append(Piece("paragraph"))
        if element.text:
            self._add(element.text)

    def _end(self, tag: str) -> Iterator[Piece]:
        if _BLOCK(tag):
            yield from self._done()
        if tag in ("b", "strong"):
            self._strong = max(0, self._strong - 1)
        elif tag in _HEADINGS:
            self._heading = 0
        elif tag == "pre":
            self._code = max(0, self._code - 1)
        elif tag in ("ul", "ol") and self._lists:
            self._lists.pop()
            self._marker = None
        elif tag == "table" and self._tables:
            self._tables.pop()
        elif tag == "tr" and self._rows:
            yield from self._row(self._rows.pop())

    def _begin_item(self) -> None:
        number = self._lists[-1] if self._lists else None
        self._marker = "• " if number is None else f"{number}. "
        if number is not None:
            self._lists[-1] = number + 1

    def _add(self, text: str) -> None:
        self._words.append(text if self._code else _SPACE.sub(" ", text))
        self._plain = self._plain or (not self._strong and not text.isspace())

    def _done(self) -> Iterator[Piece]:
        """The text so far as a piece, if there is any; inside a table it goes into its cell."""
        words, plain = "".join(self._words), self._plain
        self._words, self._plain = [], False
        if not words.strip():
            return
        if not self._code:
            words = re.sub(r" *\n *", "\n", re.sub("  +", " ", words)).strip()
        line = Line()
        if self._marker and not self._heading:
            line.glue(self._marker)
            self._marker = None
        line.glue(words.strip("\n"))
        if self._rows and self._rows[-1]:
            cell = self._rows[-1][-1]
            text = line.piece("paragraph").text
            cell.text = f"{cell.text}\n{text}" if cell.text else text
        elif self._heading:
            piece = line.piece("heading")
            piece.level = self._heading
            yield piece
        elif self._code:
            yield line.piece("code", strip=False)
        else:
            piece = line.piece("item" if self._lists else "paragraph")
            piece.depth = max(0, min(len(self._lists) - 1, 8))
            piece.strong = not plain and not self._lists
            yield piece

    def _row(self, cells: list[Piece]) -> Iterator[Piece]:
        if self._rows and self._rows[-1]:  # a table inside a cell: its rows are lines there
            text = "\t".join(cell.text for cell in cells)
            outer = self._rows[-1][-1]
            outer.text = f"{outer.text}\n{text}" if outer.text else text
            return
        line = Line()
        places: list[tuple[int, int]] = []
        for index, cell in enumerate(cells):
            if index:
                line.glue("\t")
            places.append((line.length, line.length + len(cell.text)))
            line.glue(cell.text)
        piece = line.piece("row", strip=False)
        piece.table, piece.cells = self._tables[-1] if self._tables else 0, tuple(places)
        yield piece


def _first_number(element: etree._Element) -> int:
    start = element.get("start") or "1"
    return int(start) if start.isdecimal() and len(start) < 7 else 1


def _is_hidden(element: etree._Element) -> bool:
    if element.get("hidden") is not None or element.get("aria-hidden") == "true":
        return True
    return _HIDDEN.search(element.get("style") or "") is not None
