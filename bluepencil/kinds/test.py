"""Give back the message it was given: shows that tasks run at all."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from bluepencil.work.catalogue import kind
from bluepencil.work.context import Context


class Input(BaseModel):
    """Any message."""

    model_config = ConfigDict(extra="forbid")
    message: str = Field("Hello", max_length=10_000)


class Output(BaseModel):
    """The same message."""

    message: str


@kind(queue="test", timeout=30)
def run(input: Input, ctx: Context) -> Output:
    ctx.report(50, "Repeating the message")
    return Output(message=input.message)
