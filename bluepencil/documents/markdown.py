"""Reads Markdown: the words without the markup, and where in the source they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.token import Token

from bluepencil.documents.pieces import Line, Piece

_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n((?:[^\n]*\n){1,100}?)---[ \t]*(?:\r?\n|\Z)")
_KEY = re.compile(r"(?:[\w-]+:.*|[ \t]+.*|- .*|#.*|[ \t\r]*)$")
_TITLE = re.compile(r"^title:[ \t]*(.+?)[ \t\r]*$", re.MULTILINE | re.IGNORECASE)
_TAG = re.compile(r"<!--.*?(?:-->|\Z)|</?[a-zA-Z][^<>]{0,2000}>", re.DOTALL)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
# Anything else in angle brackets (“<name and date>”) is what an author wrote, not markup.
_MARKUP = re.compile(
    r"<(?:!|\?|/?(?:a|abbr|b|bdi|bdo|big|br|cite|code|data|del|details|dfn|div|em|font|hr|i|iframe|"
    r"img|input|ins|kbd|label|li|mark|object|ol|p|picture|pre|q|s|samp|script|small|source|span|"
    r"strike|strong|style|sub|summary|sup|svg|table|tbody|td|th|thead|time|tr|tt|u|ul|var|video|wbr)"
    r"(?=[\s/>]))",
    re.IGNORECASE,
)
_NEAR = 300  # how far ahead in the source the next words are looked for
_BULLET = "• "


def pieces(source: str) -> Iterator[Piece]:
    """The pieces of a Markdown text, their origins counted in `source`."""
    yield from _Walker(source).pieces()


def looks_like(text: str) -> bool:
    """Whether a text that is not named .md is Markdown all the same: it has its headings."""
    return (
        len(re.findall(r"^#{1,6} \S[^\n]{0,150}\r?\n\s*\r?\n", text[:200_000], re.MULTILINE)) >= 2
    )


class _Walker:
    def __init__(self, source: str) -> None:
        self._front, source = _without_front_matter(source)
        # Every replacement keeps the length, so that offsets stay those of the file.
        self._source = source.replace("\r\n", " \n").replace("\r", "\n").replace("\0", " ")
        self._starts = [0]
        for match in re.finditer("\n", self._source):
            self._starts.append(match.end())
        self._at = 0
        self._lists: list[tuple[str, int]] = []  # marker or "", next number
        self._marker: str | None = None
        self._tables = 0
        self._level = 0
        self._row: list[Line] | None = None

    def pieces(self) -> Iterator[Piece]:
        if self._front:
            yield Piece("title", self._front)
        parser = MarkdownIt("js-default", {"html": True})
        for token in parser.parse(self._source):
            yield from self._token(token)

    def _token(self, token: Token) -> Iterator[Piece]:
        kind = token.type
        if token.map:
            self._at = max(self._at, self._starts[min(token.map[0], len(self._starts) - 1)])
        self._open(kind, token)
        if kind == "tr_close":
            yield self._finished_row()
        elif kind == "inline":
            yield from self._inline(token)
        elif kind in ("fence", "code_block"):
            yield self._code(token)
        elif kind == "html_block":
            yield from self._html(token)

    def _open(self, kind: str, token: Token) -> None:
        """Remember what stands open: lists, an item, a heading, a table and its row."""
        if kind in ("bullet_list_open", "ordered_list_open"):
            start = token.attrGet("start")
            ordered = kind == "ordered_list_open"
            self._lists.append(("1" if ordered else "", int(start) if start is not None else 1))
        elif kind in ("bullet_list_close", "ordered_list_close"):
            self._lists.pop()
        elif kind == "list_item_open":
            self._begin_item(token)
        elif kind == "list_item_close":
            self._marker = None
        elif kind == "heading_open":
            self._level = int(token.tag[1])
        elif kind == "table_open":
            self._tables += 1
        elif kind == "tr_open":
            self._row = []

    def _begin_item(self, token: Token) -> None:
        marker, count = self._lists[-1]
        self._lists[-1] = (marker, count + 1)
        self._marker = f"{count}{token.markup or '.'} " if marker else _BULLET

    def _inline(self, token: Token) -> Iterator[Piece]:
        line = Line()
        if self._row is not None:
            self._row.append(line)
        if self._marker is not None and self._row is None and not self._level:
            line.glue(self._marker)
        strong = self._words(token, line)
        if self._row is not None:
            return
        if self._level:
            piece = line.piece("heading")
            piece.level, self._level = self._level, 0
        elif self._lists:
            piece = line.piece("item")
            piece.depth = min(len(self._lists) - 1, 8)
            self._marker = None
        else:
            piece = line.piece("paragraph")
            piece.strong = strong
        yield piece

    def _words(self, token: Token, line: Line) -> bool:
        """Append the words of an inline token; whether all of them are strong."""
        strong = 0
        plain = False
        for part in token.children or ():
            if part.type in ("strong_open", "strong_close"):
                strong += part.nesting
            elif part.type == "softbreak":
                line.glue(" ")
            elif part.type == "hardbreak" or (
                part.type == "html_inline" and _BREAK.match(part.content)
            ):
                line.glue("\n")
            elif part.content and (
                part.type in ("text", "code_inline", "text_special", "image")
                or (part.type == "html_inline" and not _MARKUP.match(part.content))
            ):
                self._add(part.content, line)
                plain = plain or (not strong and not part.content.isspace())
        return not plain and line.length > 0

    def _add(self, words: str, line: Line) -> None:
        """Append words; their origin is known if they stand a little further on in the source."""
        found = self._source.find(words, self._at, self._at + len(words) + _NEAR)
        if found < 0:
            line.glue(words)
            return
        line.add(words, offset=found)
        self._at = found + len(words)

    def _finished_row(self) -> Piece:
        row = Line()
        places: list[tuple[int, int]] = []
        for index, cell in enumerate(self._row or ()):
            if index:
                row.glue("\t")
            done = cell.piece("paragraph")
            places.append((row.length, row.length + len(done.text)))
            row.append(done.text, done.origins)
        piece = row.piece("row", strip=False)
        piece.table, piece.cells = self._tables, tuple(places)
        self._row = None
        return piece

    def _code(self, token: Token) -> Piece:
        line = Line()
        for index, row in enumerate(token.content.rstrip("\n").split("\n")):
            if index:
                line.glue("\n")
            self._add(row.rstrip(), line)
        return line.piece("code", strip=False)

    def _html(self, token: Token) -> Iterator[Piece]:
        line = Line()
        words = _TAG.sub(" ", _BREAK.sub("\n", token.content))
        for row in words.split("\n"):
            if row.strip():
                line.glue(" " if line.length else "")
                self._add(" ".join(row.split()), line)
        yield line.piece("paragraph")


def _without_front_matter(source: str) -> tuple[str, str]:
    """The title in a block of settings at the top, and the source with that block blanked out."""
    match = _FRONT_MATTER.match(source)
    if not match or not all(_KEY.match(row) for row in match[1].split("\n")):
        return "", source
    title = _TITLE.search(match[1])
    blank = re.sub(r"[^\n]", " ", match[0])
    return title[1].strip("'\"") if title else "", blank + source[match.end() :]
