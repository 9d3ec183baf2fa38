"""What readings do to a review: add what they found, remove in the end what they did not.

Many readings of short sections may end at once. Each function here goes through the findings of
the review once, however many readings it is given.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import NamedTuple

from bluepencil.review.aggregate import Outcome, Review
from bluepencil.review.carry import resolved
from bluepencil.review.findings import MISSING, Finding, Item, Scope
from bluepencil.review.matching import found_again, match
from bluepencil.values import new_id, rfc3339


class Found(NamedTuple):
    """What one reading has found since it was last kept.

    `scope` is the sort of reading; `seen` holds the ids of what this very reading came upon before.
    """

    findings: Sequence[Finding]
    scope: Scope
    seen: Collection[str] = ()


class End(NamedTuple):
    """The end of a complete reading of that section, or of all (None); `seen` holds the ids of all
    that it found."""

    section: str | None
    scope: Scope
    seen: Collection[str]


def keep(
    review: Review, found: Sequence[Finding], scope: Scope, seen: Collection[str], now: float
) -> Outcome[list[Item]]:
    """As keep_all, for one reading."""
    outcome = keep_all(review, [Found(found, scope, seen)], now)
    return Outcome(outcome.review, outcome.answer[0])


def keep_all(review: Review, readings: Sequence[Found], now: float) -> Outcome[list[list[Item]]]:
    """Keep what readings have found so far; the answer is each finding as it now stands.

    One that came up before, as `match` says, keeps its id, the reader's decision and words.
    """
    document, version = review.session.document, review.session.version
    items = dict(review.items)
    known = _known(review, {_place(one) for found in readings for one in found.findings})
    answer = []
    for found in readings:
        met, kept = set(found.seen), []
        for finding in found.findings:
            ids = known.setdefault(finding.fingerprint, [])
            earlier = match(finding, [items[one] for one in ids], document, found.scope, met)
            if earlier is None:
                item = Item(
                    **finding.model_dump(),
                    id=new_id(),
                    scope=found.scope,
                    created_at=rfc3339(now),
                    version=version,
                )
                ids.append(item.id)
            elif earlier.id in met:
                item = earlier
            else:
                item = found_again(earlier, finding, document, version)
            met.add(item.id)
            items[item.id] = item
            kept.append(item)
        answer.append(kept)
    if all(review.items.get(item.id) is item for kept in answer for item in kept):
        return Outcome(review, answer)
    return Outcome(replace(review, items=items), answer)


def _known(review: Review, places: Collection[str]) -> dict[str, list[str]]:
    """The ids of the findings in these places, by fingerprint: no two in different places have the
    same."""
    known: dict[str, list[str]] = {}
    for item in review.items.values():
        if _place(item) in places:
            known.setdefault(item.fingerprint, []).append(item.id)
    return known


def _place(finding: Finding) -> str:
    """The section of a finding; what the whole document lacks is the same in every section."""
    return "" if finding.rule == MISSING else finding.section_name


def settle(
    review: Review, section: str | None, scope: Scope, seen: Collection[str], complete: bool = True
) -> Outcome[None]:
    """As settle_all, for one reading. One that was cut off, not `complete`, settles nothing."""
    return settle_all(review, [End(section, scope, seen)] if complete else [])


def settle_all(review: Review, ends: Sequence[End]) -> Outcome[None]:
    """Readings have ended: their sections are read, and what they did not find again goes.

    What the reader has decided, written, edited, or can undo or redo stays; what an earlier version
    of the document had is resolved, not removed.
    """
    version = review.session.version
    spared = {one.item_id for edit in (*review.done, *review.undone) for one in edit.changes}
    seen = {(end.scope, end.section): end.seen for end in ends}
    items, same = {}, True
    for item in review.items.values():
        found = seen.get((item.scope, item.section_name), seen.get((item.scope, None)))
        undecided = item.decision == "open" and item.resolved_in is None and item.source != "you"
        if found is not None and undecided and item.id not in found and item.id not in spared:
            if item.version != version:
                items[item.id], same = resolved(item, version), False
                continue
            if item.found_as is None:
                same = False
                continue
        items[item.id] = item
    read = review.read.union(end.section for end in ends if end.section is not None)
    if same and read == review.read:
        return Outcome(review, None)
    return Outcome(replace(review, items=review.items if same else items, read=read), None)
