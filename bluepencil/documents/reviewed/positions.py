"""Finds positions where markup may be inserted: between two runs, or in a run that is split."""

from __future__ import annotations

from dataclasses import dataclass

from bluepencil.documents.reviewed.scan import Node, Paragraph, Text

# Elements between a paragraph and its runs that may contain the markup of a comment.
_WRAPPERS = frozenset(
    ("p", "hyperlink", "ins", "moveTo", "sdt", "sdtContent", "smartTag", "customXml", "fldSimple")
    + ("dir", "bdo")
)


@dataclass(frozen=True)
class Position:
    """A position in the main part: its byte, the element that markup inserted there belongs to,
    and what must be split for it: a run, and perhaps a text of it at an offset.
    """

    at: int
    parent: Node
    paragraph: Paragraph
    run: Node | None = None
    text: Text | None = None
    offset: int = 0

    @property
    def outside(self) -> Position:
        """This position if it is directly under its paragraph; else the one after the link,
        content control or insertion that it is in.
        """
        outer = self.paragraph.nodes[0]
        if self.parent is outer:
            return self
        top = next(node for node in [self.parent, *self.parent.up()] if node.parent is outer)
        return Position(top.end, outer, self.paragraph)


def indivisible(element: Node, paragraph: Paragraph) -> Node | None:
    """The outermost element around this one that cannot contain comments, such as a drawing with a
    text box or a ruby annotation; None if there is none.
    """
    outer = paragraph.nodes[0]
    above = element.up()
    path = above[: above.index(outer)][::-1]  # from the paragraph down
    for number, node in enumerate(path):
        last = number == len(path) - 1
        if node.name == "r" and last:
            return None
        if node.name not in _WRAPPERS or last:
            return node
    return element


def around(node: Node, paragraph: Paragraph) -> tuple[Position, Position]:
    """The positions before and after an element."""
    parent = node.parent or paragraph.nodes[0]
    return Position(node.start, parent, paragraph), Position(node.end, parent, paragraph)


def position_in(text: Text, offset: int, *, closing: bool) -> Position:
    """The position before the character at `offset` of a text; with `closing`, the one after the
    character before it.
    """
    holder = indivisible(text.node, text.paragraph)
    if holder is not None:
        return around(holder, text.paragraph)[closing]
    node, paragraph = text.node, text.paragraph
    run = node.up()[0]
    parent = run.parent or paragraph.nodes[0]
    length = len(text.characters)
    if 0 < offset < length and text.divisible:
        return Position(text.at(offset), parent, paragraph, run, text, offset)
    content = [child for child in paragraph.children(run) if child.name != "rPr"]
    if closing:
        if content[-1] is node:
            return Position(run.end, parent, paragraph)
        return Position(node.end, parent, paragraph, run)
    if content[0] is node:
        return Position(run.start, parent, paragraph)
    return Position(node.start, parent, paragraph, run)
