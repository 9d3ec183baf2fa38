"""The caller's tasks, page by page."""

from __future__ import annotations

from typing import Any, get_args

from pydantic import ConfigDict, Field

from bluepencil.task.record import State
from bluepencil.web import OWNER, site
from bluepencil.web.answers import status_of
from bluepencil.web.api import Api
from bluepencil.web.errors import documented
from bluepencil.web.models import Model, TaskStatus

NEWEST = 2**62  # above every number a store gives

api = Api("task_list", __name__, tag="Tasks")


class Wanted(Model):
    """Which tasks, and how many of them at a time."""

    model_config = ConfigDict(extra="forbid")
    state: State | None = Field(None, description="Only those in this state.")
    kind: str | None = Field(None, max_length=100, description="Only those of this kind.")
    limit: int = Field(20, ge=1, le=100)
    cursor: str | None = Field(
        None, pattern="^[0-9]{1,18}$", description="What `next_cursor` said."
    )


class TaskPage(Model):
    """Tasks, newest first, and the cursor of the next page."""

    tasks: list[TaskStatus]
    next_cursor: str | None


@api.get(
    "/api/v1/tasks",
    summary="The caller's tasks",
    responses={200: TaskPage, **documented(422)},
)
def list_tasks(query: Wanted) -> dict[str, Any]:
    """Newest first, each as `/task_status` tells it; what has expired is left out."""
    here = site()
    rows = here.store.tasks.rows(
        OWNER,
        states=(query.state,) if query.state else get_args(State),
        before=int(query.cursor) if query.cursor else NEWEST,
        limit=query.limit,
        kind=query.kind,
    )
    return {
        "tasks": [status_of(here, task) for task in rows.tasks],
        "next_cursor": str(rows.next) if rows.next else None,
    }
