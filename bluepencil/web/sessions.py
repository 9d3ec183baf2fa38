"""Sessions: the caller's reviews, one of them whole, renaming and deleting it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from pydantic import ConfigDict, Field

from bluepencil.documents import Section
from bluepencil.errors import NotFound
from bluepencil.review import changes
from bluepencil.review.findings import Citation, Item
from bluepencil.review.session import SessionRow
from bluepencil.values import rfc3339
from bluepencil.web import OWNER, site
from bluepencil.web.answers import status_of
from bluepencil.web.api import Api
from bluepencil.web.errors import documented
from bluepencil.web.feedback import HistoryView, history
from bluepencil.web.guidelines import known, named
from bluepencil.web.models import (
    Engine,
    Model,
    Query,
    SectionRow,
    SectionText,
    SessionPath,
    TaskStatus,
)
from bluepencil.web.statistics import Statistics, statistics

api = Api("sessions", __name__, tag="Sessions")


class ChatRow(Model):
    """An exchange of the chat."""

    message: str
    response: str
    citations: list[Citation]
    suggestions: list[str]
    notes: list[str]
    finding_id: str | None = Field(description="The finding it was about")
    wording: str | None = Field(description="Proposed in place of what that finding quotes")
    engine: Engine
    created_at: str


class ChatPage(Query):
    """How much of the chat."""

    skip: int = Field(0, ge=0, le=2**31)
    limit: int = Field(50, ge=1, le=500)


class Chat(Model):
    """Exchanges of the chat, oldest first."""

    chat: list[ChatRow]


class SessionView(Model):
    """A whole session: enough to redraw the page. `document_name` is what its owner calls it,
    `file_name` what was uploaded; `revision` grows whenever the findings change;
    `guidelines_changed`: the guideline of that name is not what it was when it was chosen;
    `resolved` findings stood in an earlier version of the document and are gone."""

    session_id: str
    document_name: str
    file_name: str
    title: str
    guidelines: str
    guidelines_changed: bool
    engine: Engine
    created_at: str
    version: int
    sections: list[SectionText]
    feedback: list[Item]
    resolved: list[Item]
    chat: list[ChatRow]
    tasks: list[TaskStatus]
    statistics: Statistics
    history: HistoryView
    revision: int


class SessionSummary(Model):
    """A session in a list."""

    session_id: str
    document_name: str
    guidelines: str
    created_at: str
    touched_at: str
    total_sections: int
    sections_reviewed: int
    feedback_count: int
    feedback_decided: int


class Sessions(Model):
    """The caller's sessions, newest first, and, where there are more, the cursor of the next."""

    sessions: list[SessionSummary]
    next_cursor: str | None = None


class Search(Query):
    """Which sessions."""

    q: str = Field("", max_length=500, description="Words in the name or the text.")
    limit: int = Field(500, ge=1, le=1000)
    cursor: str | None = Field(None, pattern="^[0-9]{1,9}$", description="What `next_cursor` said.")


class SessionChange(Model):
    """What to change; what is left out stays."""

    model_config = ConfigDict(extra="forbid")
    name: str | None = Field(None, min_length=1, max_length=200, pattern=r"\S")
    guidelines: str | None = Field(None, max_length=100, description="A guideline's name.")


@api.get(
    "/sessions",
    summary="The caller's reviews",
    responses={200: Sessions, **documented(422)},
)
def list_sessions(query: Search) -> dict[str, Any]:
    """Newest first; with `q` those that have all these words, or words that begin so."""
    skip = int(query.cursor or 0)
    rows = site().store.sessions.rows(OWNER, query.q, limit=query.limit + 1, skip=skip)
    told = Sessions(sessions=[_summary(row) for row in rows[: query.limit]])
    if len(rows) > query.limit:
        told.next_cursor = str(skip + query.limit)
    return told.model_dump(exclude_none=True)


@api.get(
    "/sessions/<session_id>",
    summary="A whole review",
    responses={200: SessionView, **documented(404)},
)
def get_session(path: SessionPath) -> dict[str, Any]:
    """Everything that is known of it."""
    return describe(path.session_id)


