"""What answers while the store cannot be opened."""

import errno
import json

import pytest

from bluepencil.away import Away
from bluepencil.errors import Unavailable

READ_ONLY = OSError(errno.EROFS, "Read-only file system", "/srv/data/bluepencil.db")


def asked(app, path):
    heard = {}

    def start_response(status, headers):
        heard.update(status=status, **dict(headers))

    body = app({"PATH_INFO": path}, start_response)
    return heard, json.loads(b"".join(body))


@pytest.mark.parametrize(
    ("reason", "detail"),
    [
        (READ_ONLY, "The store cannot be used now: Read-only file system."),
        (Unavailable("The store is busy."), "The store is busy."),
    ],
    ids=["read-only", "busy"],
)
def test_everything_is_a_503_that_says_why_and_when_to_try_again(reason, detail):
    heard, told = asked(Away(reason), "/upload")
    assert heard["status"].startswith("503 ")
    assert heard["Content-Type"] == "application/problem+json"
    assert int(heard["Retry-After"]) > 0
    assert (told["detail"], told["status"], told["success"]) == (detail, 503, False)
    assert told["code"] == "unavailable"
    assert heard["X-Request-ID"] == told["request_id"]


def test_it_is_alive():
    heard, told = asked(Away(READ_ONLY), "/health")
    assert heard["status"] == "200 OK"
    assert told["status"] == "ok"
    assert "Retry-After" not in heard
