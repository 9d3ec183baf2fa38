"""Answer a question about a document, pointing to the passages the answer rests on."""

from __future__ import annotations

import time

from pydantic import BaseModel, ConfigDict, Field

from bluepencil.catalogue import kind
from bluepencil.context import Context
from bluepencil.engines import Question, Turn
from bluepencil.findings import Citation
from bluepencil.store import ChatMessage, SessionStore

SAY_EVERY = 0.1  # seconds between two reports of new words


class Input(BaseModel):
    """The question, and the section the reader is looking at."""

    model_config = ConfigDict(extra="forbid")
    session_id: str
    message: str = Field(min_length=1, max_length=8000, pattern=r"\S")
    current_section: str | None = None


class Output(BaseModel):
    """The answer; each citation's quote stands verbatim in its section."""

    response: str
    citations: list[Citation]
    suggestions: list[str]
    notes: list[str] = []


def admit(input: Input, sessions: SessionStore, owner: str) -> None:
    """Refuse a session that is not there."""
    sessions.get(input.session_id, owner)


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
    question = Question(
        message=input.message,
        document=session.document,
        guideline=session.guideline,
        findings=tuple(ctx.sessions.items(input.session_id)),
        history=tuple(
            Turn(turn.message, turn.response) for turn in ctx.sessions.chat(input.session_id)[-10:]
        ),
        current_section=input.current_section,
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
    )
    ctx.sessions.add_chat(input.session_id, kept, ctx.claim)
    return Output(
        response=answer.response,
        citations=list(answer.citations),
        suggestions=list(answer.suggestions),
        notes=list(answer.notes),
    )
