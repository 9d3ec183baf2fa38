"""Deliveries: what was sent to a webhook and what came of each attempt; sent again on demand."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, Field

from bluepencil.store.webhooks import Tried
from bluepencil.values import rfc3339
from bluepencil.web import OWNER, site
from bluepencil.web.api import Api
from bluepencil.web.errors import documented
from bluepencil.web.models import Model
from bluepencil.web.webhooks import Queued, WebhookPath
from bluepencil.webhooks.record import State

NEWEST = 2**62  # no message has so high a number

api = Api("deliveries", __name__, tag="Webhooks")


class Page(Model):
    """A page of the list: the attempts at `limit` messages."""

    model_config = ConfigDict(extra="forbid")
    limit: int = Field(50, ge=1, le=200)
    cursor: str | None = Field(
        None, pattern="^[0-9]{1,18}$", description="The `next_cursor` of the page before."
    )


class DeliveryPath(Model):
    """Which message."""

    delivery_id: str = Field(description="The `id` of its attempts, which it carries itself.")


class DeliveryAttempt(Model):
    """An attempt to deliver a message. All attempts at one have its `id` and `state`: `waiting` for
    the next try, `delivered`, or `dead`."""

    id: str = Field(description="The message's, which it carries as `webhook-id`")
    type: str
    status: int | None = Field(description="What the receiver answered; null: nothing")
    latency: float = Field(description="Seconds")
    error: str | None = Field(description="What went wrong, if anything")
    attempt: int
    at: str
    state: State
    created_at: str
    next_attempt_at: str | None


class Deliveries(Model):
    """Attempts, the newest message's first; `waiting` counts the messages of this page that were
    not tried yet."""

    deliveries: list[DeliveryAttempt]
    waiting: int
    next_cursor: str | None


@api.get(
    "/api/v1/webhooks/<webhook_id>/deliveries",
    summary="What was sent to a webhook",
    responses={200: Deliveries, **documented(404, 422)},
)
def list_deliveries(path: WebhookPath, query: Page) -> dict[str, Any]:
    """Kept for seven days, and the newest 1,000 that are done with."""
    return page(path.webhook_id, query.limit, query.cursor).model_dump()


@api.post(
    "/api/v1/deliveries/<delivery_id>/redeliver",
    summary="Send a message again",
    responses={202: Queued, **documented(400, 404, 409, 415)},
)
def redeliver(path: DeliveryPath) -> tuple[dict[str, Any], int]:
    """Whatever came of it before; its tries are counted from zero, its id stays."""
    here = site()
    here.store.webhooks.redeliver(path.delivery_id, OWNER)
    here.deliverer.start()
    return Queued(id=path.delivery_id).model_dump(), 202


def page(webhook_id: str, limit: int, cursor: str | None = None) -> Deliveries:
    """A page of what was sent to a webhook of the caller. Raises NotFound."""
    before = int(cursor) if cursor else NEWEST
    rows = site().store.webhooks.deliveries(webhook_id, OWNER, limit, before)
    numbers = list(dict.fromkeys(row.seq for row in rows))
    return Deliveries(
        deliveries=[_attempt(row) for row in rows if row.number is not None],
        waiting=sum(row.number is None for row in rows),
        next_cursor=str(numbers[-1]) if len(numbers) == limit else None,
    )


def _attempt(row: Tried) -> DeliveryAttempt:
    return DeliveryAttempt(
        id=row.delivery_id,
        type=row.type,
        status=row.status,
        latency=round(row.latency or 0.0, 3),
        error=row.error,
        attempt=row.number or 0,
        at=rfc3339(row.at or row.created_at),
        state=row.state,
        created_at=rfc3339(row.created_at),
        next_attempt_at=None if row.next_at is None else rfc3339(row.next_at),
    )
