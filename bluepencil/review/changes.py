"""What changes a review as a whole: its name, its guideline, the next version of its document."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bluepencil.documents import Document
from bluepencil.documents.guideline import Guideline
from bluepencil.errors import Conflict
from bluepencil.review import verdicts
from bluepencil.review.aggregate import Outcome, Review
from bluepencil.review.carry import carry, still_read
from bluepencil.review.session import Activity

_CHAT = "chat"  # the kind that talks about the review and may go on under another guideline


def change_session(
    review: Review, name: str | None = None, guideline: Guideline | None = None
) -> Outcome[None]:
    """Rename it, hold it to another guideline, or both; None leaves that as it is.

    Under another guideline no section has been read yet; the findings stay until their section is
    read again. Raises Conflict `still_working`, and changes nothing, where the guideline would
    change under a running task.
    """
    session = review.session
    changed: dict[str, Any] = {}
    activity: list[Activity] = []
    if name is not None and name != session.name:
        changed["name"] = name
        activity.append(Activity("renamed", name))
    if guideline is not None and guideline != session.guideline:
        _refuse_while(review.working - {_CHAT})
        changed["guideline"] = guideline
        activity.append(Activity("guidelines_changed", guideline.title))
    if not changed:
        return Outcome(review, None)
    read = review.read if "guideline" not in changed else frozenset[str]()
    after = replace(review, session=session.model_copy(update=changed), read=read)
    return Outcome(after, None, tuple(activity))


def next_version(review: Review, document: Document, now: float) -> Outcome[None]:
    """The next version of the document, under review from now on.

    Findings go with their words, as `carry` says; what becomes of verdicts, `verdicts.carried`
    says. Sections that changed are unread. Edits made before can no longer be undone. A review that
    had its file's name takes the new file's. Raises Conflict `still_working` while any task of the
    session is unfinished.
    """
    _refuse_while(review.working)
    session = review.session
    old, version = session.document, session.version + 1
    name = document.name if session.name == old.name else session.name
    carried = carry(list(review.items.values()), old, document, version)
    judged, overruled = verdicts.carried(review, document)
    after = replace(
        review,
        session=session.model_copy(update={"document": document, "version": version, "name": name}),
        items={item.id: item for item in carried},
        done=(),
        undone=(),
        read=frozenset(still_read(review.read, old, document)),
        judged=judged,
        overruled=overruled,
    )
    return Outcome(after, None, (Activity("version_added", document.name, at=now),))


def _refuse_while(working: frozenset[str]) -> None:
    if working:
        raise Conflict(
            "A task of this review is still running; stop it or wait for it to end.",
            code="still_working",
        )
