"""A review as its session's activity tells it: begun, ended, and what it came to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from bluepencil.review.session import Activity
from bluepencil.values import Json, rfc3339
from bluepencil.work.context import Context


@contextmanager
def reviewing(ctx: Context, session_id: str, of: str) -> Iterator[None]:
    """A review of that part of a document: its beginning and its end are kept as activity.

    The end has the session's numbers as they then are, of them how many findings are new, and
    what the review has used. A review that is stopped or fails has no end.
    """
    if not ctx.earlier():  # otherwise it was begun by a process that died
        ctx.sessions.record(session_id, Activity("review_begun", of), ctx.claim)
    yield
    items, used = ctx.sessions.items(session_id), ctx.task.usage + ctx.usage
    begun = rfc3339(ctx.task.created_at)
    numbers: Json = {
        "findings": len(items),
        "high": 0,
        "medium": 0,
        "low": 0,
        **Counter(item.severity for item in items),
        "new": sum(item.source != "you" and item.created_at >= begun for item in items),
        "sections_reviewed": len(ctx.sessions.reviewed(session_id)),
        **used.model_dump(exclude_none=True),
    }
    ctx.sessions.record(session_id, Activity("review_ended", of, numbers), ctx.claim)
