"""What the Webhooks pages show: the addresses, and of each what was sent to it."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from bluepencil.store.webhooks import Tried
from bluepencil.values import plural, rfc3339
from bluepencil.web import OWNER, site
from bluepencil.web.formatting import ago, duration
from bluepencil.web.webhooks import told
from bluepencil.webhooks import events

SHOWN = 50  # messages, the newest
_STATES = {"delivered": "Delivered", "dead": "Failed", "waiting": "Waiting to retry"}


def all_of_them() -> dict[str, Any]:
    """The caller's webhooks, and the events there are."""
    hooks = site().store.webhooks.all(OWNER)
    return {"webhooks": [told(hook) for hook in hooks], "events": events.OURS}


def one_of_them(webhook_id: str) -> dict[str, Any]:
    """A webhook with its newest messages. Raises NotFound."""
    store = site().store.webhooks
    rows = store.deliveries(webhook_id, OWNER, SHOWN)
    messages = [_message(list(tries)) for _, tries in groupby(rows, lambda row: row.seq)]
    return {
        "webhook": told(store.get(webhook_id, OWNER)),
        "messages": messages,
        "more": len(messages) == SHOWN,
    }


def _message(tries: list[Tried]) -> dict[str, Any]:
    """A message in words; its tries come newest first."""
    last = tries[0]
    tried = last.number is not None
    return {
        "id": last.delivery_id,
        "type": last.type,
        "state": _STATES[last.state] if tried else "Sending…",
        "ended": last.state != "waiting",
        "created_at": rfc3339(last.created_at),
        "attempts": [_attempt(one) for one in tries if one.number is not None],
        "summary": f"{plural(last.number, 'attempt')}, {ago(last.created_at)}"
        if last.number is not None
        else ago(last.created_at),
    }


def _attempt(row: Tried) -> str:
    """An attempt in a sentence."""
    came = row.error or f"It answered {row.status}."
    latency = row.latency or 0.0
    took = duration(latency) if latency >= 1 else f"{1000 * latency:.0f} ms"
    return f"{came.rstrip('.')} after {took}, {ago(row.at or 0.0)}."
