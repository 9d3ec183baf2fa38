"""Versions: the next one of a document comes into its session, and what changed in it."""

from __future__ import annotations

import time
from contextlib import closing
from typing import Any, Literal

from flask import request
from pydantic import ConfigDict, Field

from bluepencil.documents import Document
from bluepencil.documents.compare import Pair, pairs, rows
from bluepencil.documents.reviewed import FileComment
from bluepencil.errors import NotFound
from bluepencil.review.aggregate import Outcome, Review
from bluepencil.review.changes import next_version
from bluepencil.review.returned import take_in
from bluepencil.values import rfc3339
from bluepencil.web import OWNER, site
from bluepencil.web.api import Api
from bluepencil.web.errors import documented
from bluepencil.web.files import content, document_of, name_of
from bluepencil.web.models import File, Model, SectionRow, SessionPath
from bluepencil.web.sessions import section_row

api = Api("versions", __name__, tag="Sessions")


class VersionUpload(Model):
    """The next version of the document."""

    model_config = ConfigDict(extra="forbid")
    document: File


class VersionPath(SessionPath):
    """Which version of which session's document."""

    version: int = Field(ge=1, le=2**31, description="Its number, from 1.")


class VersionAdded(Model):
    """What became of the sections, by name, and of the findings."""

    session_id: str
    version: int
    document_name: str
    total_sections: int
    sections: list[SectionRow]
    changed: list[str]
    added: list[str]
    removed: list[str]
    unchanged: int
    carried: int = Field(description="Findings whose words still stand")
    resolved: int = Field(description="Findings whose words are gone")
    taken_in: int = Field(
        description="Findings whose comment came back resolved or answered in a Word file"
    )


class VersionView(Model):
    """A version in a list."""

    version: int
    file_name: str
    created_at: str
    sections: int


class Versions(Model):
    """All versions, oldest first; the last is the one under review."""

    versions: list[VersionView]


class PieceView(Model):
    """Some words, and whether they stand on this side only."""

    text: str
    differs: bool


class RowView(Model):
    """A paragraph as it was beside what it is; an empty side has none."""

    old: list[PieceView]
    new: list[PieceView]


class SectionChanges(Model):
    """A section: its name as it was and as it is, and its paragraphs where they changed."""

    old_name: str | None
    name: str | None
    state: Literal["unchanged", "changed", "added", "removed"]
    rows: list[RowView]


class Changes(Model):
    """What a version has changed in the one before it."""

    version: int
    old_file_name: str
    file_name: str
    sections: list[SectionChanges]


@api.post(
    "/sessions/<session_id>/versions",
    summary="Add the next version of a document",
    responses={201: VersionAdded, **documented(400, 404, 409, 413, 415, 422)},
)
def add_version(path: SessionPath, form: VersionUpload) -> tuple[dict[str, Any], int]:
    """Decisions stay where the words still stand; only what changed is unread.

    Of our own comments in a Word file, those that were resolved are accepted findings, and what
    they were answered is the reason; one undo takes that back.
    """
    here = site()
    before = here.store.sessions.get(path.session_id, OWNER).document
    with closing(request):
        file = content(form.document)
        document = document_of(file, name_of(form.document))
    comments = _comments(document, file)

    def rule(review: Review) -> Outcome[int]:
        added = next_version(review, document, time.time())
        taken = take_in(added.review, comments)
        return taken._replace(activity=(*added.activity, *taken.activity))

    taken = here.store.sessions.apply(path.session_id, rule, owner=OWNER, file=file)
    return _added(path.session_id, before, taken), 201


def _comments(document: Document, file: bytes) -> list[FileComment]:
    if document.media_type != "docx":
        return []
    from bluepencil.documents.reviewed import comments  # with the libraries that read them

    return comments.read(file, site().limits)


@api.get(
    "/sessions/<session_id>/versions",
    summary="The versions of a document",
    responses={200: Versions, **documented(404)},
)
def list_versions(path: SessionPath) -> dict[str, Any]:
    """When each came, and as what file."""
    here = site()
    here.store.sessions.get(path.session_id, OWNER)
    return Versions(
        versions=[
            VersionView(
                version=row.version,
                file_name=row.name,
                created_at=rfc3339(row.created_at),
                sections=row.sections,
            )
            for row in here.store.sessions.versions(path.session_id)
        ]
    ).model_dump()


@api.get(
    "/sessions/<session_id>/versions/<version>/changes",
    summary="What a version changed, side by side",
    responses={200: Changes, **documented(404, 422)},
)
def get_changes(path: VersionPath) -> dict[str, Any]:
    """Section by section, paragraph beside paragraph; unchanged sections without their text."""
    return changes(path.session_id, path.version)


def changes(session_id: str, version: int) -> dict[str, Any]:
    """What that version changed, as the wire and the page have it. Raises NotFound."""
    here = site()
    now = here.store.sessions.get(session_id, OWNER)
    if version > now.version:
        raise NotFound("There is no such version of the document.", code="version_not_found")
    if version < 2:
        raise NotFound("Nothing came before the first version.", code="version_not_found")
    old, new = (here.store.sessions.document(session_id, one) for one in (version - 1, version))
    return Changes.model_construct(
        version=version,
        old_file_name=old.name,
        file_name=new.name,
        sections=[_section(pair) for pair in pairs(old, new)],
    ).model_dump()


def _section(pair: Pair) -> SectionChanges:
    told = [] if pair.state == "unchanged" else rows(pair)
    return SectionChanges.model_validate(
        {
            "old_name": pair.old and pair.old.name,
            "name": pair.new and pair.new.name,
            "state": pair.state,
            "rows": [
                {side: [piece._asdict() for piece in getattr(row, side)] for side in ("old", "new")}
                for row in told
            ],
        }
    )


def _added(session_id: str, before: Document, taken: int) -> dict[str, Any]:
    review = site().store.sessions.load(session_id)
    session, read = review.session, review.read
    found = pairs(before, session.document)
    names = {
        state: [pair.name for pair in found if pair.state == state]
        for state in ("changed", "added", "removed", "unchanged")
    }
    return VersionAdded(
        session_id=session_id,
        version=session.version,
        document_name=session.name,
        total_sections=len(session.document.sections),
        sections=[section_row(section, read) for section in session.document.sections],
        changed=names["changed"],
        added=names["added"],
        removed=names["removed"],
        unchanged=len(names["unchanged"]),
        carried=len(review.standing),
        resolved=sum(one.resolved_in == session.version for one in review.resolved),
        taken_in=taken,
    ).model_dump()
