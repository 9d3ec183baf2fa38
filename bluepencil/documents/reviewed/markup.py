"""Inserts comment ranges, comment references and tracked changes into the bytes of a main part.

Everything else stays as it is: a run is split by closing it and opening a copy, and only deleted
text gets another tag, as the format requires.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from bluepencil.documents.reviewed.positions import Position
from bluepencil.documents.reviewed.scan import Node, Paragraph, Text

_ID = re.compile(rb"(\bid\s*=\s*)([\"'])[^\"']*\2")
_KEEPS_SPACE = re.compile(rb"\sxml:space\s*=")


@dataclass(slots=True)
class _Insertion:
    """What is inserted at one position, in the order in which it is written."""

    position: Position
    closing: list[bytes] = field(default_factory=list)  # ends of deletions, insertions
    ends: list[bytes] = field(default_factory=list)
    references: list[bytes] = field(default_factory=list)
    starts: list[bytes] = field(default_factory=list)
    opening: list[bytes] = field(default_factory=list)  # insertions, beginnings of deletions

    def content(self) -> bytes:
        return b"".join(self.closing + self.ends + self.references + self.starts + self.opening)


@dataclass(frozen=True)
class TrackedChange:
    """Text to delete between two positions, and text to insert there.

    `texts` are the texts between the positions, wholly or in part; the inserted text has the run
    properties of the first. Where nothing is deleted both positions are the same.
    """

    start: Position
    end: Position
    texts: tuple[Text, ...]
    new: str
    author: str
    date: str
    last: bool = False  # of an insertion: it is at the end of the quote of its remark


class Markup:
    """Collects comments and tracked changes for one main part, and writes the part with them."""

    def __init__(self, data: bytes, ids: Iterator[int]) -> None:
        self._data = data
        self._ids = ids
        self._insertions: dict[int, _Insertion] = {}
        self._split: dict[int, list[int]] = {}  # by the start of a text, the offsets of its splits
        self._changes: list[TrackedChange] = []  # in the order of the part; they do not overlap
        self._deletions: list[TrackedChange] = []  # those that delete text
        self._comments: list[tuple[int, Position, Position]] = []

    def add_comment(self, number: int, start: Position, end: Position) -> None:
        """Add a comment on the content between two positions."""
        self._comments.append((number, start, end))

    def add_change(self, change: TrackedChange) -> bool:
        """Add a change unless it overlaps another one; returns whether it was added."""
        index = bisect_right(self._changes, _extent(change), key=_extent)
        if any(_overlap(change, other) for other in self._changes[max(0, index - 2) : index + 2]):
            return False
        self._changes.insert(index, change)
        return True

    def written(self) -> bytes:
        """The part with all comments and changes."""
        self._deletions = [one for one in self._changes if one.start.at < one.end.at]
        for change in self._changes:
            self._mark_change(change)
        for number, start, end in self._comments:
            self._mark_comment(number, start, end)
        edits = [*self._splits(), *self._retagged()]
        out, at = [], 0
        for begin, stop, content in sorted(edits, key=lambda edit: edit[0]):
            out += [self._data[at:begin], content]
            at = stop
        return b"".join([*out, self._data[at:]])

    def _at(self, position: Position) -> _Insertion:
        """What is inserted at a position."""
        known = self._insertions.get(position.at)
        if known is None:
            known = self._insertions[position.at] = _Insertion(position)
            if position.text is not None:
                splits = self._split.setdefault(position.text.node.start, [])
                splits.append(position.offset)
        return known

    def _mark_comment(self, number: int, start: Position, end: Position) -> None:
        opened, _ = _tag(start.parent, "commentRangeStart", id=number)
        ended, _ = _tag(end.parent, "commentRangeEnd", id=number)
        if start.at == end.at:  # an empty range: written apart, its end would precede its start
            self._at(start).references.append(_empty(opened) + _empty(ended))
        else:
            self._at(start).starts.append(_empty(opened))
            self._at(end).ends.append(_empty(ended))
        # A reference in deleted text would be deleted with it.
        deletion = self._deletion_before(end.at)
        inside = deletion is not None and end.at < deletion.end.at
        refer = (deletion.end if deletion is not None and inside else end).outside
        run, run_closed = _tag(refer.parent, "r")
        opened, _ = _tag(refer.parent, "commentReference", id=number)
        self._at(refer).references.append(run + _empty(opened) + run_closed)

    def _mark_change(self, change: TrackedChange) -> None:
        inserted = self._inserted(change)
        if change.start.at == change.end.at:
            insertion = self._at(change.start)
            (insertion.closing if change.last else insertion.opening).append(inserted)
            return
        opened, closed = _tag(change.start.parent, "del", **self._attributes(change))
        self._at(change.start).opening.append(opened)
        self._at(change.end).closing.append(closed + inserted)

    def _inserted(self, change: TrackedChange) -> bytes:
        if not change.new:
            return b""
        opened, closed = _tag(change.start.parent, "ins", **self._attributes(change))
        run = change.texts[0].node.up()[0]
        properties = self._properties(run, change.texts[0].paragraph, changes=False)
        name = _qualified(run, b"t")
        words = b'<%s xml:space="preserve">%s</%s>' % (name, escape(change.new).encode(), name)
        return (
            opened
            + _start_tag(run)
            + properties
            + words
            + b"</%s>" % _qualified(run, b"r")
            + closed
        )

    def _attributes(self, change: TrackedChange) -> dict[str, object]:
        return {"id": next(self._ids), "author": change.author, "date": change.date}

    def _splits(self) -> Iterator[tuple[int, int, bytes]]:
        """What is inserted at each position, with the tags that split the run there."""
        for at, insertion in self._insertions.items():
            yield (
                at,
                at,
                self._before(insertion.position)
                + insertion.content()
                + self._after(insertion.position),
            )

    def _before(self, position: Position) -> bytes:
        if position.run is None:
            return b""
        closed = b"</%s>" % _qualified(position.run, b"r")
        if position.text is None:
            return closed
        name = b"delText" if self._deleted(position.at, behind=False) else b"t"
        return b"</%s>" % _qualified(position.text.node, name) + closed

    def _after(self, position: Position) -> bytes:
        if position.run is None:
            return b""
        opened = _start_tag(position.run) + self._properties(
            position.run, position.paragraph, changes=True
        )
        if position.text is None:
            return opened
        name = b"delText" if self._deleted(position.at, behind=True) else b"t"
        return opened + _text_tag(position.text.node, name, self._keeps_space(position.text))

    def _properties(self, run: Node, paragraph: Paragraph, *, changes: bool) -> bytes:
        """A copy of the run properties; a tracked change of them is left out, or gets a new id."""
        properties = next((node for node in paragraph.children(run) if node.name == "rPr"), None)
        if properties is None:
            return b""
        recorded = next(
            (node for node in paragraph.children(properties) if node.name == "rPrChange"), None
        )
        if recorded is None:
            return properties.raw
        tag = _start_tag(recorded)
        renewed = _ID.sub(rb"\g<1>\g<2>%d\g<2>" % next(self._ids), tag, count=1)
        kept = renewed + recorded.data[recorded.inside : recorded.end] if changes else b""
        data = properties.data
        return data[properties.start : recorded.start] + kept + data[recorded.end : properties.end]

    def _deletion_before(self, at: int) -> TrackedChange | None:
        """The last deletion that starts before a byte."""
        index = bisect_left(self._deletions, at, key=lambda one: one.start.at)
        return self._deletions[index - 1] if index else None

    def _deleted(self, at: int, *, behind: bool) -> bool:
        """Whether the content after a byte, or before it, is deleted."""
        deletion = self._deletion_before(at + behind)
        return deletion is not None and at + behind <= deletion.end.at

    def _keeps_space(self, text: Text) -> bool:
        """Whether the parts of a split text need `xml:space`, to keep white space at their ends."""
        characters = text.characters
        offsets = self._split.get(text.node.start, ())
        return _says_space(text.node) or any(
            characters[offset - 1].isspace() or characters[offset].isspace() for offset in offsets
        )

    def _retagged(self) -> Iterator[tuple[int, int, bytes]]:
        """New tags for deleted texts, and for split ones that must keep their white space."""
        texts = {text.node.start: text for change in self._changes for text in change.texts}
        for insertion in self._insertions.values():
            if insertion.position.text is not None:
                texts[insertion.position.text.node.start] = insertion.position.text
        for text in texts.values():
            node = text.node
            space = node.start in self._split and self._keeps_space(text)
            name = b"delText" if self._deleted(node.start, behind=True) else b"t"
            tag = _text_tag(node, name, space)
            if tag != _start_tag(node):
                yield node.start, node.inside, tag
            if self._deleted(node.stop, behind=True):
                yield node.stop, node.end, b"</%s>" % _qualified(node, b"delText")


def _extent(change: TrackedChange) -> tuple[int, int]:
    return change.start.at, change.end.at


def _overlap(one: TrackedChange, other: TrackedChange) -> bool:
    if _extent(one) == _extent(other):
        return True
    return one.start.at < other.end.at and other.start.at < one.end.at


def _qualified(node: Node, name: bytes) -> bytes:
    """A name with the namespace prefix of an element."""
    return (node.prefix.encode() + b":" if node.prefix else b"") + name


def _start_tag(node: Node) -> bytes:
    return node.data[node.start : node.inside]


def _says_space(node: Node) -> bool:
    return _KEEPS_SPACE.search(_start_tag(node)) is not None


def _text_tag(node: Node, name: bytes, space: bool) -> bytes:
    """The start tag of a text, renamed."""
    tag = _start_tag(node)
    rest = tag[len(_qualified(node, b"t")) + 1 :]
    added = b' xml:space="preserve"' if space and not _says_space(node) else b""
    return b"<" + _qualified(node, name) + added + rest


def _tag(parent: Node, name: str, **attributes: object) -> tuple[bytes, bytes]:
    """The start and end tag of a new element under `parent`, in its namespace."""
    prefix = parent.prefix or "bp"
    declared = "" if parent.prefix else f' xmlns:bp="{parent.space}"'
    written = "".join(
        f" {prefix}:{key}={quoteattr(str(value))}" for key, value in attributes.items()
    )
    return f"<{prefix}:{name}{declared}{written}>".encode(), f"</{prefix}:{name}>".encode()


def _empty(start_tag: bytes) -> bytes:
    """An empty element made of its start tag."""
    return start_tag[:-1] + b"/>"
