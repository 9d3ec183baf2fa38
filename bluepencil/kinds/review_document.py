"""Review every section of a document, then look across them."""

from __future__ import annotations

import threading

from pydantic import BaseModel, ConfigDict

from bluepencil.documents import Section
from bluepencil.errors import BluepencilError, EngineRefused
from bluepencil.review.findings import Item, ranked
from bluepencil.review.session import Session
from bluepencil.store import (
    SessionStore,
)
from bluepencil.values import Json
from bluepencil.work.activity import reviewing
from bluepencil.work.catalogue import kind
from bluepencil.work.context import Context
from bluepencil.work.reading import Read, read_section, read_whole

ACROSS = "Across the sections"  # the name under which the last step reports its state


class Input(BaseModel):
    """Which session. `fresh`: read also what has not changed since it was last read."""

    model_config = ConfigDict(extra="forbid")
    session_id: str
    fresh: bool = False


class FailedSection(BaseModel):
    """A section that could not be read, and why."""

    section_name: str
    code: str
    detail: str


class Output(BaseModel):
    """All findings, most important first, and the sections that could not be read."""

    feedback_items: list[Item]
    failed_sections: list[FailedSection] = []
    notes: list[str] = []


def admit(input: Input, sessions: SessionStore, owner: str) -> None:
    """Refuse a session that is not there."""
    sessions.get(input.session_id, owner)


class _Review:
    """One run: which sections are still to be read, and what has come of the others."""

    def __init__(self, session: Session, ctx: Context, fresh: bool) -> None:
        self.session, self.ctx, self.fresh = session, ctx, fresh
        earlier = ctx.earlier()
        self.items = {item["id"]: Item(**item) for item in earlier.get("feedback_items", ())}
        self.failed: list[FailedSection] = []
        self.notes: list[str] = []
        self.unchanged = 0  # sections
        states: dict[str, Json] = earlier.get("sections", {})
        done = {name for name, state in states.items() if state["state"] == "done"}
        self.anew = len(done)  # steps that an engine was asked for and answered
        # A heading without text has nothing to read.
        readable = [section for section in session.document.sections if section.text.strip()]
        self.todo = [section for section in readable if section.name not in done]
        self._steps = len(readable) + 1
        self._done = len(readable) - len(self.todo)
        self._lock = threading.Lock()

    def step(self, section: Section) -> Read:
        """Read one section, telling of its beginning and its end."""
        self.tell(section.name, "reading")
        read = read_section(self.ctx, self.session, section, fresh=self.fresh)
        self.note(section.name, read)
        return read

    def note(self, name: str, read: Read) -> None:
        """Remember what came of a step."""
        with self._lock:
            self._done += 1
            self.unchanged += read.unchanged and name != ACROSS
            self.anew += not read.unchanged
            self.items |= {item.id: item for item in read.items}
            self.notes += [f"{name}: {note}" for note in read.notes]
        self.tell(name, "done", count=len(read.items), unchanged=read.unchanged)

    def fail(self, name: str, error: BluepencilError) -> None:
        """Remember that a step failed; the others go on."""
        with self._lock:
            self._done += 1
            self.failed.append(
                FailedSection(section_name=name, code=error.code, detail=error.detail)
            )
        self.tell(name, "failed", detail=error.detail)

    def in_order(self) -> list[Item]:
        """What was found, as it stands in the document; it came in any order."""
        order = {section.name: n for n, section in enumerate(self.session.document.sections)}
        return sorted(
            self.items.values(), key=lambda item: (order.get(item.section_name, 0), item.start or 0)
        )

    def tell(self, name: str, state: str, **more: int | str | bool) -> None:
        """Report where a step is, and with it the whole."""
        done, total = self._done, self._steps - 1
        status = ACROSS if name == ACROSS else f"{min(done, total)} of {total} sections read"
        self.ctx.report(100 * done / self._steps, status, sections={name: {"state": state, **more}})


@kind(queue="analysis", timeout=6 * 3600, admit=admit)
def run(input: Input, ctx: Context) -> Output:
    with reviewing(ctx, input.session_id, "The whole document"):
        return _review(input, ctx)


def _review(input: Input, ctx: Context) -> Output:
    review = _Review(ctx.sessions.get(input.session_id), ctx, input.fresh)
    waiting = {section.name: {"state": "waiting"} for section in review.todo}
    ctx.report(0, "Starting to read", sections={**waiting, ACROSS: {"state": "waiting"}})
    # The first section is read alone: its call puts the document into the model's cache, from
    # which the calls for the others then read at a tenth of the price.
    for some in (review.todo[:1], review.todo[1:]):
        for section, outcome in ctx.each(some, review.step):
            if isinstance(outcome, EngineRefused) and not review.anew:
                raise outcome
            if isinstance(outcome, BluepencilError):
                review.fail(section.name, outcome)
    _look_across(review)
    if review.failed and not review.anew:
        first = review.failed[0]
        raise BluepencilError(first.detail, code=first.code)
    return Output(
        feedback_items=ranked(review.in_order()),
        failed_sections=review.failed,
        notes=[*_spared(review), *review.notes],
    )


def _spared(review: _Review) -> list[str]:
    """What was not read again, in words."""
    if not review.unchanged:
        return []
    total = sum(bool(section.text.strip()) for section in review.session.document.sections)
    return [
        f"{review.unchanged} of {total} sections had not changed since they were last read; what "
        "was found then stands."
    ]


def _look_across(review: _Review) -> None:
    review.tell(ACROSS, "reading")
    try:
        review.note(ACROSS, read_whole(review.ctx, review.session, fresh=review.fresh))
    except BluepencilError as error:
        review.ctx.cancel.check()
        review.fail(ACROSS, error)
