"""Who may ask, from where, and what a browser may do with the answer."""

from __future__ import annotations

import fcntl
import hmac
import math
import os
import secrets
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, json, jsonify, redirect, request, session
from pydantic import ConfigDict, Field
from werkzeug.wrappers import Response as BaseResponse

from bluepencil.errors import (
    BadRequest,
    Forbidden,
    NotSignedIn,
    TooManyRequests,
    UnsupportedType,
)
from bluepencil.settings import LOOPBACK, Settings
from bluepencil.values import new_id, plural
from bluepencil.web import rate_limit, site
from bluepencil.web.api import Api
from bluepencil.web.bearer import SAFE, check_key
from bluepencil.web.errors import LONGEST_BODY, documented, wants_page
from bluepencil.web.guesses import Guesses, sender_of
from bluepencil.web.models import Model, Success

if TYPE_CHECKING:  # the module exists for type checkers alone
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; font-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}
_TAKING_FILES = (None, "review.upload", "guidelines.upload_guideline", "versions.add_version")
_OPEN = frozenset(
    {"security.login", "pages.sign_in", "static", "operations.health", "operations.ready"}
)

_SHORTEST_KEY = 32  # characters, as of the setting

api = Api("security", __name__)


class Password(Model):
    """What signs one in."""

    model_config = ConfigDict(extra="forbid")
    password: str = Field(max_length=1000)


_SHORT = 1000  # bytes of a body that cannot be nested too deep


@api.post(
    "/login",
    summary="Sign in with the password",
    responses={200: Success, **documented(400, 401, 415, 422, 429)},
)
def login(body: Password) -> Response:
    """Set the cookie that signs one in. How often one may be wrong: see `Guesses`."""
    wanted = site().settings.app_password
    if wanted is None:
        return jsonify(success=True)
    right = hmac.compare_digest(body.password.encode(), wanted.get_secret_value().encode())
    wait = current_app.extensions["guesses"].judge(client(), right)
    if wait:
        raise TooManyRequests(
            f"Too many wrong passwords. Wait {plural(math.ceil(wait / 60), 'minute')}.",
            retry_after=wait,
        )
    if not right:
        raise NotSignedIn("That is not the password.", code="wrong_password")
    browser = session.get("browser") or new_id()
    session.clear()
    session["browser"] = browser
    session["password"] = current_app.extensions["password"]
    session.permanent = True
    return jsonify(success=True)


def client() -> str:
    """Who asks: a key, a browser that has signed in before, or else its address."""
    if "key" in g:
        return f"key {g.key.id}"
    return session.get("browser") or sender_of(request.remote_addr)


def signed_in() -> bool:
    """Whether the caller may go on: there is no password, or the cookie says it was given."""
    if site().settings.app_password is None:
        return True
    given = session.get("password")
    return isinstance(given, str) and hmac.compare_digest(given, current_app.extensions["password"])


def _open_sessions(app: Flask, settings: Settings, password: str) -> None:
    """Have cookies signed, and bound to the password: who has an older one must sign in anew.

    The cookie holds a keyed digest, from which the password cannot be found without the key.
    """
    given = settings.secret_key
    key = given.get_secret_value().encode() if given else kept_key(settings.data_dir / "secret_key")
    app.secret_key = key
    app.extensions["password"] = hmac.new(
        key, b"password " + password.encode(), "sha256"
    ).hexdigest()
    app.extensions["guesses"] = Guesses()


def register(app: Flask, settings: Settings) -> None:
    """Put the checks before every request and the headers on every response."""
    if settings.app_password is not None:  # without one there is no cookie to sign or to look at
        _open_sessions(app, settings, settings.app_password.get_secret_value())
    app.config.update(
        SESSION_COOKIE_NAME="bluepencil",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=30 * 24 * 3600,
    )

    count = rate_limit.register(app, settings, client)

    @app.before_request
    def check() -> BaseResponse | None:
        _check_host(settings)
        _check_origin()
        try:
            key = None if request.endpoint in _OPEN else check_key()
        finally:
            count()  # a wrong key counts for its address
        if request.endpoint not in _OPEN and key is None and not signed_in():
            if wants_page():
                return redirect("/sign-in")
            raise NotSignedIn("Sign in first: POST /login with the password, or send an API key.")
        _check_json()
        return None

    app.wsgi_app = _Protected(app.wsgi_app)  # type: ignore[method-assign, assignment]


class _Protected:
    """Puts the headers on every response, whoever made it; a list is quicker than Flask's hooks."""

    def __init__(self, answer: WSGIApplication) -> None:
        self._answer = answer

    def __call__(self, environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        def protected(status: str, headers: list[tuple[str, str]], *more: Any) -> Any:
            set_already = {name for name, _ in headers}
            if environ["PATH_INFO"].startswith("/static/"):
                set_already.add("Cache-Control")
            headers += [header for header in _HEADERS.items() if header[0] not in set_already]
            return start(status, headers, *more)

        return self._answer(environ, protected)


def _check_host(settings: Settings) -> None:
    """On loopback, refuse a Host that is not: a foreign name would be DNS rebinding."""
    if settings.host in LOOPBACK and _host_name(request.host) not in LOOPBACK:
        raise BadRequest("This server answers only to localhost.", code="bad_host")


@lru_cache(64)
def _host_name(host: str) -> str | None:
    return urlsplit(f"//{host}").hostname


def _check_origin() -> None:
    """Refuse a changing request that a page of another site sent (no token needed for that)."""
    if request.method in SAFE:
        return
    site_of = request.headers.get("Sec-Fetch-Site")
    origin = request.headers.get("Origin")
    foreign = (
        site_of not in ("same-origin", "none")
        if site_of is not None
        else origin is not None and urlsplit(origin).netloc != request.host
    )
    if foreign:
        raise Forbidden("The request comes from a page of another site.", code="foreign_origin")


def _check_json() -> None:
    """Refuse a body that is not JSON where JSON is expected, before any model looks at it."""
    if request.method in SAFE or request.endpoint in _TAKING_FILES:
        return
    request.max_content_length = LONGEST_BODY
    data = request.get_data(cache=True)
    if not data:
        return
    if not request.is_json:
        raise UnsupportedType("Send JSON, with Content-Type: application/json.")
    try:
        g.body = json.loads(data)
        # Half a character may be in it, or too many brackets: what cannot be written is refused.
        if b"\\u" in data or b"\xed" in data or len(data) > _SHORT:
            json.dumps(g.body, ensure_ascii=False).encode()
    except (ValueError, RecursionError) as error:
        raise BadRequest("The body is not valid JSON.", code="malformed_json") from error


def kept_key(path: Path) -> bytes:
    """The key that signs cookies: made once, kept beside the data, readable by its owner only.

    It is written whole or not at all, and once, however many processes start together. What a
    crash of an older release left of it, too short to be a key, is replaced.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        key = path.read_bytes().strip() if path.exists() else b""
        if len(key) < _SHORTEST_KEY:
            key = secrets.token_hex(32).encode()
            new = path.with_suffix(".new")
            with open(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(key)
                file.flush()
                os.fsync(file.fileno())
            new.replace(path)
            os.fsync(folder)
        return key
    finally:
        os.close(folder)  # and with it the lock
