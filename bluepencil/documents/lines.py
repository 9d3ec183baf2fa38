"""Joins the printed lines of pages to paragraphs, and tells headings and page furniture apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from bluepencil.documents.pieces import Line, Piece
from bluepencil.documents.text import ITEM, is_capitals, joins

_DIGITS = re.compile(r"\d+")
_PAGE_NUMBER = re.compile(
    r"\W*(?:page|seite|página|pagina)?\s*(?:#|[ivxl]+)\s*(?:(?:of|/|von|de|di)\s*#)?\W*",
    re.IGNORECASE,
)
_CONTENTS = re.compile(r"(?:\.\s?){4,}\s*(?:\d+|[ivxl]+)$")
_BULLETS = "•‣▪◦●■–"
_LARGER = 1.12  # times the size of the body text: a heading
_GAP = 1.35  # times the usual distance of lines: a new paragraph
_EDGE = 2  # lines at the top and bottom of a page that may be page furniture
_MAX_HEADING = 150
_SENTENCE_END = (".", "!", "?", ":", ";")


class Printed(NamedTuple):
    """A line on a page: its words, where it begins (points from the lower left), its type.

    A tab in its text stands between the columns of a table.
    """

    text: str
    x: float
    y: float
    size: float
    bold: bool


class _Page(NamedTuple):
    body: float  # the size of most of the text
    leading: float  # the usual distance from line to line
    wrap: int  # characters of a full line; 0 where lines are not broken
    words: frozenset[str]


def paragraphs(pages: list[list[Printed]]) -> Iterator[Piece]:
    """The pieces that these pages show; a title is marked where one stands out."""
    pages = _without_furniture(pages)
    page = _measured(pages)
    found = [_piece(group, page) for group in _groups(pages, page)]
    _number_tables([piece for piece, _ in found])
    _set_levels(found)
    yield from (piece for piece, _ in found)


def _without_furniture(pages: list[list[Printed]]) -> list[list[Printed]]:
    """The pages without headers, footers and page numbers: edge lines that most pages repeat."""
    seen: Counter[tuple[str, float]] = Counter()
    edges = [_edges(page) for page in pages]
    for edge in edges:
        seen.update({(_DIGITS.sub("#", line.text), line.size) for line in edge})
    enough = max(2, round(len(pages) * 0.4))

    def is_furniture(line: Printed) -> bool:
        pattern = _DIGITS.sub("#", line.text)
        return seen[pattern, line.size] >= enough or _PAGE_NUMBER.fullmatch(pattern) is not None

    return [
        [line for line in page if line not in edge or not is_furniture(line)]
        for page, edge in zip(pages, edges, strict=True)
    ]


def _edges(page: list[Printed]) -> set[Printed]:
    by_height = sorted(page, key=lambda line: line.y)
    return {*by_height[:_EDGE], *by_height[-_EDGE:]}


def _measured(pages: list[list[Printed]]) -> _Page:
    sizes: Counter[float] = Counter()
    gaps: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            sizes[line.size] += len(line.text)
        for above, line in zip(lines, lines[1:], strict=False):
            if above.size == line.size and above.y > line.y:
                gaps[round(above.y - line.y)] += 1
    body = sizes.most_common(1)[0][0] if sizes else 0.0
    lengths = sorted(len(line.text) for lines in pages for line in lines if line.size == body)
    words = Counter(
        word.strip(".,;:()\"'“”").lower()
        for lines in pages
        for line in lines
        for word in line.text.split()
    )
    return _Page(
        body=body,
        leading=gaps.most_common(1)[0][0] if gaps else 0.0,
        wrap=lengths[len(lengths) * 9 // 10] if lengths else 0,
        words=frozenset(words),
    )


def _groups(pages: list[list[Printed]], page: _Page) -> Iterator[list[Printed]]:
    """The lines, in groups that belong to one paragraph."""
    group: list[Printed] = []
    for lines in pages:
        for index, line in enumerate(lines):
            if group and not _continues(group, line, page, new_page=index == 0):
                yield group
                group = []
            group.append(line)
    if group:
        yield group


def _continues(group: list[Printed], line: Printed, page: _Page, new_page: bool) -> bool:
    above = group[-1]
    if "\t" in above.text or "\t" in line.text:
        return False
    if line.size != above.size or line.bold != above.bold:
        # A bold word at a line's end does not end a paragraph; a heading's type does.
        same_height = above.size == line.size
        return same_height and not _alone(group, page) and joins(above.text, line.text, page.wrap)
    if ITEM.match(line.text) and (line.text[0] in _BULLETS or not line.text[0].isalpha()):
        return False
    if new_page:
        ended = above.text.endswith(_SENTENCE_END) or _is_heading_type(above, page)
        return not ended and not line.text[0].isupper()
    gap = above.y - line.y
    if gap > max(page.leading, line.size) * _GAP or gap < 0:
        return False
    if _is_heading_type(line, page):
        return True
    if is_capitals(above.text) or _CONTENTS.search(above.text):
        return False
    return joins(above.text, line.text, page.wrap)


def _alone(group: list[Printed], page: _Page) -> bool:
    """Whether a group is one short bold line: a heading in the size of the text."""
    return group[0].bold and len(group) == 1 and len(group[0].text) < page.wrap * 0.75


def _is_heading_type(line: Printed, page: _Page) -> bool:
    return line.size > page.body * _LARGER


def _piece(group: list[Printed], page: _Page) -> tuple[Piece, float]:
    """The paragraph of a group, and its size if it is a heading by its size (else 0)."""
    line = Line()
    for printed in group:
        line.glue(_joint(line, printed.text, page))
        line.glue(printed.text)
    piece = line.piece("paragraph")
    if "\t" in piece.text:
        return _row(piece), 0.0
    if _CONTENTS.search(piece.text):
        return Piece("contents"), 0.0
    large = _is_heading_type(group[0], page) and len(piece.text) <= _MAX_HEADING
    if large and any(character.isalpha() for character in piece.text):
        piece.kind = "heading"
        return piece, group[0].size
    if ITEM.match(piece.text) and (piece.text[0] in _BULLETS or len(group) > 1):
        piece.kind = "item"
    piece.strong = all(printed.bold for printed in group)
    return piece, 0.0


def _row(piece: Piece) -> Piece:
    piece.kind = "row"
    at = 0
    for cell in piece.text.split("\t"):
        piece.cells += ((at, at + len(cell)),)
        at += len(cell) + 1
    return piece


def _number_tables(found: list[Piece]) -> None:
    """Rows with nothing but rows between them stand in one table."""
    table = 0
    for above, piece in zip([None, *found], found, strict=False):
        if piece.kind == "row":
            table += above is None or above.kind != "row"
            piece.table = table


def _joint(line: Line, below: str, page: _Page) -> str:
    """What stands between two lines: nothing where a word was divided, else a space."""
    if not line.length:
        return ""
    end = line.last_word()
    if end.endswith("\u00ad"):
        line.drop_last()
        return ""
    if not (end.endswith(("-", "‐")) and len(end) > 2 and end[-2].isalpha() and below[0].islower()):
        return " "
    start = below.split(maxsplit=1)[0].strip(".,;:()\"'“”").lower()
    stem = end.lstrip("(\"'“").lower()
    if stem + start in page.words and stem[:-1] + start not in page.words:
        return ""  # the document writes it with a hyphen elsewhere
    line.drop_last()
    return ""


def _set_levels(found: list[tuple[Piece, float]]) -> None:
    """Levels by size, largest first; a single largest line before all others is the title."""
    headings = [(piece, size) for piece, size in found if size]
    if not headings:
        for piece, _ in found:
            piece.strong = piece.strong or is_capitals(piece.text)
        return
    sizes = sorted({size for _, size in headings}, reverse=True)
    first, largest = headings[0]
    if (
        largest == sizes[0]
        and len(headings) > 1
        and all(size < largest for _, size in headings[1:])
    ):
        first.kind = "title"
        sizes = sizes[1:]
    for piece, size in headings:
        if piece.kind == "heading":
            piece.level = min(6, sizes.index(size) + 1)
    _demote_cover(found)


def _demote_cover(found: list[tuple[Piece, float]]) -> None:
    """Large lines of a cover page (names, a date) are no headings: nothing stands under them."""
    opening = []
    for piece, size in found:
        if not size:
            break
        if piece.kind == "heading":
            opening.append(piece)
    for piece, below in zip(opening, opening[1:], strict=False):
        if piece.level >= below.level:
            piece.kind = "paragraph"
