"""Documents as the checks of the guideline need them: a block for each line of a section."""

from bluepencil.documents import Block, Document, Section
from bluepencil.documents.guideline import load
from tests.serving import ROOT

GUIDELINES = load(ROOT / "guidelines")


def document(*sections: tuple[str, str], title: str = "", levels: tuple[int, ...] = ()) -> Document:
    """One of these sections, each a name and a text whose lines are paragraphs, or items of a list
    where they begin with a bullet or a number; `levels` are those of their headings, 1 at first."""
    read = tuple(
        Section(name=name, text=text, blocks=_blocks(text), level=level)
        for (name, text), level in zip(sections, levels or [1] * len(sections), strict=True)
    )
    return Document(name="text.md", media_type="md", title=title, sections=read)


def _blocks(text: str) -> tuple[Block, ...]:
    blocks, start = [], 0
    for line in text.split("\n"):
        kind = "item" if line[:2] == "• " or line[1:3] == ". " else "paragraph"
        if line:
            blocks.append(Block(kind=kind, start=start, end=start + len(line)))
        start += len(line) + 1
    return tuple(blocks)
