"""Our settings as Celery's, each with its reason."""

from __future__ import annotations

import ssl
from collections.abc import Iterable
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from bluepencil.settings import Settings

# Somebody waits for these; they have a worker of their own.
FIRST = ("chat", "test", "summarize", "keywords", "normalize")


def lanes(queues: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The queues by the worker that serves them: no question waits behind a review."""
    known = sorted(set(queues))
    return {
        "first": tuple(queue for queue in FIRST if queue in known),
        "rest": tuple(queue for queue in known if queue not in FIRST),
    }


def configuration(settings: Settings) -> dict[str, Any]:
    """What the Celery app is configured with."""
    url, tls, options = _broker(settings.redis)
    return {
        "broker_url": url,
        "broker_use_ssl": tls,
        # Anything else would run whatever somebody who can write to Redis sends.
        "task_serializer": "json",
        "accept_content": ["json"],
        # The store has the result; a result backend would add seconds to every fault of Redis.
        "task_ignore_result": True,
        # A message is acknowledged when its task has ended; one that was cut off is sent again.
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        # What a worker cannot begin yet stays in the queue, where other workers see it.
        "worker_disable_prefetch": True,
        "worker_prefetch_multiplier": 1,
        # The work is waiting for the model: threads wait as well as processes, for less memory.
        "worker_pool": "threads",
        "worker_concurrency": settings.worker_concurrency,
        # Nobody listens unless Flower does, and that asks the workers to send them.
        "worker_send_task_events": False,
        "worker_enable_remote_control": True,  # Flower asks through it
        "broker_transport_options": {
            # After this a message that nobody has acknowledged is given out again: the one of a
            # worker that died before its task was recorded. A copy of any other does no harm.
            "visibility_timeout": 3600,
            "queue_order_strategy": "bluepencil.queue.queue_order:WeightedOrder",
            "socket_connect_timeout": 1,
            "socket_timeout": 10,  # longer than the blocking read, or that would fail
            "socket_keepalive": True,
            **options,
        },
        # Redis may be away for long, at the start too; the worker waits for it.
        "broker_connection_retry_on_startup": True,
        "broker_connection_max_retries": None,
        # Work goes on while Redis is away: what matters is in the store.
        "worker_cancel_long_running_tasks_on_connection_loss": False,
        # No limit of Celery's: they count per worker. Ours hold over all of them.
        "task_default_rate_limit": None,
        "task_create_missing_queues": True,
        "worker_hijack_root_logger": False,
        "enable_utc": True,
    }


def _broker(url: str) -> tuple[str, dict[str, Any] | None, dict[str, Any]]:
    """`REDIS_URL` as kombu wants it: its URL, what TLS is to check, and transport options.

    kombu has another scheme for Unix sockets, no TLS unless it is asked for, wants the name of a
    sentinel's master as an option and fails on what else the Redis client takes in a query.
    """
    parts = [urlsplit(part) for part in url.split(";")]
    query = dict(pair for part in parts for pair in parse_qsl(part.query))
    path = f"/{query['db']}" if "db" in query else parts[-1].path
    scheme = parts[0].scheme
    if scheme == "unix":
        password = f":{quote(query['password'], safe='')}@" if "password" in query else ""
        address = f"{parts[0].netloc or password}{parts[0].path}"
        return f"redis+socket://{address}?virtual_host={query.get('db', 0)}", None, {}
    checks = urlencode({name: value for name, value in query.items() if name.startswith("ssl_")})
    broker = ";".join(urlunsplit((part.scheme, part.netloc, path, checks, "")) for part in parts)
    tls = {"ssl_cert_reqs": ssl.CERT_REQUIRED} if scheme == "rediss" else None
    options = {"master_name": query.get("master", "mymaster")} if scheme == "sentinel" else {}
    return broker, tls, options
