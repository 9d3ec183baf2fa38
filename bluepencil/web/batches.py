"""Many tasks at once, under one that stands for all of them."""

from __future__ import annotations

from typing import Any

from flask import Response
from pydantic import ConfigDict, Field

from bluepencil.web import OWNER, site
from bluepencil.web.answers import accepted, links
from bluepencil.web.api import Api
from bluepencil.web.errors import documented
from bluepencil.web.idempotency import idempotency_key
from bluepencil.web.models import Model, Success
from bluepencil.web.webhooks import WebhookUrl, checked_url
from bluepencil.work.submission import Wanted

MOST = 1000  # tasks in one batch

api = Api("batches", __name__, tag="Task API")


class BatchItem(Model):
    """One task of a batch; `input` is what its kind takes."""

    model_config = ConfigDict(extra="forbid")
    task_type: str = Field(min_length=1, max_length=100, description="A kind's name")
    input: dict[str, Any] = Field(default_factory=dict)


class Batch(Model):
    """Tasks of any kinds."""

    model_config = ConfigDict(extra="forbid")
    tasks: list[BatchItem] = Field(min_length=1, max_length=MOST)
    webhook_url: WebhookUrl = None


class BatchSubmitted(Success):
    """`task_id` is of the task that stands for all: its progress is the whole's, its result is how
    many succeeded, failed and were cancelled, and cancelling it cancels all."""

    task_id: str
    tasks: list[str] = Field(description="The ids of the tasks, in the order they were given")
    links: dict[str, str]


@api.post(
    "/api/v1/tasks/batch",
    summary="Submit up to 1,000 tasks at once",
    responses={202: BatchSubmitted, **documented(400, 402, 409, 410, 413, 415, 422, 503)},
)
def submit_batch(body: Batch) -> Response:
    """All or none: where one is not valid, the error names its index."""
    wanted = [Wanted(item.task_type, item.input) for item in body.tasks]
    here = site()
    told_at = checked_url(body.webhook_url)
    parent = here.tasks.submit_batch(wanted, OWNER, idempotency_key(), told_at)
    told = BatchSubmitted(
        task_id=parent.task_id,
        tasks=here.store.submissions.children(parent.task_id),
        links=links(parent.task_id),
    )
    return accepted(parent, told.model_dump())
