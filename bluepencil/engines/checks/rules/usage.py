"""Usage: what the proselint library knows, where it is a slip and not a matter of taste.

Its messages are literary and its spans count a newline it puts in front of the text (so one is
taken off both ends); the wording here is our own.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from bluepencil.engines.checks.passage import Facts, Passage
from bluepencil.engines.checks.rule import LIKELY, Find, Hit, Rule

_SLIPS = frozenset({"malapropisms", "mondegreens", "nonwords"})
_WORDY = frozenset({"cliches", "mixed_metaphors", "oxymorons", "redundancy", "uncomparables"})


def _raised_by(groups: frozenset[str]) -> Find:
    def find(passage: Passage, _: Facts) -> Iterator[Hit]:
        for group, start, end, replacement in _lint(passage.text):
            if group in groups and passage.text[start:end].strip():
                yield Hit(start, end, replacement)

    return find


@lru_cache(64)
def _lint(text: str) -> tuple[tuple[str, int, int, str | None], ...]:
    """What is raised in a text: the group of the check, the span, and what could stand there."""
    if not text.strip():
        return ()  # the library would take an empty text for the name of a file
    lint_file, config = _proselint()
    found = []
    for one in lint_file("passage", text).lint(config):
        start, end = (offset - 1 for offset in one.check_result.span)
        group = one.check_result.check_path.partition(".")[0]
        found.append((group, start, end, one.check_result.replacements))
    return tuple(found)


@lru_cache(1)
def _proselint() -> tuple[Any, dict[str, Any]]:
    """The library with only our groups switched on; loaded when first used."""
    from proselint.checks import __register__
    from proselint.registry import CheckRegistry
    from proselint.tools import LintFile

    CheckRegistry().register_many(__register__)
    groups = {check.path.partition(".")[0] for check in CheckRegistry().checks}
    return LintFile, {
        "max_errors": 1000,
        "checks": {group: group in _SLIPS | _WORDY for group in groups},
    }


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
