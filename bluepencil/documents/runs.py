"""Reads the inside of a .docx paragraph: runs, fields, links, symbols, notes and text boxes."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from bluepencil.documents.pieces import Line, Piece
from bluepencil.documents.styles import Look, Styles, child, switch, tags, value

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_STRICT_MATH = "{http://purl.oclc.org/ooxml/officeDocument/math}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_ALTERNATIVES = _COMPATIBILITY + "AlternateContent"
_TEXT = tags("t")
_BOX = tags("txbxContent")
_NAMES = {
    tag: tag.rpartition("}")[2]
    for tag in tags(
        "r", "t", "tab", "ptab", "br", "cr", "noBreakHyphen", "sym", "fldChar", "drawing", "pict",
        "object", "ruby", "rubyBase", "footnoteReference", "endnoteReference", "hyperlink",
        "smartTag", "customXml", "ins", "moveTo", "sdt", "sdtContent", "fldSimple", "dir", "bdo",
    )
} | {
    space + name: "math" for space in (_MATH, _STRICT_MATH) for name in ("oMath", "oMathPara")
}  # fmt: skip
_AROUND = frozenset(
    ("hyperlink", "smartTag", "customXml", "ins", "moveTo", "sdt", "sdtContent", "fldSimple")
    + ("dir", "bdo", "ruby", "rubyBase")
)
_PLAIN = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_SPACES = str.maketrans("\n\r\t", "   ")
# The signs people use most from the two fonts that predate Unicode, by code point.
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x71: "❑", 0xA7: "▪", 0xA8: "☐", 0xD8: "➢", 0xE0: "→",
    0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0x4A: "☺",
}  # fmt: skip
_SYMBOL = {
    0x44: "Δ", 0x57: "Ω", 0x61: "α", 0x62: "β", 0x6D: "μ", 0x70: "π", 0x73: "σ", 0xA3: "≤",
    0xA5: "∞", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷",
    0xB9: "≠", 0xBB: "≈", 0xD6: "√", 0xDE: "⇒", 0xE5: "∑",
}  # fmt: skip
_UNKNOWN_SIGN = "□"


def chosen(element: etree._Element) -> etree._Element | None:
    """Of alternatives that say the same in two ways, the one to read; None for other elements."""
    if element.tag != _ALTERNATIVES:
        return None
    options = list(element)
    for option in options:
        if next(option.iter(*_TEXT), None) is not None:
            return option
    return options[0] if options else None


class Runs:
    """Reads paragraphs of one part after another; holds what a paragraph leaves for later."""

    def __init__(self, styles: Styles) -> None:
        self.notes: dict[tuple[str, str], Piece] = {}  # by sort and id, as read
        self._styles = styles
        self._part = ""
        self._next = 0
        self._nodes: dict[etree._Element, int] = {}
        self._fields: list[bool] = []  # per open field: still in its instruction?
        self._boxes: list[etree._Element] = []
        self._referred: list[Piece] = []
        self._numbers: dict[tuple[str, str], int] = {}
        self._look = Look()
        self._plain = 0  # characters of the paragraph that are not bold

    def enter(self, part: str) -> None:
        """A new part begins: its text nodes are counted from 0."""
        self._part, self._next, self._nodes, self._fields = part, 0, {}, []

    def index(self, element: etree._Element) -> None:
        """Count the text nodes under the next element of the part, read or not."""
        self._nodes = {node: self._next + at for at, node in enumerate(element.iter(*_TEXT))}
        self._next += len(self._nodes)

    def read(self, paragraph: etree._Element, line: Line, look: Look) -> bool:
        """Append the paragraph's text to `line`; whether all of it is bold."""
        self._look, self._plain = look, 0
        before = line.length
        self._inline(paragraph, line)
        # A field that is still in its instruction at the paragraph's end is broken: no text
        # after it may be lost.
        self._fields = [False] * len(self._fields)
        return line.length > before and not self._plain

    def take_boxes(self) -> list[etree._Element]:
        """The text boxes anchored in what was read since the last call."""
        taken, self._boxes = self._boxes, []
        return taken

    def take_notes(self) -> list[Piece]:
        """The notes referred to in what was read since the last call."""
        taken, self._referred = self._referred, []
        return taken

    def _inline(self, parent: etree._Element, line: Line) -> None:
        for element in parent:
            name = _NAMES.get(element.tag)
            if name == "r":
                self._run(element, line)
            elif name in _AROUND:
                self._inline(element, line)
            elif name == "math":
                self._math(element, line)
            elif name == "fldChar":
                self._field(element)
            else:
                alternative = chosen(element)
                if alternative is not None:
                    self._inline(alternative, line)

    def _run(self, run: etree._Element, line: Line) -> None:
        properties = child(run, "rPr")
        if properties is not None and switch(properties, "vanish"):
            return
        before = line.length
        self._run_content(run, line)
        if line.length > before and not self._bold(properties):
            self._plain += line.length - before

    def _bold(self, properties: etree._Element | None) -> bool:
        own = switch(properties, "b")
        if own is None:
            style = value(child(properties, "rStyle"))
            own = self._styles.look(style).bold if style else None
        return bool(self._look.bold if own is None else own)

    def _run_content(self, run: etree._Element, line: Line) -> None:
        for element in run:
            name = _NAMES.get(element.tag)
            if name == "fldChar":
                self._field(element)
            elif name in ("drawing", "pict", "object"):
                self._boxes.extend(_boxes(element))
            elif name in _AROUND:
                self._inline(element, line)
            elif name is None:
                alternative = chosen(element)
                if alternative is not None:
                    self._run_content(alternative, line)
            elif not any(self._fields):
                self._sign(name, element, line)

    def _sign(self, name: str, element: etree._Element, line: Line) -> None:
        if name == "t":
            text = (element.text or "").translate(_SPACES)
            line.add(text, self._part, self._nodes.get(element, 0))
        elif name == "br":
            line.glue("\n" if value(element, "type") in (None, "textWrapping") else " ")
        elif name in _PLAIN:
            line.glue(_PLAIN[name])
        elif name == "sym":
            line.glue(_symbol(element))
        elif name in ("footnoteReference", "endnoteReference"):
            self._refer(name.removesuffix("Reference"), value(element, "id") or "", line)

    def _field(self, element: etree._Element) -> None:
        kind = value(element, "fldCharType")
        if kind == "begin":
            self._fields.append(True)
        elif self._fields and kind == "separate":
            self._fields[-1] = False
        elif self._fields and kind == "end":
            self._fields.pop()

    def _refer(self, kind: str, identifier: str, line: Line) -> None:
        key = (kind, identifier)
        note = self.notes.get(key)
        if note is None or not note.text:
            return
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._numbers) + 1
            whole = Line()
            whole.glue(f"[{number}] ")
            whole.append(note.text, note.origins)
            self._referred.append(whole.piece("note"))
        line.glue(f"[{number}]")

    def _math(self, element: etree._Element, line: Line) -> None:
        for node in element.iter(_MATH + "t", _STRICT_MATH + "t"):
            line.glue((node.text or "").translate(_SPACES))


def _boxes(parent: etree._Element) -> Iterator[etree._Element]:
    """The text boxes under an element, each once."""
    for element in parent:
        alternative = chosen(element)
        if alternative is not None:
            yield from _boxes(alternative)
        elif element.tag in _BOX:
            yield element
        else:
            yield from _boxes(element)


def _symbol(element: etree._Element) -> str:
    try:
        code = int(value(element, "char") or "", 16)
    except ValueError:
        return ""
    if 0xF000 <= code <= 0xF0FF:
        code -= 0xF000
        table = _SYMBOL if (value(element, "font") or "").lower() == "symbol" else _WINGDINGS
        return table.get(code, _UNKNOWN_SIGN)
    text = chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code < 0x110000 else ""
    return text if text.isprintable() else ""
