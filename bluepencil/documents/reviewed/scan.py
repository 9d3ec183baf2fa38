"""Finds the byte offsets of elements and of the characters of texts in an XML part.

Markup is inserted between the bytes of a file, so that nothing else in it changes. A tree of
elements does not have these offsets.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from itertools import accumulate
from xml.parsers import expat

from bluepencil.documents.archive import damaged
from bluepencil.documents.styles import STRICT, TRANSITIONAL

_START_TAG = re.compile(rb"<(?:[^<>\"']++|\"[^\"]*+\"|'[^']*+')*+>")
_ENCODING = re.compile(rb"\bencoding\s*+=\s*+([\"'])([\w.:-]++)\1")
_LONGEST_DECLARATION = 1_000
_WORD = frozenset(space.strip("{}") for space in (TRANSITIONAL, STRICT))
_COUNTED = frozenset(("body", "footnotes", "endnotes"))  # text elsewhere is not counted
NOTES = frozenset(("footnote", "endnote"))
_REFERENCES = frozenset(("footnoteReference", "endnoteReference"))


class Node:
    """An element: its name, its parent, and the offsets of its tags in `data`.

    `name` is the local name in the namespace of Word, or "AlternateContent", else "".
    `in_field` says whether a complex field is open where the element begins.
    """

    __slots__ = ("data", "in_field", "name", "number", "parent", "prefix", "space", "start", "stop")

    def __init__(self, data: bytes, name: tuple[str, str, str], parent: Node | None) -> None:
        self.data = data
        self.name, self.prefix, self.space = name
        self.parent = parent
        self.start = self.stop = 0
        self.in_field = False
        self.number: str | None = None  # its w:id

    @property
    def inside(self) -> int:
        """Where its content begins: after the start tag."""
        tag = _START_TAG.match(self.data, self.start)
        if tag is None:
            raise damaged()
        return tag.end()

    @property
    def empty(self) -> bool:
        """Whether it is an empty-element tag."""
        return self.data[self.inside - 2 : self.inside] == b"/>"

    @property
    def end(self) -> int:
        """Where it ends: after its end tag."""
        return self.inside if self.empty else self.data.index(b">", self.stop) + 1

    @property
    def raw(self) -> bytes:
        """Its bytes, with those of all that is in it."""
        return self.data[self.start : self.end]

    def up(self) -> list[Node]:
        """Its ancestors, nearest first."""
        found, node = [], self.parent
        while node is not None:
            found.append(node)
            node = node.parent
        return found


@dataclass(slots=True)
class Paragraph:
    """An outermost paragraph and all elements in it, in order, itself first."""

    nodes: list[Node] = field(default_factory=list)
    _children: dict[Node | None, list[Node]] = field(default_factory=dict)

    def children(self, parent: Node) -> list[Node]:
        """The elements directly under one of its elements."""
        if not self._children:
            for node in self.nodes:
                self._children.setdefault(node.parent, []).append(node)
        return self._children.get(parent, [])


@dataclass(slots=True)
class Text:
    """A `w:t`: its element, its paragraph, and its characters in segments, each with its offset."""

    node: Node
    paragraph: Paragraph
    segments: list[tuple[int, str]] = field(default_factory=list)
    _characters: str | None = None
    _ends: list[int] = field(default_factory=list)  # of the segments, in characters

    @property
    def characters(self) -> str:
        """Its text."""
        if self._characters is None:
            self._characters = "".join(text for _, text in self.segments)
        return self._characters

    @property
    def divisible(self) -> bool:
        """Whether tags may be inserted between its characters (not in a CDATA section)."""
        return b"<" not in self.node.data[self.node.inside : self.node.stop]

    def at(self, offset: int) -> int:
        """The offset in the part of the character at `offset` of the text."""
        if not self._ends:
            self._ends = list(accumulate(len(text) for _, text in self.segments))
        index = bisect_right(self._ends, offset)
        if index == len(self._ends):
            return self.node.stop
        start, text = self.segments[index]
        return start + len(text[: offset - self._ends[index] + len(text)].encode())


@dataclass(slots=True)
class Scan:
    """What was found in a part."""

    data: bytes
    root: Node
    texts: dict[int, Text] = field(default_factory=dict)  # by the number of the `w:t`
    references: dict[tuple[str, str], tuple[Node, Paragraph]] = field(default_factory=dict)
    first: Paragraph | None = None  # the first paragraph that has any content
    ids: set[int] = field(default_factory=set)  # every w:id there is


def utf8(data: bytes) -> bytes:
    """An XML part in UTF-8, unchanged if it is already."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16"
    else:
        declared = _ENCODING.search(_declaration(data))
        encoding = declared[2].decode() if declared else "utf-8"
    if encoding.lower() in ("utf-8", "utf8", "us-ascii", "ascii"):
        return data
    try:
        converted = data.decode(encoding).encode()
    except (LookupError, UnicodeError) as error:
        raise damaged() from error
    declaration = _declaration(converted)
    return _ENCODING.sub(b"", declaration, count=1) + converted[len(declaration) :]


