"""Finds where markup may be put: between two runs, or inside one that has to be divided."""

from __future__ import annotations

from dataclasses import dataclass

from bluepencil.documents.reviewed.scan import Node, Paragraph, Text

# What may stand between a paragraph and its runs and may itself hold the marks of a comment.
_AROUND = frozenset(
    ("p", "hyperlink", "ins", "moveTo", "sdt", "sdtContent", "smartTag", "customXml", "fldSimple")
    + ("dir", "bdo")
)


@dataclass(frozen=True)
class Cut:
    """A place in the main part: the byte there, the element that markup put there stands in, and
    what has to be divided for it: a run, and in it perhaps a text at an offset.
    """

    at: int
    parent: Node
    paragraph: Paragraph
    run: Node | None = None
    text: Text | None = None
    offset: int = 0

    @property
    def outside(self) -> Cut:
        """The place itself where it is right under its paragraph; else behind the link, content
        control or insertion that it is in.
        """
        outer = self.paragraph.nodes[0]
        if self.parent is outer:
            return self
        top = next(node for node in [self.parent, *self.parent.up()] if node.parent is outer)
        return Cut(top.end, outer, self.paragraph)


def whole(sign: Node, paragraph: Paragraph) -> Node | None:
    """The element that must be marked as a whole because comments cannot stand where the sign is:
    what holds a text box, or an alternative, or small signs above others; None where they can.
    """
    outer = paragraph.nodes[0]
    above = sign.up()
    path = above[: above.index(outer)][::-1]  # from the paragraph down
    for number, node in enumerate(path):
        last = number == len(path) - 1
        if node.name == "r" and last:
            return None
        if node.name not in _AROUND or last:
            return node
    return sign


def around(node: Node, paragraph: Paragraph) -> tuple[Cut, Cut]:
    """The places before and behind an element."""
    parent = node.parent or paragraph.nodes[0]
    return Cut(node.start, parent, paragraph), Cut(node.end, parent, paragraph)


def cut(text: Text, offset: int, *, closing: bool) -> Cut:
    """The place before the character at `offset` of a text; with `closing`, the place behind the
    character before it.
    """
    holder = whole(text.node, text.paragraph)
    if holder is not None:
        return around(holder, text.paragraph)[closing]
    node, paragraph = text.node, text.paragraph
    run = node.up()[0]
    parent = run.parent or paragraph.nodes[0]
    length = len(text.characters)
    if 0 < offset < length and text.divisible:
        return Cut(text.at(offset), parent, paragraph, run, text, offset)
    content = [child for child in paragraph.children(run) if child.name != "rPr"]
    if closing:
        if content[-1] is node:
            return Cut(run.end, parent, paragraph)
        return Cut(node.end, parent, paragraph, run)
    if content[0] is node:
        return Cut(run.start, parent, paragraph)
    return Cut(node.start, parent, paragraph, run)
