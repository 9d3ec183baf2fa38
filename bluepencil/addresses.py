"""The addresses of Redis and of the store: checked without repeating them, and shown without a
password."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

SQLITE = "sqlite:///"
POSTGRES = ("postgresql://", "postgres://")
_REDIS = ("redis://", "rediss://", "unix://", "sentinel://")
_HOST = r"(\[[0-9A-Fa-f:.%]+\]|[^][:/?,@]*)(:[0-9]*)?"
# As libpq reads it: one host or several, none for a local socket, each part escaped as %XX.
_POSTGRES_URL = re.compile(rf"[a-z]+://([^/@]*@)?{_HOST}(,{_HOST})*(/[^/?@]*)?([?].*)?")


def without_password(url: str) -> str:
    """An address as it may be shown, its user still in it."""
    url = re.sub(r"(?<=//)([^:/@;]*):[^/@;]*@", r"\1@", url).replace("//@", "//")
    return re.sub(r"(?<=[?&])(ssl)?password=[^&]*&?", "", url).rstrip("?&")


def check_redis(url: str) -> None:
    """Raise ValueError, without the address in it, for what is no address of a Redis."""
    if url and not url.startswith(_REDIS):
        raise ValueError(f"must begin with one of {', '.join(_REDIS)}")
    for one in url.split(";"):
        try:
            parts = urlsplit(one)
            _ = parts.port
        except ValueError as error:
            raise ValueError("its host or its port cannot be read") from error
        database = parts.path.strip("/")
        if parts.scheme != "unix" and database and not database.isdecimal():
            raise ValueError("what follows the last / must be the number of a database")


def check_store(url: str) -> None:
    """Raise ValueError, without the address in it, for what is no address of a store."""
    if url.startswith(_REDIS):
        raise ValueError(
            "Redis is no place to keep documents: use sqlite:///<path> or postgresql://…"
        )
    if url.startswith(POSTGRES):
        _check_postgres(url)
    elif url and not re.match(f"{SQLITE}.", url):
        raise ValueError(f"must begin with {SQLITE}<path> or postgresql://")


def _check_postgres(url: str) -> None:
    """Raise ValueError, without the address in it, for what is no address of a PostgreSQL."""
    if not _POSTGRES_URL.fullmatch(url) or url.endswith("://"):
        raise ValueError(
            "must look like postgresql://user:password@host:5432/database; in the password write "
            "%2F for /, %40 for @ and %25 for %"
        )
    if re.search("%(?![0-9A-Fa-f]{2})", url):
        raise ValueError("has a % that is not followed by two hexadecimal digits: write it as %25")
