"""Makes a self-contained HTML page of a document, with the remarks in its margin."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from html import escape
from importlib import resources

from bluepencil.documents import Block, Document, Section
from bluepencil.documents.blocks import clean
from bluepencil.documents.reviewed import Remark, one_line
from bluepencil.documents.reviewed.remark_text import paragraphs

# Whatever the text is, a browser runs no script on this page and loads nothing for it.
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_TAGS = {"paragraph": "p", "item": "li", "note": "p", "code": "pre", "row": "p"}


def write(document: Document, name: str, remarks: Sequence[Remark]) -> str:
    """The page of the document called `name`: quotes highlighted, remarks beside their section."""
    title = one_line(document.title)
    shown = clean(name)
    numbered = list(enumerate(remarks, 1))
    by_section: dict[str, list[tuple[int, Remark]]] = {}
    for number, remark in numbered:
        by_section.setdefault(remark.section_name, []).append((number, remark))
    lost = [one for one in numbered if document.section(one[1].section_name) is None]
    body = [f"<header><h1>{escape(title or shown)}</h1><p>{_counted(len(remarks))}</p></header>"]
    body += [_aside("the whole document", lost)] if lost else []
    for section in document.sections:
        here = by_section.get(section.name, [])
        body.append(_Section(section, here).written(titled=section.name == title))
    style = resources.files(__package__).joinpath("page.css").read_text(encoding="utf-8")
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(shown)}</title>\n<style>\n{style}</style></head>\n<body><main>\n"
        + "\n".join(body)
        + "\n</main></body></html>\n"
    )


def _counted(number: int) -> str:
    return {0: "No comments", 1: "One comment"}.get(number, f"{number} comments")


class _Section:
    """Writes a section: its heading, its blocks with quotes highlighted, and its remarks."""

    def __init__(self, section: Section, remarks: list[tuple[int, Remark]]) -> None:
        self._section = section
        self._remarks = remarks
        placed = [
            (number, one.start, one.end)
            for number, one in remarks
            if one.start is not None and one.end is not None
        ]
        self._ahead = sorted(placed, key=lambda one: one[1], reverse=True)  # the next one last
        self._open: list[tuple[int, int, int]] = []  # those whose quote has begun
        self._pointed: set[int] = set()  # the remarks that have a link already

    def written(self, *, titled: bool) -> str:
        section = self._section
        text = "\n".join(
            self._group(shape, list(blocks))
            for shape, blocks in itertools.groupby(section.blocks, _shape)
        )
        rest = "".join(
            _pointer(number) for number, _ in self._remarks if number not in self._pointed
        )
        level = min(6, section.level + 1)
        words = escape(f"{section.number} {section.name}".strip())
        heading = f"<h{level}>{words}{rest}</h{level}>"
        if titled:
            heading = f"<p>{rest}</p>" if rest else ""
        aside = _aside(section.name, self._remarks) if self._remarks else ""
        return f"<section>\n<div>{heading}\n{text}</div>\n{aside}</section>"

    def _group(self, shape: tuple[str, int | None], blocks: list[Block]) -> str:
        """Blocks that belong together: the lines of a list, the rows of a table."""
        kind, table = shape
        if table is not None:
            return f"<table>{''.join(self._row(block) for block in blocks)}</table>"
        inner = "\n".join(self._block(block) for block in blocks)
        return f"<ul>{inner}</ul>" if kind == "item" else inner

    def _block(self, block: Block) -> str:
        tag = _TAGS[block.kind]
        looks = {"item": f' class="depth-{min(block.depth, 8)}"', "note": ' class="note"'}
        words = self._words(block.start, block.end)
        if tag != "pre":
            words = words.replace("\n", "<br>")
        return f"<{tag}{looks.get(block.kind, '')}>{words}</{tag}>"

    def _row(self, block: Block) -> str:
        cells = (self._words(start, end).replace("\n", "<br>") for start, end in block.cells)
        return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"

    def _words(self, start: int, end: int) -> str:
        """The text of a range: each quote is highlighted, and a link to its remark follows it."""
        touching = self._touching(start, end)
        bounds = {start, end}
        for _, first, last in touching:
            bounds |= {max(first, start), min(last, end)}
        out = []
        for low, high in itertools.pairwise(sorted(bounds)):
            words = escape(self._section.text[low:high])
            about = [number for number, first, last in touching if first <= low and high <= last]
            out.append(f"<mark>{words}</mark>" if about else words)
            ended = [number for number, _, last in touching if last == high]
            self._pointed.update(ended)
            out += [_pointer(number) for number in ended]
        return "".join(out)

    def _touching(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """The remarks whose quotes overlap a range, by number; ranges come in order."""
        while self._ahead and self._ahead[-1][1] < end:
            self._open.append(self._ahead.pop())
        self._open = [one for one in self._open if one[2] > start]
        return sorted(self._open)


def _shape(block: Block) -> tuple[str, int | None]:
    return block.kind, block.table if block.kind == "row" and block.cells else None


def _pointer(number: int) -> str:
    return f'<a class="mark" id="w{number}" href="#r{number}">{number}</a>'


def _aside(name: str, remarks: list[tuple[int, Remark]]) -> str:
    label = escape(f"Comments on {name}")
    rows = "\n".join(_remark(number, remark) for number, remark in remarks)
    return f'<aside aria-label="{label}"><ol>\n{rows}\n</ol></aside>\n'


def _remark(number: int, remark: Remark) -> str:
    label, *lines = paragraphs(remark, with_quote=False, with_replacement=True)
    back = f'<a href="#w{number}">{escape(label)}</a>'
    quote = f"<blockquote>{escape(one_line(remark.quote))}</blockquote>" if remark.quote else ""
    text = "".join(f"<p>{escape(line)}</p>" for line in lines)
    return (
        f'<li id="r{number}" value="{number}" class="{remark.severity}"><p>{back} '
        f"<span>{escape(remark.author)}</span></p>{quote}{text}</li>"
    )
