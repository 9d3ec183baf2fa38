"""What a rule is: an id, a category, a severity, a confidence, and how it finds its words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from bluepencil.documents.guideline import Guideline
from bluepencil.engines.checks.facts import Facts
from bluepencil.engines.checks.passage import Passage
from bluepencil.review.findings import Category, Finding, Severity

# The confidence of a rule is one of three bands, by how often such a rule is right.
SURE, LIKELY, MAYBE = 0.9, 0.7, 0.5
Confidence = Literal["sure", "likely", "maybe"]  # as the phrase files name them
BANDS: dict[Confidence, float] = {"sure": SURE, "likely": LIKELY, "maybe": MAYBE}
_SHOWN = 60  # characters of the words found that a description repeats


class Hit(NamedTuple):
    """Words of a passage that a rule objects to; offsets into the passage's text.

    `says` is the description and `severity` the severity where they differ from the rule's.
    """

    passage: Passage
    start: int
    end: int
    replacement: str | None = None
    says: str | None = None
    severity: Severity | None = None


Find = Callable[[Sequence[Passage], Facts], Iterable[Hit]]


@dataclass(frozen=True)
class Rule:
    """One thing to look for within a section. `item` is the checklist item it rests on.

    `says` may hold `{words}`, the words found, and `suggests` `{replacement}`. `english`: it reads
    only passages in English.
    """

    id: str
    category: Category
    severity: Severity
    band: float
    says: str
    suggests: str
    find: Find
    item: str = ""
    english: bool = True

    def findings(self, passages: Sequence[Passage], facts: Facts) -> Iterator[Finding]:
        """All findings of this rule in the passages of one section."""
        read = [one for one in passages if one.language == "en"] if self.english else passages
        for hit in self.find(read, facts):
            passage = hit.passage
            words = passage.text[hit.start : hit.end]
            shown = words if len(words) <= _SHOWN else words[: _SHOWN - 3] + "…"
            yield Finding(
                section_name=passage.section.name,
                quote=words,
                start=passage.start + hit.start,
                end=passage.start + hit.end,
                category=self.category,
                severity=hit.severity or self.severity,
                description=(hit.says or self.says).replace("{words}", shown),
                suggestion=self.suggests.replace("{replacement}", hit.replacement or ""),
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
