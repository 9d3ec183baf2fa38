"""Events that programs post, to be told to the webhooks that want them."""

from __future__ import annotations

from flask import Response

from bluepencil.kinds import process_event
from bluepencil.web.api import Api
from bluepencil.web.task_api import SUBMISSION, Done, Submitted, answered, submitted

api = Api("events", __name__, tag="Webhooks")


class NewEvent(process_event.Input):
    """An event. What has an `event_id` is told once, however often it is posted."""


@api.post(
    "/api/v1/events",
    summary="Tell the webhooks of an event",
    responses={200: Done, 202: Submitted, **SUBMISSION},
)
def post_event(body: NewEvent) -> Response:
    """A `process_event` task; its result names the deliveries."""
    return answered(submitted("process_event", body.model_dump()))
