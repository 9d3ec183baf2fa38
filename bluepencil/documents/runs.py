"""Reads the content of .docx paragraphs: runs, fields, links, symbols, notes and text boxes."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from bluepencil.documents.blocks import ParsedBlock, TextBuilder
from bluepencil.documents.styles import ResolvedStyle, Styles, child, switch, tags, value

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
_WRAPPERS = frozenset(
    ("hyperlink", "smartTag", "customXml", "ins", "moveTo", "sdt", "sdtContent", "fldSimple")
    + ("dir", "bdo", "ruby", "rubyBase")
)
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_SPACES = str.maketrans("\n\r\t", "   ")
# The most common characters of two symbol fonts that predate Unicode, by code point.
_WINGDINGS = {
    0x6C: "●", 0x6E: "■", 0x6F: "☐", 0x71: "❑", 0xA7: "▪", 0xA8: "☐", 0xD8: "➢", 0xE0: "→",
    0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑", 0x4A: "☺",
}  # fmt: skip
_SYMBOL = {
    0x44: "Δ", 0x57: "Ω", 0x61: "α", 0x62: "β", 0x6D: "μ", 0x70: "π", 0x73: "σ", 0xA3: "≤",
    0xA5: "∞", 0xAE: "→", 0xB0: "°", 0xB1: "±", 0xB3: "≥", 0xB4: "×", 0xB7: "•", 0xB8: "÷",
    0xB9: "≠", 0xBB: "≈", 0xD6: "√", 0xDE: "⇒", 0xE5: "∑",
}  # fmt: skip
_UNKNOWN_SYMBOL = "□"


def preferred_alternative(element: etree._Element) -> etree._Element | None:
    """The child of `mc:AlternateContent` to read: the first with text, else the first.

    None for any other element.
    """
    if element.tag != _ALTERNATIVES:
        return None
    options = list(element)
    for option in options:
        if next(option.iter(*_TEXT), None) is not None:
            return option
    return options[0] if options else None


class RunReader:
    """Reads the paragraphs of a document in order; collects their text boxes and notes."""

    def __init__(self, styles: Styles) -> None:
        self.notes: dict[tuple[str, str], ParsedBlock] = {}  # by kind and id
        self._styles = styles
        self._part = ""
        self._next = 0
        self._nodes: dict[etree._Element, int] = {}
        self._open_fields = 0
        self._instructions: list[int] = []  # the open fields whose instruction has not ended
        self._boxes: list[etree._Element] = []
        self._referenced: list[ParsedBlock] = []
        self._numbers: dict[tuple[str, str], int] = {}
        self._style = ResolvedStyle()
        self._plain = 0  # characters of the paragraph that are not bold

    def start_part(self, part: str) -> None:
        """Start a new part, in which text nodes are counted from 0."""
        self._part, self._next, self._nodes = part, 0, {}
        self._open_fields, self._instructions = 0, []

    def count_texts(self, element: etree._Element) -> None:
        """Number the text nodes in the next block of the part, whether they are read or not."""
        self._nodes = {node: self._next + at for at, node in enumerate(element.iter(*_TEXT))}
        self._next += len(self._nodes)

    def forget_texts(self) -> None:
        """Let go of the text nodes of the last block, before it is removed from the tree.

        While some of its nodes are still referred to, freeing each of them takes lxml a search
        through all others.
        """
        self._nodes = {}

    def read(self, paragraph: etree._Element, builder: TextBuilder, style: ResolvedStyle) -> bool:
        """Append the text of a paragraph in that style; returns whether all of it is bold."""
        self._style, self._plain = style, 0
        before = builder.length
        self._inline(paragraph, builder)
        # A field that is still in its instruction at the end of the paragraph is broken; the text
        # after it must not be lost.
        self._instructions.clear()
        return builder.length > before and not self._plain

    def take_text_boxes(self) -> list[etree._Element]:
        """The text boxes anchored in the paragraphs read since the last call."""
        taken, self._boxes = self._boxes, []
        return taken

    def take_notes(self) -> list[ParsedBlock]:
        """The notes first referred to in the paragraphs read since the last call."""
        taken, self._referenced = self._referenced, []
        return taken

    def _inline(self, parent: etree._Element, builder: TextBuilder) -> None:
        for element in parent:
            name = _NAMES.get(element.tag)
            if name == "r":
                self._run(element, builder)
            elif name in _WRAPPERS:
                self._inline(element, builder)
            elif name == "math":
                self._math(element, builder)
            elif name == "fldChar":
                self._field(element)
            else:
                alternative = preferred_alternative(element)
                if alternative is not None:
                    self._inline(alternative, builder)

    def _run(self, run: etree._Element, builder: TextBuilder) -> None:
        properties = child(run, "rPr")
        if properties is not None and switch(properties, "vanish"):
            return
        before = builder.length
        self._run_content(run, builder)
        if builder.length > before and not self._bold(properties):
            self._plain += builder.length - before

    def _bold(self, properties: etree._Element | None) -> bool:
        own = switch(properties, "b")
        if own is None:
            style = value(child(properties, "rStyle"))
            own = self._styles.resolve(style).bold if style else None
        return bool(self._style.bold if own is None else own)

    def _run_content(self, run: etree._Element, builder: TextBuilder) -> None:
        for element in run:
            name = _NAMES.get(element.tag)
            if name == "fldChar":
                self._field(element)
            elif name in ("drawing", "pict", "object"):
                self._boxes.extend(_boxes(element))
            elif name in _WRAPPERS:
                self._inline(element, builder)
            elif name is None:
                alternative = preferred_alternative(element)
                if alternative is not None:
                    self._run_content(alternative, builder)
            elif not self._instructions:
                self._character(name, element, builder)

    def _character(self, name: str, element: etree._Element, builder: TextBuilder) -> None:
        """Append a text element, or an element that stands for a character or a reference."""
        if name == "t":
            text = (element.text or "").translate(_SPACES)
            builder.add_from(text, self._part, self._nodes.get(element, 0))
        elif name == "br":
            builder.add("\n" if value(element, "type") in (None, "textWrapping") else " ")
        elif name in _CHARACTERS:
            builder.add(_CHARACTERS[name])
        elif name == "sym":
            builder.add(_symbol(element))
        elif name in ("footnoteReference", "endnoteReference"):
            self._note(name.removesuffix("Reference"), value(element, "id") or "", builder)

    def _field(self, element: etree._Element) -> None:
        kind = value(element, "fldCharType")
        if kind == "begin":
            self._open_fields += 1
            self._instructions.append(self._open_fields)
        elif kind in ("separate", "end"):
            if self._instructions and self._instructions[-1] == self._open_fields:
                self._instructions.pop()
            if kind == "end":
                self._open_fields = max(0, self._open_fields - 1)

    def _note(self, kind: str, identifier: str, builder: TextBuilder) -> None:
        """Append the number of a note, and collect the note where it is first referred to."""
        key = (kind, identifier)
        note = self.notes.get(key)
        if note is None or not note.text:
            return
        number = self._numbers.get(key)
        if number is None:
            number = self._numbers[key] = len(self._numbers) + 1
            numbered = TextBuilder()
            numbered.add(f"[{number}] ")
            numbered.add_block(note)
            self._referenced.append(numbered.block("note"))
        builder.add(f"[{number}]")

    def _math(self, element: etree._Element, builder: TextBuilder) -> None:
        for node in element.iter(_MATH + "t", _STRICT_MATH + "t"):
            builder.add((node.text or "").translate(_SPACES))


def _boxes(parent: etree._Element) -> Iterator[etree._Element]:
    """The outermost text boxes in an element, each once."""
    for element in parent:
        alternative = preferred_alternative(element)
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
        return table.get(code, _UNKNOWN_SYMBOL)
    text = chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code < 0x110000 else ""
    return text if text.isprintable() else ""
