"""The review as one immutable value, and what a rule returns when it has been applied to it.

A rule is a function `(review, command) -> Outcome` that reads no clock, does no I/O, and leaves the
review it was given unchanged: the store loads a review, applies a rule, and saves what differs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar

from bluepencil.errors import NotFound
from bluepencil.review.criteria import Judgement
from bluepencil.review.findings import Item
from bluepencil.review.session import Activity, Change, ChatMessage, History, Session

T = TypeVar("T")


class Edit(NamedTuple):
    """What a reader changed in one step, in words, finding by finding, and verdict by verdict."""

    label: str
    changes: tuple[Change, ...]
    verdicts: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True)
class Review:
    """A session and the state of its review.

    `items` holds all findings by id, resolved ones too, in the order they were first found; it
    must not be changed. The last of `done` is the next edit to be undone, the last of `undone` the
    next to be redone. `read` names the sections that were read to the end. `working` names the
    kinds of the session's unfinished tasks; it is loaded, never saved. `judged` is what the engine
    said of each criterion of the guideline, by its id, `overruled` what the reader says instead.
    `revision` is set by the store and grows with every change.
    """

    session: Session
    items: Mapping[str, Item]
    done: tuple[Edit, ...] = ()
    undone: tuple[Edit, ...] = ()
    read: frozenset[str] = frozenset()
    working: frozenset[str] = frozenset()
    judged: Mapping[str, Judgement] = field(default_factory=dict)
    overruled: Mapping[str, Judgement] = field(default_factory=dict)
    revision: int = 0

    @property
    def standing(self) -> list[Item]:
        """The findings that apply to the current version, in the order first found."""
        return [item for item in self.items.values() if item.resolved_in is None]

    @property
    def resolved(self) -> list[Item]:
        """The findings whose words, or reason, an earlier version had and this one has not."""
        return [item for item in self.items.values() if item.resolved_in is not None]

    @property
    def history(self) -> History:
        """What can be undone and redone."""
        return History(
            undo=self.done[-1].label if self.done else None,
            redo=self.undone[-1].label if self.undone else None,
            revision=self.revision,
        )

    def item(self, item_id: str) -> Item:
        """One finding. Raises NotFound `item_not_found`."""
        try:
            return self.items[item_id]
        except KeyError:
            raise NotFound(
                "There is no finding with this id any more.", code="item_not_found"
            ) from None


class Outcome(NamedTuple, Generic[T]):
    """What a rule came to: the review after it, the answer to the caller, what is to be
    added to the session's activity and chat.

    Where nothing changed, `review` is the very object that was given.
    """

    review: Review
    answer: T
    activity: tuple[Activity, ...] = ()
    chat: tuple[ChatMessage, ...] = ()
