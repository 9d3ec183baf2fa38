"""Answer a question about a document, pointing to the passages the answer rests on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from bluepencil.engines import Question, Turn
from bluepencil.errors import Conflict, NotFound
from bluepencil.review.activity import ask
from bluepencil.review.aggregate import Review
from bluepencil.review.findings import Citation, Item
from bluepencil.review.session import ChatMessage
from bluepencil.store.sessions import SessionStore
from bluepencil.work.catalogue import kind
from bluepencil.work.context import Context
from bluepencil.work.stream import Stream

MOST = 10_000  # exchanges of one session
RECENT = 200  # exchanges among which an answer that was paid for is looked for
TURNS = 10  # earlier exchanges that the engine is given


_WORDS: dict[str, Any] = {"min_length": 1, "max_length": 8000, "pattern": r"\S"}
_SCHEMA = {"type": "string", "minLength": 1, "maxLength": 8000, "pattern": r"\S"}


class Input(BaseModel):
    """The question, the section the reader is looking at, and the finding it is about, if any.

    The question may also be the id under which it is kept. `suggestion_mode` is what other
    programs send: an answer has suggestions in either mode.
    """

    model_config = ConfigDict(extra="forbid")
    session_id: str = Field(max_length=100)
    message: Annotated[str | None, WithJsonSchema(_SCHEMA)] = Field(**_WORDS)
    current_section: str | None = Field(None, max_length=1000)
    finding_id: str | None = Field(None, max_length=100)
    message_id: str | None = Field(None, max_length=100)
    suggestion_mode: bool = False

    @model_validator(mode="before")
    @classmethod
    def _message_or_id(cls, given: Any) -> Any:
        """A kept message needs no words beside its id."""
        if isinstance(given, Mapping) and given.get("message_id") is not None:
            return {"message": None, **given}
        return given

    @model_validator(mode="after")
    def _one_of_them(self) -> Self:
        if self.message is None and self.message_id is None:
            raise PydanticCustomError("no_message", "send a message, or the id of a kept one")
        return self


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
    """Refuse a session, a section or a finding that is not there, and one question too many."""
    review = sessions.load(input.session_id, owner)
    if input.current_section is not None:
        review.session.document.require(input.current_section)
    if input.finding_id is not None:
        _finding(review, input.finding_id)
    if sessions.chat(input.session_id, last=1, skip=MOST - 1):
        raise Conflict(
            f"{MOST:,} questions have been asked about this document; upload it anew to go on.",
            code="too_many_questions",
        )


def _finding(review: Review, id: str) -> Item:
    found = review.items.get(id)
    if found is None or found.resolved_in is not None:
        raise NotFound("There is no finding with this id.", code="finding_not_found")
    return found


@kind(
    queue="chat",
    timeout=600,
    flat=True,
    admit=admit,
    aliases={"send_chat_workflow": ("message_id", "session_id", "suggestion_mode")},
    producer_queues=("chat_workflow",),
)
def run(input: Input, ctx: Context) -> Output:
    earlier = ctx.sessions.chat(input.session_id, last=RECENT)
    kept = next((one for one in earlier if one.task_id == ctx.task.task_id), None)
    if kept is None:  # else it was answered and paid for by a process that then died
        kept = _answer(input, ctx, earlier)
    return Output.model_validate(kept.model_dump(include=set(Output.model_fields)))


def _answer(input: Input, ctx: Context, earlier: list[ChatMessage]) -> ChatMessage:
    """Ask the engine, and keep the exchange as soon as the answer is there."""
    ctx.report(5, "Reading the question")
    review = ctx.sessions.load(input.session_id)
    session, stream = review.session, Stream(ctx, "response", "Answering")
    about = _finding(review, input.finding_id) if input.finding_id else None
    said = input.message or ""
    if input.message_id is not None:
        said = ctx.messages.get(input.message_id, input.session_id)
    question = Question(
        message=said,
        document=session.document,
        guideline=session.guideline,
        findings=tuple(review.standing),
        about=about,
        history=tuple(Turn(one.message, one.response) for one in earlier[-TURNS:]),
        current_section=about.section_name if about else input.current_section,
    )
    with ctx.call("chat") as call:
        answer = ctx.engine.answer(question, call, stream.write, stream.restart)
        message = ChatMessage(
            message=said,
            response=answer.response,
            citations=[citation.model_dump() for citation in answer.citations],
            suggestions=list(answer.suggestions),
            engine=ctx.engine.name,
            notes=list(answer.notes),
            finding_id=input.finding_id,
            wording=answer.wording,
            task_id=ctx.task.task_id,
        )
        ctx.save(
            lambda db: ctx.sessions.apply(
                input.session_id, lambda review: ask(review, message), claim=ctx.claim, db=db
            )
        )
    ctx.model = answer.model
    stream.flush()
    return message
