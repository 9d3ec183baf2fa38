"""Messages on the queue: written for Celery, and screened before Celery sees what others wrote."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Collection
from datetime import UTC, datetime
from typing import Any

from bluepencil.errors import Invalid
from bluepencil.values import Json, new_id

ORIGIN = "bluepencil"  # marks our own: it has any waiting task run, whatever id it carries
REJECTION = "celery_tasks.reject_message"  # the Celery task that keeps a dead letter
LONGEST = 1_000_000  # bytes of a message; ours are some hundred, a document never travels this way
LONGEST_KEPT = 64_000  # bytes of a rejected message that are kept, to see what it was
_ID = re.compile(r"[\w.:-]{1,100}")
_EARLIER_NAMES = {"chat": "process_chat"}
# By Celery's own name it would drop what has expired, and nobody would tell the producer.
_MOMENTS = {"eta": "eta", "expires": "expires_at", "expires_at": "expires_at"}


def task_name(kind: str) -> str:
    """The Celery task of a kind."""
    return f"celery_tasks.{_EARLIER_NAMES.get(kind, kind)}_task"


def message(task_id: str, kind: str, queue: str) -> str:
    """Our own: run the next waiting task of that queue. In Celery's message protocol 2."""
    headers = {"lang": "py", "task": task_name(kind), "id": task_id, "origin": ORIGIN}
    return json.dumps(_whole(headers, b"[[], {}, {}]", new_id(), queue))


def screened(raw: bytes, queue: str, names: Collection[str]) -> bytes:
    """The message as Celery may have it; for one that is no task, a message that rejects it.

    So a bad message is delivered, kept and, where that fails, tried again like any other.
    """
    try:
        return json.dumps(checked(raw, queue, {*names, REJECTION})).encode()
    except Invalid as error:
        return _rejection(raw, queue, error.detail)


def checked(raw: bytes, queue: str, names: Collection[str]) -> Json:
    """The message, written anew from what is known to be sound.

    Taken are Celery's message protocols 2 and 1, also with protocol 1's body in the envelope of 2.
    `names` are the Celery tasks there are. Callbacks and chains are left out, so that no message
    can start what it does not name. Raises Invalid, which says what is wrong with it.
    """
    if len(raw) > LONGEST:
        raise Invalid(f"It has {len(raw)} bytes; {LONGEST} are the most.")
    sent = _object(_json(raw, "It"), "It")
    headers = _object(sent.get("headers", {}), "headers")
    properties = _object(sent.get("properties"), "properties")
    about, args, kwargs = _call(headers, _body(sent, properties))
    for name in ("task", "id"):
        if not isinstance(about.get(name), str):
            raise Invalid(f"{name} is missing or no text.")
    if not _ID.fullmatch(about["id"]):
        raise Invalid("id is not an id.")
    if about["task"] not in names:
        raise Invalid(f"There is no task named {about['task'][:100]!r}.")
    tag = properties.get("delivery_tag")
    if not isinstance(tag, str) or not _ID.fullmatch(tag):
        raise Invalid("properties.delivery_tag is missing or no text.")
    kept = {"lang": "py", "task": about["task"], "id": about["id"]}
    if about.get("origin") == ORIGIN:
        kept["origin"] = ORIGIN
    for name, ours in _MOMENTS.items():
        if about.get(name) is not None:
            kept[ours] = _moment(about[name], name)
    return _whole(kept, json.dumps([args, kwargs, {}]).encode(), tag, queue)


def _rejection(raw: bytes, queue: str, reason: str) -> bytes:
    """A message that has a dead letter kept: of which message, why, and who waits for its end."""
    kept = base64.b64encode(raw[:LONGEST_KEPT]).decode()
    body = json.dumps([[queue, reason, kept, _id_of(raw)], {}, {}]).encode()
    headers = {"lang": "py", "task": REJECTION, "id": new_id()}
    return json.dumps(_whole(headers, body, new_id(), queue)).encode()


def _id_of(raw: bytes) -> str | None:
    """The id that its producer waits for, where it has one that can be read."""
    try:
        sent = _object(_json(raw[: LONGEST + 1], "It"), "It")
        found = _object(sent.get("headers", {}), "headers").get("id")
    except Invalid:
        return None
    return found if isinstance(found, str) and _ID.fullmatch(found) else None


def _whole(headers: Json, body: bytes, tag: str, queue: str) -> Json:
    task_id = headers["id"]
    return {
        "body": base64.b64encode(body).decode(),
        "content-type": "application/json",
        "content-encoding": "utf-8",
        "headers": {
            "root_id": task_id,
            "parent_id": None,
            "group": None,
            "retries": 0,
            "timelimit": [None, None],
            "argsrepr": "()",
            "kwargsrepr": "{}",
            **headers,
        },
        "properties": {
            "correlation_id": task_id,
            "delivery_mode": 2,
            "delivery_tag": tag,
            "delivery_info": {"exchange": "", "routing_key": queue},
            "priority": 0,
            "body_encoding": "base64",
        },
    }


def _call(headers: Json, body: Any) -> tuple[Json, list[Any], Json]:
    """What the message says about the task, and its arguments by position and by name."""
    if isinstance(body, dict):  # protocol 1 has all of it in the body; Go writes no list as null
        about, args, kwargs = body | headers, body.get("args") or [], body.get("kwargs") or {}
    elif isinstance(body, list) and len(body) == 3:
        about, args, kwargs = headers, body[0], body[1]
    else:
        raise Invalid("body is not [arguments, named arguments, options] and no object.")
    if not isinstance(args, list) or not isinstance(kwargs, dict):
        raise Invalid("body holds no list of arguments, or no object of named ones.")
    return about, args, kwargs


def _body(sent: Json, properties: Json) -> Any:
    """The body, which must be JSON and nothing else."""
    if sent.get("content-type") != "application/json":
        raise Invalid("content-type is not application/json.")
    if str(sent.get("content-encoding", "utf-8")).lower() not in ("utf-8", "utf8"):
        raise Invalid("content-encoding is not utf-8.")
    text = sent.get("body")
    if not isinstance(text, str):
        raise Invalid("body is missing or no text.")
    encoding = properties.get("body_encoding")
    if encoding == "base64":
        try:
            return _json(base64.b64decode(text, validate=True), "body")
        except (binascii.Error, ValueError) as error:
            raise Invalid("body is not base64.") from error
    if encoding is not None:
        raise Invalid("properties.body_encoding is not base64.")
    return _json(text.encode(errors="replace"), "body")


def _json(raw: bytes, what: str) -> Any:
    try:
        return json.loads(raw)
    except RecursionError as error:
        raise Invalid(f"{what} is nested too deep.") from error
    except ValueError as error:
        raise Invalid(f"{what} is not JSON.") from error


def _object(value: Any, what: str) -> Json:
    if not isinstance(value, dict):
        raise Invalid(f"{what} is missing or no object.")
    return value


def _moment(value: Any, what: str) -> str:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise Invalid(f"{what} is no time in ISO 8601.") from error
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).isoformat()
