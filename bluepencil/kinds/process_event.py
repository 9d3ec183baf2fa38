"""Tell the webhooks that want it of an event that a program has sent."""

from __future__ import annotations

import json
import time
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, field_validator

from bluepencil.store import outbox
from bluepencil.webhooks import events
from bluepencil.work.catalogue import kind
from bluepencil.work.context import Context

LONGEST = 100_000  # characters of a payload as JSON


class Input(BaseModel):
    """The event. Its `event_id` makes that it is told once, however often it is sent."""

    model_config = ConfigDict(extra="forbid")
    event_id: str | None = Field(None, min_length=1, max_length=200)
    client_id: str | None = Field(None, max_length=200)
    event_type: str = Field(pattern=events.NAME)
    entity_type: str | None = Field(None, max_length=200)
    payload: dict[str, Any] = Field(default_factory=dict)

    @field_validator("event_type")
    @classmethod
    def _not_ours(cls, name: str) -> str:
        if name in events.OURS:
            raise ValueError("it is one of Bluepencil's own; choose another name")
        return name

    @field_validator("payload")
    @classmethod
    def _not_too_long(cls, payload: dict[str, Any]) -> dict[str, Any]:
        if len(json.dumps(payload)) > LONGEST:
            raise ValueError(f"it is longer than {LONGEST:,} characters; send where to find it")
        return payload


class Output(BaseModel):
    """The ids of the deliveries that it led to, one for each webhook that wants it."""

    deliveries: list[str]


@kind(
    queue="events",
    timeout=60,
    aliases={"process_event": ("event_id", "client_id", "event_type", "entity_type", "payload")},
    producer_queues=("default",),
)
def run(input: Input, ctx: Context) -> Output:
    owner, event_id = ctx.task.owner, input.event_id or ctx.task.task_id
    ctx.report(10, "Telling webhooks of the event")
    event = events.of_client(
        input.event_type,
        {**input.model_dump(), "event_id": event_id},
        time.time(),
        key=f"event {owner} {event_id}",
    )
    return Output(deliveries=ctx.save(lambda db: outbox.put(db, owner, [event]), first=False))
