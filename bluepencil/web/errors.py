"""Every error becomes one JSON shape, RFC 9457, or a page for a person who was reading pages."""

from __future__ import annotations

import math
import re
from typing import Any

import structlog
from flask import Flask, Response, g, json, render_template, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from bluepencil.errors import BluepencilError, Invalid, TooLarge, Unexpected
from bluepencil.task.record import Task
from bluepencil.values import Json, new_id
from bluepencil.work.catalogue import problems

log = structlog.get_logger()

_SANE_ID = re.compile(r"[A-Za-z0-9._-]{1,100}")
LONGEST_BODY = 16 * 1024 * 1024  # bytes of a body that is not a form with files
FORM_PARTS = 200  # fields and files of a form
_CODES = {400: "bad_request", 404: "not_found", 405: "method_not_allowed"}


def wants_page() -> bool:
    """Whether the caller is a person with a browser rather than a program."""
    best = request.accept_mimetypes.best_match(["application/json", "text/html"])
    return request.method == "GET" and best == "text/html"


def problem(error: BluepencilError, task_id: str | None = None) -> Response:
    """The error as a response: a problem document, or for a browser a page."""
    if wants_page() and task_id is None:
        body = render_template(
            "error.html", status=error.status, title=error.title, detail=error.detail
        )
        response = Response(body, error.status, mimetype="text/html")
    else:
        fields: Json = {
            "type": f"/docs#{error.code}",
            "title": error.title,
            "status": error.status,
            "detail": error.detail,
            "code": error.code,
            "success": False,
            "request_id": g.request_id,
        }
        if task_id is not None:
            fields["task_id"] = task_id
        if error.errors:
            fields["errors"] = error.errors
        response = Response(json.dumps(fields), error.status, mimetype="application/problem+json")
    if error.status == 401:
        response.headers["WWW-Authenticate"] = "Bearer"
    if error.retry_after is not None:
        response.headers["Retry-After"] = str(math.ceil(error.retry_after))
    return response


def of_task(task: Task) -> BluepencilError:
    """The error a failed or stopped task ended with."""
    told = task.error or {}
    error = BluepencilError(
        told.get("detail", "The task was cancelled."),
        code=told.get("code", "cancelled"),
        retry_after=told.get("retry_after", 5 if told.get("status") == 503 else None),
    )
    error.status, error.title = told.get("status", 409), told.get("title", "Cancelled")
    return error


def invalid(error: ValidationError) -> Invalid:
    """The error of a request that does not fit its model; never repeats what was sent."""
    found = problems(error)
    first = found[0] if found else {"field": "", "message": "it is not valid"}
    where = f"“{first['field']}”: " if first["field"] else ""
    return Invalid(f"The request is not valid: {where}{first['message']}.", errors=found)


def documented(*statuses: int) -> dict[int | str, Any]:
    """The `responses=` entries for these error statuses."""
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    return {status: {"content": content} for status in statuses}


def register(app: Flask) -> None:
    """Give every request an id, and every error its shape."""

    @app.before_request
    def name_request() -> None:
        sent = request.headers.get("X-Request-ID", "")
        g.request_id = sent if _SANE_ID.fullmatch(sent) else new_id()
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=g.request_id)

    @app.after_request
    def tell_request(response: Response) -> Response:
        response.headers["X-Request-ID"] = g.request_id
        return response

    @app.errorhandler(BluepencilError)
    def ours(error: BluepencilError) -> Response:
        return problem(error)

    @app.errorhandler(RequestEntityTooLarge)
    def too_large(_: RequestEntityTooLarge) -> Response:
        return problem(_too_large(app))

    @app.errorhandler(HTTPException)
    def http(error: HTTPException) -> Response:
        if error.response is not None:
            return error.response  # type: ignore[return-value]
        status = error.code or 500
        mine = BluepencilError(
            (error.description or "").split("\n")[0], code=_CODES.get(status, "http_error")
        )
        mine.status, mine.title = status, error.name
        if status == 404:
            mine.detail = "There is nothing at this address."
        response = problem(mine)
        for name, value in error.get_headers():
            if name.lower() == "allow":
                response.headers[name] = value
        return response

    @app.errorhandler(500)
    def fault(_: Exception) -> Response:
        return problem(
            Unexpected(f"Something went wrong on our side; the log has it under {g.request_id}.")
        )


def _too_large(app: Flask) -> TooLarge:
    """What of the request is larger than it may be."""
    if not request.mimetype.startswith("multipart/"):
        return TooLarge(f"The body of this request may have {LONGEST_BODY // 1024:,} KB at most.")
    if (request.content_length or 0) > app.config["MAX_CONTENT_LENGTH"]:
        limit = app.extensions["bluepencil"].settings.max_upload_mb
        return TooLarge(f"The file is larger than {limit} MB; make it smaller or split it.")
    return TooLarge("The form has too many fields, or they are too long.", code="form_too_large")
