"""Review every section of a document, then look across them."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict, Field

from bluepencil.documents import Section
from bluepencil.errors import BluepencilError, EngineRefused
from bluepencil.review.criteria import Verdict
from bluepencil.review.findings import Item, ranked
from bluepencil.review.session import Session
from bluepencil.review.verdicts import verdicts
from bluepencil.store.sessions import SessionStore
from bluepencil.values import Json
from bluepencil.work.catalogue import kind
from bluepencil.work.context import Context
from bluepencil.work.reading import Reader, reviewing
from bluepencil.work.unsaved import Read

ACROSS = "Across the sections"  # the name under which the last step reports its state


class Input(BaseModel):
    """Which session. `fresh`: read also what has not changed since it was last read."""

    model_config = ConfigDict(extra="forbid")
    session_id: str = Field(max_length=100)
    fresh: bool = False


class FailedSection(BaseModel):
    """A section that could not be read, and why."""

    section_name: str
    code: str
    detail: str


class Output(BaseModel):
    """All findings, most important first, the verdict on each item of the guideline, and the
    sections that could not be read."""

    feedback_items: list[Item]
    verdicts: list[Verdict] = []
    failed_sections: list[FailedSection] = []
    notes: list[str] = []


def admit(input: Input, sessions: SessionStore, owner: str) -> None:
    """Refuse a session that is not there."""
    sessions.get(input.session_id, owner)


class _Review:
    """One run: which sections are still to be read, and what has come of the others."""

    def __init__(self, session: Session, ctx: Context, fresh: bool) -> None:
        self.session, self.ctx, self.fresh = session, ctx, fresh
        self.reader = Reader(ctx, session)
        earlier = ctx.earlier()
        self._earlier = [item["id"] for item in earlier.get("feedback_items", ())]
        self._reads: list[Read] = []
        self.failed: dict[str, BluepencilError] = {}
        self.notes: list[str] = list(earlier.get("notes", ()))
        states: dict[str, Json] = earlier.get("sections", {})
        done = {name: state for name, state in states.items() if state["state"] == "done"}
        # Steps that an engine was asked for and answered, and sections that had not changed.
        self.answered = sum(not state.get("unchanged") for state in done.values())
        self.unchanged = sum(bool(done[name].get("unchanged")) for name in done if name != ACROSS)
        # A heading without text has nothing to read.
        readable = [section for section in session.document.sections if section.text.strip()]
        self.todo = [section for section in readable if section.name not in done]
        self.across = ACROSS not in done
        self._steps = len(readable) + 1
        self._done = len(readable) - len(self.todo) + (not self.across)
        self._lock = threading.Lock()

    def step(self, section: Section) -> Read:
        """Read one section, telling of its beginning and its end."""
        self.report(section.name, "reading")
        read = self.reader.section(section, fresh=self.fresh)
        self.note(section.name, read)
        return read

    def look_across(self) -> Read:
        """The last step."""
        self.report(ACROSS, "reading")
        read = self.reader.whole(fresh=self.fresh)
        self.note(ACROSS, read)
        return read

    def note(self, name: str, read: Read) -> None:
        """Remember what came of a step."""
        notes = [f"{name}: {note}" for note in read.notes]
        with self._lock:
            self._done += 1
            self.unchanged += read.unchanged and name != ACROSS
            self.answered += not read.unchanged
            self._reads.append(read)
            self.notes += notes
        state = {"count": len(read.findings), "unchanged": read.unchanged}
        self.report(name, "done", notes, **state)

    def fail(self, name: str, error: BluepencilError) -> None:
        """Remember that a step failed; the others go on."""
        with self._lock:
            self._done += 1
            self.failed[name] = error
        self.report(name, "failed", detail=error.detail)

    def items(self) -> list[Item]:
        """What was found, as it now is, in the order of the document; it came in any order."""
        order = {section.name: n for n, section in enumerate(self.session.document.sections)}
        kept = self.ctx.sessions.load(self.session.session_id).items
        ids = [*self._earlier, *(one for read in self._reads for one in read.kept)]
        items = [kept[one] for one in dict.fromkeys(ids) if one in kept]
        return sorted(items, key=lambda item: (order.get(item.section_name, 0), item.start or 0))

    def report(
        self, name: str, state: str, notes: Sequence[str] = (), **more: int | str | bool
    ) -> None:
        """Report where a step is, and with it the whole."""
        done, total = self._done, self._steps - 1
        status = ACROSS if name == ACROSS else f"{min(done, total)} of {total} sections read"
        new: Json = {"sections": {name: {"state": state, **more}}}
        if notes:
            new["notes"] = list(notes)
        self.reader.report(100 * done / self._steps, status, **new)


@kind(queue="analysis", timeout=6 * 3600, admit=admit)
def run(input: Input, ctx: Context) -> Output:
    session = ctx.sessions.get(input.session_id)
    with reviewing(ctx, session, "The whole document"):
        return _review(session, ctx, input.fresh)


def _review(session: Session, ctx: Context, fresh: bool) -> Output:
    review = _Review(session, ctx, fresh)
    waiting = [section.name for section in review.todo] + [ACROSS] * review.across
    ctx.report(0, "Starting to read", sections={name: {"state": "waiting"} for name in waiting})
    # The first section is read alone: its call puts the document into the model's cache, from
    # which the calls for the others then read at a tenth of the price.
    for some in (review.todo[:1], review.todo[1:]):
        for section, outcome in review.reader.each(some, review.step):
            if isinstance(outcome, EngineRefused) and not review.answered:
                raise outcome
            if isinstance(outcome, BluepencilError):
                review.fail(section.name, outcome)
    if review.across:
        for _, outcome in review.reader.each([ACROSS], lambda _: review.look_across()):
            if isinstance(outcome, BluepencilError):
                review.fail(ACROSS, outcome)
    review.reader.flush()
    if review.failed and not review.answered:
        raise next(iter(review.failed.values()))  # with all that it says of what to do
    return Output(
        feedback_items=ranked(review.items()),
        verdicts=verdicts(ctx.sessions.load(session.session_id)),
        failed_sections=[
            FailedSection(section_name=name, code=error.code, detail=error.detail)
            for name, error in review.failed.items()
        ],
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
