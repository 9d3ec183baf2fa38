"""The outbox: a message for each event and webhook, kept in the transaction of the event."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterable

from bluepencil.database import Row, Transaction
from bluepencil.task.record import Task
from bluepencil.values import Json
from bluepencil.webhooks import events
from bluepencil.webhooks.addresses import target_of
from bluepencil.webhooks.events import WebhookEvent
from bluepencil.webhooks.record import Webhook

_WEBHOOKS = "select * from webhooks where owner = :owner and disabled is null"
_IN_ORDER = "select seq from deliveries where {0} = :value order by seq{1}"


def put(db: Transaction, owner: str, happened: Iterable[WebhookEvent]) -> list[str]:
    """Keep messages of what happened for the owner's webhooks; returns their ids.

    What was kept already, of the same event, is not kept again.
    """
    happened = list(happened)
    rows: list[Json] = []
    if happened:
        hooks = [webhook_of(row) for row in db.all(_WEBHOOKS, owner=owner)]
        rows = [to_webhook(one, hook) for one in happened for hook in hooks if hook.wants(one.type)]
    db.insert("deliveries", *rows, keeping="delivery_id")
    return [row["delivery_id"] for row in rows]


def task_ended(db: Transaction, task: Task) -> None:
    """Keep messages of the end of a task, one of them for the address that was given with it."""
    event = events.of_task(task)
    put(db, task.owner, [event])
    if task.webhook_url is not None:
        target = f"{task.owner} {target_of(task.webhook_url).origin}"
        row = _row(event, task.owner, task.webhook_url, target)
        db.insert("deliveries", row, keeping="delivery_id")


def to_webhook(event: WebhookEvent, hook: Webhook) -> Json:
    """The row of a message to a webhook."""
    return _row(event, hook.owner, hook.url, hook.webhook_id, hook.webhook_id)


def _row(
    event: WebhookEvent, owner: str, url: str, target: str, webhook_id: str | None = None
) -> Json:
    digest = hashlib.sha256(f"{event.key}\n{target}".encode()).hexdigest()
    now = time.time()
    return {
        "delivery_id": f"msg_{digest[:32]}",
        "owner": owner,
        "webhook_id": webhook_id,
        "target": target,
        "url": url,
        "type": event.type,
        "body": event.body,
        "session_id": event.session_id,
        "created_at": now,
        "state": "waiting",
        "tries": 0,
        "next_at": now,
        "lease_until": 0.0,
    }


def forget(db: Transaction, **key: str) -> None:
    """Delete the messages of a session or a webhook, locking them in the order of all others."""
    ((column, value),) = key.items()
    in_order = _IN_ORDER.format(column, db.lock)
    db.run(f"delete from deliveries where seq in ({in_order})", value=value)


def webhook_of(row: Row) -> Webhook:
    """The webhook a row stands for."""
    values = {name: row[name] for name in Webhook._fields if name != "events"}
    return Webhook(events=json.loads(row["events_json"]), **values)
