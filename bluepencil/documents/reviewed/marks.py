"""Puts marks between the bytes of a main part: comments' ranges and references, changed words.

Everything that was there stays, in its order: runs are divided by closing and opening their tags
anew, and only deleted words get another tag, as the format asks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from bluepencil.documents.reviewed.cuts import Cut
from bluepencil.documents.reviewed.scan import Node, Paragraph, Text

_ID = re.compile(rb"(\bid\s*=\s*)([\"'])[^\"']*\2")
_KEEPS_SPACE = re.compile(rb"\sxml:space\s*=")


@dataclass(slots=True)
class _Place:
    """What is put at one place, in the order in which it is written."""

    cut: Cut
    closing: list[bytes] = field(default_factory=list)  # ends of deletions, insertions
    ends: list[bytes] = field(default_factory=list)
    references: list[bytes] = field(default_factory=list)
    starts: list[bytes] = field(default_factory=list)
    opening: list[bytes] = field(default_factory=list)  # insertions, beginnings of deletions

    def content(self) -> bytes:
        return b"".join(self.closing + self.ends + self.references + self.starts + self.opening)


@dataclass(frozen=True)
class Change:
    """Words to be taken out between two places, and what is to stand there instead.

    `texts` are those that lie between, wholly or in part; the first gives the new words their
    look. One of words and new words may be none: then both places are the same.
    """

    start: Cut
    end: Cut
    texts: tuple[Text, ...]
    new: str
    author: str
    date: str
    last: bool = False  # new words only: at the end of what the remark is about


class Marks:
    """The marks for one main part, and the part with them."""

    def __init__(self, data: bytes, ids: Iterator[int]) -> None:
        self._data = data
        self._ids = ids
        self._places: dict[int, _Place] = {}
        self._changes: list[Change] = []
        self._comments: list[tuple[int, Cut, Cut]] = []

    def comment(self, number: int, start: Cut, end: Cut) -> None:
        """A comment on what stands between two places."""
        self._comments.append((number, start, end))

    def change(self, change: Change) -> bool:
        """Mark a change, unless it touches one that is marked already; whether it was."""
        if any(_clash(change, other) for other in self._changes):
            return False
        self._changes.append(change)
        return True

    def written(self) -> bytes:
        """The part with everything that was marked."""
        for change in self._changes:
            self._mark_change(change)
        for number, start, end in self._comments:
            self._mark_comment(number, start, end)
        edits = [*self._divisions(), *self._retagged()]
        out, at = [], 0
        for begin, stop, content in sorted(edits, key=lambda edit: edit[0]):
            out += [self._data[at:begin], content]
            at = stop
        return b"".join([*out, self._data[at:]])

    def _place(self, cut: Cut) -> _Place:
        return self._places.setdefault(cut.at, _Place(cut))

    def _mark_comment(self, number: int, start: Cut, end: Cut) -> None:
        opened, _ = _tag(start.parent, "commentRangeStart", id=number)
        ended, _ = _tag(end.parent, "commentRangeEnd", id=number)
        if start.at == end.at:  # on no words: what ends there elsewhere would end before it begins
            self._place(start).references.append(_alone(opened) + _alone(ended))
        else:
            self._place(start).starts.append(_alone(opened))
            self._place(end).ends.append(_alone(ended))
        # A reference in deleted words would be deleted with them.
        refer = next(
            (one.end for one in self._changes if one.start.at < end.at < one.end.at), end
        ).outside
        run, run_closed = _tag(refer.parent, "r")
        opened, _ = _tag(refer.parent, "commentReference", id=number)
        self._place(refer).references.append(run + _alone(opened) + run_closed)

    def _mark_change(self, change: Change) -> None:
        inserted = self._inserted(change)
        if change.start.at == change.end.at:
            place = self._place(change.start)
            (place.closing if change.last else place.opening).append(inserted)
            return
        opened, closed = _tag(change.start.parent, "del", **self._told(change))
        self._place(change.start).opening.append(opened)
        self._place(change.end).closing.append(closed + inserted)

    def _inserted(self, change: Change) -> bytes:
        if not change.new:
            return b""
        opened, closed = _tag(change.start.parent, "ins", **self._told(change))
        run = change.texts[0].node.up()[0]
        look = self._look(run, change.texts[0].paragraph, changes=False)
        name = _named(run, b"t")
        words = b'<%s xml:space="preserve">%s</%s>' % (name, escape(change.new).encode(), name)
        return opened + _start_tag(run) + look + words + b"</%s>" % _named(run, b"r") + closed

    def _told(self, change: Change) -> dict[str, object]:
        return {"id": next(self._ids), "author": change.author, "date": change.date}

    def _divisions(self) -> Iterator[tuple[int, int, bytes]]:
        """What is put at each place, with what divides the run there."""
        for at, place in self._places.items():
            yield at, at, self._before(place.cut) + place.content() + self._after(place.cut)

    def _before(self, cut: Cut) -> bytes:
        if cut.run is None:
            return b""
        closed = b"</%s>" % _named(cut.run, b"r")
        if cut.text is None:
            return closed
        name = b"delText" if self._deleted(cut.at, behind=False) else b"t"
        return b"</%s>" % _named(cut.text.node, name) + closed

    def _after(self, cut: Cut) -> bytes:
        if cut.run is None:
            return b""
        opened = _start_tag(cut.run) + self._look(cut.run, cut.paragraph, changes=True)
        if cut.text is None:
            return opened
        name = b"delText" if self._deleted(cut.at, behind=True) else b"t"
        return opened + _text_tag(cut.text.node, name, self._keeps_space(cut.text))

    def _look(self, run: Node, paragraph: Paragraph, *, changes: bool) -> bytes:
        """A copy of a run's properties; a change of them that is recorded there is left out, or
        gets an id of its own.
        """
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

    def _deleted(self, at: int, *, behind: bool) -> bool:
        """Whether what stands right behind a place, or right before it, is deleted."""
        if behind:
            return any(one.start.at <= at < one.end.at for one in self._changes)
        return any(one.start.at < at <= one.end.at for one in self._changes)

    def _keeps_space(self, text: Text) -> bool:
        """Whether the parts of a divided text must say that white space at their ends counts."""
        characters = text.characters
        offsets = [place.cut.offset for place in self._places.values() if place.cut.text is text]
        return _says_space(text.node) or any(
            characters[offset - 1].isspace() or characters[offset].isspace() for offset in offsets
        )

    def _retagged(self) -> Iterator[tuple[int, int, bytes]]:
        """Texts in deleted words get the tag for those; divided ones keep their white space."""
        texts = {text.node.start: text for change in self._changes for text in change.texts}
        for place in self._places.values():
            if place.cut.text is not None:
                texts[place.cut.text.node.start] = place.cut.text
        for text in texts.values():
            node = text.node
            divided = any(place.cut.text is text for place in self._places.values())
            space = divided and self._keeps_space(text)
            name = b"delText" if self._deleted(node.start, behind=True) else b"t"
            tag = _text_tag(node, name, space)
            if tag != _start_tag(node):
                yield node.start, node.inside, tag
            if self._deleted(node.stop, behind=True):
                yield node.stop, node.end, b"</%s>" % _named(node, b"delText")


def _clash(one: Change, other: Change) -> bool:
    if one.start.at == other.start.at and one.end.at == other.end.at:
        return True
    return one.start.at < other.end.at and other.start.at < one.end.at


def _named(node: Node, name: bytes) -> bytes:
    """A name with the prefix that an element has."""
    return (node.prefix.encode() + b":" if node.prefix else b"") + name


def _start_tag(node: Node) -> bytes:
    return node.data[node.start : node.inside]


def _says_space(node: Node) -> bool:
    return _KEEPS_SPACE.search(_start_tag(node)) is not None


def _text_tag(node: Node, name: bytes, space: bool) -> bytes:
    """The start tag of a text under that name."""
    tag = _start_tag(node)
    rest = tag[len(_named(node, b"t")) + 1 :]
    added = b' xml:space="preserve"' if space and not _says_space(node) else b""
    return b"<" + _named(node, name) + added + rest


def _tag(parent: Node, name: str, **attributes: object) -> tuple[bytes, bytes]:
    """The start and end tag of an element of ours under `parent`, in its vocabulary."""
    prefix = parent.prefix or "bp"
    declared = "" if parent.prefix else f' xmlns:bp="{parent.space}"'
    told = "".join(f" {prefix}:{key}={quoteattr(str(value))}" for key, value in attributes.items())
    return f"<{prefix}:{name}{declared}{told}>".encode(), f"</{prefix}:{name}>".encode()


def _alone(start_tag: bytes) -> bytes:
    """A start tag as a whole element."""
    return start_tag[:-1] + b"/>"
