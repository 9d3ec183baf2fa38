"""Sentences: where they begin and end, in English, German, French, Spanish and Vietnamese."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bluepencil.engines.checks.data import words

_MARK = re.compile(r"[.!?…]{1,9}[\"'”’»)\]]{0,3}(?=\s)")
_BEFORE = re.compile(r"[\w.]{1,20}\Z")
_OPENING = " \t\u00a0\"'“„‘«([¿¡*_"
_LONGEST = 4_000  # characters; a text without full stops is cut, so that rules stay fast
_LOOK_BACK = 24  # characters in which the word before a full stop stands
_LISTS = words("sentences.toml")
_MONTHS = re.compile(
    r"(?:jan|feb|mär|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|dez|dec)", re.IGNORECASE
)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """The offsets of the sentences of a text, without the white space around them; a line break
    ends a sentence, and so does a length no sentence has."""
    begin = 0
    for line in text.split("\n"):
        start = begin
        for mark in _MARK.finditer(line):
            if _ends(line, start - begin, mark):
                yield from _trimmed(text, start, begin + mark.end())
                start = begin + mark.end()
        yield from _trimmed(text, start, begin + len(line))
        begin += len(line) + 1


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The offsets without white space around; what is no sentence for its length is cut."""
    while end - start > _LONGEST:
        cut = text.rfind(" ", start + 1, start + _LONGEST)
        cut = cut if cut > 0 else start + _LONGEST
        yield from _trimmed(text, start, cut)
        start = cut
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _is_initial(line: str, start: int, at: int) -> bool:
    """Whether the letter at `at` shortens a name: it begins the sentence or follows a capital."""
    before = line[max(start, at - _LOOK_BACK) : at].split(" ")
    last = before[-2] if len(before) > 1 else ""
    return (
        line[at].isupper()
        and line[at - 1 : at] in ("", " ", "\u00a0")
        and (not last or last[:1].isupper() or line[at - 1 :][:1] != " ")
    )


def _ends(line: str, start: int, mark: re.Match[str]) -> bool:
    """Whether a mark followed by white space ends the sentence that begins at `start`."""
    following = line[mark.end() : mark.end() + _LOOK_BACK].lstrip(_OPENING)
    if following[:1].islower():
        return False
    if not mark[0].startswith(".") or mark[0].startswith(".."):
        return True
    found = _BEFORE.search(line[max(start, mark.start() - _LOOK_BACK) : mark.start()])
    word = found[0].lower() if found else ""
    after = re.match(r"\w*", following)
    next_word = after[0].lower() if after else ""
    if word.isdigit():  # “1. Replace …” at the start, “3. Mai”
        listed = not line[start : mark.start() - len(word)].strip(_OPENING)
        return not (listed or (len(word) < 3 and _MONTHS.match(next_word)))
    if word in _LISTS["before-numbers"]:
        return not next_word[:1].isdigit()
    if word == "ms" and found and found[0] == "ms":  # milliseconds
        return True
    if word in _LISTS["abbreviations"]:
        return word in ("etc", "usw") and next_word in _LISTS["starters"]
    if len(word) == 1 and found and found[0].islower():  # “z. B.”, “d. h.”
        return False
    if len(word) == 1 and not _is_initial(line, start, mark.start() - 1):
        return True
    letters = [part for part in word.split(".") if part]
    if letters and all(len(part) == 1 and part.isalpha() for part in letters):
        return next_word in _LISTS["starters"]  # initials, “e.g.”, “z. B.”
    return True
