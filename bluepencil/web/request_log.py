"""One log line for each request, once its answer has been sent."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import structlog
from werkzeug.wsgi import ClosingIterator

if TYPE_CHECKING:  # the module exists for type checkers alone
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_LONGEST_PATH = 200  # characters

log = structlog.get_logger()


class RequestLog:
    """The application, with a line in the log for each request: an event stream has one, at its
    end. Query strings are left out, for they hold text of documents; files of the page itself are
    logged only at the level `debug`.
    """

    def __init__(self, answer: WSGIApplication) -> None:
        self._answer = answer

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        began = time.monotonic()
        sent: dict[str, Any] = {}

        def started(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            sent["status"] = int(status[:3])
            # Named here: a stream ends after its thread's context may have gone on to the next.
            sent["request_id"] = dict(headers).get("X-Request-ID")
            return start(status, headers, *more)

        def finished() -> None:
            path = environ["PATH_INFO"]
            write = log.debug if path.startswith("/static/") else log.info
            write(
                "request",
                method=environ["REQUEST_METHOD"],
                path=path.encode("latin-1").decode(errors="replace")[:_LONGEST_PATH],
                seconds=round(time.monotonic() - began, 4),
                **sent,
            )

        body = self._answer(environ, started)
        return ClosingIterator(body, finished)
