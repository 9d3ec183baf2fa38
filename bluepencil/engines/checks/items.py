"""Which item of a guideline a rule rests on: the one that names the rule, else by the item's id."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bluepencil.documents.guideline import Guideline
from bluepencil.engines.checks.rules import RULES
from bluepencil.review.findings import Finding

# The item of the shipped guidelines that each rule rests on; those that look across sections last.
ITEM_OF = {rule.id: rule.item for rule in RULES if rule.item} | {
    "heading-jump": "structure",
    "timeline-order": "timeline",
    "quantity-conflict": "consistency",
    "repeated-paragraph": "consistency",
    "unshown-cause": "conclusion",
}


def with_items(guideline: Guideline, found: Iterable[Finding]) -> Iterator[Finding]:
    """The findings, each resting on the item that says it is checked by its rule, if one does."""
    named = {rule: item.id for item in reversed(guideline.items) for rule in item.rules}
    for finding in found:
        item = named.get(finding.rule)
        if item is not None:
            finding = finding.model_copy(update={"guideline": f"{guideline.name}#{item}"})
        yield finding


def checked_items(id: str, rules: Iterable[str]) -> tuple[set[str], set[str]]:
    """The items of the shipped guidelines whose checks apply to an item with that id, or that says
    it is checked by these rules; and those of the rules that are unknown."""
    named = list(rules)
    if not named:
        return ({id} if id in ITEM_OF.values() else set()), set()
    known = {rule for rule in named if rule in ITEM_OF}
    return {ITEM_OF[rule] for rule in known}, {rule for rule in named if rule not in known}
