"""Guidelines: those that ship, and the caller's own; its pages are under /settings/guidelines."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from contextlib import closing
from functools import lru_cache
from typing import Any, NamedTuple

from flask import request
from pydantic import ConfigDict, Field
from werkzeug.datastructures import FileStorage

from bluepencil.database import Transaction
from bluepencil.documents.guideline import Guideline, parse, slug, text_of
from bluepencil.documents.text import decode
from bluepencil.errors import Conflict, Invalid, NotFound
from bluepencil.review.session import OwnGuideline
from bluepencil.values import rfc3339
from bluepencil.web import OWNER, site
from bluepencil.web.api import Api
from bluepencil.web.errors import documented
from bluepencil.web.files import content, name_of, read
from bluepencil.web.models import File, Model

api = Api("guidelines", __name__, tag="Guidelines")

_NAME = r"^[a-z0-9]+(-[a-z0-9]+)*$"
_LONGEST_NAME = 100
_LONGEST = 200_000  # characters of one guideline
_MOST = 500  # guidelines one may keep


class GuidelinePath(Model):
    """Which guideline."""

    name: str = Field(
        max_length=_LONGEST_NAME,
        pattern=_NAME,
        description="Small letters and digits, in words joined by hyphens.",
    )


class GuidelineText(Model):
    """A guideline's Markdown; docs/guidelines.md says how it is read."""

    model_config = ConfigDict(extra="forbid")
    text: str = Field(min_length=1, max_length=_LONGEST)


class GuidelineUpload(Model):
    """A file to read a guideline from, and what to call it; else it is called as its file."""

    model_config = ConfigDict(extra="forbid")
    document: File
    name: str | None = Field(None, max_length=100, pattern=_NAME)


class Part(Model):
    """An expected section, or a line of the checklist."""

    id: str
    text: str


class GuidelineRow(Model):
    """A guideline in a list. `own`: the caller keeps it, perhaps in place of one that ships."""

    name: str
    title: str
    own: bool
    shipped: bool
    updated_at: str | None
    items: int


class GuidelineView(Model):
    """A whole guideline: its text, and what is understood of it."""

    name: str
    title: str
    own: bool
    shipped: bool
    updated_at: str | None
    text: str
    expected: list[Part]
    items: list[Part]
    terms: list[str]


class Guidelines(Model):
    """All there are to choose from, by name."""

    guidelines: list[GuidelineRow]


@api.get("/guidelines", summary="All guidelines", responses={200: Guidelines})
def list_guidelines() -> dict[str, Any]:
    """Those that ship with the project, and one's own."""
    rows = views()
    return Guidelines(
        guidelines=[
            GuidelineRow(**row.model_dump(exclude={"items"}), items=len(row.items)) for row in rows
        ]
    ).model_dump()


@api.get(
    "/guidelines/<name>",
    summary="One guideline",
    responses={200: GuidelineView, **documented(404, 422)},
)
def get_guideline(path: GuidelinePath) -> dict[str, Any]:
    """Its Markdown, and what is understood of it."""
    return view(path.name).model_dump()


@api.put(
    "/guidelines/<name>",
    summary="Write a guideline",
    responses={200: GuidelineView, **documented(400, 409, 415, 422)},
)
def put_guideline(path: GuidelinePath, body: GuidelineText) -> dict[str, Any]:
    """Keep this text under that name: a new one, or in place of what was there."""
    store = site().store
    with store.writing() as db:
        db.serialize(f"guidelines of {OWNER}")
        _refuse_too_many([one.name for one in store.guidelines.all(OWNER, db)], path.name)
        store.guidelines.put(OWNER, path.name, body.text, db)
    return view(path.name).model_dump()


@api.post(
    "/guidelines",
    summary="Keep a guideline from a file",
    responses={201: GuidelineView, **documented(400, 409, 413, 415, 422)},
)
def upload_guideline(form: GuidelineUpload) -> tuple[dict[str, Any], int]:
    """Under a name that is free; what is kept already is not kept twice."""
    with closing(request):
        file = read_file(form.document, form.name)
    with site().store.writing() as db:
        kept = keep(file, db)
    return view(kept.name).model_dump(), 201


