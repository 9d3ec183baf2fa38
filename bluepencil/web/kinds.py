"""The catalogue over HTTP: every kind of work, what it takes and what it gives back."""

from __future__ import annotations

from typing import Any

from bluepencil.queue.messages import task_name
from bluepencil.values import Json
from bluepencil.web import site
from bluepencil.web.api import Api
from bluepencil.web.models import Model
from bluepencil.work.catalogue import Kind

api = Api("kinds", __name__, tag="Task API")


class KindRow(Model):
    """A kind: `task_name` and `queue` are for programs that speak Celery; schemas are JSON Schema.

    `aliases` are further names of its Celery task, `producer_queues` further queues that are
    listened to for it; `timeout` is in seconds.
    """

    kind: str
    description: str
    queue: str
    task_name: str
    aliases: list[str]
    producer_queues: list[str]
    timeout: float
    available: bool = True
    input_schema: dict[str, Any]
    result_schema: dict[str, Any]


class Kinds(Model):
    """Every kind of work."""

    kinds: list[KindRow]


@api.get("/api/v1/kinds", summary="Every kind of work", responses={200: Kinds})
def kinds() -> Json:
    """What `POST /api/v1/tasks` takes as `task_type`, and which `input` goes with it."""
    rows = [_row(kind) for kind in site().tasks.catalogue.values()]
    return Kinds(kinds=rows).model_dump()


def _row(kind: Kind) -> KindRow:
    return KindRow(
        kind=kind.name,
        description=kind.description,
        queue=kind.queue,
        task_name=task_name(kind.name),
        aliases=list(kind.aliases),
        producer_queues=list(kind.producer_queues),
        timeout=kind.timeout,
        input_schema=kind.input.model_json_schema(),
        result_schema=kind.output.model_json_schema(mode="serialization"),
    )
