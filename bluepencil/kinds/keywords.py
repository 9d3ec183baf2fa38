"""Find the keywords of a text."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from bluepencil.engines.text import Text
from bluepencil.work.catalogue import kind
from bluepencil.work.context import Context


class Input(BaseModel):
    """The text, how many keywords at most, and its language (found out where it is not said)."""

    model_config = ConfigDict(extra="forbid")
    text: str = Field(min_length=1, max_length=1_000_000, pattern=r"\S")
    max_keywords: int = Field(10, ge=1, le=100)
    language: str | None = Field(
        None, pattern=r"^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8}){0,3}$", description="A code such as “de”"
    )


class Output(BaseModel):
    """The keywords, best first."""

    keywords: list[str]
    count: int
    language: str
    notes: list[str] = []


@kind(
    queue="keywords",
    timeout=900,
    aliases={
        "celery_app.tasks.keywords.extract_keywords": ("text", "max_keywords", "language"),
    },
)
def run(input: Input, ctx: Context) -> Output:
    ctx.report(5, "Reading the text")
    text = Text(input.text, input.language or "")
    with ctx.call("chat") as call:
        found = ctx.engine.text.keywords(
            text,
            input.max_keywords,
            call,
            lambda share: ctx.report(5 + 90 * share, "Weighing its words"),
        )
    ctx.model = found.model
    return Output(
        keywords=list(found.keywords),
        count=len(found.keywords),
        language=found.language,
        notes=list(found.notes),
    )
