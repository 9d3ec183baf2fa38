"""Summarize a text in at most so many words."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from bluepencil.engines.text import Text
from bluepencil.engines.text.sentences import count_words
from bluepencil.work.catalogue import kind
from bluepencil.work.context import Context
from bluepencil.work.stream import Stream


class Input(BaseModel):
    """The text, how long its summary may be, and its language (found out where it is not said)."""

    model_config = ConfigDict(extra="forbid")
    text: str = Field(min_length=1, max_length=1_000_000, pattern=r"\S")
    max_length: int = Field(150, ge=1, le=5_000, description="Words of the summary at most")
    language: str | None = Field(
        None, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}$", description="A code such as “de”"
    )


class Output(BaseModel):
    """The summary. Lengths are in words; `compression_ratio` is the summary's over the text's."""

    summary: str
    original_length: int
    summary_length: int
    compression_ratio: float
    language: str
    notes: list[str] = []


@kind(
    queue="summarize",
    timeout=900,
    aliases={
        "celery_app.tasks.summarize.summarize_text": ("text", "max_length", "language"),
    },
)
def run(input: Input, ctx: Context) -> Output:
    ctx.report(5, "Reading the text")
    text = Text(input.text, input.language or "")
    stream = Stream(ctx, "summary", "Writing the summary", 95)
    with ctx.call("chat") as call:
        made = ctx.engine.text.summarize(
            text,
            input.max_length,
            call,
            lambda share: ctx.report(5 + 90 * share, "Summarizing the text"),
            stream,
        )
    stream.flush()
    ctx.model = made.model
    original, length = count_words(input.text), count_words(made.summary)
    return Output(
        summary=made.summary,
        original_length=original,
        summary_length=length,
        compression_ratio=round(length / original, 4),
        language=made.language,
        notes=list(made.notes),
    )