@api.delete(
    "/guidelines/<name>",
    summary="Forget a guideline of one's own",
    responses={204: None, **documented(400, 404, 409, 415, 422)},
)
def delete_guideline(path: GuidelinePath) -> tuple[str, int]:
    """One that ships, and was written over, is as it was; reviews keep what they were held to."""
    here = site()
    if path.name in here.guidelines and path.name not in _own():
        raise Conflict("This guideline ships with Bluepencil and stays.", code="guideline_ships")
    here.store.guidelines.remove(OWNER, path.name)
    return "", 204


def known() -> Mapping[str, Guideline]:
    """All the caller may choose from, by name: one's own stand before those that ship."""
    return {**site().guidelines, **{name: _parsed(one.text, name) for name, one in _own().items()}}


def named(name: str) -> Guideline:
    """The guideline of that name. Raises NotFound, which says what there is."""
    guidelines = known()
    if name not in guidelines:
        raise NotFound(
            f"There is no guideline of that name; choose one of {', '.join(sorted(guidelines))}.",
            code="guideline_not_found",
        )
    return guidelines[name]


class GuidelineFile(NamedTuple):
    """A guideline as read from a file: what it may be called, and its Markdown."""

    stem: str
    text: str


def read_file(file: FileStorage, wanted: str | None = None) -> GuidelineFile:
    """Read a guideline from an uploaded file, to be kept later.

    Raises as the reading of any document does, and Invalid for one that is too long.
    """
    called = name_of(file)
    data = content(file)
    document = read(data, called)
    text = decode(data) if document.media_type in ("md", "txt") else text_of(document)
    _refuse_too_long(text)
    stem = wanted or slug(called.rpartition(".")[0] or called)
    return GuidelineFile(stem[: _LONGEST_NAME - len("-999")].rstrip("-"), text)


def keep(file: GuidelineFile, db: Transaction) -> Guideline:
    """The guideline, kept in this transaction under a name that is free or has this very text.

    Raises Conflict where one keeps too many.
    """
    here = site()
    db.serialize(f"guidelines of {OWNER}")  # of two that come at once, both are kept
    own = {one.name: one.text for one in here.store.guidelines.all(OWNER, db)}
    texts = {**{name: one.text for name, one in here.guidelines.items()}, **own}
    number, name = 1, file.stem
    while texts.get(name, file.text) != file.text:
        number += 1
        name = f"{file.stem}-{number}"
    if name not in texts:
        _refuse_too_many(own, name)
        here.store.guidelines.put(OWNER, name, file.text, db)
    return _parsed(file.text, name)


def view(name: str) -> GuidelineView:
    """A guideline as the wire and the pages have it. Raises NotFound."""
    return _view(named(name), _own().get(name))


def views() -> list[GuidelineView]:
    """All there are, by name."""
    own = _own()
    return [_view(guideline, own.get(name)) for name, guideline in sorted(known().items())]


def _view(guideline: Guideline, own: OwnGuideline | None) -> GuidelineView:
    name = guideline.name
    return GuidelineView(
        name=name,
        title=guideline.title,
        own=own is not None,
        shipped=name in site().guidelines,
        updated_at=own and rfc3339(own.updated_at),
        text=guideline.text,
        expected=[Part(id=one.id, text=one.name) for one in guideline.expected],
        items=[Part(id=one.id, text=one.text) for one in guideline.items],
        terms=list(guideline.terms),
    )


def _own() -> dict[str, OwnGuideline]:
    return {one.name: one for one in site().store.guidelines.all(OWNER)}


@lru_cache(_MOST)
def _parsed(text: str, name: str) -> Guideline:
    return parse(text, name)


def _refuse_too_many(own: Collection[str], name: str) -> None:
    if len(own) >= _MOST and name not in own:
        raise Conflict(
            f"There are {_MOST} guidelines already; delete one first.", code="too_many_guidelines"
        )


def _refuse_too_long(text: str) -> None:
    if len(text) > _LONGEST:
        raise Invalid(
            f"A guideline may have {_LONGEST:,} characters; this one has {len(text):,}.",
            code="guideline_too_long",
        )
