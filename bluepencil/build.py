"""Settings to working parts: the same for the web process and the command line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from bluepencil.documents import Limits, guideline
from bluepencil.documents.guideline import Guideline
from bluepencil.engines import Engine
from bluepencil.engines.checks import BuiltIn
from bluepencil.limits import Limiter, parse_rate
from bluepencil.limits.local import LocalLimiter
from bluepencil.settings import Settings
from bluepencil.store import Store, open_store
from bluepencil.work import catalogue
from bluepencil.work.delivering import Deliverer
from bluepencil.work.tasks import Tasks

if TYPE_CHECKING:
    from bluepencil.queue.connection import Connection

ROOT = Path(__file__).resolve().parent.parent
_FORM_OVERHEAD = 1024 * 1024  # bytes that a form may have beside its files
_DAY = 24 * 3600.0


@dataclass(frozen=True)
class Parts:
    """Everything a door to the product (web, command line) is put together from."""

    settings: Settings
    store: Store
    limiter: Limiter
    engine: Engine
    tasks: Tasks
    deliverer: Deliverer
    guidelines: Mapping[str, Guideline]
    redis: Connection | None

    @property
    def limits(self) -> Limits:
        """What an upload may be at most."""
        mega = 1024 * 1024
        return Limits(
            self.settings.max_upload_mb * mega,
            self.settings.max_unpacked_mb * mega,
            self.settings.max_pages,
            self.settings.max_words,
        )

    @property
    def largest_body(self) -> int:
        """The most bytes that the body of a request may have: a document, a guideline, and what
        comes beside them in a form."""
        return 2 * self.limits.upload_bytes + _FORM_OVERHEAD

    def close(self) -> None:
        """Let go of files, connections and threads."""
        self.deliverer.stop(2)
        self.engine.close()
        self.store.close()
        if self.redis is not None:
            self.redis.close()


def build(settings: Settings) -> Parts:
    """Make the parts. Raises Unavailable when the store cannot be opened."""
    store = open_store(settings.database, settings.postgres, shared=settings.use_celery)
    connection = _connection(settings) if settings.use_celery else None
    limiter = _limiter(settings, connection)
    engine = _engine(settings, limiter)
    tasks = Tasks(
        catalogue=catalogue.load(),
        store=store,
        engine=engine,
        threads=settings.task_threads,
        sections_at_once=settings.sections_at_once,
        result_ttl=settings.result_ttl,
        retention=settings.retention_days * _DAY,
    )
    guidelines = guideline.load(ROOT / "guidelines")
    deliverer = Deliverer(store, allow_private=settings.webhook_allow_private)
    return Parts(settings, store, limiter, engine, tasks, deliverer, guidelines, connection)


def _connection(settings: Settings) -> Connection:
    from bluepencil.queue.connection import (
        Connection,  # here: without a queue nobody needs the client in memory
    )

    return Connection(settings.redis)


def _limiter(settings: Settings, connection: Connection | None) -> Limiter:
    """The account's limits; a local endpoint has none but those somebody set."""
    rates = {}
    for lane in ("analysis", "chat", "test"):
        name = f"{lane}_rate_limit"
        free = _local(settings.anthropic_base_url) and name not in settings.model_fields_set
        rates[lane] = None if free else parse_rate(getattr(settings, name))
    pinned = settings.rate_limits == "pinned"
    local = LocalLimiter(rates, pinned=pinned)
    if connection is None:
        return local
    from bluepencil.limits.shared import SharedLimiter  # here for the same reason as the line

    return SharedLimiter(connection, local, rates, pinned=pinned)


def _local(url: str) -> bool:
    """Whether the endpoint is on this machine or in its own network."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_private
    except ValueError:
        return host == "localhost" or host.endswith((".local", ".internal"))


def _engine(settings: Settings, limiter: Limiter) -> Engine:
    key, token = settings.anthropic_api_key, settings.anthropic_auth_token
    credentials = key or token or settings.bedrock_region
    if settings.engine == "built-in" or (settings.engine == "auto" and not credentials):
        return BuiltIn()
    from bluepencil.engines.claude import Claude, ClaudeOptions  # nobody else needs it in memory

    options = ClaudeOptions(
        api_key=key.get_secret_value() if key else "",
        auth_token=token.get_secret_value() if token else "",
        base_url=settings.anthropic_base_url,
        bedrock_region=settings.bedrock_region,
        model=settings.claude_model,
        chat_model=settings.claude_chat_model,
        fallback_model=settings.claude_fallback_model,
        timeout=settings.claude_timeout,
        attempts=settings.claude_attempts,
        prices=settings.claude_prices,
    )
    return Claude(options, limiter)
