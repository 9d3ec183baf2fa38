"""A session: a document under review, and the records of the talk and the work on it."""

from __future__ import annotations

import time
from typing import Literal, NamedTuple

from pydantic import BaseModel, Field

from bluepencil.documents import Document
from bluepencil.documents.guideline import Guideline
from bluepencil.review.findings import Item
from bluepencil.values import Json, new_id


class ChatMessage(BaseModel):
    """One question and its answer, with the passages it points to."""

    message: str
    response: str
    citations: list[Json] = []
    suggestions: list[str] = []
    notes: list[str] = []
    finding_id: str | None = None  # what it was about
    wording: str | None = None  # proposed in place of that finding's quote
    engine: str
    created_at: float = Field(default_factory=time.time)
    task_id: str | None = None  # the task that answered


class Session(BaseModel):
    """One document under review, without its findings and chat.

    `name` is what its owner calls it, at first its file's name. `version` counts the versions of
    the document; this is the newest.
    """

    session_id: str = Field(default_factory=new_id)
    owner: str
    document: Document
    guideline: Guideline
    name: str = Field(default_factory=lambda session: session["document"].name)
    created_at: float = Field(default_factory=time.time)
    version: int = 1


class Change(NamedTuple):
    """One finding before and after an edit: the fields that differ.

    None: it did not exist; the other side then holds all its fields. Of a verdict, each side holds
    all fields of what the reader says of that item of the guideline.
    """

    item_id: str
    before: Json | None
    after: Json | None


class History(NamedTuple):
    """What can be undone and redone, in words (None: nothing); `revision` grows with every change
    of the review."""

    undo: str | None
    redo: str | None
    revision: int


class Edited(NamedTuple):
    """What an edit, or undoing or redoing one, came to: the findings it changed as they are now,
    the ids of those it removed, and the items of the guideline whose verdict it changed."""

    label: str
    items: list[Item]
    removed: list[str]
    verdicts: tuple[str, ...] = ()


class Activity(NamedTuple):
    """What was done in a session: a stable word, a sentence for people, and numbers if any."""

    what: Literal[
        "uploaded",
        "renamed",
        "review_begun",
        "review_ended",
        "edited",
        "undone",
        "redone",
        "asked",
        "exported",
        "guidelines_changed",
        "version_added",
    ]
    detail: str
    numbers: Json = {}
    at: float = 0.0


class VersionRow(NamedTuple):
    """One version of a document: its number, from 1, its file's name, and when it came."""

    version: int
    name: str
    created_at: float
    sections: int


class DocumentRow(NamedTuple):
    """A document as a search needs it: what its owner calls it, and its newest version."""

    session_id: str
    name: str
    version: int


class SessionRow(NamedTuple):
    """A session as a list shows it; `decided` of its `findings` were accepted or rejected.

    `minor` of them are folded away on its page, and `minor_decided` are both.
    """

    session_id: str
    name: str
    guideline: str
    created_at: float
    touched_at: float
    sections: int
    reviewed: int
    findings: int
    decided: int
    minor: int = 0
    minor_decided: int = 0


class OwnGuideline(NamedTuple):
    """A guideline somebody keeps: its name, its Markdown, and when it was last written."""

    name: str
    text: str
    updated_at: float
