"""API keys as requests carry them: `Authorization: Bearer`, and what each allows."""

from __future__ import annotations

import hashlib
import re
import secrets

from flask import g, request

from bluepencil.errors import Forbidden, NotSignedIn
from bluepencil.store.keys import ApiKey
from bluepencil.web import site

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
_FORM = re.compile(r"bp_[A-Za-z0-9_-]{43}")
_WORKING = frozenset({"review.test_claude_connection"})  # its GET makes a task, too


def new_key() -> str:
    """A key that nobody can guess; that it is one of ours can be seen wherever it turns up."""
    return f"bp_{secrets.token_urlsafe(32)}"


def digest(key: str) -> str:
    """What is kept of a key. It is random enough to need no slow hash."""
    return hashlib.sha256(key.encode()).hexdigest()


def check_key() -> ApiKey | None:
    """The key that the request carries; None where it carries none.

    Raises NotSignedIn for one that is not valid, Forbidden for one that does not allow this.
    """
    scheme, _, sent = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer":
        return None
    given = sent.strip()
    if not _FORM.fullmatch(given):
        raise NotSignedIn(
            "That is not an API key: one begins with bp_ and has 46 characters.",
            code="malformed_key",
        )
    key = site().store.keys.used(digest(given))
    if key is None:
        raise NotSignedIn("This API key is unknown or was revoked.", code="invalid_key")
    changes = request.method not in SAFE or request.endpoint in _WORKING
    needed = "write" if changes else "read"
    if needed not in key.scopes:
        raise Forbidden(f"This needs an API key with the scope “{needed}”.", code="missing_scope")
    g.key = key
    return key
