"""Suggest what to ask or do next in a review."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from bluepencil.engines.text import Situation
from bluepencil.store.sessions import SessionStore
from bluepencil.work.catalogue import kind
from bluepencil.work.context import Context


class Input(BaseModel):
    """The session, and what was last said about it, if anything: the words, or the id under which
    they are kept."""

    model_config = ConfigDict(extra="forbid")
    session_id: str
    message: str | None = Field(None, max_length=8000)
    message_id: str | None = None


class Output(BaseModel):
    """Three to five suggestions, most useful first."""

    suggestions: list[str]


def admit(input: Input, sessions: SessionStore, owner: str) -> None:
    """Refuse a session that is not there."""
    sessions.get(input.session_id, owner)


@kind(
    queue="chat",
    timeout=120,
    admit=admit,
    aliases={"send_suggestion_workflow": ("message_id", "session_id")},
    producer_queues=("chat_workflow",),
)
def run(input: Input, ctx: Context) -> Output:
    ctx.report(10, "Looking at the review")
    review = ctx.sessions.load(input.session_id)
    message = input.message
    if input.message_id is not None:
        message = ctx.messages.get(input.message_id, input.session_id)
    guideline = review.session.guideline
    situation = Situation(
        document=review.session.document,
        guideline=guideline.title or guideline.name,
        findings=tuple(review.standing),
        sections_read=frozenset(review.read),
        message=message,
    )
    with ctx.call("chat") as call:
        made = ctx.engine.text.suggest(situation, call)
    ctx.model = made.model
    return Output(suggestions=list(made.suggestions))