def _declaration(data: bytes) -> bytes:
    """The XML declaration that a part begins with; empty if it has none."""
    head, end, _ = data[:_LONGEST_DECLARATION].partition(b"?>")
    return head + end if end and head.lstrip().startswith(b"<?xml") else b""


def scan(
    data: bytes, wanted: Collection[int] = (), notes: Collection[tuple[str, str]] = ()
) -> Scan:
    """Find the `w:t` of these numbers (those of `Origin.node`) in a part, which is in UTF-8, and
    the references to these notes (kind and id).

    Errors: BadDocument for XML that is broken or declares a document type.
    """
    scanner = _Scanner(data, frozenset(wanted), frozenset(notes))
    try:
        scanner.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise damaged() from error
    if scanner.found is None:
        raise damaged()
    return scanner.found


class _Scanner:
    """Handles the tags in order; keeps the paragraphs that contain what is wanted."""

    def __init__(
        self, data: bytes, wanted: frozenset[int], notes: frozenset[tuple[str, str]]
    ) -> None:
        self.found: Scan | None = None
        self._data, self._wanted, self._notes = data, wanted, notes
        self._open: list[Node] = []
        self._paragraph: Paragraph | None = None
        self._count = -1
        self._counting = False
        self._fields = 0
        self._names: dict[str, tuple[str, str, str]] = {}
        self.parser = parser = expat.ParserCreate("utf-8", namespace_separator=" ")
        parser.namespace_prefixes = True
        parser.buffer_text = False
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.StartDoctypeDeclHandler = self._refuse

    def _refuse(self, *_: object) -> None:
        raise damaged()

    def _name(self, full: str) -> tuple[str, str, str]:
        """The local name, if the namespace is that of Word, the prefix and the namespace."""
        known = self._names.get(full)
        if known is None:
            space, name, prefix = (["", *full.split(" "), ""] if " " not in full else
                                   [*full.split(" "), ""])[:3]  # fmt: skip
            if space not in _WORD and name != "AlternateContent":
                name = ""
            known = self._names[full] = (name, prefix, space)
        return known

    def _start(self, full: str, attributes: dict[str, str]) -> None:
        node = Node(self._data, self._name(full), self._open[-1] if self._open else None)
        node.start = self.parser.CurrentByteIndex
        node.in_field = self._fields > 0
        if self.found is None:
            self.found = Scan(self._data, node)
        self._open.append(node)
        name = node.name
        if name == "p" and self._paragraph is None:
            self._paragraph = Paragraph()
            if self.found.first is None and not node.empty:
                self.found.first = self._paragraph
        if self._paragraph is not None:
            self._paragraph.nodes.append(node)
        if name == "t":
            self._text(node)
        elif name in _COUNTED:
            self._counting = True
        elif name and attributes:
            self._attributes(node, attributes)

    def _text(self, node: Node) -> None:
        if not self._counting or self.found is None:
            return
        self._count += 1
        if self._count in self._wanted and self._paragraph is not None:
            text = self.found.texts[self._count] = Text(node, self._paragraph)
            self.parser.CharacterDataHandler = self._character_handler(text)

    def _character_handler(self, text: Text) -> Callable[[str], None]:
        def handle(characters: str) -> None:
            text.segments.append((self.parser.CurrentByteIndex, characters))

        return handle

    def _attributes(self, node: Node, attributes: dict[str, str]) -> None:
        for key, value in attributes.items():
            space, _, rest = key.partition(" ")
            if space not in _WORD:
                continue
            local = rest.partition(" ")[0]
            if local == "id":
                self._add_id(node, value)
            elif local == "fldCharType":
                self._fields = max(0, self._fields + {"begin": 1, "end": -1}.get(value, 0))

    def _add_id(self, node: Node, value: str) -> None:
        node.number = value
        if self.found is None:
            return
        if value.lstrip("-").isdecimal() and len(value) < 12:
            self.found.ids.add(int(value))
        if node.name in _REFERENCES and self._paragraph is not None:
            key = (node.name.removesuffix("Reference"), value)
            if key in self._notes:
                self.found.references.setdefault(key, (node, self._paragraph))

    def _end(self, _: str) -> None:
        node = self._open.pop()
        node.stop = self.parser.CurrentByteIndex
        if node.name == "t":
            self.parser.CharacterDataHandler = None
        elif node.name in _COUNTED:
            self._counting = False
        elif self._paragraph is not None and self._paragraph.nodes[0] is node:
            self._paragraph = None
