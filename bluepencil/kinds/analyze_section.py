"""Review one section of a document."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from bluepencil.errors import NotFound
from bluepencil.review.findings import Item, ranked
from bluepencil.store import (
    SessionStore,
)
from bluepencil.work.activity import reviewing
from bluepencil.work.catalogue import kind
from bluepencil.work.context import Context
from bluepencil.work.reading import read_section


class Input(BaseModel):
    """Which section of which session."""

    model_config = ConfigDict(extra="forbid")
    session_id: str
    section_name: str


class Output(BaseModel):
    """All findings of the section, most important first."""

    section_name: str
    feedback_items: list[Item]
    notes: list[str] = []


def admit(input: Input, sessions: SessionStore, owner: str) -> None:
    """Refuse a session or section that is not there."""
    document = sessions.get(input.session_id, owner).document
    if document.section(input.section_name) is None:
        raise NotFound(
            f"The document has no section named “{input.section_name}”.", code="section_not_found"
        )


@kind(queue="analysis", timeout=900, admit=admit)
def run(input: Input, ctx: Context) -> Output:
    session = ctx.sessions.get(input.session_id)
    section = session.document.section(input.section_name)
    if section is None:
        raise NotFound("The document no longer has this section.", code="section_not_found")
    ctx.report(5, f"Reading “{section.name}”")
    with reviewing(ctx, input.session_id, section.name):
        read = read_section(ctx, session, section)
    return Output(
        section_name=section.name, feedback_items=ranked(read.items), notes=list(read.notes)
    )
