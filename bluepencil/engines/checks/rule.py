"""What a rule is: an id, a category, a severity, a band of confidence, and how it finds its words.

A phrase rule is one entry, `phrases(...)`; a rule that needs thought is a function under `@rule`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from bluepencil.documents.guideline import Guideline
from bluepencil.engines.checks.passage import Facts, Passage
from bluepencil.review.findings import Category, Finding, Severity

# The confidence of a rule is one of three bands, by how often such a rule is right.
SURE, LIKELY, MAYBE = 0.9, 0.7, 0.5


class Hit(NamedTuple):
    """Words of a passage that a rule objects to; offsets into the passage's text."""

    start: int
    end: int
    replacement: str | None = None


Find = Callable[[Passage, Facts], Iterable[Hit]]
Fine = Callable[[re.Match[str], Passage], bool]


@dataclass(frozen=True)
class Rule:
    """One thing to look for within a section. `item` is the checklist item it rests on.

    `says` and `suggests` may hold `{words}`, the words found.
    """

    id: str
    category: Category
    severity: Severity
    band: float
    says: str
    suggests: str
    find: Find
    item: str = ""

    def findings(self, passage: Passage, facts: Facts) -> Iterator[Finding]:
        """All findings of this rule in a passage."""
        for hit in self.find(passage, facts):
            words = passage.text[hit.start : hit.end]
            shown = words if len(words) <= 60 else words[:57] + "…"
            yield Finding(
                section_name=passage.section.name,
                quote=words,
                start=passage.start + hit.start,
                end=passage.start + hit.end,
                category=self.category,
                severity=self.severity,
                description=self.says.format(words=shown),
                suggestion=self.suggests.format(words=shown, replacement=hit.replacement or ""),
                replacement=hit.replacement,
                confidence=self.band,
                guideline=reference(facts.guideline, self.item),
                source="checks",
                rule=self.id,
            )


def reference(guideline: Guideline, item: str) -> str | None:
    """`<guideline>#<item>` if the guideline has that item."""
    known = any(one.id == item for one in guideline.items)
    return f"{guideline.name}#{item}" if known else None


def any_of(
    *phrases: str, before: str = r"(?<![\w'’-])", after: str = r"(?![\w-])"
) -> re.Pattern[str]:
    """A pattern for any of these phrases, as whole words, whatever the case or white space."""
    longest_first = sorted(phrases, key=len, reverse=True)
    joined = "|".join(
        phrase.replace("'", "['’]").replace(" ", r"\s{1,3}") for phrase in longest_first
    )
    return re.compile(f"{before}(?:{joined}){after}", re.IGNORECASE)


def matches(pattern: re.Pattern[str]) -> Callable[[str], Iterator[re.Match[str]]]:
    """All matches of a pattern in a text, the words of a match in small letters.

    A pattern that ignores case is several times as fast on small letters when it need not; one
    that speaks of capitals, and a text that is longer in small letters (İ), stay as they are.
    """
    if not pattern.flags & re.IGNORECASE or re.search(r"(?<!\\)[A-Z]", pattern.pattern):
        return pattern.finditer
    small = re.compile(pattern.pattern, pattern.flags & ~re.IGNORECASE)

    def find(text: str) -> Iterator[re.Match[str]]:
        lowered = text.lower()
        return small.finditer(lowered) if len(lowered) == len(text) else pattern.finditer(text)

    return find


def phrases(pattern: re.Pattern[str], fine: Fine | None = None) -> Find:
    """A way to find: every match, but those that `fine` says are fine where they stand."""
    search = matches(pattern)

    def find(passage: Passage, _: Facts) -> Iterator[Hit]:
        for match in search(passage.text):
            if fine is None or not fine(match, passage):
                yield Hit(match.start(), match.end())

    return find


def replacing(pattern: re.Pattern[str], table: Mapping[str, str | None]) -> Find:
    """A way to find words that have one exact replacement; keeps a capital at the front."""

    def find(passage: Passage, _: Facts) -> Iterator[Hit]:
        for match in pattern.finditer(passage.text):
            key = " ".join(match[0].casefold().replace("’", "'").split())
            new = table.get(key)
            if new is not None and match[0][:1].isupper():
                new = new[:1].upper() + new[1:]
            yield Hit(match.start(), match.end(), new)

    return find


def in_sentence(pattern: re.Pattern[str], match: re.Match[str], passage: Passage) -> bool:
    """Whether the pattern stands in the same sentence as the match."""
    return pattern.search(passage.sentence_at(match.start())) is not None
