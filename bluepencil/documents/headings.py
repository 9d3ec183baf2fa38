"""Finds headings that are not marked as such: a short bold line, a numbered title."""

from __future__ import annotations

import re

from bluepencil.documents.blocks import ParsedBlock

_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})([.)]?)\s++(?=[^\W\d_])(?![a-z])")
_CAPTION = re.compile(
    r"(?:table|figure|fig\.?|note|warning|caution|danger|source|page|chart|draft|confidential)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r":\s*+\S")
_MAX_CHARACTERS = 80
_MAX_WORDS = 12


def promote(blocks: list[ParsedBlock], *, weak: bool) -> None:
    """Turn paragraphs that look like headings into headings, in place.

    With `weak`, short lines in ordinary type are headings too where no others were found, if
    there are at least two of them.
    """
    _promote_leading(blocks)
    marked = any(block.kind == "heading" for block in blocks)
    _promote_strong_and_numbered(blocks, marked)
    if weak and not any(block.kind == "heading" for block in blocks):
        _promote_short_lines(blocks)


def number_of(text: str) -> tuple[int, ...] | None:
    """The number that a title begins with ("3.1 Root cause" is (3, 1)), or None."""
    match = _NUMBERED.match(text)
    return tuple(int(part) for part in match[1].split(".")) if match else None


def follows(number: tuple[int, ...], last: tuple[int, ...] | None) -> bool:
    """Whether `number` can follow `last` in one numbering; one number may be missing."""
    if last is None:
        return number[0] in (0, 1) and all(part == 1 for part in number[1:])
    if number[: len(last)] == last:
        return len(number) == len(last) + 1 and number[-1] in (0, 1)
    for depth in range(min(len(last), len(number))):
        if number[:depth] == last[:depth] and 1 <= number[depth] - last[depth] <= 2:
            return all(part in (0, 1) for part in number[depth + 1 :])
    return False


def _title_like(block: ParsedBlock) -> bool:
    text = block.text
    return (
        block.kind == "paragraph"
        and 1 < len(text) <= _MAX_CHARACTERS
        and "\n" not in text
        and text[-1] not in ".,;!?"
        and len(text.split()) <= _MAX_WORDS
        and any(character.isalpha() for character in text)
        and not _CAPTION.match(text)
    )


def _strong(block: ParsedBlock) -> bool:
    return block.strong and _title_like(block) and not _LABEL.search(block.text)


def _promote_leading(blocks: list[ParsedBlock]) -> None:
    """A strong line at the very top, directly above another heading, is the title."""
    if len(blocks) < 2 or not _strong(blocks[0]) or number_of(blocks[0].text):
        return
    if any(block.kind == "title" for block in blocks):
        return
    second = blocks[1]
    if second.kind == "heading" or _strong(second):
        blocks[0].kind = "title"


def _promote_strong_and_numbered(blocks: list[ParsedBlock], marked: bool) -> None:
    last: tuple[int, ...] | None = None
    level = 0  # of the last heading that is marked or numbered
    for index, block in enumerate(blocks):
        number = number_of(block.text)
        if block.kind == "heading":
            level = block.level
            last = number if number else last
            continue
        if not _title_like(block):
            continue
        below = blocks[index + 1] if index + 1 < len(blocks) else None
        if number and marked and len(number) == 1 and not block.strong:
            continue  # where headings are marked, "4 Pumps" in plain type is not one
        if number and follows(number, last) and _numbered_title(blocks, index, number):
            block.kind, block.level = "heading", min(6, len(number))
            level, last = block.level, number
        elif not number and _strong(block) and _has_text_under(below):
            block.kind, block.level = "heading", min(6, level + 1)
            block.text = block.text.removesuffix(":").rstrip()


def _has_text_under(below: ParsedBlock | None) -> bool:
    """Whether text follows: neither the end of the document nor another strong line."""
    if below is None or below.kind == "title":
        return False
    if below.kind == "heading" or number_of(below.text):
        return True
    return not _strong(below)


def _numbered_title(blocks: list[ParsedBlock], index: int, number: tuple[int, ...]) -> bool:
    """Whether a numbered line is a title rather than an item of a list typed by hand."""
    if index + 1 == len(blocks):
        return False
    block, below = blocks[index], blocks[index + 1]
    if block.strong or below.kind == "heading":
        return True
    above = blocks[index - 1] if index else None
    next_number = number_of(below.text)
    if next_number:  # "3 Findings" over "3.1 Timeline", but not "1. Stop" over "2. Call"
        return len(next_number) == len(number) + 1 and _title_like(below)
    if len(number) == 1 and above and above.kind == "paragraph" and number_of(above.text):
        return False
    return below.kind != "paragraph" or not _title_like(below)


def _promote_short_lines(blocks: list[ParsedBlock]) -> None:
    found = [
        block
        for block, below in zip(blocks, blocks[1:], strict=False)
        if _title_like(block)
        and len(block.text) <= 50
        and len(block.text.split()) <= 6
        and block.text[0].isupper()
        and "," not in block.text
        and not _LABEL.search(block.text)
        and (below.kind != "paragraph" or not _title_like(below))
    ]
    if len(found) >= 2:
        for block in found:
            block.kind, block.level = "heading", 1
            block.text = block.text.removesuffix(":").rstrip()
