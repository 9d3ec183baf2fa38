"""Tokens: the words and marks of a text, with where each stands."""

from __future__ import annotations

import re
from typing import NamedTuple

# A token is a word, a number or a mark. What is joined without a space stays one token
# (“well-known”, “5,400”, “crates.io”, “a/b”), so an identifier is never taken for its parts.
_TOKEN = re.compile(r"\w+(?:[-'’.,:/@#+&=]\w+)*|[^\w\s]")


class Token(NamedTuple):
    """A token as matched (`word`: small letters, straight apostrophes) and as written (`raw`)."""

    word: str
    raw: str
    start: int
    end: int

    @property
    def is_word(self) -> bool:
        """Whether it is a word or a number, and no mark."""
        return self.raw[0].isalnum() or self.raw[0] == "_"


def tokens(text: str, start: int = 0, end: int | None = None) -> list[Token]:
    """The tokens of `text[start:end]`; offsets count from the start of `text`."""
    return [
        Token(raw.lower().replace("’", "'"), raw, match.start(), match.end())
        for match in _TOKEN.finditer(text, start, len(text) if end is None else end)
        for raw in (match[0],)
    ]
