"""Our settings as Celery's, each with its reason."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from bluepencil.settings import Settings

FIRST = ("chat", "test")  # somebody waits for these; they have workers of their own


def lanes(queues: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The queues by the worker that serves them: nobody's review stands before a question."""
    known = sorted(set(queues))
    return {
        "first": tuple(queue for queue in FIRST if queue in known),
        "rest": tuple(queue for queue in known if queue not in FIRST),
    }


def configuration(settings: Settings) -> dict[str, Any]:
    """What the Celery app is configured with."""
    return {
        "broker_url": settings.redis,
        # Anything else would run whatever somebody who can write to Redis sends.
        "task_serializer": "json",
        "accept_content": ["json"],
        # Our own record is the result; a result backend would add seconds to every fault of Redis.
        "task_ignore_result": True,
        # A message is done with when its task is; one that was cut off is sent again.
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        # What a worker cannot begin yet stays in the queue, where others and the statistics see it.
        "worker_disable_prefetch": True,
        "worker_prefetch_multiplier": 1,
        # The work is waiting for the model: threads wait as well as processes, for less memory.
        "worker_pool": "threads",
        "worker_concurrency": settings.worker_concurrency,
        # Nobody listens, unless Flower does: it asks the workers to send them.
        "worker_send_task_events": False,
        "worker_enable_remote_control": True,  # Flower asks through it
        # Longer than any task: a copy that comes earlier would only be turned away.
        "broker_transport_options": {
            "visibility_timeout": 3600,
            "queue_order_strategy": "priority",
            "socket_connect_timeout": 1,
            "socket_timeout": 10,  # longer than the blocking read, or that would fail
            "socket_keepalive": True,
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
