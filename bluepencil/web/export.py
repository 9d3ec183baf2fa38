"""The file back: the reviewed document as Word, Markdown, a page, or all that is known of it."""

from __future__ import annotations

import io
import re
import time
from dataclasses import asdict
from typing import Any, Literal

from flask import Response, json, jsonify, request, send_file
from pydantic import Field

from bluepencil import VERSION
from bluepencil.documents.reviewed import Remark
from bluepencil.documents.types import EXPORTED, without_suffix
from bluepencil.errors import Invalid
from bluepencil.review.activity import record
from bluepencil.review.aggregate import Review
from bluepencil.review.remarks import remarks, table, without_minor
from bluepencil.review.session import Activity, Session
from bluepencil.values import rfc3339
from bluepencil.web import OWNER, site
from bluepencil.web.api import Api
from bluepencil.web.errors import documented
from bluepencil.web.guidelines import known
from bluepencil.web.models import Model, Query, SessionPath
from bluepencil.web.sessions import SessionView, describe
from bluepencil.web.statistics import ActivityRow, activity
from bluepencil.web.tables import json_or
from bluepencil.web.versions import VersionView

api = Api("export", __name__, tag="Sessions")

Format = Literal["docx", "md", "html", "json"]
_MEDIA_TYPES: dict[str, str] = {
    **{name: one.media_type for name, one in EXPORTED.items()},
    "json": "application/json",
}
_LABELS: dict[str, str] = {
    **{name: f"{one.label} file" for name, one in EXPORTED.items()},
    "json": "JSON file",
}
# What an export may be of: each type, and the variants of it that were uploaded.
_FILES = [
    media_type
    for one in EXPORTED.values()
    for media_type in (one.media_type, *(variant.media_type for variant in one.variants))
]
_UNFIT = re.compile(r'[\\/:*?"<>|%\x00-\x1f\x7f]+')  # what some system has no room for in a name
_LONGEST = 120  # characters of a file's name before its suffix


class Export(Query):
    """What to write, and how."""

    format: Format = Field("docx", description="`json` has everything there is, always.")
    changes: Literal["none", "tracked"] = Field(
        "none", description="`tracked`: in Word files, replacements are tracked changes too."
    )
    include: Literal["accepted", "all"] = Field(
        "accepted", description="`all`: also findings that nobody has decided on."
    )
    minor: bool = Field(False, description="With minor findings, which are left out otherwise.")
    receipt: bool = Field(
        False,
        description="With `docx`: answer, instead of the file, what was changed in it.",
    )
    verdicts: bool | None = Field(
        None,
        description="The verdicts on the guideline's items: at the end of a page, and of "
        "Markdown with comments, unless false; as the first comment of a Word file, if true.",
    )


class PartReceiptView(Model):
    """What became of one part of a Word file; a part that is not `changed` is the same to the byte.

    `text_equal`: with all changes rejected, its text and formatting are as before.
    """

    name: str
    changed: bool
    added: bool = Field(description="It was not there before")
    inserted_marks: int = Field(description="Elements of comments and tracked changes")
    text_equal: bool


class ReceiptView(Model):
    """What an export changes in a Word file, found by comparing."""

    parts: list[PartReceiptView]
    rejecting_all_gives_the_original: bool


class WholeSession(SessionView):
    """Everything about a session: what its page has, and what was done when.

    `guideline` is the Markdown the document is held to.
    """

    exported_at: str
    bluepencil: str = Field(description="The version that wrote this")
    guideline: str
    versions: list[VersionView]
    activity: list[ActivityRow]


@api.get(
    "/sessions/<session_id>/export",
    summary="The reviewed document as a file",
    responses={
        **json_or(api, (WholeSession, ReceiptView), *_FILES),
        **documented(404, 422),
    },
)
def export(path: SessionPath, query: Export) -> Response:
    """With a comment for each finding that was accepted: an uploaded Word file as it came, all
    else as a new one; Markdown with footnotes, or a page with notes in its margin."""
    review, file = _standing(path.session_id)
    told, left_out = _remarks(review, query)
    content = _written(review, file, told, left_out, query)
    if query.receipt:
        return _receipt(review, file, content, query)
    whole = query.format == "json"
    noun, number = ("finding", len(review.standing)) if whole else ("comment", len(told))
    detail = f"{_LABELS[query.format]} with {number} {noun}{'' if number == 1 else 's'}"
    if left_out and not whole:
        detail += f", {left_out} minor left out"
    if request.method != "HEAD":
        done = Activity("exported", detail, {f"{noun}s": number})
        site().store.sessions.apply(path.session_id, lambda review: record(review, done))
    suffix, media_type = _type(review, file, query)
    response = send_file(
        io.BytesIO(content),
        media_type,
        as_attachment=True,
        download_name=f"{file_stem(review.session.name)}{_tracked(query)}{suffix}",
        conditional=False,
        etag=False,
    )
    del response.headers["Cache-Control"]  # as everywhere: nothing of a review is kept by others
    return response