@api.get(
    "/sessions/<session_id>/chat",
    summary="The chat, exchange by exchange",
    responses={200: Chat, **documented(404, 422)},
)
def get_chat(path: SessionPath, query: ChatPage) -> dict[str, Any]:
    """The newest `limit` but for the `skip` newest, oldest first."""
    site().store.sessions.get(path.session_id, OWNER)
    rows = chat_rows(path.session_id, query.limit, query.skip)
    return Chat(chat=[ChatRow.model_validate(row) for row in rows]).model_dump()


@api.patch(
    "/sessions/<session_id>",
    summary="Rename a review, or hold it to another guideline",
    responses={200: SessionSummary, **documented(400, 404, 409, 415, 422)},
)
def change_session(path: SessionPath, body: SessionChange) -> dict[str, Any]:
    """The file keeps its own name; what was found stays until the document is read again."""
    sessions = site().store.sessions
    name = None if body.name is None else body.name.strip()
    chosen = None if body.guidelines is None else named(body.guidelines)
    sessions.apply(
        path.session_id, lambda review: changes.change_session(review, name, chosen), owner=OWNER
    )
    for row in sessions.rows(OWNER, ids=[path.session_id]):
        return _summary(row).model_dump()
    raise NotFound("There is no review with this id.", code="session_not_found")


@api.delete(
    "/sessions/<session_id>",
    summary="Delete a review",
    responses={204: None, **documented(400, 404, 415)},
)
def delete_session(path: SessionPath) -> tuple[str, int]:
    """Document, text, findings, chat and results are gone from the disk; what runs is stopped."""
    site().tasks.forget_session(path.session_id, OWNER)
    return "", 204


def describe(session_id: str) -> dict[str, Any]:
    """The session as the wire and the page have it. Raises NotFound."""
    here = site()
    sessions = here.store.sessions
    review = sessions.load(session_id, OWNER)
    session, items = review.session, review.standing
    view = SessionView.model_construct(
        session_id=session_id,
        document_name=session.name,
        file_name=session.document.name,
        title=session.document.title,
        guidelines=session.guideline.name,
        guidelines_changed=known().get(session.guideline.name, session.guideline)
        != session.guideline,
        engine=here.engine.name,
        created_at=rfc3339(session.created_at),
        version=session.version,
        sections=[_with_text(section, review.read) for section in session.document.sections],
        feedback=items,
        resolved=review.resolved,
        chat=[ChatRow.model_construct(**row) for row in chat_rows(session_id)],
        tasks=[
            TaskStatus.model_construct(**status_of(here, task))
            for task in here.store.tasks.open_tasks(session_id)
        ],
        statistics=statistics(review),
        **history(review),
    )
    return view.model_dump(mode="json", warnings=False)


def chat_rows(session_id: str, last: int | None = None, skip: int = 0) -> list[dict[str, Any]]:
    """The exchanges of a session's chat, oldest first: all, or the `last` but for the newest
    `skip`."""
    return [
        {**message.model_dump(exclude={"task_id"}), "created_at": rfc3339(message.created_at)}
        for message in site().store.sessions.chat(session_id, last, skip)
    ]


def _summary(row: SessionRow) -> SessionSummary:
    return SessionSummary(
        session_id=row.session_id,
        document_name=row.name,
        guidelines=row.guideline,
        created_at=rfc3339(row.created_at),
        touched_at=rfc3339(row.touched_at),
        total_sections=row.sections,
        sections_reviewed=row.reviewed,
        feedback_count=row.findings,
        feedback_decided=row.decided,
    )


def section_row(section: Section, read: Collection[str]) -> SectionRow:
    """A section as lists show it."""
    return SectionRow(
        name=section.name,
        level=section.level,
        number=section.number,
        words=section.words,
        reviewed=section.name in read,
    )


def _with_text(section: Section, read: Collection[str]) -> SectionText:
    row = section_row(section, read).model_dump()
    return SectionText.model_construct(**row, text=section.text, blocks=list(section.blocks))
