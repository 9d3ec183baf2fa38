"""API keys: made, listed and revoked by whoever they act for."""

from __future__ import annotations

from typing import Any, Literal

from flask import g
from pydantic import ConfigDict, Field

from bluepencil.errors import Forbidden
from bluepencil.store.keys import ApiKey
from bluepencil.values import rfc3339
from bluepencil.web import OWNER, site
from bluepencil.web.api import Api
from bluepencil.web.bearer import digest, new_key
from bluepencil.web.errors import documented
from bluepencil.web.models import Model

Scope = Literal["read", "write"]

api = Api("keys", __name__, tag="API keys")


class NewKey(Model):
    """What a key is called, and what it allows: reading, or changing things."""

    model_config = ConfigDict(extra="forbid")
    name: str = Field(min_length=1, max_length=100, pattern=r"\S")
    scopes: list[Scope] = Field(["read", "write"], min_length=1, max_length=2)


class KeyPath(Model):
    """Which key."""

    key_id: str = Field(description="The `id` it was made with.")


class KeyRow(Model):
    """A key, without what it is proven by. `last_used` is kept to the hour."""

    id: str
    name: str
    scopes: list[Scope]
    created_at: str
    last_used: str | None


class MadeKey(KeyRow):
    """A new key: `key` is never shown again."""

    key: str


class Keys(Model):
    """The caller's keys, oldest first."""

    keys: list[KeyRow]


@api.post(
    "/api/v1/keys",
    summary="Make an API key",
    responses={201: MadeKey, **documented(400, 403, 409, 415, 422)},
)
def make_key(body: NewKey) -> tuple[dict[str, Any], int]:
    """It travels as `Authorization: Bearer`. A key cannot make keys."""
    if "key" in g:
        raise Forbidden("A key cannot make keys: sign in.", code="key_makes_no_keys")
    key, scopes = new_key(), sorted(set(body.scopes))
    made = site().store.keys.add(OWNER, body.name.strip(), scopes, digest(key))
    return MadeKey(**row(made), key=key).model_dump(), 201


@api.get("/api/v1/keys", summary="The caller's API keys", responses={200: Keys})
def list_keys() -> dict[str, Any]:
    """Without what they are proven by: that is not kept."""
    return {"keys": rows()}


@api.get(
    "/api/v1/keys/<key_id>",
    summary="One API key",
    responses={200: KeyRow, **documented(404)},
)
def get_key(path: KeyPath) -> dict[str, Any]:
    """As the list has it."""
    return row(site().store.keys.get(path.key_id, OWNER))


@api.delete(
    "/api/v1/keys/<key_id>",
    summary="Revoke an API key",
    responses={204: None, **documented(400, 404, 415)},
)
def revoke_key(path: KeyPath) -> tuple[str, int]:
    """From now on it is refused."""
    site().store.keys.remove(path.key_id, OWNER)
    return "", 204


def rows() -> list[dict[str, Any]]:
    """The caller's keys, as the wire and the page have them."""
    return [row(key) for key in site().store.keys.all(OWNER)]


def row(key: ApiKey) -> dict[str, Any]:
    """A key as it is told."""
    return {
        "id": key.id,
        "name": key.name,
        "scopes": list(key.scopes),
        "created_at": rfc3339(key.created_at),
        "last_used": None if key.last_used_at is None else rfc3339(key.last_used_at),
    }
