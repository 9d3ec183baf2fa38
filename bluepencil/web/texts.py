"""The Text page's kinds, and what was done with them lately."""

from __future__ import annotations

from typing import Any, get_args

from bluepencil.task.record import State, Task
from bluepencil.web import OWNER, site
from bluepencil.web.formatting import ago
from bluepencil.web.task_list import NEWEST

KINDS = {"summarize": "Summarize", "keywords": "Keywords", "normalize": "Normalize to JSON"}
LANGUAGES = {
    "en": "English", "de": "German", "fr": "French", "es": "Spanish", "vi": "Vietnamese",
}  # fmt: skip
SHOWN = 10
_SUBJECT = 80  # characters of a text
_STATES = {"SUCCESS": "done", "FAILURE": "failed", "REVOKED": "stopped"}


def earlier() -> list[dict[str, Any]]:
    """The newest tasks of these kinds, newest first, as the page shows them."""
    store = site().store.tasks
    found = [
        task
        for kind in KINDS
        for task in store.rows(
            OWNER, states=get_args(State), before=NEWEST, limit=SHOWN, kind=kind
        ).tasks
    ]
    newest = sorted(found, key=lambda task: task.created_at, reverse=True)[:SHOWN]
    return [_row(task) for task in newest]


def _row(task: Task) -> dict[str, Any]:
    said = str(task.input.get("text") or task.input.get("request") or "")[: 4 * _SUBJECT]
    subject = " ".join(said.split())
    if len(subject) > _SUBJECT:
        subject = f"{subject[:_SUBJECT].rsplit(' ', 1)[0]}…"
    return {
        "task_id": task.task_id,
        "kind": task.kind,
        "label": KINDS[task.kind],
        "subject": subject,
        "state": _STATES.get(task.state, "running"),
        "created": ago(task.created_at),
    }
