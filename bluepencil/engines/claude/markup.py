"""Separates the text of a chat answer from the markup in it that is meant for the program."""

from __future__ import annotations

import re

_NEXT = "<next>"
_WORDING, _WORDING_END = "<wording>", "</wording>"
_TAGS = (_NEXT, _WORDING, _WORDING_END)
_NUMBERS = re.compile(r" ?\[(\d{1,6}(?:, ?\d{1,6})*)\]")
_UNFINISHED = re.compile(r" ?(\[[\d, ]{0,40})?$")
_SPLIT = re.compile(f"({_WORDING}|{_WORDING_END})")
_BULLET = re.compile(r"^\s*(?:[-*•]|\d+[.)])?\s*")


class MarkupFilter:
    """Feed it the answer as it comes; it returns the text to display.

    What follows `<next>` are `suggestions` of what to ask next, and not displayed. Text between
    `<wording>` and `</wording>` is displayed, and also the `wording`. With `numbered`, paragraph
    numbers like `[12]` are removed and collected in `paragraphs`.
    """

    def __init__(self) -> None:
        self.text = ""
        self.paragraphs: list[int] = []
        self.numbered = False
        self.wording: str | None = None
        self._wording_at: int | None = None
        self._held = ""
        self._after: str | None = None

    def feed(self, more: str) -> str:
        """What can be displayed now; the rest is held back until its markup is complete."""
        if self._after is not None:
            self._after += more
            return ""
        self._held += more
        text, found, after = self._held.partition(_NEXT)
        if found:
            self._held, self._after = "", after
            return self._display(text.rstrip())
        keep = self._unfinished(text)
        self._held = text[len(text) - keep :]
        return self._display(text[: len(text) - keep])

    def finish(self) -> str:
        """What was held back, when nothing more comes."""
        held, self._held = self._held, ""
        return self._display(held.rstrip())

    @property
    def suggestions(self) -> list[str]:
        """The questions to ask next."""
        lines = (self._after or "").partition("</next>")[0].splitlines()
        questions = [_BULLET.sub("", line).strip() for line in lines]
        return [question for question in questions if 5 <= len(question) <= 200]

    def _unfinished(self, text: str) -> int:
        """How many characters at the end may belong to an unfinished tag or number."""
        for length in range(min(max(map(len, _TAGS)) - 1, len(text)), 0, -1):
            if any(tag.startswith(text[-length:]) for tag in _TAGS):
                return length + len(text[:-length]) - len(text[:-length].rstrip())
        bracket = _UNFINISHED.search(text) if self.numbered else None
        space = len(text) - len(text.rstrip())
        return max(space, len(bracket[0]) if bracket else 0)

    def _display(self, text: str) -> str:
        """Add text without unfinished markup; the tags of a wording are removed."""
        displayed = ""
        for part in _SPLIT.split(text):
            if part == _WORDING:
                self._wording_at = len(self.text)
            elif part == _WORDING_END:
                if self._wording_at is not None:
                    self.wording = self.text[self._wording_at :].strip()
            else:
                displayed += self._plain(part)
        return displayed

    def _plain(self, text: str) -> str:
        if self.numbered:
            for numbers in _NUMBERS.findall(text):
                self.paragraphs += [int(number) for number in numbers.split(",")]
            text = _NUMBERS.sub("", text)
        self.text += text
        return text
