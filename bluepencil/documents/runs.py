"""Reads the content of .docx paragraphs: runs, fields, links, symbols, notes and text boxes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from bluepencil.documents.blocks import ParsedBlock, TextBuilder
from bluepencil.documents.equations import linear
from bluepencil.documents.styles import ResolvedStyle, Styles, child, number, switch, tags, value
from bluepencil.documents.symbols import SYMBOL, UNKNOWN, WINGDINGS, raised

_MATH = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_STRICT_MATH = "{http://purl.oclc.org/ooxml/officeDocument/math}"
_COMPATIBILITY = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_ALTERNATIVES = _COMPATIBILITY + "AlternateContent"
_TEXT = tags("t")
_BOX = tags("txbxContent")
_ENTRIES = tags("listEntry")
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
# The instruction of a field may go on in the next paragraphs, but not in more than so many.
_LONGEST_INSTRUCTION = 20
_FIELD = tags("fldChar")
_FIELDS = re.compile(rb"<(?:[\w.-]++:)?fldChar\b([^<>]*+)")
_FIELD_TYPE = re.compile(rb"\bfldCharType\s*+=\s*+[\"'](\w++)")
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011"}
_SPACES = str.maketrans("\n\r\t", "   ")


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
        # The open fields whose instruction has not ended, and the number of each in the part.
        self._instructions: list[tuple[int, int]] = []
        self._fields: dict[etree._Element, int] = {}
        self._next_field = 0
        self._ending: frozenset[int] = frozenset()  # fields whose instruction has an end
        self._paragraphs = 0  # since an instruction began
        self._boxes: list[etree._Element] = []
        self._referenced: list[ParsedBlock] = []
        self._numbers: dict[tuple[str, str], int] = {}
        self._style = ResolvedStyle()
        self._symbols: Mapping[int, str] | None = None  # of the font of the run
        self._raised = False  # the run is a superscript
        self._plain = 0  # characters of the paragraph that are not bold

    def start_part(self, part: str, data: bytes) -> None:
        """Start a new part, in which text nodes are counted from 0; `data` is all of it."""
        self._part, self._next, self._nodes = part, 0, {}
        self._open_fields, self._instructions = 0, []
        self._fields, self._next_field = {}, 0
        self._ending = _ending(data)

    def count_texts(self, element: etree._Element) -> None:
        """Number the text nodes in the next block of the part, whether they are read or not."""
        self._nodes = {node: self._next + at for at, node in enumerate(element.iter(*_TEXT))}
        self._next += len(self._nodes)
        marks = element.iter(*_FIELD) if self._ending else ()
        self._fields = {node: self._next_field + at for at, node in enumerate(marks)}
        self._next_field += len(self._fields)

    def forget_texts(self) -> None:
        """Let go of the text nodes of the last block, before it is removed from the tree.

        While some of its nodes are still referred to, freeing each of them takes lxml a search
        through all others.
        """
        self._nodes, self._fields = {}, {}

    def read(self, paragraph: etree._Element, builder: TextBuilder, style: ResolvedStyle) -> bool:
        """Append the text of a paragraph in that style; returns whether all of it is bold."""
        self._style, self._plain = style, 0
        before = builder.length
        self._inline(paragraph, builder)
        self._paragraphs = self._paragraphs + 1 if self._instructions else 0
        # A field whose instruction has no end is broken; the text after it must not be lost.
        ends = self._ending if self._paragraphs < _LONGEST_INSTRUCTION else frozenset()
        self._instructions = [one for one in self._instructions if one[1] in ends]
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
                self._field(element, builder)
            else:
                alternative = preferred_alternative(element)
                if alternative is not None:
                    self._inline(alternative, builder)

    def _run(self, run: etree._Element, builder: TextBuilder) -> None:
        properties = child(run, "rPr")
        style = self._styles.resolve(value(child(properties, "rStyle")) or "")
        if _first(switch(properties, "vanish"), style.hidden, self._style.hidden):
            return
        before = builder.length
        self._symbols = _symbols(child(properties, "rFonts"))
        self._raised = value(child(properties, "vertAlign")) == "superscript"
        self._run_content(run, builder)
        if not _first(switch(properties, "b"), style.bold, self._style.bold):
            self._plain += builder.length - before

    def _run_content(self, run: etree._Element, builder: TextBuilder) -> None:
        for element in run:
            name = _NAMES.get(element.tag)
            if name == "fldChar":
                self._field(element, builder)
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
            if self._symbols is not None:
                text = "".join(self._symbols.get(ord(one) & 0xFF, one) for one in text)
            if self._raised:
                text = raised(text)
            builder.add_from(text, self._part, self._nodes.get(element, 0))
        elif name == "br":
            builder.add("\n" if value(element, "type") in (None, "textWrapping") else " ")
        elif name in _CHARACTERS:
            builder.add(_CHARACTERS[name])
        elif name == "sym":
            builder.add(_symbol(element))
        elif name in ("footnoteReference", "endnoteReference"):
            self._note(name.removesuffix("Reference"), value(element, "id") or "", builder)

    def _field(self, element: etree._Element, builder: TextBuilder) -> None:
        kind = value(element, "fldCharType")
        if kind == "begin":
            if not self._instructions:
                builder.add(_form_value(child(element, "ffData")))
            self._open_fields += 1
            self._instructions.append((self._open_fields, self._fields.get(element, -1)))
        elif kind in ("separate", "end"):
            if self._instructions and self._instructions[-1][0] == self._open_fields:
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
        builder.add(linear(element).translate(_SPACES))


def _ending(data: bytes) -> frozenset[int]:
    """The fields of a part whose instruction has an end, as numbers among all marks of fields."""
    found, opened = set[int](), list[int]()
    for place, match in enumerate(_FIELDS.finditer(data)):
        kind = _FIELD_TYPE.search(match[1])
        if kind is None or kind[1] == b"begin":
            opened.append(place)
        elif opened:
            found.add(opened[-1])
            if kind[1] == b"end":
                opened.pop()
    return frozenset(found)


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


def _first(*values: bool | None) -> bool:
    """The first of these switches that is set; False if none is."""
    return next((one for one in values if one is not None), False)


def _symbols(fonts: etree._Element | None) -> Mapping[int, str] | None:
    """What the characters of a symbol font stand for; None for other fonts."""
    name = (value(fonts, "ascii") or value(fonts, "hAnsi") or "").lower()
    return {"symbol": SYMBOL, "wingdings": WINGDINGS}.get(name)


def _form_value(form: etree._Element | None) -> str:
    """The value of a form field that has no result of its own: a choice or a check box."""
    choices, box = child(form, "ddList"), child(form, "checkBox")
    if choices is not None:
        entries = [one for one in choices if one.tag in _ENTRIES]
        chosen = number(child(choices, "result")) or number(child(choices, "default")) or 0
        return (value(entries[chosen]) or "") if 0 <= chosen < len(entries) else ""
    if box is not None:
        checked = switch(box, "checked")
        return "☒" if _first(checked, switch(box, "default")) else "☐"
    return ""


def _symbol(element: etree._Element) -> str:
    try:
        code = int(value(element, "char") or "", 16)
    except ValueError:
        return ""
    if 0xF000 <= code <= 0xF0FF:
        table = SYMBOL if (value(element, "font") or "").lower() == "symbol" else WINGDINGS
        return table.get(code & 0xFF, UNKNOWN)
    text = chr(code) if 0x20 <= code < 0xD800 or 0xE000 <= code < 0x110000 else ""
    return text if text.isprintable() else ""
