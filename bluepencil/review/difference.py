"""What differs between a review and the one it has become: all that has to be written of it."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import takewhile
from typing import NamedTuple

from bluepencil.review.aggregate import Edit, Review
from bluepencil.review.findings import Item


class StackDifference(NamedTuple):
    """One side of the history of edits: how many of the first are kept, whether others that
    followed them are dropped, and which are added."""

    kept: int
    dropped: bool
    added: Sequence[Edit]


class Difference(NamedTuple):
    """What a change has made of a review.

    `session`: its name, guideline or document is another; `version`: the document is a new version;
    `words`: a search has to find it by other words. `changed` holds the findings that are new or
    not as they were, `gone` the ids of those that were removed. `read` names the sections that have
    now been read, `unread` those that have to be read again.
    """

    session: bool
    version: bool
    words: bool
    changed: list[Item]
    gone: list[str]
    done: StackDifference
    undone: StackDifference
    read: list[str]
    unread: list[str]


def difference(before: Review, after: Review) -> Difference:
    """What differs. A part that is the very same object is not looked into."""
    old, new = before.session, after.session
    same_items = after.items is before.items
    return Difference(
        session=new is not old,
        version=new.version != old.version,
        words=(new.version, new.name) != (old.version, old.name),
        changed=[] if same_items else _changed(before, after),
        gone=[] if same_items else [one for one in before.items if one not in after.items],
        done=_of_stack(before.done, after.done),
        undone=_of_stack(before.undone, after.undone),
        read=sorted(after.read - before.read),
        unread=sorted(before.read - after.read),
    )


def _changed(before: Review, after: Review) -> list[Item]:
    return [item for item in after.items.values() if before.items.get(item.id) is not item]


def _of_stack(before: Sequence[Edit], after: Sequence[Edit]) -> StackDifference:
    """What both begin with is kept."""
    if after is before:
        return StackDifference(len(before), False, ())
    pairs = zip(before, after, strict=False)
    kept = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
    return StackDifference(kept, kept < len(before), after[kept:])
