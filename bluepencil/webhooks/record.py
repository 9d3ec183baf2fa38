"""A webhook, a delivery to it, and an attempt at one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

from bluepencil.values import new_id

SIGN_EARLIER = 24 * 3600.0  # seconds that a replaced secret signs as well
State = Literal["waiting", "delivered", "dead"]


class Webhook(NamedTuple):
    """An address that is told of those events. `disabled` says why it is told no more."""

    webhook_id: str
    owner: str
    url: str
    events: list[str]
    created_at: float
    disabled: str | None = None

    def wants(self, type: str) -> bool:
        """Whether it is told of such an event."""
        return type in self.events or "*" in self.events


@dataclass(frozen=True, slots=True)
class Delivery:
    """A message to an address, as it is kept until it was received or given up.

    It goes to a webhook, or without one to the address that was given with a task. `tries` counts
    the present one as well. Messages to one `target` are sent a few at a time. `lease_until` tells
    the claims of processes apart.
    """

    delivery_id: str
    owner: str
    webhook_id: str | None
    target: str
    url: str
    type: str
    body: str
    created_at: float
    state: State = "waiting"
    tries: int = 0
    next_at: float | None = None
    lease_until: float = 0.0

    @property
    def holder(self) -> str:
        """Whose secret signs it."""
        return self.webhook_id or task_secret(self.owner)


class Attempt(NamedTuple):
    """One try to deliver: the status that was answered (None: nothing was), and what went wrong."""

    delivery_id: str
    number: int
    at: float
    status: int | None
    latency: float
    error: str | None


class Answer(NamedTuple):
    """What came of sending a message. `retry_after`: seconds that the receiver asks to wait."""

    status: int | None
    latency: float
    error: str | None
    retry_after: float | None = None


def task_secret(owner: str) -> str:
    """Who holds the secret for addresses given with tasks of that owner."""
    return f"tasks of {owner}"


def new_webhook_id() -> str:
    """The id of a new webhook."""
    return f"wh_{new_id()}"
