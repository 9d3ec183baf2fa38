"""Messages on the queue: written for Celery, and checked before Celery sees what others wrote."""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Collection
from datetime import datetime
from typing import Any

from bluepencil.errors import Invalid
from bluepencil.values import Json, new_id

ORIGIN = "bluepencil"  # marks our own: a nudge to run whatever waits, whatever its id
LONGEST = 1_000_000  # bytes; ours are some hundred, a document never travels this way
_ID = re.compile(r"[\w.:-]{1,100}")
_EARLIER_NAMES = {"chat": "process_chat"}


def task_name(kind: str) -> str:
    """The Celery task of a kind."""
    return f"celery_tasks.{_EARLIER_NAMES.get(kind, kind)}_task"


def message(task_id: str, kind: str, queue: str) -> str:
    """A nudge in Celery's message protocol 2 over Redis."""
    headers = {"lang": "py", "task": task_name(kind), "id": task_id, "origin": ORIGIN}
    return json.dumps(_whole(headers, b"[[], {}, {}]", new_id(), queue))


def checked(raw: bytes, queue: str, names: Collection[str]) -> Json:
    """The message as Celery may have it: what is known to be sound, written anew.

    `names` are the Celery tasks there are. Callbacks and chains are left out, so that no message
    can start what it does not name. Raises Invalid, which says what is wrong with it.
    """
    if len(raw) > LONGEST:
        raise Invalid(f"It has {len(raw)} bytes; {LONGEST} are the most.")
    sent = _object(_json(raw, "It"), "It")
    headers = _object(sent.get("headers"), "headers")
    properties = _object(sent.get("properties"), "properties")
    for name in ("lang", "task", "id"):
        if not isinstance(headers.get(name), str):
            raise Invalid(f"headers.{name} is missing or no text.")
    if not _ID.fullmatch(headers["id"]):
        raise Invalid("headers.id is not an id.")
    if headers["task"] not in names:
        raise Invalid(f"There is no task named {headers['task'][:100]!r}.")
    tag = properties.get("delivery_tag")
    if not isinstance(tag, str) or not _ID.fullmatch(tag):
        raise Invalid("properties.delivery_tag is missing or no text.")
    _object(properties.get("delivery_info"), "properties.delivery_info")
    kept = {name: headers[name] for name in ("lang", "task", "id")}
    if headers.get("origin") == ORIGIN:
        kept["origin"] = ORIGIN
    for name in ("eta", "expires"):
        if headers.get(name) is not None:
            kept[name] = _moment(headers[name], f"headers.{name}")
    return _whole(kept, _body(sent, properties), tag, queue)


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


def _body(sent: Json, properties: Json) -> bytes:
    """Arguments by position and by name, as JSON and nothing else."""
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
            raw = base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError) as error:
            raise Invalid("body is not base64.") from error
    elif encoding is None:
        raw = text.encode(errors="replace")
    else:
        raise Invalid("properties.body_encoding is not base64.")
    parts = _json(raw, "body")
    if not (isinstance(parts, list) and len(parts) == 3):
        raise Invalid("body is not [arguments, named arguments, options].")
    if not isinstance(parts[0], list) or not isinstance(parts[1], dict):
        raise Invalid("body holds no list of arguments, or no object of named ones.")
    return json.dumps([parts[0], parts[1], {}]).encode()


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
        return datetime.fromisoformat(value).isoformat()
    except (TypeError, ValueError) as error:
        raise Invalid(f"{what} is no time in ISO 8601.") from error
