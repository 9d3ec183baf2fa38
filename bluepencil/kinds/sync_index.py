"""Bring the index that a search looks in up to date with the documents."""

from __future__ import annotations

from contextlib import suppress
from functools import partial
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from bluepencil.errors import NotFound
from bluepencil.store.sessions import SessionStore
from bluepencil.work.catalogue import kind
from bluepencil.work.context import Context


class Input(BaseModel):
    """One document, by its session, or all of the caller's: `client_id` is what another program
    calls itself. `incremental` writes what differs, `full` all of it anew."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "oneOf": [
                {"required": [one], "properties": {one: {"type": "string"}}}
                for one in ("session_id", "client_id")
            ]
        },
    )
    session_id: str | None = Field(None, max_length=100)
    client_id: str | None = Field(None, min_length=1, max_length=200)
    sync_type: Literal["full", "incremental"] = "incremental"

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if (self.session_id is None) == (self.client_id is None):
            raise PydanticCustomError("one_of", "say either session_id or client_id")
        return self


class Output(BaseModel):
    """How many documents were written to the index, taken out of it, and as they should be."""

    indexed: int
    removed: int
    unchanged: int


def admit(input: Input, sessions: SessionStore, owner: str) -> None:
    """Refuse a session that is not there."""
    if input.session_id is not None:
        sessions.get(input.session_id, owner)


@kind(
    queue="index",
    timeout=3600,
    admit=admit,
    aliases={"trigger_sync_job": ("client_id", "sync_type")},
    producer_queues=("semantic_layer", "default"),
)
def run(input: Input, ctx: Context) -> Output:
    index, full = ctx.search_index, input.sync_type == "full"
    ids = [input.session_id] if input.session_id else index.ids_of(ctx.task.owner)
    written = unchanged = 0
    for number, session_id in enumerate(ids):
        ctx.report(100 * number / len(ids), f"Document {number + 1:,} of {len(ids):,}")
        with suppress(NotFound):  # deleted meanwhile
            if ctx.persist(partial(index.reindex, session_id, full=full)):
                written += 1
            else:
                unchanged += 1
    removed = 0 if input.session_id else ctx.persist(index.unindex)
    return Output(indexed=written, removed=removed, unchanged=unchanged)
