"""The events that webhooks are told of, and what each tells: ids and counts, no text of a document
and no result, since an address may be anybody's and what was sent cannot be deleted."""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bluepencil.review.aggregate import Review
from bluepencil.review.session import Activity
from bluepencil.task.record import Task
from bluepencil.values import Json, new_id, rfc3339
from bluepencil.webhooks.retries import TEST

OURS = {
    "task.succeeded": "A task has its result.",
    "task.failed": "A task has failed.",
    "task.cancelled": "A task was stopped.",
    "review.completed": "A section or a whole document was reviewed.",
    "finding.decided": "Findings were accepted, rejected or reopened.",
    "document.version_added": "A document has a new version.",
}
NAME = r"^[A-Za-z0-9][A-Za-z0-9_.:/-]{0,99}$"  # of an event
_ENDS = {"SUCCESS": "task.succeeded", "FAILURE": "task.failed", "REVOKED": "task.cancelled"}
_FINDINGS = 100  # that one event names; thousands may be decided at once
_ALIKE = 0.85  # a name so close to one of ours is a slip of the pen


@dataclass(frozen=True, slots=True)
class WebhookEvent:
    """Something that happened. The same `key` is told once to each webhook."""

    type: str
    data: Json
    at: float
    key: str
    session_id: str | None = None

    @property
    def body(self) -> str:
        """The message, as it is signed and sent."""
        told = {"type": self.type, "timestamp": rfc3339(self.at), "data": self.data}
        return json.dumps(told, separators=(",", ":"))


def meant(name: str) -> str | None:
    """The event of ours that a name of none is a slip for, if it is."""
    if name in OURS:
        return None
    return next(iter(difflib.get_close_matches(name, OURS, 1, _ALIKE)), None)


def of_task(task: Task) -> WebhookEvent:
    """A task has ended."""
    data: Json = {name: getattr(task, name) for name in ("task_id", "kind", "state", "session_id")}
    data |= {"batch_id": task.batch_id, "created_at": rfc3339(task.created_at)}
    ended = task.finished_at or task.created_at
    data |= {"finished_at": rfc3339(ended), "error": None}
    if task.error is not None:
        data["error"] = {name: task.error.get(name) for name in ("code", "detail", "retryable")}
    data["links"] = {
        "status": f"/task_status/{task.task_id}",
        "result": f"/api/v1/tasks/{task.task_id}/result",
    }
    key = f"task {task.task_id} {task.version}"
    return WebhookEvent(_ENDS[task.state], data, ended, key, task.session_id)


def of_review(
    before: Review, after: Review, activity: Sequence[Activity], now: float
) -> Iterator[WebhookEvent]:
    """What a change of a review has to tell."""
    session = after.session
    about: Json = {"session_id": session.session_id, "document_name": session.name}
    for type, data in _told(before, after, activity):
        yield WebhookEvent(type, about | data, now, new_id(), session.session_id)


def _told(
    before: Review, after: Review, activity: Sequence[Activity]
) -> Iterator[tuple[str, Json]]:
    for one in activity:
        if one.what == "review_ended":
            yield "review.completed", {"of": one.detail, **one.numbers}
        elif one.what == "version_added":
            yield "document.version_added", {"version": after.session.version}
    if after.items is before.items:
        return
    decided = [
        {name: getattr(item, name) for name in ("id", "section_name", "severity", "decision")}
        for item in after.items.values()
        if (old := before.items.get(item.id)) is not None and old.decision != item.decision
    ]
    if decided:
        yield "finding.decided", {"count": len(decided), "findings": decided[:_FINDINGS]}


def of_client(
    type: str, data: Json, now: float, key: str, session_id: str | None = None
) -> WebhookEvent:
    """What a program tells by itself."""
    return WebhookEvent(type, data, now, key, session_id)


def test(webhook_id: str, now: float) -> WebhookEvent:
    """A message by which somebody sees that messages arrive."""
    data: Json = {"webhook_id": webhook_id, "message": "This is a test."}
    return WebhookEvent(TEST, data, now, new_id())
