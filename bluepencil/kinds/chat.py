"""Answer a question about a document, pointing to the passages the answer rests on."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

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


class Input(BaseModel):
    """The question, the section the reader is looking at, and the finding it is about, if any."""

    model_config = ConfigDict(extra="forbid")
    session_id: str = Field(max_length=100)
    message: str = Field(min_length=1, max_length=8000, pattern=r"\S")
    current_section: str | None = Field(None, max_length=1000)
    finding_id: str | None = Field(None, max_length=100)


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


@kind(queue="chat", timeout=600, flat=True, admit=admit)
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
    question = Question(
        message=input.message,
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
            message=input.message,
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
