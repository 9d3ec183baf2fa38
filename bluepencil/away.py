"""What answers while a server that ran cannot open its store: its disk is read-only, say."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from bluepencil import VERSION
from bluepencil.errors import Unavailable
from bluepencil.values import new_id

RETRY_AFTER = "5"  # seconds


class Away:
    """A WSGI app: 503 with a sentence to everything, except that it is alive."""

    def __init__(self, reason: Unavailable | OSError) -> None:
        if isinstance(reason, Unavailable):
            self._detail = reason.detail
        else:  # without the path, which is nobody else's business
            self._detail = f"The store cannot be used now: {reason.strerror}."

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer one request."""
        request_id = new_id()
        headers = [("X-Request-ID", request_id)]
        told: dict[str, Any]
        if environ["PATH_INFO"] == "/health":
            status, told = "200 OK", {"status": "ok", "version": VERSION}
            headers.append(("Content-Type", "application/json"))
        else:
            status, told = "503 Service Unavailable", self._problem(request_id)
            headers.append(("Content-Type", "application/problem+json"))
            headers.append(("Retry-After", RETRY_AFTER))
        body = json.dumps(told).encode()
        start_response(status, [*headers, ("Content-Length", str(len(body)))])
        return [body]

    def _problem(self, request_id: str) -> dict[str, Any]:
        return {
            "type": "/docs#unavailable",
            "title": Unavailable.title,
            "status": Unavailable.status,
            "detail": self._detail,
            "code": Unavailable.code,
            "success": False,
            "request_id": request_id,
        }