def _type(review: Review, file: bytes, query: Export) -> tuple[str, str]:
    """The suffix and the media type of what is written."""
    from bluepencil.documents.reviewed import files

    variant = files.variant(query.format, review.session.document, file, site().limits)
    if variant is not None:
        return variant.suffix, variant.media_type
    return f".{query.format}", _MEDIA_TYPES[query.format]


def _receipt(review: Review, file: bytes, content: bytes, query: Export) -> Response:
    """What this export changes. A file that was converted is compared with one without comments."""
    if query.format != "docx":
        raise Invalid(
            "A receipt tells what changes in a Word file: ask with format=docx.",
            errors=[{"field": "receipt", "message": "only with format=docx"}],
        )
    from bluepencil.documents.reviewed.receipt import receipt

    if review.session.document.media_type != "docx":
        file = _written(review, file, [], 0, query.model_copy(update={"verdicts": False}))
    return jsonify(asdict(receipt(file, content, site().limits)))


def _tracked(query: Export) -> str:
    return ", tracked" if query.format == "docx" and query.changes == "tracked" else ""


def file_stem(name: str) -> str:
    """What the file is called, without its suffix; never as what was uploaded, whose place in a
    folder it would take.
    """
    stem = _UNFIT.sub(" ", without_suffix(name)).encode("utf-8", "ignore").decode()
    stem = "".join(sign for sign in stem if sign.isprintable())
    stem = " ".join(stem.split()).strip(". ")[:_LONGEST]
    return f"{stem or 'document'} reviewed"


def _remarks(review: Review, query: Export) -> tuple[list[Remark], int]:
    """What is to be handed back, and how many minor findings are left out of it."""
    wanted = ("accepted", "open") if query.include == "all" else ("accepted",)
    chosen = [item for item in review.standing if item.decision in wanted]
    kept, left_out = (chosen, 0) if query.minor else without_minor(chosen)
    session = review.session
    return remarks(session.document, kept, [session.guideline, *known().values()]), left_out


def _standing(session_id: str) -> tuple[Review, bytes]:
    """The review and its file, both of one version: read again where the next has just come."""
    sessions = site().store.sessions
    while True:
        review, file = sessions.load(session_id, OWNER), sessions.file(session_id)
        if sessions.load(session_id, OWNER).session.version == review.session.version:
            return review, file


def _written(
    review: Review, file: bytes, told: list[Remark], left_out: int, query: Export
) -> bytes:
    session = review.session
    if query.format == "json":
        return _json(session)
    from bluepencil.documents.reviewed import files  # with the libraries that write the formats

    by_default = query.format == "html" or (query.format == "md" and bool(told))
    wanted = by_default if query.verdicts is None else query.verdicts
    return files.write(
        query.format,
        session.document,
        file,
        told,
        name=session.name,
        limits=site().limits,
        tracked=query.changes == "tracked",
        table=table(review, time.time()) if wanted else None,
        left_out=left_out,
    )


def _json(session: Session) -> bytes:
    here = site()
    whole: dict[str, Any] = {
        **describe(session.session_id),
        "exported_at": rfc3339(time.time()),
        "bluepencil": VERSION,
        "guideline": session.guideline.text,
        "versions": [
            VersionView(
                version=row.version,
                file_name=row.name,
                created_at=rfc3339(row.created_at),
                sections=row.sections,
            ).model_dump()
            for row in here.store.sessions.versions(session.session_id)
        ],
        "activity": [row.model_dump() for row in activity(session.session_id)],
    }
    return json.dumps(whole, ensure_ascii=False, indent=2).encode()
