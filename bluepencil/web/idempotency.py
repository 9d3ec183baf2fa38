"""The `Idempotency-Key` of a request: a submission that is sent twice is done once."""

from __future__ import annotations

import re

from flask import request

from bluepencil.errors import BadRequest

_KEY = re.compile(r"[\x21-\x7e](?:[\x20-\x7e]{0,253}[\x21-\x7e])?")


def idempotency_key() -> str | None:
    """The key the caller gave, if any. Raises BadRequest for one that is none."""
    key = request.headers.get("Idempotency-Key")
    if key is None:
        return None
    if not _KEY.fullmatch(key):
        raise BadRequest(
            "Idempotency-Key must be 1 to 255 printable ASCII characters.",
            code="bad_idempotency_key",
        )
    return key
