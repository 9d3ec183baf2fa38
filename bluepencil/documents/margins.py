"""Removes page headers, footers and page numbers from printed pages, on evidence only.

A line that is removed wrongly is text that nobody reviews, so each needs a reason: it is in the
margin, in no larger type than the text, and most pages repeat it at the same height, or it is a
page number that counts on from page to page.
"""

from __future__ import annotations

import re
from collections import Counter

from bluepencil.documents.printed import Page, PrintedLine, is_larger

_DIGITS = re.compile(r"\d+")
_WORD = re.compile(r"\d+|/|\w+")
_PAGE_WORD = r"(?:page|seite|página|pagina|side|sida|strana|sivu|p)"
_OF = r"(?:of|/|von|de|di|sur|van|av)"
_PAGE_NUMBER = re.compile(
    rf"(?:{_PAGE_WORD} )?(\d{{1,5}}|[ivxl]{{1,8}})(?: {_OF} \d{{1,5}})?", re.IGNORECASE
)
_NAMED_PAGE = re.compile(rf"\b{_PAGE_WORD} #|# ?{_OF} ?#", re.IGNORECASE)
_MAX_PAGE_NUMBER = 40  # characters of a line with nothing but a page number
_EDGE = 2  # lines at the top and bottom of a page that may be header or footer
_MARGIN = 0.09  # of the height of the page: where headers and footers are
_REPEATED = 0.4  # of the pages: a header or footer
_COUNTED = 0.6  # of the numbers at the edges: page numbers count with the pages
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50}


def without_headers_and_footers(pages: list[Page], size: float) -> list[list[PrintedLine]]:
    """The lines of each page without headers, footers and page numbers; `size`: of the text."""
    margins = [_margin_lines(page, size) for page in pages]
    seen = Counter(key for lines in margins for key in {_key(line) for line in lines})
    enough = max(2, round(len(pages) * _REPEATED))
    offset = _page_offset(margins)

    def removed(line: PrintedLine, index: int) -> bool:
        number = _page_number(line.text)
        if number is not None:
            return number - index == offset or _NAMED_PAGE.search(_pattern(line.text)) is not None
        return seen[_key(line)] >= enough and not _is_numbered_heading(line)

    return [
        [line for line in page.lines if line not in margin or not removed(line, index)]
        for index, (page, margin) in enumerate(zip(pages, margins, strict=True))
    ]


def _margin_lines(page: Page, size: float) -> set[PrintedLine]:
    """The first and last lines of a page that are in its margins and no larger than the text."""
    by_height = sorted(page.lines, key=lambda line: line.y)
    margin = (page.top - page.bottom) * _MARGIN
    low = [line for line in by_height[:_EDGE] if line.y < page.bottom + margin]
    high = [line for line in by_height[-_EDGE:] if line.y + line.size > page.top - margin]
    return {line for line in low + high if not is_larger(line, size)}


def _key(line: PrintedLine) -> tuple[str, float, int]:
    """The same for lines that differ in numbers only and are at the same height."""
    return _pattern(line.text), line.size, round(line.y / 4)


def _pattern(text: str) -> str:
    return _DIGITS.sub("#", text)


def _is_numbered_heading(line: PrintedLine) -> bool:
    """Whether a bold line has a number that is not called that of a page: “Finding 3”."""
    pattern = _pattern(line.text)
    return line.bold and "#" in pattern and _NAMED_PAGE.search(pattern) is None


def _page_offset(margins: list[set[PrintedLine]]) -> int | None:
    """What page numbers are ahead of the index of their page; None without evidence for any."""
    offsets: Counter[int] = Counter()
    for index, lines in enumerate(margins):
        offsets.update(
            {number - index for line in lines if (number := _page_number(line.text)) is not None}
        )
    if not offsets:
        return None
    offset, count = offsets.most_common(1)[0]
    if len(margins) == 1:
        return 1  # a single page: its number is 1
    return offset if count >= 2 and count >= _COUNTED * offsets.total() else None


def _page_number(text: str) -> int | None:
    """The number of a line with nothing but a page number; None for other lines."""
    if len(text) > _MAX_PAGE_NUMBER:
        return None
    match = _PAGE_NUMBER.fullmatch(" ".join(_WORD.findall(text)))
    if match is None:
        return None
    return int(match[1]) if match[1].isdecimal() else _roman(match[1].lower())


def _roman(text: str) -> int:
    values = [_ROMAN[letter] for letter in text]
    return sum(
        -value if value < below else value
        for value, below in zip(values, [*values[1:], 0], strict=True)
    )
