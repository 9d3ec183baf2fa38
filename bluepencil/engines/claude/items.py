"""Parses the objects of a JSON list while it is being written, tolerating careless JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

_START = re.compile(r'"findings"\s*:\s*\[|^[^\S\n]*+\[(?=\s*[\[{])|```(?:json)?\s*\[', re.MULTILINE)
_STRING = r'"(?:[^"\\]|\\.)*+("|\\?\Z)'  # or its beginning, at the end of the text
_SIGN = re.compile(rf"{_STRING}|[\[\]{{}}]", re.DOTALL)
_TRAILING = re.compile(rf"({_STRING})|,(?=\s*[}}\]])", re.DOTALL)


class Items:
    """Feed it the answer as it comes; it yields each object of the list as soon as it is closed.

    Text before and after the JSON, code fences, line breaks in strings and trailing commas are
    tolerated. `began`: the list was found; `ended`: it was closed; `broken`: unreadable objects.
    """

    def __init__(self) -> None:
        self.began = self.ended = False
        self.broken = 0
        self._text = ""
        self._at = 0  # parsed up to here
        self._depth = 0
        self._start = 0  # of the object being written

    def feed(self, more: str) -> Iterator[dict[str, Any]]:
        """The objects that `more` completes."""
        self._text += more
        if not self.began:
            match = _START.search(self._text)
            if match is None:
                return
            self.began, self._at = True, match.end()
        while not self.ended and (match := _SIGN.search(self._text, self._at)):
            sign = match[0]
            if sign[0] == '"' and match[1] != '"':  # a string whose end has not come yet
                self._at = match.start()
                return
            self._at = match.end()
            if sign in "{[":
                if self._depth == 0:
                    self._start = match.start()
                self._depth += 1
            elif sign in "}]":
                self._depth -= 1
                self.ended = self._depth < 0
                if self._depth == 0:
                    yield from self._object(self._text[self._start : self._at])

    def _object(self, written: str) -> Iterator[dict[str, Any]]:
        for candidate in (written, _TRAILING.sub(r"\1", written)):
            try:
                value = json.loads(candidate, strict=False)
            except ValueError:
                continue
            if isinstance(value, dict):
                yield value
                return
        self.broken += 1
