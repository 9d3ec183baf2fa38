"""Sessions: the caller's reviews, one of them whole, and deleting it."""

from __future__ import annotations

from collections import Counter
from typing import Any

from flask_openapi import APIBlueprint, Tag

from bluepencil.documents import Section
from bluepencil.findings import Item
from bluepencil.store import Session, rfc3339
from bluepencil.web import OWNER, site
from bluepencil.web.answers import status_of
from bluepencil.web.errors import documented
from bluepencil.web.models import (
    ChatRow,
    SectionRow,
    SectionText,
    SessionPath,
    Sessions,
    SessionSummary,
    SessionView,
    Statistics,
    TaskStatus,
)

api = APIBlueprint("sessions", __name__, abp_tags=[Tag(name="Sessions")])


@api.get("/sessions", summary="The caller's reviews", responses={200: Sessions})
def list_sessions() -> dict[str, Any]:
    """Newest first."""
    rows = [
        SessionSummary(
            session_id=row.session_id,
            document_name=row.name,
            guidelines=row.guideline,
            created_at=rfc3339(row.created_at),
            total_sections=row.sections,
            sections_reviewed=row.reviewed,
            feedback_count=row.findings,
        )
        for row in site().store.sessions.rows(OWNER)
    ]
    return Sessions(sessions=rows).model_dump()


@api.get(
    "/sessions/<session_id>",
    summary="A whole review",
    responses={200: SessionView, **documented(404)},
)
def get_session(path: SessionPath) -> dict[str, Any]:
    """Everything that is known of it."""
    return describe(path.session_id)


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
    session = sessions.get(session_id, OWNER)
    items, reviewed = sessions.items(session_id), sessions.reviewed(session_id)
    view = SessionView.model_construct(
        session_id=session_id,
        document_name=session.document.name,
        title=session.document.title,
        guidelines=session.guideline.name,
        engine=here.engine.name,
        created_at=rfc3339(session.created_at),
        sections=[_with_text(section, reviewed) for section in session.document.sections],
        feedback=items,
        chat=[
            ChatRow.model_construct(
                **message.model_dump(exclude={"created_at"}), created_at=rfc3339(message.created_at)
            )
            for message in sessions.chat(session_id)
        ],
        tasks=[
            TaskStatus.model_construct(**status_of(here, task))
            for task in here.store.tasks.open_tasks(session_id)
        ],
        statistics=statistics(session, items, reviewed),
    )
    return view.model_dump(mode="json", warnings=False)


def statistics(session: Session, items: list[Item], reviewed: set[str]) -> Statistics:
    """Counts over a session's findings."""
    return Statistics(
        total=len(items),
        by_severity=Counter(item.severity for item in items),
        by_category=Counter(item.category for item in items),
        by_decision=Counter(item.decision for item in items),
        by_section=Counter(item.section_name for item in items),
        sections_reviewed=len(reviewed),
        usage=site().store.sessions.usage(session.session_id),
    )


def section_row(section: Section, reviewed: set[str]) -> SectionRow:
    """A section as lists show it."""
    return SectionRow(
        name=section.name,
        level=section.level,
        number=section.number,
        words=section.words,
        reviewed=section.name in reviewed,
    )


def _with_text(section: Section, reviewed: set[str]) -> SectionText:
    row = section_row(section, reviewed).model_dump()
    return SectionText.model_construct(**row, text=section.text, blocks=list(section.blocks))
