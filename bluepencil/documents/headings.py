"""Finds headings that nobody marked as headings: a short bold line, a numbered title."""

from __future__ import annotations

import re

from bluepencil.documents.pieces import Piece

_NUMBERED = re.compile(r"(\d{1,2}(?:\.\d{1,2}){0,4})([.)]?)\s+(?=[^\W\d_])(?![a-z])")
_CAPTION = re.compile(
    r"(?:table|figure|fig\.?|note|warning|caution|danger|source|page|chart|draft|confidential)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(r":\s*\S")
_MAX_CHARACTERS = 80
_MAX_WORDS = 12


def promote(pieces: list[Piece], *, weak: bool) -> None:
    """Turn paragraphs that stand where headings stand into headings, in place.

    With `weak`, a document in which no heading was found at all may also use short lines of their
    own in ordinary type, if at least two of them look alike.
    """
    _promote_leading(pieces)
    marked = any(piece.kind == "heading" for piece in pieces)
    _promote_strong_and_numbered(pieces, marked)
    if weak and not any(piece.kind == "heading" for piece in pieces):
        _promote_short_lines(pieces)


def number_of(text: str) -> tuple[int, ...] | None:
    """The typed number a title begins with ("3.1 Root cause" is (3, 1)), or None."""
    match = _NUMBERED.match(text)
    return tuple(int(part) for part in match[1].split(".")) if match else None


def follows(number: tuple[int, ...], last: tuple[int, ...] | None) -> bool:
    """Whether `number` can come after `last` in one numbering; one number may be missing."""
    if last is None:
        return number[0] in (0, 1) and all(part == 1 for part in number[1:])
    if number[: len(last)] == last:
        return len(number) == len(last) + 1 and number[-1] in (0, 1)
    for depth in range(min(len(last), len(number))):
        if number[:depth] == last[:depth] and 1 <= number[depth] - last[depth] <= 2:
            return all(part in (0, 1) for part in number[depth + 1 :])
    return False


def _title_like(piece: Piece) -> bool:
    text = piece.text
    return (
        piece.kind == "paragraph"
        and 1 < len(text) <= _MAX_CHARACTERS
        and "\n" not in text
        and text[-1] not in ".,;!?"
        and len(text.split()) <= _MAX_WORDS
        and any(character.isalpha() for character in text)
        and not _CAPTION.match(text)
    )


def _strong(piece: Piece) -> bool:
    return piece.strong and _title_like(piece) and not _LABEL.search(piece.text)


def _promote_leading(pieces: list[Piece]) -> None:
    """A strong line at the very top with another heading right under it is the title."""
    if len(pieces) < 2 or not _strong(pieces[0]) or number_of(pieces[0].text):
        return
    if any(piece.kind == "title" for piece in pieces):
        return
    second = pieces[1]
    if second.kind == "heading" or _strong(second):
        pieces[0].kind = "title"


def _promote_strong_and_numbered(pieces: list[Piece], marked: bool) -> None:
    last: tuple[int, ...] | None = None
    level = 0  # of the last heading that somebody marked or numbered
    for index, piece in enumerate(pieces):
        number = number_of(piece.text)
        if piece.kind == "heading":
            level = piece.level
            last = number if number else last
            continue
        if not _title_like(piece):
            continue
        below = pieces[index + 1] if index + 1 < len(pieces) else None
        if number and marked and len(number) == 1 and not piece.strong:
            continue  # where headings are marked, "4 Pumps" in plain type is none
        if number and follows(number, last) and _numbered_title(pieces, index, number):
            piece.kind, piece.level = "heading", min(6, len(number))
            level, last = piece.level, number
        elif not number and _strong(piece) and _has_text_under(below):
            piece.kind, piece.level = "heading", min(6, level + 1)
            piece.text = piece.text.removesuffix(":").rstrip()


def _has_text_under(below: Piece | None) -> bool:
    """Whether text follows: not the document's end, and not another line set the same way."""
    if below is None or below.kind == "title":
        return False
    if below.kind == "heading" or number_of(below.text):
        return True
    return not _strong(below)


def _numbered_title(pieces: list[Piece], index: int, number: tuple[int, ...]) -> bool:
    """Whether a numbered line is a title, not a step of a list that was typed by hand."""
    if index + 1 == len(pieces):
        return False
    piece, below = pieces[index], pieces[index + 1]
    if piece.strong or below.kind == "heading":
        return True
    above = pieces[index - 1] if index else None
    next_number = number_of(below.text)
    if next_number:  # "3 Findings" over "3.1 Timeline", but not "1. Stop" over "2. Call"
        return len(next_number) == len(number) + 1 and _title_like(below)
    if len(number) == 1 and above and above.kind == "paragraph" and number_of(above.text):
        return False
    return below.kind != "paragraph" or not _title_like(below)


def _promote_short_lines(pieces: list[Piece]) -> None:
    found = [
        piece
        for piece, below in zip(pieces, pieces[1:], strict=False)
        if _title_like(piece)
        and len(piece.text) <= 50
        and len(piece.text.split()) <= 6
        and piece.text[0].isupper()
        and "," not in piece.text
        and not _LABEL.search(piece.text)
        and (below.kind != "paragraph" or not _title_like(below))
    ]
    if len(found) >= 2:
        for piece in found:
            piece.kind, piece.level = "heading", 1
            piece.text = piece.text.removesuffix(":").rstrip()
