"""Usage: what the proselint library knows, where it is a slip and not a matter of taste.

Its messages are literary and its spans count a newline it puts in front of the text (so one is
taken off both ends); the wording here is our own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from bluepencil.engines.checks.passage import Facts, Passage
from bluepencil.engines.checks.rule import LIKELY, Find, Hit, Rule

_FINE = frozenset({"on the spot", "dates back", "enter into", "absolute necessity", "time clock"})
_SLIPS = frozenset({"malapropisms", "mondegreens", "nonwords"})
_WORDY = frozenset({"cliches", "mixed_metaphors", "oxymorons", "redundancy", "uncomparables"})


class _Raised(NamedTuple):
    start: int
    end: int
    group: str
    replacement: str | None


def _raised_by(groups: frozenset[str]) -> Find:
    def find(passage: Passage, _: Facts) -> Iterator[Hit]:
        raised = _lint(passage.section.text)
        stop = passage.start + len(passage.text)
        for one in raised[bisect_left(raised, (passage.start,)) : bisect_left(raised, (stop,))]:
            if one.group in groups and one.end <= stop:
                yield Hit(one.start - passage.start, one.end - passage.start, one.replacement)

    return find


@lru_cache(8)
def _lint(text: str) -> tuple[_Raised, ...]:
    """What is raised in a section's text, in order.

    A section is read at once, for most of the time goes into beginning to read.
    """
    padded = f"\n{text}\n"
    found = []
    for group, check in _checks():
        for one in check.check_with_flags(padded):
            start, end = (offset - 1 for offset in one.span)
            words = text[max(0, start) : end]
            if 0 <= start < end <= len(text) and words.casefold() not in _FINE:
                found.append(_Raised(start, end, group, _exact(one.replacements, words)))
    return tuple(sorted(found, key=lambda one: one[:3]))


def _exact(replacement: str | None, words: str) -> str | None:
    """The replacement if there is just one, with a capital where the words have it."""
    if not replacement or any(mark in replacement for mark in "/'‘’.") or " or " in replacement:
        return None
    return replacement[0].upper() + replacement[1:] if words[:1].isupper() else replacement


@lru_cache(1)
def _checks() -> tuple[tuple[str, Any], ...]:
    """The library's checks of our groups; loaded when first used."""
    from proselint.checks import __register__

    grouped = ((check.path.partition(".")[0], check) for check in __register__)
    return tuple((group, check) for group, check in grouped if group in _SLIPS | _WORDY)


RULES = (
    Rule(
        "grammar",
        "language",
        "low",
        LIKELY,
        "“{words}” is probably not the word that was meant.",
        "Look it up, or use a plainer word.",
        _raised_by(_SLIPS),
    ),
    Rule(
        "cliche-or-wordy",
        "language",
        "low",
        LIKELY,
        "“{words}” is worn or says the same twice.",
        "Say it once, in plain words.",
        _raised_by(_WORDY),
        "plain-language",
    ),
)
