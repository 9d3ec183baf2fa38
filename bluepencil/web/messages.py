"""Messages of a session that a program is to have answered: kept first, named by their id."""

from __future__ import annotations

from typing import Any

from pydantic import ConfigDict, Field

from bluepencil.web import OWNER, site
from bluepencil.web.api import Api
from bluepencil.web.errors import documented
from bluepencil.web.models import Model, SessionPath

api = Api("messages", __name__, tag="Sessions")


class NewMessage(Model):
    """What was said."""

    model_config = ConfigDict(extra="forbid")
    message: str = Field(min_length=1, max_length=8000, pattern=r"\S")


class KeptMessage(Model):
    """What a task names it by."""

    message_id: str


@api.post(
    "/sessions/<session_id>/messages",
    summary="Keep a message for a task to answer",
    responses={201: KeptMessage, **documented(400, 404, 415, 422)},
)
def add_message(path: SessionPath, body: NewMessage) -> tuple[dict[str, Any], int]:
    """A `chat` or `suggest` task answers it by its `message_id`."""
    here = site()
    session = here.store.sessions.get(path.session_id, OWNER)
    message_id = here.store.messages.add(session.session_id, body.message)
    return KeptMessage(message_id=message_id).model_dump(), 201
