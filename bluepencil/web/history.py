"""Undo and redo, and what can be undone and redone."""

from __future__ import annotations

from collections.abc import Callable

from bluepencil.review import decisions
from bluepencil.review.aggregate import Outcome, Review
from bluepencil.review.criteria import Verdict
from bluepencil.review.findings import Item
from bluepencil.review.session import Edited
from bluepencil.review.verdicts import verdicts
from bluepencil.values import Json
from bluepencil.web import OWNER, site
from bluepencil.web.api import Api
from bluepencil.web.errors import documented
from bluepencil.web.models import Model, SessionPath

api = Api("history", __name__, tag="Feedback")

_WITH_CONFLICT = documented(400, 404, 409, 415)


class HistoryView(Model):
    """What can be taken back and put back, in words; null: nothing."""

    undo: str | None
    redo: str | None


class Stepped(Model):
    """What was undone or redone, and the findings and verdicts as they are now; the findings
    in `removed` are gone."""

    label: str
    items: list[Item]
    removed: list[str]
    verdicts: list[Verdict]
    history: HistoryView
    revision: int


@api.post(
    "/sessions/<session_id>/undo",
    summary="Take back the last change",
    responses={200: Stepped, **_WITH_CONFLICT},
)
def undo(path: SessionPath) -> Json:
    """The newest edit, whoever made it."""
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


def _stepped(path: SessionPath, rule: Callable[[Review], Outcome[Edited]]) -> Json:
    """Go one edit back, or forward again."""
    sessions = site().store.sessions
    edited = sessions.apply(path.session_id, rule, owner=OWNER)
    review = sessions.load(path.session_id)
    changed = [one for one in verdicts(review) if one.item in edited.verdicts]
    fields = {**edited._asdict(), "verdicts": changed, **history(review)}
    return Stepped(**fields).model_dump(mode="json")
