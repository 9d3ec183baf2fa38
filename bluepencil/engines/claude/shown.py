"""Parts what the reader sees of a chat answer from what is meant for the program."""

from __future__ import annotations

import re

_NEXT = "<next>"
_WORDING, _WORDED = "<wording>", "</wording>"
_TAGS = (_NEXT, _WORDING, _WORDED)
_MARK = re.compile(r" ?\[(\d{1,6}(?:, ?\d{1,6})*)\]")
_UNFINISHED = re.compile(r" ?(\[[\d, ]{0,40})?$")
_SPLIT = re.compile(f"({_WORDING}|{_WORDED})")
_BULLET = re.compile(r"^\s*(?:[-*•]|\d+[.)])?\s*")


class Shown:
    """Feed it the answer as it comes; it gives what may be shown.

    With `marks`, paragraph marks like `[12]` are taken out and kept in `paragraphs`; what follows
    `<next>` are questions to ask next, and is not shown. What stands between `<wording>` and
    `</wording>` is shown without the tags, and is `wording`.
    """

    def __init__(self) -> None:
        self.text = ""
        self.paragraphs: list[int] = []
        self.marks = False
        self.wording: str | None = None
        self._wording_at: int | None = None
        self._held = ""
        self._after: str | None = None

    def feed(self, more: str) -> str:
        """What of the answer so far can be shown newly."""
        if self._after is not None:
            self._after += more
            return ""
        self._held += more
        text, found, after = self._held.partition(_NEXT)
        if found:
            self._held, self._after = "", after
            return self._show(text.rstrip())
        keep = self._unfinished(text)
        self._held = text[len(text) - keep :]
        return self._show(text[: len(text) - keep])

    def end(self) -> str:
        """What was held back, when nothing more comes."""
        held, self._held = self._held, ""
        return self._show(held.rstrip())

    @property
    def suggestions(self) -> list[str]:
        """The questions to ask next."""
        lines = (self._after or "").partition("</next>")[0].splitlines()
        questions = [_BULLET.sub("", line).strip() for line in lines]
        return [question for question in questions if 5 <= len(question) <= 200]

    def _unfinished(self, text: str) -> int:
        """How many characters at the end may belong to a tag or mark that is not complete."""
        for length in range(min(max(map(len, _TAGS)) - 1, len(text)), 0, -1):
            if any(tag.startswith(text[-length:]) for tag in _TAGS):
                return length + len(text[:-length]) - len(text[:-length].rstrip())
        mark = _UNFINISHED.search(text) if self.marks else None
        space = len(text) - len(text.rstrip())
        return max(space, len(mark[0]) if mark else 0)

    def _show(self, text: str) -> str:
        """Take what is complete: tags of a wording go, and are remembered."""
        shown = ""
        for part in _SPLIT.split(text):
            if part == _WORDING:
                self._wording_at = len(self.text)
            elif part == _WORDED:
                if self._wording_at is not None:
                    self.wording = self.text[self._wording_at :].strip()
            else:
                shown += self._plain(part)
        return shown

    def _plain(self, text: str) -> str:
        if self.marks:
            for mark in _MARK.findall(text):
                self.paragraphs += [int(number) for number in mark.split(",")]
            text = _MARK.sub("", text)
        self.text += text
        return text
