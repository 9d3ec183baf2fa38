"""Topics: what a section is about, by its heading and those above it."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from bluepencil.documents import Document
from bluepencil.documents.guideline import slug_words
from bluepencil.engines.checks.data import read

Topics = frozenset[str]


def topics(document: Document) -> dict[str, Topics]:
    """The topics of each section, by its name; a section has those of the headings above it too,
    unless its own heading has one of its own."""
    found: dict[str, Topics] = {}
    headings = [slug_words(section.name) for section in document.sections]
    barred = {
        topic for topic, lists in _named().items() if any(one in headings for one in lists.beside)
    }
    above: list[tuple[int, Topics]] = []
    for section in document.sections:
        above = [(level, known) for level, known in above if level < section.level]
        own = topics_of(section.name) - barred
        inherited = frozenset().union(*(known for _, known in above)) if not own else frozenset()
        found[section.name] = own | inherited
        above.append((section.level, own | inherited))
    return found


def topics_of(heading: str) -> Topics:
    """The topics a heading speaks of, by topics.toml."""
    words = slug_words(heading)
    return frozenset(
        topic
        for topic, lists in _named().items()
        if any(_within(one, words) for one in lists.headings)
        and not any(_within(one, words) for one in lists.exceptions)
    )


def _within(wanted: list[str], words: list[str]) -> bool:
    """Whether the wanted words stand in this order, side by side."""
    return any(words[at : at + len(wanted)] == wanted for at in range(len(words) - len(wanted) + 1))


class _Lists(NamedTuple):
    headings: list[list[str]]
    exceptions: list[list[str]]
    beside: list[list[str]]


@lru_cache(1)
def _named() -> dict[str, _Lists]:
    return {
        topic: _Lists(
            *([slug_words(one) for one in lines.get(part, ())] for part in _Lists._fields)
        )
        for topic, lines in read("topics.toml").items()
    }
