"""Phrased: the rules of the phrase files."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

from bluepencil.engines.checks.facts import Facts
from bluepencil.engines.checks.passage import Passage, Sentence
from bluepencil.engines.checks.phrases.index import Match
from bluepencil.engines.checks.phrases.library import Entry, library
from bluepencil.engines.checks.rule import BANDS, Find, Hit, Rule
from bluepencil.review.findings import Severity

_LOW: Severity = "low"


@lru_cache(1)
def phrase_rules() -> tuple[Rule, ...]:
    """The rules of all phrase files."""
    return tuple(
        Rule(
            entry.id, entry.category, entry.severity, BANDS[entry.confidence], entry.says, entry.suggests,
            _find(name, entry), entry.item,
        )
        for name, entry in library().entries
    )  # fmt: skip


def _find(name: str, entry: Entry) -> Find:
    wanted, barred = frozenset(entry.sections), frozenset(entry.not_sections)

    def find(passages: Sequence[Passage], facts: Facts) -> Iterator[Hit]:
        for passage in passages:
            about = facts.topics[passage.section.name]
            here = not wanted or bool(wanted & about)
            here = here and not barred & about
            if not (here or entry.low_elsewhere):
                return  # all passages are of one section
            weighs = here and (facts.incident or not entry.incident)
            for sentence in passage.sentences:
                found = sentence.found.get(f"{name}:phrases")
                if found and _applies(name, entry, sentence):
                    for match in _apart(found, sentence.found.get(f"{name}:exceptions", [])):
                        if not passage.quoted(match.start, match.end):
                            new = _cased(match, passage.text)
                            severity = None if weighs else _LOW
                            yield Hit(passage, match.start, match.end, new, None, severity)

    return find


def _applies(name: str, entry: Entry, sentence: Sentence) -> bool:
    if entry.only_with and not sentence.has(f"{name}:only_with"):
        return False
    return not sentence.has(f"{name}:unless")


def _apart(found: list[Match], exceptions: list[Match]) -> Iterator[Match]:
    """The longest of those that overlap, without those that touch an exception."""
    taken: list[tuple[int, int]] = [(one.start, one.end) for one in exceptions]
    for match in sorted(found, key=lambda one: (one.start - one.end, one.start)):
        if not any(start < match.end and match.start < end for start, end in taken):
            taken.append((match.start, match.end))
            yield match


def _cased(match: Match, text: str) -> str | None:
    """The replacement, with a capital where the words have one."""
    new = match.replacement
    if new and text[match.start].isupper():
        return new[:1].upper() + new[1:]
    return new
