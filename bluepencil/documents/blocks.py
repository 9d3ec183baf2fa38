"""What the reader of each format produces: headings, paragraphs, list items, table rows, notes."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from bluepencil.documents import BlockKind, Link, Origin
from bluepencil.errors import TooLarge

ParsedKind = BlockKind | Literal["heading", "title", "contents", "unread"]
MAX_DEPTH = 8  # levels of nested lists that are told apart
MAX_BLOCK = 1_000_000  # characters of one block
_SLICE = 100_000  # characters

# Control characters, lone surrogates, byte order marks, bidirectional overrides, non-characters.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_LINE_ENDS = str.maketrans(dict.fromkeys("\x0b\x0c\r\x85\u2028\u2029", "\n"))


@dataclass(slots=True)
class ParsedBlock:
    """A block as it was read, before it belongs to a section.

    `origins` and `cells` are offsets into its own `text`. `level` and `number` are those of a
    heading. `strong` says that the paragraph stands out as headings do: all of it is bold, larger
    or in capitals. A "contents" block has no text: it marks where a table of contents was. The
    text of an "unread" block is a sentence on what of the file could not be read.
    `notes` are the footnotes and endnotes that the block refers to. `links` are offsets into its
    `text`; `anchors`, `comments` and `pictures` are those in it, or between it and its
    neighbours.
    """

    kind: ParsedKind
    text: str = ""
    origins: list[Origin] = field(default_factory=list)
    level: int = 1
    number: str = ""
    depth: int = 0
    table: int | None = None
    cells: tuple[tuple[int, int], ...] = ()
    strong: bool = False
    notes: list[ParsedBlock] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    anchors: list[str] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)
    pictures: int = 0


class TextBuilder:
    """Builds the text of a block and records where in the file each part of it came from.

    A block of more than MAX_BLOCK characters is refused: TooLarge `document_too_large`.
    """

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._origins: list[Origin] = []
        self._links: list[Link] = []
        self.length = 0

    def add(self, text: str) -> None:
        """Append text without an origin: generated, or not found in the file."""
        self.check(len(text))
        text = clean(text)
        self._parts.append(text)
        self.length += len(text)

    def add_from(self, text: str, part: str = "", node: int = 0, offset: int = 0) -> None:
        """Append text found at `offset` in that node of the file, without unwanted characters."""
        self.check(len(text))
        start = 0
        if not text.isprintable():
            text = text.translate(_LINE_ENDS)
            for match in _UNWANTED.finditer(text):
                self._add_part(text[start : match.start()], part, node, offset + start)
                start = match.end()
        self._add_part(text[start:], part, node, offset + start)

    def add_block(self, block: ParsedBlock) -> None:
        """Append the text of a block with its origins."""
        shift = self.length
        self._origins.extend(
            Origin(start + shift, end + shift, part, node, offset)
            for start, end, part, node, offset in block.origins
        )
        self._links.extend(_shifted(block.links, shift))
        self.add(block.text)

    def add_link(self, start: int, anchor: str | None) -> None:
        """Say that what was added since `start` is a link."""
        if start < self.length:
            self._links.append(Link(start, self.length, anchor))

    def check(self, more: int) -> None:
        """Refuse the block if it is too long with as many characters more."""
        if self.length + more > MAX_BLOCK:
            raise TooLarge(
                f"The document has a paragraph of more than {MAX_BLOCK:,} characters. "
                "Divide it, and upload the new file.",
                code="document_too_large",
            )

    def last_word(self) -> str:
        """The last word of the text that was added last."""
        words = self._parts[-1].rsplit(maxsplit=1) if self._parts else []
        return words[-1] if words else ""

    def remove_last_character(self) -> None:
        """Remove the last character, which must have no origin."""
        self._parts[-1] = self._parts[-1][:-1]
        self.length -= 1

    def block(self, kind: ParsedKind, *, strip: bool = True) -> ParsedBlock:
        """The text so far as a block, by default without white space at its ends."""
        text = "".join(self._parts)
        stripped = text.strip() if strip else text
        if len(stripped) == len(text):
            return ParsedBlock(kind, text, self._origins, links=self._links)
        start = len(text) - len(text.lstrip())
        origins = clip(self._origins, start, start + len(stripped))
        return ParsedBlock(kind, stripped, origins, links=_shifted(self._links, -start))

    def _add_part(self, text: str, part: str, node: int, offset: int) -> None:
        """Append text; it extends the last origin where it follows on from it in the file."""
        if not text:
            return
        end = self.length + len(text)
        last = self._origins[-1] if self._origins else None
        follows = (
            last is not None
            and (last.end, last.part, last.node) == (self.length, part, node)
            and last.offset + last.end - last.start == offset
        )
        if last is not None and follows:
            self._origins[-1] = last._replace(end=end)
        else:
            self._origins.append(Origin(self.length, end, part, node, offset))
        self._parts.append(text)
        self.length = end


def table_row(cells: list[ParsedBlock], table: int) -> ParsedBlock:
    """The row of these cells, with a tab between them, in the table of that number."""
    builder = TextBuilder()
    offsets: list[tuple[int, int]] = []
    notes: list[ParsedBlock] = []
    for index, cell in enumerate(cells):
        if index:
            builder.add("\t")
        offsets.append((builder.length, builder.length + len(cell.text)))
        builder.add_block(cell)
        notes.extend(cell.notes)
    row = builder.block("row", strip=False)
    row.table, row.cells, row.notes = table, tuple(offsets), notes
    return row


def _shifted(links: list[Link], by: int) -> list[Link]:
    return [Link(max(0, start + by), end + by, anchor) for start, end, anchor in links]


def count_words(text: str) -> int:
    """The number of words; a long text is counted in slices, so that other threads can run."""
    if len(text) <= _SLICE:
        return len(text.split())
    words = 0
    for start in range(0, len(text), _SLICE):
        words += len(text[start : start + _SLICE].split())
        words -= start > 0 and not text[start - 1].isspace() and not text[start].isspace()
    return words


def clean(text: str) -> str:
    """The text without invisible characters that break programs; all line ends are newlines."""
    return text if text.isprintable() else _UNWANTED.sub("", text.translate(_LINE_ENDS))


def clip(origins: list[Origin], start: int, end: int) -> list[Origin]:
    """The origins of `text[start:end]`, counted from `start`."""
    clipped = []
    for origin in origins:
        low, high = max(origin.start, start), min(origin.end, end)
        if low < high:
            offset = origin.offset + low - origin.start
            clipped.append(Origin(low - start, high - start, origin.part, origin.node, offset))
    return clipped
