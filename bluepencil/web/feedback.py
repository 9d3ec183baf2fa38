"""What a reader does with findings: decides, edits, adds their own, undoes and redoes."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from bluepencil.documents import Section
from bluepencil.documents.quotes import locate
from bluepencil.errors import Conflict, Invalid
from bluepencil.review import decisions
from bluepencil.review.aggregate import Outcome, Review
from bluepencil.review.findings import Category, Decision, Item, Severity
from bluepencil.review.session import Edited
from bluepencil.values import Json, new_id, rfc3339
from bluepencil.web import OWNER, site
from bluepencil.web.api import Api
from bluepencil.web.errors import documented
from bluepencil.web.models import Model, SessionPath

api = Api("feedback", __name__, tag="Feedback")

MOST_OWN = 10_000  # comments of the reader's own in one session
_AROUND = 64  # characters before a quote that tell which of several places is meant
_ERRORS = documented(400, 404, 415, 422)
_WITH_CONFLICT = documented(400, 404, 409, 415)

Reason = Annotated[str, Field(max_length=2000)]
Description = Annotated[str, Field(min_length=1, max_length=4000, pattern=r"\S")]
Suggestion = Annotated[str, Field(max_length=8000)]
Wanted = Mapping[str, Item | Json | None]
Wording = Annotated[str, Field(max_length=20_000)]
Id = Annotated[str, Field(min_length=1, max_length=100)]


class ItemPath(SessionPath):
    """Which finding of which session."""

    item_id: str = Field(description="The finding's id.")


class ItemChange(Model):
    """What to change; what is left out stays. `reason` and `replacement` can be taken away by null,
    `severity` and `category` be changed only where the reader wrote the finding."""

    model_config = ConfigDict(extra="forbid")
    decision: Decision | None = None
    reason: Reason | None = None
    description: Description | None = None
    suggestion: Suggestion | None = None
    replacement: Wording | None = None
    severity: Severity | None = None
    category: Category | None = None

    def fields(self) -> Json:
        """The fields to set: those sent; null stands for itself only where nothing can stand."""
        sent = self.model_dump(exclude_unset=True)
        empty = {"reason", "replacement"}
        return {name: value for name, value in sent.items() if value is not None or name in empty}


class Decisions(Model):
    """One decision about many findings."""

    model_config = ConfigDict(extra="forbid")
    ids: list[Id] = Field(min_length=1, max_length=10_000)
    decision: Decision
    reason: Reason | None = None


class Own(Model):
    """A finding of the reader's own; without a quote it is about the section as a whole.

    `start` says where the quote begins, for words that stand there more than once.
    """

    model_config = ConfigDict(extra="forbid")
    section_name: str = Field(min_length=1, max_length=1000)
    description: Description
    quote: str | None = Field(None, max_length=20_000)
    start: int | None = Field(None, ge=0, le=2**31)
    suggestion: Suggestion = ""
    replacement: Wording | None = None
    severity: Severity = "medium"
    category: Category = "clarity"
    decision: Decision = "open"


class HistoryView(Model):
    """What can be taken back and put back, in words; null: nothing."""

    undo: str | None
    redo: str | None


class Decided(Model):
    """The findings as they now stand; `missing` were not there any more."""

    items: list[Item]
    missing: list[str]
    history: HistoryView
    revision: int


class Stepped(Model):
    """What was undone or redone, and the findings as they now stand; `removed` are gone."""

    label: str
    items: list[Item]
    removed: list[str]
    history: HistoryView
    revision: int


@api.patch(
    "/sessions/<session_id>/feedback/<item_id>",
    summary="Decide about a finding, or edit it",
    responses={200: Item, **_ERRORS},
)
def change_item(path: ItemPath, body: ItemChange) -> Json:
    """Accept, reject or reopen it; change its words."""
    fields = body.fields()

    def wanted(review: Review) -> Wanted:
        item = review.item(path.item_id)
        if item.source != "you" and (fixed := {"severity", "category"} & fields.keys()):
            raise _invalid(sorted(fixed)[0], "can be changed only in findings of your own")
        if item.quote is None and fields.get("replacement") is not None:
            raise _invalid("replacement", "there are no words that it could replace")
        return {item.id: fields}

    return _edited(path, wanted).items[0].model_dump(mode="json")


@api.patch(
    "/sessions/<session_id>/feedback",
    summary="Decide about many findings at once",
    responses={200: Decided, **_ERRORS},
)
def change_items(path: SessionPath, body: Decisions) -> Json:
    """One decision, undone in one step. Findings that are gone meanwhile are left out."""
    fields = body.model_dump(include={"decision", "reason"}, exclude_unset=True)
    edited = _edited(path, lambda _: dict.fromkeys(body.ids, fields))
    return Decided(items=edited.items, missing=edited.removed, **_history(path)).model_dump()


@api.post(
    "/sessions/<session_id>/feedback",
    summary="Add a finding of one's own",
    responses={201: Item, **documented(400, 404, 409, 415, 422)},
)
def add_item(path: SessionPath, body: Own) -> tuple[Json, int]:
    """It is about the quoted words, or about the section."""

    def wanted(review: Review) -> Wanted:
        section = review.session.document.require(body.section_name)
        if sum(item.source == "you" for item in review.items.values()) >= MOST_OWN:
            raise Conflict(
                f"You have written {MOST_OWN:,} comments on this document; remove some first.",
                code="too_many_comments",
            )
        item = Item(
            **body.model_dump(exclude={"quote", "start"}),
            **_place(body, section),
            id=new_id(),
            source="you",
            rule="own",
            created_at=rfc3339(time.time()),
            version=review.session.version,
        )
        return {item.id: item}

    return _edited(path, wanted).items[0].model_dump(mode="json"), 201


@api.delete(
    "/sessions/<session_id>/feedback/<item_id>",
    summary="Take away a finding of one's own",
    responses={204: None, **_WITH_CONFLICT},
)
def remove_item(path: ItemPath) -> tuple[str, int]:
    """Undoing brings it back. What a reviewer found is rejected instead."""

    def wanted(review: Review) -> Wanted:
        if review.item(path.item_id).source != "you":
            raise Conflict("Only findings of your own can be taken away; reject this one instead.")
        return {path.item_id: None}

    _edited(path, wanted)
    return "", 204


@api.post(
    "/sessions/<session_id>/undo",
    summary="Take back the last change",
    responses={200: Stepped, **_WITH_CONFLICT},
)
def undo(path: SessionPath) -> Json:
    """The newest that stands, whoever made it."""
    return _stepped(path, decisions.undo)


@api.post(
    "/sessions/<session_id>/redo",
    summary="Put back what was undone",
    responses={200: Stepped, **_WITH_CONFLICT},
)
def redo(path: SessionPath) -> Json:
    """The change that was undone last."""
    return _stepped(path, decisions.redo)


def history(review: Review) -> Json:
    """The fields `history` and `revision` of a session."""
    now = review.history
    return {"history": HistoryView(undo=now.undo, redo=now.redo), "revision": now.revision}


def _history(path: SessionPath) -> Json:
    return history(site().store.sessions.load(path.session_id))


def _edited(path: SessionPath, wanted: Callable[[Review], Wanted]) -> Edited:
    """Make one edit, as wanted of the review as it is at that moment."""
    return site().store.sessions.apply(
        path.session_id, lambda review: decisions.edit(review, wanted(review)), owner=OWNER
    )


def _stepped(path: SessionPath, rule: Callable[[Review], Outcome[Edited]]) -> Json:
    """Go one edit back, or forward again."""
    edited = site().store.sessions.apply(path.session_id, rule, owner=OWNER)
    return Stepped(**edited._asdict(), **_history(path)).model_dump()


def _place(body: Own, section: Section) -> Mapping[str, Any]:
    """Where the quoted words stand. Raises Invalid, naming the field, when they do not."""
    if not (body.quote or "").strip():
        if body.start is not None:
            raise _invalid("start", "say with “quote” which words are meant")
        if body.replacement is not None:
            raise _invalid("replacement", "there are no words that it could replace")
        return {}
    text, at, quote = section.text, body.start, body.quote or ""
    if at is not None and text.startswith(quote, at):
        return {"quote": quote, "start": at, "end": at + len(quote)}
    place = locate(quote, text, prefix=text[max(0, at - _AROUND) : at] if at else "")
    if place is None or place.how == "fuzzy":
        raise _invalid("quote", "these words do not stand in the section")
    return {
        "quote": text[place.start : place.end],
        "start": place.start,
        "end": place.end,
    }


def _invalid(field: str, message: str) -> Invalid:
    return Invalid(
        f"The request is not valid: “{field}”: {message}.",
        errors=[{"field": field, "message": message}],
    )
