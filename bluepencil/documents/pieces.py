"""What readers hand on: a piece for each heading, paragraph, item, table row, note or code."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

from bluepencil.documents import BlockKind, Origin

PieceKind = BlockKind | Literal["heading", "title", "contents"]

# Control characters, lone surrogates, byte order marks, bidirectional overrides, non-characters.
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]"
)
_LINE_ENDS = str.maketrans(dict.fromkeys("\x0b\x0c\r\x85\u2028\u2029", "\n"))


@dataclass(slots=True)
class Piece:
    """A block on its way into a section; the origins and cells are relative to its own text.

    `level` and `number` belong to headings. `strong` says that the paragraph is set apart as
    headings are: wholly bold, in larger type or in capitals. A "contents" piece has no text: it
    marks where a table of contents stood. `notes` are the notes this piece refers to.
    """

    kind: PieceKind
    text: str = ""
    origins: list[Origin] = field(default_factory=list)
    level: int = 1
    number: str = ""
    depth: int = 0
    table: int | None = None
    cells: tuple[tuple[int, int], ...] = ()
    strong: bool = False
    notes: list[Piece] = field(default_factory=list)


class Line:
    """Text being put together, remembering where each stretch of it came from."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._origins: list[Origin] = []
        self.length = 0

    def add(self, text: str, part: str = "", node: int = 0, offset: int = 0) -> None:
        """Append `text`, which stands at `offset` in that node, without unwanted characters."""
        start = 0
        if not text.isprintable():
            text = text.translate(_LINE_ENDS)
            for match in _UNWANTED.finditer(text):
                self._stretch(text[start : match.start()], part, node, offset + start)
                start = match.end()
        self._stretch(text[start:], part, node, offset + start)

    def glue(self, text: str) -> None:
        """Append text whose place in the file is not known, or that stands in no file."""
        text = clean(text)
        self._parts.append(text)
        self.length += len(text)

    def append(self, text: str, origins: list[Origin]) -> None:
        """Append text that was put together before, with its origins."""
        shift = self.length
        self._origins.extend(
            Origin(start + shift, end + shift, part, node, offset)
            for start, end, part, node, offset in origins
        )
        self.glue(text)

    def last_word(self) -> str:
        """The last word so far."""
        words = self._parts[-1].rsplit(maxsplit=1) if self._parts else []
        return words[-1] if words else ""

    def drop_last(self) -> None:
        """Take away the last character, one that was glued on."""
        self._parts[-1] = self._parts[-1][:-1]
        self.length -= 1

    def _stretch(self, text: str, part: str, node: int, offset: int) -> None:
        if not text:
            return
        end = self.length + len(text)
        if self._origins:
            last = self._origins[-1]
            follows = last.end == self.length and last.part == part and last.node == node
            if follows and last.offset + last.end - last.start == offset:
                self._origins[-1] = last._replace(end=end)
                self._parts.append(text)
                self.length = end
                return
        self._origins.append(Origin(self.length, end, part, node, offset))
        self._parts.append(text)
        self.length = end

    def piece(self, kind: PieceKind, *, strip: bool = True) -> Piece:
        """What was put together, as a piece, without white space around it unless told."""
        text = "".join(self._parts)
        if not strip:
            return Piece(kind, text, self._origins)
        stripped = text.strip()
        if len(stripped) == len(text):
            return Piece(kind, text, self._origins)
        start = len(text) - len(text.lstrip())
        return Piece(kind, stripped, clip(self._origins, start, start + len(stripped)))


def clean(text: str) -> str:
    """The text without characters that no reader sees and that break programs."""
    return text if text.isprintable() else _UNWANTED.sub("", text.translate(_LINE_ENDS))


def clip(origins: list[Origin], start: int, end: int) -> list[Origin]:
    """The origins of `text[start:end]`, counted from `start`."""
    kept = []
    for origin in origins:
        low, high = max(origin.start, start), min(origin.end, end)
        if low < high:
            offset = origin.offset + low - origin.start
            kept.append(Origin(low - start, high - start, origin.part, origin.node, offset))
    return kept
