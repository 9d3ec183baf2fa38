"""Reads HTML: headings, paragraphs, lists and tables, as far as a browser shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from bluepencil.documents.archive import damaged
from bluepencil.documents.blocks import MAX_DEPTH, ParsedBlock, TextBuilder, table_row
from bluepencil.documents.numbering import formatted
from bluepencil.documents.symbols import raised
from bluepencil.errors import TooLarge

MAX_TAGS = 500_000
_SKIPPED = re.compile(
    "script|style|nav|head|template|noscript|svg|iframe|object|audio|video|canvas|button|datalist"
    "|dialog|annotation|annotation-xml"
).fullmatch
_BLOCK = re.compile(
    "address|article|aside|blockquote|body|caption|center|dd|details|div|dl|dt|fieldset|figcaption"
    "|figure|footer|form|h[1-6]|header|hr|html|legend|li|main|ol|p|pre|section|summary|table|tbody"
    "|td|tfoot|th|thead|tr|ul"
).fullmatch
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_TEXT_INPUTS = frozenset(("text", "date", "email", "number", "tel", "time", "url", "week", "month"))
_STYLES = {
    "1": "decimal",
    "a": "lowerLetter",
    "A": "upperLetter",
    "i": "lowerRoman",
    "I": "upperRoman",
}
_INTEGER = re.compile(r"\A\s*+([+-]?\d{1,6})(?!\d)")
_SPACE = re.compile(r"[ \t\n\r\f]+")
_SLICE = 50_000  # characters that are searched at once, while other threads wait


def blocks(source: str) -> Iterator[ParsedBlock]:
    """The blocks of an HTML page; they have no origins.

    Errors: TooLarge `document_too_large` for more tags than a document has, or deeper ones;
    BadDocument `damaged_document` for what cannot be parsed at all.
    """
    if source.count("<") > MAX_TAGS:
        raise _too_much("is too large")
    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    try:
        root = etree.fromstring(source.encode("utf-8", "replace"), parser)
    except etree.LxmlError as error:
        raise damaged() from error
    if any(entry.type == etree.ErrorTypes.ERR_RESOURCE_LIMIT for entry in parser.error_log):
        raise _too_much("is nested too deeply")  # what is below is not in the tree
    if root is not None:
        yield from _TreeReader().blocks(root)


def _too_much(what: str) -> TooLarge:
    return TooLarge(
        f"The page {what} to read. Save its text as .docx or .txt and upload that.",
        code="document_too_large",
    )


class _OrderedList(NamedTuple):
    """A numbered list that is open: the next number, what is added for each, how it is written."""

    next: int
    step: int
    style: str


class _TreeReader:
    """Reads the tree once; the start and the end of a block element end the block before them."""

    def __init__(self) -> None:
        self._builder = TextBuilder()  # of the block being read
        self._ends_in_space = True  # where white space that follows is not shown
        self._plain = False  # whether any of it is not bold
        self._bold = self._raised = 0  # open elements of each kind
        self._heading = 0  # the level of the open heading
        self._code = 0
        self._lists: list[_OrderedList | None] = []  # the open ones; None: with bullets
        self._marker: str | None = None
        self._option: etree._Element | None = None  # the one that its list shows
        self._tables: list[int] = []
        self._count = 0
        self._rows: list[list[list[str]]] = []  # of the open tables: the lines of each cell

    def blocks(self, root: etree._Element) -> Iterator[ParsedBlock]:
        walk = etree.iterwalk(root, events=("start", "end"))
        for event, element in walk:
            tag = element.tag if isinstance(element.tag, str) else ""
            skipped = self._is_skipped(tag, element)
            if event == "start":
                if skipped:
                    walk.skip_subtree()
                    continue
                yield from self._start(tag, element)
            else:
                if not skipped:
                    yield from self._end(tag)
                if element.tail:
                    self._add(element.tail)
        yield from self._end_block()

    def _is_skipped(self, tag: str, element: etree._Element) -> bool:
        """Whether a browser does not show an element, or shows no text of it."""
        not_chosen = tag == "option" and element is not self._option
        return not_chosen or _SKIPPED(tag) is not None or _is_hidden(element)

    def _start(self, tag: str, element: etree._Element) -> Iterator[ParsedBlock]:
        if _BLOCK(tag):
            yield from self._end_block()
        if tag == "br":
            self._break()
        elif tag in ("select", "input"):
            self._start_control(tag, element)
        elif tag in ("b", "strong"):
            self._bold += 1
        elif tag == "sup":
            self._raised += 1
        elif tag in _HEADINGS:
            self._heading = _HEADINGS[tag]
        elif tag == "pre":
            self._code += 1
        elif tag in ("ul", "ol"):
            self._lists.append(_ordered(element) if tag == "ol" else None)
        elif tag == "li":
            self._start_item(element)
        elif tag in ("table", "tr", "td", "th"):
            self._start_table(tag)
        if element.text:
            self._add(element.text)

    def _start_control(self, tag: str, element: etree._Element) -> None:
        """Read the value of an input, or see which option of a list is chosen."""
        if tag == "select":
            options = list(element.iter("option"))
            chosen = (one for one in options if one.get("selected") is not None)
            self._option = next(chosen, options[0] if options else None)
        elif (element.get("type") or "text").lower() in _TEXT_INPUTS:
            self._add(element.get("value") or "")

    def _start_table(self, tag: str) -> None:
        """Start a table, a row or a cell."""
        if tag == "table":
            self._count += 1
            self._tables.append(self._count)
        elif tag == "tr" and self._tables:
            self._rows.append([])
        elif tag in ("td", "th") and self._rows:
            self._rows[-1].append([])

    def _end(self, tag: str) -> Iterator[ParsedBlock]:
        if _BLOCK(tag):
            yield from self._end_block()
        if tag in ("b", "strong"):
            self._bold = max(0, self._bold - 1)
        elif tag == "sup":
            self._raised = max(0, self._raised - 1)
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

    def _start_item(self, element: etree._Element) -> None:
        ordered = self._lists[-1] if self._lists else None
        if ordered is None:
            self._marker = "• "
            return
        number = _number(element.get("value"), ordered.next)
        style = _STYLES.get(element.get("type") or "", ordered.style)
        self._marker = f"{formatted(number, style)}. "
        self._lists[-1] = ordered._replace(next=number + ordered.step)

    def _add(self, text: str) -> None:
        """Append text to the block; its first visible text comes after its marker."""
        blank = text.isspace()
        self._plain = self._plain or (not self._bold and not blank)
        if blank and not self._builder.length:
            return
        if not self._builder.length and self._marker and not self._heading:
            self._builder.add(self._marker)
            self._marker = None
        if self._raised:
            text = raised(text)
        if self._code:
            self._builder.add(text)
            return
        for start in range(0, len(text), _SLICE):
            part = _SPACE.sub(" ", text[start : start + _SLICE])
            part = part.lstrip(" ") if self._ends_in_space else part
            self._builder.add(part)
            self._ends_in_space = part.endswith(" ") if part else self._ends_in_space

    def _break(self) -> None:
        """Start a new line in the block, or in a heading, which has one, a new word."""
        if self._builder.length:
            self._builder.add(" " if self._heading else "\n")
            self._ends_in_space = True

    def _end_block(self) -> Iterator[ParsedBlock]:
        """The block read so far, if it has any text; in a table it is added to its cell."""
        builder, plain = self._builder, self._plain
        if not builder.length:
            return
        self._builder, self._plain, self._ends_in_space = TextBuilder(), False, True
        if self._code and not self._heading and not (self._rows and self._rows[-1]):
            block = builder.block("code", strip=False)
            block.text = block.text.strip("\n")
            yield block
            return
        block = builder.block("paragraph")
        block.text = block.text.replace(" \n", "\n")
        if self._rows and self._rows[-1]:
            self._rows[-1][-1].append(block.text)
        elif self._heading:
            block.kind, block.level = "heading", self._heading
            yield block
        else:
            block.kind = "item" if self._lists else "paragraph"
            block.depth = max(0, min(len(self._lists) - 1, MAX_DEPTH))
            block.strong = not plain and not self._lists
            yield block

    def _row(self, cells: list[list[str]]) -> Iterator[ParsedBlock]:
        texts = ["\n".join(lines) for lines in cells]
        if self._rows and self._rows[-1]:  # the rows of a table in a cell are lines of the cell
            self._rows[-1][-1].append("\t".join(texts))
        else:
            blocks = [ParsedBlock("paragraph", text) for text in texts]
            yield table_row(blocks, self._tables[-1] if self._tables else 0)


def _ordered(element: etree._Element) -> _OrderedList:
    """A numbered list as it begins: from where, up or down, and with which sort of numbers."""
    down = element.get("reversed") is not None
    first = sum(one.tag == "li" for one in element) if down else 1
    style = _STYLES.get(element.get("type") or "", "decimal")
    return _OrderedList(_number(element.get("start"), first), -1 if down else 1, style)


def _number(text: str | None, otherwise: int) -> int:
    """The integer that an attribute says; something else where it says none."""
    found = _INTEGER.match(text or "")
    return int(found[1]) if found else otherwise


def _is_hidden(element: etree._Element) -> bool:
    if element.get("hidden") is not None:
        return True
    return _HIDDEN.search(element.get("style") or "") is not None
