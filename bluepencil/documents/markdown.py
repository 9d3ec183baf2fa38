"""Reads Markdown: the text without the markup, and its offsets in the source."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from urllib.parse import unquote

from markdown_it.token import Token

from bluepencil.documents.blocks import MAX_DEPTH, ParsedBlock, TextBuilder, clean, table_row
from bluepencil.documents.markdown_parser import parse
from bluepencil.documents.symbols import raised

_FRONT_MATTER = re.compile(
    r"\A(---|\+\+\+)[ \t]*+\r?\n((?:[^\n]*+\n){1,100}?)\1[ \t]*+(?:\r?\n|\Z)"
)
_KEYS = {  # how a line of it begins, in YAML and in TOML
    "---": re.compile(r"\A(?:[\w-]++:|[ \t#\r]|- |\Z)"),
    "+++": re.compile(r"\A(?:[\w.-]++[ \t]*+=|[ \t#\r\[\]\"'}]|\Z)"),
}
_TITLE = re.compile(r"^title[ \t]*+[:=]([^\n]*)", re.MULTILINE | re.IGNORECASE)
_SUP = re.compile(r"<(/?)sup>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
# Anything else in angle brackets (“<name and date>”) is text, not markup.
_MARKUP = re.compile(
    r"<(?:!|\?|/?(?:a|abbr|b|bdi|bdo|big|br|cite|code|data|del|details|dfn|div|em|font|hr|i|iframe|"
    r"img|input|ins|kbd|label|li|mark|object|ol|p|picture|pre|q|s|samp|script|small|source|span|"
    r"strike|strong|style|sub|summary|sup|svg|table|tbody|td|th|thead|time|tr|tt|u|ul|var|video|wbr)"
    r"(?=[\s/>]))",
    re.IGNORECASE,
)
_ANCHOR = re.compile(
    r"<\w[^<>]{0,200}?\b(?:id|name)\s?=\s?[\"']?([^\"'\s<>]{1,200})", re.IGNORECASE
)
_PICTURE = re.compile(r"<(?:img|picture|svg|video|iframe)\b", re.IGNORECASE)
_SHOWN = 200  # characters of a comment that are kept
_NEAR = 300  # characters of markup that may precede the next text in the source
_BULLET = "• "


def blocks(source: str) -> Iterator[ParsedBlock]:
    """The blocks of a Markdown text, with origins that are offsets into `source`."""
    yield from _TokenReader(source).blocks()


def looks_like(text: str) -> bool:
    """Whether a text that is not named .md is Markdown: it has at least two of its headings."""
    return (
        len(re.findall(r"^#{1,6} \S[^\n]{0,150}\r?\n\s*\r?\n", text[:200_000], re.MULTILINE)) >= 2
    )


class _TokenReader:
    """Reads the tokens of one source in order."""

    def __init__(self, source: str) -> None:
        self._front, source = _without_front_matter(source)
        lines = source.split("\r\n")
        # Other replacements keep the length, so that offsets are those of the file but for these.
        self._removed = list(accumulate(len(line) + 1 for line in lines[:-1]))
        self._source = "\n".join(lines).replace("\r", "\n").replace("\0", " ")
        self._starts = [0]
        for match in re.finditer("\n", self._source):
            self._starts.append(match.end())
        self._offset = 0
        self._lists: list[tuple[str, int]] = []  # marker or "", next number
        self._marker: str | None = None
        self._tables = 0
        self._level = 0
        self._row: list[TextBuilder] | None = None
        self._typed: set[int] = set()  # the items, by identity, that show the number typed
        self._anchors: list[str] = []  # and comments that belong to no block yet
        self._comments: list[str] = []
        self._pictures = 0

    def blocks(self) -> Iterator[ParsedBlock]:
        if self._front:
            yield ParsedBlock("title", self._front)
        last: ParsedBlock | None = None
        found = parse(self._source)
        self._typed = _typed_numbers(found)
        for token in found:
            for block in self._token(token):
                last = block if block.text.strip() else last  # others are left out
                self._give_unseen(last)
                yield block
            self._give_unseen(last)

    def _give_unseen(self, block: ParsedBlock | None) -> None:
        """Add the anchors, comments and pictures that were met to the block before them."""
        if block is not None:
            block.anchors += self._anchors
            block.comments += self._comments
            block.pictures += self._pictures
            self._anchors, self._comments, self._pictures = [], [], 0

    def _token(self, token: Token) -> Iterator[ParsedBlock]:
        kind = token.type
        if token.map:
            self._offset = max(self._offset, self._starts[min(token.map[0], len(self._starts) - 1)])
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
        """Keep track of what is open: lists, an item, a heading, a table and its row."""
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
        number = token.info if id(token) in self._typed else count
        self._marker = f"{number}{token.markup or '.'} " if marker else _BULLET

    def _inline(self, token: Token) -> Iterator[ParsedBlock]:
        builder = TextBuilder()
        if self._row is not None:
            self._row.append(builder)
        if self._marker is not None and self._row is None and not self._level:
            builder.add(self._marker)
        strong = self._inline_text(token, builder)
        if self._row is not None:
            return
        if self._level:
            block = builder.block("heading")
            block.level, self._level = self._level, 0
        elif self._lists:
            block = builder.block("item")
            block.depth = min(len(self._lists) - 1, MAX_DEPTH)
            self._marker = None
        else:
            block = builder.block("paragraph")
            block.strong = strong
        yield block

    def _inline_text(self, token: Token, builder: TextBuilder) -> bool:
        """Append the text of an inline token; returns whether all of it is bold."""
        strong = 0
        plain = up = False
        links: list[tuple[int, str]] = []
        for part in token.children or ():
            self._pictures += part.type == "image"
            if part.type in ("strong_open", "strong_close"):
                strong += part.nesting
            elif part.type == "link_open":
                links.append((builder.length, str(part.attrGet("href") or "")))
            elif part.type == "link_close" and links:
                start, target = links.pop()
                builder.add_link(start, unquote(target[1:]) if target[:1] == "#" else None)
            elif part.type == "softbreak":
                builder.add(" ")
            elif part.type == "hardbreak" or (
                part.type == "html_inline" and _BREAK.match(part.content)
            ):
                builder.add("\n")
            elif part.type == "html_inline" and (tag := _SUP.match(part.content)):
                up = not tag[1]
            elif part.content and (
                part.type in ("text", "code_inline", "text_special", "image")
                or (part.type == "html_inline" and not _MARKUP.match(part.content))
            ):
                self._add(part.content, builder, raised(part.content) if up else None)
                plain = plain or (not strong and not part.content.isspace())
            elif part.type == "html_inline":
                self._unseen(part.content)
        return not plain and builder.length > 0

    def _unseen(self, markup: str) -> None:
        """Keep the comments and the anchors in this markup."""
        self._pictures += len(_PICTURE.findall(markup))
        start = markup.find("<!--")
        while start >= 0 and (end := markup.find("-->", start)) >= 0:
            self._comments.append(clean(markup[start + 4 : end].strip()[:_SHOWN]))
            start = markup.find("<!--", end)
        self._anchors += [clean(match[1]) for match in _ANCHOR.finditer(markup)]

    def _add(self, text: str, builder: TextBuilder, shown: str | None = None) -> None:
        """Append text, with its origin if it is found a little further on in the source; `shown`:
        what stands for it, of the same length."""
        found = self._source.find(text, self._offset, self._offset + len(text) + _NEAR)
        if found < 0:
            builder.add(shown or text)
            return
        builder.add_from(shown or text, offset=found + bisect_right(self._removed, found))
        self._offset = found + len(text)

    def _finished_row(self) -> ParsedBlock:
        cells = [cell.block("paragraph") for cell in self._row or ()]
        self._row = None
        return table_row(cells, self._tables)

    def _code(self, token: Token) -> ParsedBlock:
        builder = TextBuilder()
        for index, row in enumerate(token.content.rstrip("\n").split("\n")):
            if index:
                builder.add("\n")
            self._add(row.rstrip(), builder)
        return builder.block("code", strip=False)

    def _html(self, token: Token) -> Iterator[ParsedBlock]:
        """The blocks of HTML in the text, with the origins of the lines that are found there."""
        from bluepencil.documents import html  # few texts have any

        self._unseen(token.content)
        tables = self._tables
        for block in html.blocks(f"<html><body>{token.content}"):
            if block.kind == "row":
                self._tables = tables + (block.table or 0)
                block.table = self._tables
                yield block
                continue
            builder = TextBuilder()
            for number, line in enumerate(block.text.split("\n")):
                builder.add("\n" if number else "")
                self._add(line, builder)
            block.origins = builder.block(block.kind, strip=False).origins
            yield block


def _typed_numbers(tokens: list[Token]) -> set[int]:
    """The items, by identity, of the lists in which different numbers were typed. Where all are the
    same, as in “1. 1. 1.”, they are left to be counted."""
    lists: list[list[Token]] = []
    typed: set[int] = set()
    for token in tokens:
        if token.type in ("ordered_list_open", "bullet_list_open"):
            lists.append([])
        elif token.type == "list_item_open":
            lists[-1].append(token)
        elif token.type in ("ordered_list_close", "bullet_list_close"):
            items = lists.pop()
            if len({item.info for item in items}) > 1:
                typed |= {id(item) for item in items}
    return typed


def _without_front_matter(source: str) -> tuple[str, str]:
    """The title in the front matter (metadata at the top), and the source with that blanked out."""
    match = _FRONT_MATTER.match(source)
    if not match or not all(_KEYS[match[1]].match(row) for row in match[2].split("\n")):
        return "", source
    title = _TITLE.search(match[2])
    blank = re.sub(r"[^\n]", " ", match[0])
    return title[1].strip().strip("'\"") if title else "", blank + source[match.end() :]
