"""What callers have seen of the findings of reviews, to tell them what has changed since."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping

from bluepencil.review.aggregate import Review
from bluepencil.review.findings import Item


class Seen:
    """The findings of reviews as they were when somebody was sent them.

    What it has forgotten, or another process has sent, is sent whole again: nothing rests on it.
    """

    def __init__(self, most: int = 32) -> None:
        self._most = most
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[str, int], Mapping[str, Item]] = OrderedDict()

    def remember(self, review: Review) -> None:
        """Somebody is sent it as it is."""
        key = (review.session.session_id, review.revision)
        with self._lock:
            self._known[key] = review.items
            self._known.move_to_end(key)
            while len(self._known) > self._most:
                self._known.popitem(last=False)

    def changed(self, review: Review, since: int) -> tuple[list[Item], list[str]] | None:
        """The findings that are not as they were at that revision, and the ids of those that are
        gone; None where that is not known any more."""
        with self._lock:
            before = self._known.get((review.session.session_id, since))
        if before is None:
            return None
        changed = [
            item
            for item_id, item in review.items.items()
            if before.get(item_id) is not item and before.get(item_id) != item
        ]
        return changed, [item_id for item_id in before if item_id not in review.items]
