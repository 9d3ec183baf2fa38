"""Review one section of a document."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field

from bluepencil.review.findings import Item, ranked
from bluepencil.store.sessions import SessionStore
from bluepencil.work.catalogue import kind
from bluepencil.work.context import Context
from bluepencil.work.reading import read_section, reviewing


class Input(BaseModel):
    """Which section of which session."""

    model_config = ConfigDict(extra="forbid")
    session_id: str = Field(max_length=100)
    section_name: str = Field(max_length=1000)


class Output(BaseModel):
    """All findings of the section, most important first."""

    section_name: str
    feedback_items: list[Item]
    notes: list[str] = []


def admit(input: Input, sessions: SessionStore, owner: str) -> None:
    """Refuse a session or section that is not there."""
    sessions.get(input.session_id, owner).document.require(input.section_name)


@kind(queue="analysis", timeout=900, admit=admit)
def run(input: Input, ctx: Context) -> Output:
    session = ctx.sessions.get(input.session_id)
    section = session.document.require(input.section_name)
    with reviewing(ctx, session, section.name):
        ctx.report(5, f"Reading “{section.name}”")
        read = read_section(ctx, session, section)
    return Output(
        section_name=section.name, feedback_items=ranked(read.items), notes=list(read.notes)
    )
