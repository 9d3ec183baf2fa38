"""Verdicts on the items of a guideline: the engine's, and the reader's instead."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated

from pydantic import ConfigDict, Field

from bluepencil.review.aggregate import Outcome, Review
from bluepencil.review.criteria import Compliance, Verdict
from bluepencil.review.session import Edited
from bluepencil.review.verdicts import Wanted, overrule, reset, verdicts
from bluepencil.values import Json
from bluepencil.web import OWNER, site
from bluepencil.web.api import Api
from bluepencil.web.errors import documented
from bluepencil.web.models import Model, SessionPath

api = Api("verdicts", __name__, tag="Verdicts")

Note = Annotated[str, Field(max_length=2000)]


class VerdictPath(SessionPath):
    """Which item of the guideline of which session."""

    item: str = Field(description="The item's id; an expected section is `section:<slug>`.")


class VerdictChange(Model):
    """What the reader says; what is left out stays. A `verdict` of null goes back to the engine's.

    `section_name`, for an expected section: where in the document it is. The finding that it is
    missing is then rejected.
    """

    model_config = ConfigDict(extra="forbid")
    verdict: Compliance | None = None
    note: Note | None = None
    section_name: str | None = Field(None, min_length=1, max_length=1000)


class Verdicts(Model):
    """A verdict for each item of the checklist, then one for each expected section."""

    verdicts: list[Verdict]


@api.get(
    "/sessions/<session_id>/verdicts",
    summary="Whether the document meets each item of its guideline",
    responses={200: Verdicts, **documented(404)},
)
def list_verdicts(path: SessionPath) -> Json:
    """Item by item; what nobody has judged is `not_checked`, with no source."""
    return {"verdicts": views(site().store.sessions.load(path.session_id, OWNER))}


@api.patch(
    "/sessions/<session_id>/verdicts/<item>",
    summary="Overrule a verdict, or go back to the engine's",
    responses={200: Verdict, **documented(400, 404, 415, 422)},
)
def change_verdict(path: VerdictPath, body: VerdictChange) -> Json:
    """The reader's verdict stays through later reviews and versions; it can be undone."""
    sent = body.model_fields_set

    def rule(review: Review) -> Outcome[Edited]:
        if "verdict" in sent and body.verdict is None:
            return reset(review, path.item)
        return overrule(review, path.item, Wanted(body.verdict, body.note, body.section_name))

    sessions = site().store.sessions
    sessions.apply(path.session_id, rule, owner=OWNER)
    return views(sessions.load(path.session_id, OWNER), {path.item})[0]


def views(review: Review, items: Collection[str] | None = None) -> list[Json]:
    """The verdicts, or those of these items, as clients see them."""
    return [
        verdict.model_dump(mode="json")
        for verdict in verdicts(review)
        if items is None or verdict.item in items
    ]
