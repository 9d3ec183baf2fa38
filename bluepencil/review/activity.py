"""What is recorded of a session: that a review began and what it came to, exports, questions."""

from __future__ import annotations

from collections import Counter

from bluepencil.review.aggregate import Outcome, Review
from bluepencil.review.findings import SEVERITIES, Usage
from bluepencil.review.session import Activity, ChatMessage
from bluepencil.values import Json

_ASKED = 200  # characters of a question that the activity shows


def begun(of: str) -> Activity:
    """A reading of that part of the document has begun."""
    return Activity("review_begun", of)


def ended(review: Review, of: str, since: str, used: Usage) -> Activity:
    """It has ended: the findings as they are now, how many were found `since` (RFC 3339) that
    moment, and what the reading used."""
    items = review.standing
    numbers: Json = {
        "findings": len(items),
        **dict.fromkeys(SEVERITIES, 0),
        **Counter(item.severity for item in items),
        "new": sum(item.source != "you" and item.created_at >= since for item in items),
        "sections_reviewed": len(review.read),
        **used.model_dump(exclude_none=True),
    }
    return Activity("review_ended", of, numbers)


def record(review: Review, done: Activity) -> Outcome[None]:
    """This was done; it changes nothing of the review."""
    return Outcome(review, None, (done,))


def ask(review: Review, message: ChatMessage) -> Outcome[None]:
    """This was asked and answered."""
    return Outcome(review, None, (Activity("asked", message.message[:_ASKED]),), (message,))
