"""Reviewing: upload a document, have it read, talk about it."""

from __future__ import annotations

import re
from contextlib import closing
from typing import Any

from flask import Response, request

from bluepencil.documents import guideline
from bluepencil.documents.guideline import Guideline
from bluepencil.errors import Invalid, NotFound
from bluepencil.kinds import analyze_section as analyze_section_kind
from bluepencil.kinds import chat as chat_kind
from bluepencil.kinds import review_document as review_document_kind
from bluepencil.review.session import Session
from bluepencil.web import OWNER, site
from bluepencil.web.answers import submitted
from bluepencil.web.api import Api
from bluepencil.web.errors import documented
from bluepencil.web.files import content, document_of, name_of
from bluepencil.web.guidelines import GuidelineFile, keep, known, named, read_file
from bluepencil.web.idempotency import idempotency_key
from bluepencil.web.models import (
    Accepted,
    Answered,
    Connected,
    DocumentReviewed,
    Reviewed,
    SamplePath,
    Upload,
    Uploaded,
)
from bluepencil.web.sessions import section_row
from celery_integration import (
    submit_analysis_task,
    submit_chat_task,
    submit_review_task,
    submit_test_task,
)

api = Api("review", __name__, tag="Review")

_WORK = documented(400, 404, 409, 415, 422, 500, 502, 503, 504)
_NAME = re.compile(r"[\w-]{1,100}")


@api.post(
    "/upload",
    summary="Open a document for review",
    responses={201: Uploaded, **documented(400, 413, 415, 422)},
)
def upload(form: Upload) -> tuple[dict[str, Any], int]:
    """Read the document into sections and keep it as a new session."""
    with closing(request):  # large files lie in temporary ones until then
        return _open(content(form.document), name_of(form.document), _chosen(form)), 201


@api.post(
    "/samples/<name>",
    summary="Open one of the samples for review",
    responses={201: Uploaded, **documented(400, 404, 415)},
)
def sample(path: SamplePath) -> tuple[dict[str, Any], int]:
    """The same as an upload of a file from `samples/`."""
    found = sorted(site().samples.glob(f"{path.name}.*")) if _NAME.fullmatch(path.name) else []
    if not found:
        raise NotFound("There is no sample of that name.", code="sample_not_found")
    return _open(found[0].read_bytes(), found[0].name, None), 201


@api.post(
    "/analyze_section",
    summary="Review one section",
    responses={200: Reviewed, 202: Accepted, **_WORK},
)
def analyze_section(body: analyze_section_kind.Input) -> Response:
    """Read one section with the engine."""
    task = submit_analysis_task(site().tasks, body.model_dump(), OWNER, idempotency_key())
    return submitted(task, "Analysis task submitted to queue")


@api.post(
    "/review_document",
    summary="Review every section, then look across them",
    responses={200: DocumentReviewed, 202: Accepted, **_WORK},
)
def review_document(body: review_document_kind.Input) -> Response:
    """Read all sections; one that fails does not lose the others."""
    task = submit_review_task(site().tasks, body.model_dump(), OWNER, idempotency_key())
    return submitted(task, "Review task submitted to queue")


@api.post(
    "/chat",
    summary="Ask about the document",
    responses={200: Answered, 202: Accepted, **_WORK},
)
def chat(body: chat_kind.Input) -> Response:
    """Answer a question, pointing to passages."""
    task = submit_chat_task(site().tasks, body.model_dump(), OWNER, idempotency_key())
    return submitted(task, "Chat task submitted to queue")


@api.post(
    "/test_claude_connection",
    summary="Say whether the engine works",
    responses={200: Connected, 202: Accepted, **_WORK},
)
@api.get(
    "/test_claude_connection",
    summary="Say whether the engine works",
    responses={200: Connected, 202: Accepted, **_WORK},
)
def test_claude_connection() -> Response:
    """Call the engine once and say in plain words what came of it."""
    return submitted(
        submit_test_task(site().tasks, OWNER, idempotency_key()), "Test task submitted to queue"
    )


def _chosen(form: Upload) -> Guideline | GuidelineFile | None:
    """The guideline the upload asks for; None when it leaves the choice to us."""
    if form.guidelines is not None and form.guidelines.filename:
        return read_file(form.guidelines)
    if not form.guidelines_name:
        return None
    try:
        return named(form.guidelines_name)
    except NotFound as error:
        raise Invalid(error.detail, code="unknown_guideline") from error


def _open(data: bytes, name: str, chosen: Guideline | GuidelineFile | None) -> dict[str, Any]:
    """Keep the document as a new session, with its guideline, or neither."""
    here = site()
    document = document_of(data, name)
    if chosen is None:
        guidelines = known()
        chosen = guidelines[guideline.suggest(document, guidelines)]
    with here.store.writing() as db:
        held_to = keep(chosen, db) if isinstance(chosen, GuidelineFile) else chosen
        session = Session(owner=OWNER, document=document, guideline=held_to)
        here.store.sessions.add(session, data, db)
    return Uploaded(
        session_id=session.session_id,
        document_name=document.name,
        title=document.title,
        total_sections=len(document.sections),
        sections=[section_row(section, set()) for section in document.sections],
        guidelines=session.guideline.name,
        unread=list(document.unread),
    ).model_dump()
