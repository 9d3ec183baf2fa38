"""Dead letters: tasks that failed and messages that were rejected; listed, retried, deleted."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any, Literal

from pydantic import ConfigDict, Field

from bluepencil.errors import Conflict, Expired, NotFound
from bluepencil.review.findings import Usage
from bluepencil.task.record import DeadLetter, Task
from bluepencil.values import rfc3339
from bluepencil.web import OWNER, site
from bluepencil.web.answers import failure, links
from bluepencil.web.api import Api
from bluepencil.web.errors import documented
from bluepencil.web.models import Model, TaskError, TaskPath
from bluepencil.web.task_list import NEWEST

SHOWN = 2000  # characters of a rejected message
_AT_ONCE = 200  # tasks read at a time to be retried

api = Api("dead_letters", __name__, tag="Dead letters")


class RejectedPath(Model):
    """Which rejected message."""

    number: int = Field(description="Its number in the list.", ge=0, le=2**53)


class Page(Model):
    """A page of the list: at most `limit` of each sort, from where the page before left off."""

    model_config = ConfigDict(extra="forbid")
    limit: int = Field(50, ge=1, le=200)
    cursor: str | None = Field(
        None,
        pattern="^[0-9]{1,18}-[0-9]{1,18}$",
        description="The `next_cursor` of the page before.",
    )


class FailedTask(Model):
    """A failed task: its input, why it failed, and what it has cost."""

    task_id: str
    kind: str
    queue: str
    input: dict[str, Any]
    error: TaskError
    attempts: int
    usage: Usage
    created_at: str
    finished_at: str


class RejectedMessage(Model):
    """A message on a queue that was no valid task; at most 2,000 characters of it."""

    number: int
    queue: str
    reason: str
    message: Annotated[str, Field(max_length=SHOWN)]
    created_at: str


class DeadLetters(Model):
    """Failed tasks and rejected messages, newest first."""

    tasks: list[FailedTask]
    messages: list[RejectedMessage]
    next_cursor: str | None


class Retried(Model):
    """The task waits in its queue again, under its id."""

    task_id: str
    status: Literal["PENDING"] = "PENDING"
    message: str = "Waiting to be retried"
    links: dict[str, str]


class AllRetried(Model):
    """The tasks that wait in their queues again."""

    retried: list[str]


@api.get(
    "/api/v1/dead_letters",
    summary="Failed tasks and rejected messages",
    responses={200: DeadLetters, **documented(422)},
)
def dead_letters(query: Page) -> dict[str, Any]:
    """Newest first; a failed task is kept for seven days, a message until it is deleted."""
    return page(query.limit, query.cursor).model_dump()


@api.post(
    "/api/v1/tasks/<task_id>/retry",
    summary="Retry a failed task, under its id",
    responses={202: Retried, **documented(400, 404, 409, 410, 415)},
)
def retry_task(path: TaskPath) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Its attempts are counted from zero; what it has cost so far stays counted."""
    task = site().tasks.retry(path.task_id, OWNER)
    where = links(task.task_id)
    answer = Retried(task_id=task.task_id, links=where).model_dump()
    return answer, 202, {"Location": where["status"], "Retry-After": "1"}


@api.post(
    "/api/v1/dead_letters/retry",
    summary="Retry all failed tasks",
    responses={202: AllRetried, **documented(400, 415)},
)
def retry_all() -> tuple[dict[str, Any], int]:
    """Each under its id, oldest first; a task that is no longer failed is left alone."""
    retried = []
    for task in reversed(list(_failed())):
        try:
            site().tasks.retry(task.task_id, OWNER)
        except (Conflict, Expired, NotFound):  # retried, or gone, since it was listed
            continue
        retried.append(task.task_id)
    return AllRetried(retried=retried).model_dump(), 202


@api.delete(
    "/api/v1/dead_letters/<int:number>",
    summary="Delete a rejected message",
    responses={204: None, **documented(400, 404, 415, 422)},
)
def delete_message(path: RejectedPath) -> tuple[str, int]:
    """It is deleted from the disk as well."""
    site().store.operations.discard(path.number)
    return "", 204


def page(limit: int, cursor: str | None = None) -> DeadLetters:
    """A page of the caller's dead letters; the cursor holds the numbers it begins below."""
    store = site().store
    task_below, message_below = map(int, cursor.split("-")) if cursor else (NEWEST, NEWEST)
    rows = store.tasks.rows(OWNER, states={"FAILURE"}, before=task_below, limit=limit)
    letters = store.operations.dead_letters(limit + 1, message_below)
    more = len(letters) > limit
    next_message = letters[limit - 1].number if more else 0
    return DeadLetters(
        tasks=[_failed_task(task) for task in rows.tasks],
        messages=[_rejected(letter) for letter in letters[:limit]],
        next_cursor=f"{rows.next or 0}-{next_message}" if rows.next or more else None,
    )


def _failed() -> Iterator[Task]:
    """All failed tasks of the caller, newest first."""
    before: int | None = NEWEST
    while before:
        rows = site().store.tasks.rows(OWNER, states={"FAILURE"}, before=before, limit=_AT_ONCE)
        yield from rows.tasks
        before = rows.next


def _failed_task(task: Task) -> FailedTask:
    return FailedTask(
        task_id=task.task_id,
        kind=task.kind,
        queue=task.queue,
        input=task.input,
        error=failure(task),
        attempts=task.attempts,
        usage=task.usage,
        created_at=rfc3339(task.created_at),
        finished_at=rfc3339(task.finished_at or task.created_at),
    )


def _rejected(letter: DeadLetter) -> RejectedMessage:
    text = letter.message[: 4 * SHOWN].decode(errors="replace")  # a character is four bytes at most
    return RejectedMessage(
        number=letter.number,
        queue=letter.queue,
        reason=letter.reason,
        message=text[:SHOWN],
        created_at=rfc3339(letter.created_at),
    )
