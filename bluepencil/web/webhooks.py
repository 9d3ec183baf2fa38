"""Webhooks: addresses that are told of events; added, listed, tested, deleted."""

from __future__ import annotations

import time
from typing import Annotated, Any

from pydantic import ConfigDict, Field

from bluepencil.errors import Invalid
from bluepencil.values import rfc3339
from bluepencil.web import OWNER, site
from bluepencil.web.api import Api
from bluepencil.web.errors import documented
from bluepencil.web.models import Model
from bluepencil.webhooks import addresses, events
from bluepencil.webhooks.record import Webhook, new_webhook_id, task_secret

api = Api("webhooks", __name__, tag="Webhooks")

EventName = Annotated[str, Field(pattern=rf"^\*$|{events.NAME}")]
Url = Annotated[str, Field(min_length=1, max_length=addresses.LONGEST)]
WebhookUrl = Annotated[Url | None, Field(description="Where to tell of the task's end")]


class NewWebhook(Model):
    """Where to tell of which events; `*` stands for all, and any other name for the `event_type`
    of what programs post."""

    model_config = ConfigDict(extra="forbid")
    url: Url
    events: list[EventName] = Field(min_length=1, max_length=50)


class WebhookPath(Model):
    """Which webhook."""

    webhook_id: str = Field(description="The id that adding it answered.")


class WebhookRow(Model):
    """A webhook; `disabled` says why it is told no more."""

    id: str
    url: str
    events: list[str]
    created_at: str
    disabled: str | None


class Added(WebhookRow):
    """A new webhook, with the secret that its messages are signed with: it is shown only here."""

    secret: str


class Webhooks(Model):
    """The caller's webhooks, oldest first."""

    webhooks: list[WebhookRow]


class Secret(Model):
    """A new secret: it is shown only here. The one before it signs as well for a day."""

    secret: str


class Queued(Model):
    """The message is sent in a moment; `id` is the one it carries as `webhook-id`."""

    id: str
    state: str = "waiting"


@api.post(
    "/api/v1/webhooks",
    summary="Add a webhook",
    responses={201: Added, **documented(400, 409, 413, 415, 422)},
)
def add_webhook(body: NewWebhook) -> tuple[dict[str, Any], int]:
    """Its messages follow the Standard Webhooks spec."""
    hook, secret = added(body.url, body.events)
    return Added(**told(hook).model_dump(), secret=secret).model_dump(), 201


@api.get("/api/v1/webhooks", summary="The webhooks", responses={200: Webhooks})
def list_webhooks() -> dict[str, Any]:
    """Without their secrets."""
    rows = [told(hook) for hook in site().store.webhooks.all(OWNER)]
    return Webhooks(webhooks=rows).model_dump()


@api.get(
    "/api/v1/webhooks/<webhook_id>",
    summary="A webhook",
    responses={200: WebhookRow, **documented(404)},
)
def one_webhook(path: WebhookPath) -> dict[str, Any]:
    """Without its secret."""
    return told(site().store.webhooks.get(path.webhook_id, OWNER)).model_dump()


@api.delete(
    "/api/v1/webhooks/<webhook_id>",
    summary="Delete a webhook",
    responses={204: None, **documented(400, 404, 415)},
)
def delete_webhook(path: WebhookPath) -> tuple[str, int]:
    """What waits for it is not sent, and all of it is gone from the disk."""
    site().store.webhooks.delete(path.webhook_id, OWNER)
    return "", 204


@api.post(
    "/api/v1/webhooks/<webhook_id>/test",
    summary="Send a test message",
    responses={202: Queued, **documented(400, 404, 409, 415)},
)
def test_webhook(path: WebhookPath) -> tuple[dict[str, Any], int]:
    """Its type is `webhook.test`. It is tried once: see the deliveries for what came of it."""
    return Queued(id=tested(path.webhook_id)).model_dump(), 202


@api.post(
    "/api/v1/webhooks/<webhook_id>/rotate",
    summary="Give a webhook a new secret",
    responses={200: Secret, **documented(400, 404, 415)},
)
def rotate_secret(path: WebhookPath) -> dict[str, Any]:
    """For a day the messages carry a signature for each of both."""
    return Secret(secret=rotated(path.webhook_id)).model_dump()


@api.post(
    "/api/v1/webhook_secret",
    summary="Have messages to a `webhook_url` signed",
    responses={200: Secret, **documented(400, 415)},
)
def new_task_secret() -> dict[str, Any]:
    """Those that tell of the end of a task at the address that was given with it. They are not
    signed before there is such a secret; a later one replaces it as above."""
    return Secret(secret=site().store.webhooks.rotate(task_secret(OWNER))).model_dump()


def added(url: str, names: list[str]) -> tuple[Webhook, str]:
    """A new webhook and its secret. Raises Invalid and Conflict."""
    for number, name in enumerate(names):
        if (ours := events.meant(name)) is not None:
            detail = f"There is no event “{name}”; did you mean {ours}?"
            errors = [{"field": f"events.{number}", "message": detail}]
            raise Invalid(detail, code="unknown_event", errors=errors)
    here = site()
    addresses.check(url, allow_private=here.settings.webhook_allow_private)
    hook = Webhook(new_webhook_id(), OWNER, url, list(dict.fromkeys(names)), time.time())
    secret = here.store.webhooks.add(hook)
    here.deliverer.start()
    return hook, secret


def tested(webhook_id: str) -> str:
    """The id of a test message, which is on its way. Raises NotFound and Conflict."""
    here = site()
    delivery_id = here.store.webhooks.test(here.store.webhooks.get(webhook_id, OWNER))
    here.deliverer.start()
    return delivery_id


def rotated(webhook_id: str) -> str:
    """The new secret of a webhook. Raises NotFound."""
    webhooks = site().store.webhooks
    return webhooks.rotate(webhooks.get(webhook_id, OWNER).webhook_id)


def told(hook: Webhook) -> WebhookRow:
    """A webhook as it is shown."""
    return WebhookRow(
        id=hook.webhook_id,
        url=hook.url,
        events=hook.events,
        created_at=rfc3339(hook.created_at),
        disabled=hook.disabled,
    )


def checked_url(url: str | None) -> str | None:
    """The `webhook_url` of a submission. Raises Invalid."""
    if url is None:
        return None
    here = site()
    try:
        addresses.check(url, allow_private=here.settings.webhook_allow_private)
    except Invalid as error:
        errors = [{**one, "field": "webhook_url"} for one in error.errors or ()]
        raise Invalid(f"webhook_url: {error.detail}", code=error.code, errors=errors) from error
    here.deliverer.start()
    return url
