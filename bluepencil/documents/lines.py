"""Joins the printed lines of pages to paragraphs; finds headings, tables and tables of contents."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import Any, NamedTuple

from bluepencil.documents.blocks import ParsedBlock, TextBuilder
from bluepencil.documents.columns import read_by_column
from bluepencil.documents.contents import is_entry, is_table_of_contents
from bluepencil.documents.margins import without_headers_and_footers
from bluepencil.documents.printed import Page, PrintedLine, is_larger, text_size
from bluepencil.documents.text import ITEM, continues, is_uppercase

_BULLETS = "•‣▪◦●■–"
_CHINESE_OR_JAPANESE = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]")
_RARER = 50  # times rarer than its parts: a word that is usually written with a hyphen
_GAP = 1.35  # times the usual distance of lines: a new paragraph
_MAX_HEADING = 150
_SENTENCE_END = (".", "!", "?", ":", ";")
_AROUND_WORDS = ".,;:()\"'“”"


class _Measures(NamedTuple):
    size: float  # of most of the text
    leading: float  # the usual distance from line to line
    wrap: int  # characters of a full line; 0 where lines are not broken
    words: frozenset[str]


def blocks(pages: list[Page]) -> Iterator[ParsedBlock]:
    """The blocks on these pages; the title is marked where one stands out."""
    size = text_size(pages)
    texts = [read_by_column(lines) for lines in without_headers_and_footers(pages, size)]
    measures = _measured(texts, size)
    found = [_block(group, measures) for group in _groups(texts, measures)]
    _number_tables([block for block, _ in found])
    _mark_contents([block for block, _ in found], len(pages))
    _set_levels(found)
    yield from (block for block, _ in found)


def _measured(pages: list[list[PrintedLine]], size: float) -> _Measures:
    gaps: Counter[float] = Counter()
    for lines in pages:
        for above, line in pairwise(lines):
            if above.size == line.size and above.y > line.y:
                gaps[round(above.y - line.y)] += 1
    lengths = sorted(len(line.text) for lines in pages for line in lines if line.size == size)
    words = Counter(
        word.strip(_AROUND_WORDS).lower()
        for lines in pages
        for line in lines
        for word in line.text.split()
    )
    return _Measures(
        size=size,
        leading=gaps.most_common(1)[0][0] if gaps else 0.0,
        wrap=lengths[len(lengths) * 9 // 10] if lengths else 0,
        words=frozenset(words),
    )


def _groups(pages: list[list[PrintedLine]], measures: _Measures) -> Iterator[list[PrintedLine]]:
    """The lines, grouped by paragraph."""
    group: list[PrintedLine] = []
    for lines in pages:
        for index, line in enumerate(lines):
            if group and not _continues(group, line, measures, new_page=index == 0):
                yield group
                group = []
            group.append(line)
    if group:
        yield group


def _continues(
    group: list[PrintedLine], line: PrintedLine, measures: _Measures, new_page: bool
) -> bool:
    """Whether a line belongs to the same paragraph as the lines above it."""
    above = group[-1]
    if "\t" in above.text or "\t" in line.text:
        return False
    wraps = continues(above.text, line.text, measures.wrap)
    if line.size != above.size or line.bold != above.bold:
        # A bold word at the end of a line does not end a paragraph; a change of size does.
        same_size = above.size == line.size
        return same_size and not _is_bold_heading(group, measures) and wraps
    if ITEM.match(line.text) and (line.text[0] in _BULLETS or not line.text[0].isalpha()):
        return False
    if new_page:
        ended = above.text.endswith(_SENTENCE_END) or is_larger(above, measures.size)
        return not ended and not line.text[0].isupper()
    gap = above.y - line.y
    if gap < 0:  # the next column
        return wraps and not is_larger(line, measures.size)
    if gap > max(measures.leading, line.size) * _GAP:
        return False
    if is_larger(line, measures.size):
        return True
    return not is_uppercase(above.text) and not is_entry(above.text) and wraps


def _is_bold_heading(group: list[PrintedLine], measures: _Measures) -> bool:
    """Whether a group is one short bold line: a heading in the size of the text."""
    return group[0].bold and len(group) == 1 and len(group[0].text) < measures.wrap * 0.75


def _block(group: list[PrintedLine], measures: _Measures) -> tuple[ParsedBlock, float]:
    """The paragraph of a group, and its size if its size makes it a heading (else 0)."""
    builder = TextBuilder()
    for line in group:
        builder.add(_separator(builder, line.text, measures))
        builder.add(line.text)
    block = builder.block("paragraph")
    if "\t" in block.text:
        return _row(block), 0.0
    large = is_larger(group[0], measures.size) and len(block.text) <= _MAX_HEADING
    if large and any(character.isalpha() for character in block.text):
        block.kind = "heading"
        return block, group[0].size
    if ITEM.match(block.text) and (block.text[0] in _BULLETS or len(group) > 1):
        block.kind = "item"
    block.strong = all(line.bold for line in group)
    return block, 0.0


def _row(block: ParsedBlock) -> ParsedBlock:
    block.kind = "row"
    cells = []
    start = 0
    for cell in block.text.split("\t"):
        cells.append((start, start + len(cell)))
        start += len(cell) + 1
    block.cells = tuple(cells)
    return block


def _number_tables(found: list[ParsedBlock]) -> None:
    """Rows with nothing but rows between them belong to one table."""
    table = 0
    for above, block in zip([None, *found], found, strict=False):
        if block.kind == "row":
            table += above is None or above.kind != "row"
            block.table = table


def _mark_contents(found: list[ParsedBlock], pages: int) -> None:
    """Turn the entries of a table of contents into "contents" blocks, which have no text."""
    start = 0
    while start < len(found):
        end = start
        while end < len(found) and is_entry(found[end].text):
            end += 1
        heading = found[start - 1].text if start else ""
        if end > start and is_table_of_contents(
            [block.text for block in found[start:end]], heading, pages
        ):
            for block in found[start:end]:
                block.kind, block.text, block.cells, block.table = "contents", "", (), None
        start = max(end, start + 1)


def _separator(builder: TextBuilder, below: str, measures: _Measures) -> str:
    """What separates two lines: nothing where a word was hyphenated, else a space."""
    if not builder.length:
        return ""
    end = builder.last_word()
    if _CHINESE_OR_JAPANESE.match(end[-1:]) and _CHINESE_OR_JAPANESE.match(below):
        return ""
    if end.endswith("\u00ad"):
        builder.remove_last_character()
        return ""
    if not (end.endswith(("-", "‐")) and len(end) > 2 and end[-2].isalpha() and below[0].islower()):
        return " "
    start = below[:100].split(maxsplit=1)[0].strip(_AROUND_WORDS).lower()
    stem = end.lstrip("(\"'“").lower()
    if stem + start in measures.words and stem[:-1] + start not in measures.words:
        return ""  # the document writes it with a hyphen elsewhere
    if stem[:-1] + start not in measures.words and _is_compound(stem[:-1], start):
        return ""
    builder.remove_last_character()
    return ""


def _is_compound(first: str, second: str) -> bool:
    """Whether two words make no common word together: “long-term”, but not “inspec-tion”."""
    known = _dictionary()
    together = known.word_usage_frequency(first + second)
    return bool(together * _RARER < min(map(known.word_usage_frequency, (first, second))))


@lru_cache(1)
def _dictionary() -> Any:
    """English words; loaded when the first hyphen at the end of a line is met."""
    from spellchecker import SpellChecker

    return SpellChecker(distance=1)


def _set_levels(found: list[tuple[ParsedBlock, float]]) -> None:
    """Levels by size, the largest first; a single largest line before all others is the title."""
    headings = [(block, size) for block, size in found if size and block.kind == "heading"]
    if not headings:
        for block, _ in found:
            block.strong = block.strong or is_uppercase(block.text)
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
    levels = {size: min(6, level) for level, size in enumerate(sizes, 1)}
    for block, size in headings:
        if block.kind == "heading":
            block.level = levels[size]
    _demote_cover(found)


def _demote_cover(found: list[tuple[ParsedBlock, float]]) -> None:
    """Large lines of a cover page (names, a date) are not headings: they have no text below."""
    opening = []
    for block, size in found:
        if not size:
            break
        if block.kind == "heading":
            opening.append(block)
    for block, below in pairwise(opening):
        if block.level >= below.level:
            block.kind = "paragraph"
