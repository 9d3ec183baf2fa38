"""Answer a question about a document, pointing to the passages the answer rests on."""

from __future__ import annotations

import time
from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict, Field

from bluepencil.engines import Question, Turn
from bluepencil.errors import NotFound
from bluepencil.review.findings import Citation, Item
from bluepencil.review.session import ChatMessage
from bluepencil.store import (
    SessionStore,
)
from bluepencil.work.catalogue import kind
from bluepencil.work.context import Context

SAY_EVERY = 0.1  # seconds between two reports of new words


class Input(BaseModel):
    """The question, the section the reader is looking at, and the finding it is about, if any."""

    model_config = ConfigDict(extra="forbid")
    session_id: str
    message: str = Field(min_length=1, max_length=8000, pattern=r"\S")
    current_section: str | None = None
    finding_id: str | None = None


class Output(BaseModel):
    """The answer; each citation's quote stands verbatim in its section.

    `wording` could stand in place of what the finding asked about quotes.
    """

    response: str
    citations: list[Citation]
    suggestions: list[str]
    notes: list[str] = []
    wording: str | None = None


def admit(input: Input, sessions: SessionStore, owner: str) -> None:
    """Refuse a session or a finding that is not there."""
    sessions.get(input.session_id, owner)
    if input.finding_id is not None:
        _finding(sessions.items(input.session_id), input.finding_id)


def _finding(items: Iterable[Item], id: str) -> Item:
    found = next((item for item in items if item.id == id), None)
    if found is None:
        raise NotFound("There is no finding with this id.", code="finding_not_found")
    return found


class _Speech:
    """Passes an answer's words on, a few times a second."""

    def __init__(self, ctx: Context) -> None:
        self._ctx, self._text, self._told = ctx, "", 0.0
        self._reset = bool(ctx.earlier())

    def said(self, more: str) -> None:
        self._text += more
        if time.monotonic() - self._told >= SAY_EVERY:
            self.flush()

    def again(self) -> None:
        self._text, self._reset = "", True
        self.flush()

    def flush(self) -> None:
        if self._text or self._reset:
            new = {"response": self._text, **({"reset": True} if self._reset else {})}
            self._text, self._reset, self._told = "", False, time.monotonic()
            self._ctx.report(50, "Answering", **new)


@kind(queue="chat", timeout=600, flat=True, admit=admit)
def run(input: Input, ctx: Context) -> Output:
    session = ctx.sessions.get(input.session_id)
    ctx.report(5, "Reading the question")
    speech = _Speech(ctx)
    items = ctx.sessions.items(input.session_id)
    about = _finding(items, input.finding_id) if input.finding_id else None
    question = Question(
        message=input.message,
        document=session.document,
        guideline=session.guideline,
        findings=tuple(items),
        about=about,
        history=tuple(
            Turn(turn.message, turn.response) for turn in ctx.sessions.chat(input.session_id)[-10:]
        ),
        current_section=about.section_name if about else input.current_section,
    )
    with ctx.call("chat") as call:
        answer = ctx.engine.answer(question, call, speech.said, speech.again)
    speech.flush()
    ctx.model = answer.model
    kept = ChatMessage(
        message=input.message,
        response=answer.response,
        citations=[citation.model_dump() for citation in answer.citations],
        suggestions=list(answer.suggestions),
        engine=ctx.engine.name,
        notes=list(answer.notes),
        finding_id=input.finding_id,
        wording=answer.wording,
    )
    ctx.sessions.add_chat(input.session_id, kept, ctx.claim)
    return Output(
        response=answer.response,
        citations=list(answer.citations),
        suggestions=list(answer.suggestions),
        notes=list(answer.notes),
        wording=answer.wording,
    )
