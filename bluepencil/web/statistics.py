"""What a review came to, in numbers, and what was done in it when; as JSON or as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any, Literal

from flask import Response, jsonify
from pydantic import Field

from bluepencil.review.aggregate import Review
from bluepencil.review.findings import Usage
from bluepencil.values import rfc3339
from bluepencil.web import OWNER, site
from bluepencil.web.api import Api
from bluepencil.web.errors import documented
from bluepencil.web.models import Model, Query, SessionPath
from bluepencil.web.tables import Cell, csv_response, json_or_csv

_SAID = {
    "uploaded": "Uploaded {}",
    "renamed": "Renamed to “{}”",
    "review_begun": "Review started: {}",
    "review_ended": "Review finished: {}",
    "edited": "{}",
    "undone": "Undone: {}",
    "redone": "Redone: {}",
    "asked": "Asked: {}",
    "exported": "Exported {}",
    "guidelines_changed": "Guideline changed to “{}”",
    "version_added": "Uploaded a new version: {}",
}

api = Api("statistics", __name__, tag="Sessions")


class PastReview(Model):
    """A review that was completed: what it was of, when, and its numbers."""

    at: str
    detail: str
    numbers: dict[str, float]


class Statistics(Model):
    """Counts over a session's findings."""

    total: int
    by_severity: dict[str, int]
    by_category: dict[str, int]
    by_decision: dict[str, int]
    by_section: dict[str, int]
    sections_reviewed: int
    resolved: int = Field(description="Found in an earlier version, gone from this one")
    usage: Usage
    reviews: list[PastReview]


class Format(Query):
    """How it is told."""

    format: Literal["json", "csv"] = Field("json", description="`csv`: a file for spreadsheets.")


class ActivityRow(Model):
    """Something that was done: a stable word for it, what it was done to, both as a sentence, and
    numbers if there are any."""

    at: str
    what: str
    detail: str
    words: str
    numbers: dict[str, float]


class ActivityLog(Model):
    """All that was done in a session, oldest first."""

    activity: list[ActivityRow]


@api.get(
    "/sessions/<session_id>/statistics",
    summary="A review in numbers",
    responses={**json_or_csv(api, Statistics), **documented(404, 422)},
)
def get_statistics(path: SessionPath, query: Format) -> Response:
    """By severity, category, section and decision, over time, and what it cost."""
    told = statistics(site().store.sessions.load(path.session_id, OWNER))
    if query.format == "csv":
        return csv_response("statistics", ("group", "name", "value"), _rows(told))
    return jsonify(told.model_dump(mode="json"))


@api.get(
    "/sessions/<session_id>/activity",
    summary="What was done when",
    responses={**json_or_csv(api, ActivityLog), **documented(404, 422)},
)
def get_activity(path: SessionPath, query: Format) -> Response:
    """Uploads, reviews, decisions, questions and exports, oldest first."""
    site().store.sessions.get(path.session_id, OWNER)
    done = activity(path.session_id)
    if query.format == "csv":
        return csv_response("activity", *_log(done))
    return jsonify(ActivityLog(activity=done).model_dump())


def activity(session_id: str) -> list[ActivityRow]:
    """What was done in a session, oldest first."""
    return [
        ActivityRow(
            at=rfc3339(one.at),
            what=one.what,
            words=_SAID[one.what].format(one.detail),
            detail=one.detail,
            numbers=one.numbers,
        )
        for one in site().store.sessions.activity(session_id)
    ]


def statistics(review: Review) -> Statistics:
    """Counts over a session's findings, and over its reviews so far."""
    sessions, items = site().store.sessions, review.standing
    session_id = review.session.session_id
    return Statistics(
        total=len(items),
        by_severity=Counter(item.severity for item in items),
        by_category=Counter(item.category for item in items),
        by_decision=Counter(item.decision for item in items),
        by_section=Counter(item.section_name for item in items),
        sections_reviewed=len(review.read),
        resolved=len(review.resolved),
        usage=sessions.usage(session_id),
        reviews=[
            PastReview(at=rfc3339(done.at), detail=done.detail, numbers=done.numbers)
            for done in sessions.activity(session_id)
            if done.what == "review_ended"
        ],
    )


def _rows(told: Statistics) -> Iterator[tuple[Cell, ...]]:
    """The numbers one a row: of what group, of what in it, how many."""
    yield "total", "findings", told.total
    for group in ("by_severity", "by_category", "by_decision", "by_section"):
        for name, number in getattr(told, group).items():
            yield group, name, number
    yield "total", "sections_reviewed", told.sections_reviewed
    yield "total", "resolved", told.resolved
    for name, number in told.usage.model_dump().items():
        yield "usage", name, number
    for review in told.reviews:
        for name, number in review.numbers.items():
            yield f"review of {review.at}", name, number


def _log(done: list[ActivityRow]) -> tuple[tuple[str, ...], list[tuple[Any, ...]]]:
    """Head and rows of the log: the numbers, where there are any, in columns of their own."""
    names = tuple(dict.fromkeys(name for one in done for name in one.numbers))
    rows = [
        (one.at, one.what, one.detail, *(one.numbers.get(name) for name in names)) for one in done
    ]
    return ("at", "what", "detail", *names), rows
