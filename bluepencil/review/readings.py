"""What a reading does to a review: adds what it found, removes in the end what it did not."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from bluepencil.review.aggregate import Outcome, Review
from bluepencil.review.carry import resolved
from bluepencil.review.findings import Finding, Item, Scope
from bluepencil.review.matching import found_again, match
from bluepencil.values import new_id, rfc3339


def keep(
    review: Review, found: Sequence[Finding], scope: Scope, seen: Collection[str], now: float
) -> Outcome[list[Item]]:
    """Keep what a reading has found so far; the answer is each finding as it now stands.

    One that came up before, as `match` says, keeps its id, the reader's decision and words.
    `scope` is the sort of reading; `seen` holds the ids of what this very reading came upon before.
    """
    document, version = review.session.document, review.session.version
    items, met = dict(review.items), set(seen)
    known: dict[str, list[str]] = {}
    for item in items.values():
        known.setdefault(item.fingerprint, []).append(item.id)
    answer = []
    for finding in found:
        ids = known.setdefault(finding.fingerprint, [])
        earlier = match(finding, [items[one] for one in ids], document, scope, met)
        if earlier is None:
            item = Item(
                **finding.model_dump(),
                id=new_id(),
                scope=scope,
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
        answer.append(item)
    if all(review.items.get(item.id) is item for item in answer):
        return Outcome(review, answer)
    return Outcome(replace(review, items=items), answer)


def settle(
    review: Review, section: str | None, scope: Scope, seen: Collection[str], complete: bool = True
) -> Outcome[None]:
    """A reading has ended: its section is read, and what it did not find again goes.

    `section` None means all sections; `seen` holds the ids of what was found. What the reader has
    decided, written, edited, or can undo or redo stays; what an earlier version of the document
    had is resolved, not removed. A reading that was cut off, not `complete`, settles nothing.
    """
    if not complete:
        return Outcome(review, None)
    version = review.session.version
    edited = {one.item_id for edit in (*review.done, *review.undone) for one in edit.changes}
    spared = edited | set(seen)
    items = {}
    for item in review.items.values():
        here = item.scope == scope and section in (None, item.section_name)
        undecided = item.decision == "open" and item.resolved_in is None and item.source != "you"
        if here and undecided and item.id not in spared:
            if item.version != version:
                items[item.id] = resolved(item, version)
                continue
            if item.found_as is None:
                continue
        items[item.id] = item
    same = len(items) == len(review.items) and all(
        items[one] is item for one, item in review.items.items()
    )
    read = review.read if section is None else review.read | {section}
    if same and read == review.read:
        return Outcome(review, None)
    return Outcome(replace(review, items=review.items if same else items, read=read), None)
