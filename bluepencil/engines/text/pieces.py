"""A long text in pieces that end where something ends."""

from __future__ import annotations

from collections.abc import Iterator

_ENDS = ("\n\n", "\n", ". ", " ")  # where to cut, best first


def pieces(text: str, most: int) -> Iterator[str]:
    """The text in pieces of at most so many characters; nothing is lost but blanks between them."""
    start = 0
    while len(text) - start > most:
        window = text[start : start + most]
        places = ((window.rfind(end, most // 2), len(end)) for end in _ENDS)
        cut = next((place + size for place, size in places if place >= 0), most)
        if piece := window[:cut].strip():
            yield piece
        start += cut
    if piece := text[start:].strip():
        yield piece
