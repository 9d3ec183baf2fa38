"""Say whether the engine can be reached, and if not, why in plain words."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from bluepencil.work.catalogue import kind
from bluepencil.work.context import Context


class Input(BaseModel):
    """Nothing is needed."""

    model_config = ConfigDict(extra="forbid")


class Output(BaseModel):
    """The verdict; `latency` in seconds."""

    connected: bool
    engine: Literal["claude", "built-in"]
    model: str
    latency: float | None
    detail: str


@kind(queue="test", timeout=60, flat=True)
def run(input: Input, ctx: Context) -> Output:
    del input
    with ctx.call("test") as call:
        verdict = ctx.engine.check_connection(call)
    ctx.model = verdict.model
    return Output(
        connected=verdict.connected,
        engine=ctx.engine.name,
        model=verdict.model,
        latency=verdict.latency,
        detail=verdict.detail,
    )
