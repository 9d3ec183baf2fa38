"""The findings of a review for who keeps up with it: all, page by page, or what has changed.

These routes stand beside those of `feedback`, at the same addresses and so in the same blueprint.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from bluepencil.review.aggregate import Review
from bluepencil.review.findings import Item
from bluepencil.values import Json
from bluepencil.web import OWNER, site
from bluepencil.web.answers import status_of
from bluepencil.web.errors import documented
from bluepencil.web.feedback import HistoryView, ItemPath, api, history
from bluepencil.web.models import Model, Query, SessionPath, TaskStatus
from bluepencil.web.review_page import in_page_order
from bluepencil.web.seen import Seen

__all__ = ["api"]

MOST = 1000  # findings in one page of them


class Wanted(Query):
    """What the caller has already seen, and how much it wants of the rest."""

    since: int | None = Field(None, ge=0, le=2**62, description="The `revision` last seen.")
    only: Literal["all", "changed"] = Field(
        "all",
        description="`changed`: where that is known, only the findings that have changed since.",
    )
    offset: int = Field(0, ge=0, le=2**31, description="Leave out so many of the first.")
    limit: int | None = Field(
        None, ge=1, le=MOST, description="So many at most, the most important first."
    )


class Findings(Model):
    """The findings; `items` and `resolved` are null where nothing changed since that revision.

    `removed` is null where `items` are all there are; otherwise `items` and `resolved` are those
    that changed, and these are gone. `reviewed` names the sections that were read.
    """

    items: list[Item] | None
    resolved: list[Item] | None
    removed: list[str] | None
    reviewed: list[str] | None
    next_offset: int | None = Field(description="Where the next page begins; null: there is none")
    version: int
    tasks: list[TaskStatus]
    history: HistoryView
    revision: int


@api.get(
    "/sessions/<session_id>/feedback",
    summary="The findings, where they have changed",
    responses={200: Findings, **documented(404, 422)},
)
def list_items(path: SessionPath, query: Wanted) -> Json:
    """What another window of the same review needs to keep up, cheap enough to ask often."""
    here = site()
    review = here.store.sessions.load(path.session_id, OWNER)
    tasks = here.store.tasks.open_tasks(path.session_id)
    told = Findings.model_construct(
        **_told(here.seen, review, query),
        version=review.session.version,
        tasks=[
            TaskStatus.model_construct(**status_of(here, task, partial=False)) for task in tasks
        ],
        **history(review),
    )
    here.seen.remember(review)
    return told.model_dump(mode="json", warnings=False)


@api.get(
    "/sessions/<session_id>/feedback/<item_id>",
    summary="One finding",
    responses={200: Item, **documented(404)},
)
def get_item(path: ItemPath) -> Json:
    """As it now is."""
    review = site().store.sessions.load(path.session_id, OWNER)
    return review.item(path.item_id).model_dump(mode="json")


def _told(seen: Seen, review: Review, query: Wanted) -> dict[str, Any]:
    told: dict[str, Any] = dict.fromkeys(
        ("items", "resolved", "removed", "reviewed", "next_offset")
    )
    if query.since == review.revision:
        return told
    told["reviewed"] = sorted(review.read)
    if query.limit is not None:
        end, items = query.offset + query.limit, in_page_order(review)
        last = end >= len(items)
        told |= {
            "items": items[query.offset : end],
            "resolved": review.resolved if last else [],
            "next_offset": None if last else end,
        }
        return told
    changed = None
    if query.only == "changed" and query.since is not None:
        changed = seen.changed(review, query.since)
    if changed is not None:
        items, told["removed"] = changed
        return told | {
            "items": [item for item in items if item.resolved_in is None],
            "resolved": [item for item in items if item.resolved_in is not None],
        }
    return told | {"items": review.standing, "resolved": review.resolved}
