"""The queue: a Redis that is near and fit for it, and workers for everything that is queued."""

from __future__ import annotations

import time
from typing import Any

import redis

from bluepencil.addresses import without_password
from bluepencil.doctor.store import identity
from bluepencil.doctor.verdict import Verdict, drifted, ok, one_line, problem, size, warning
from bluepencil.queue.connection import QUICK_TIMEOUT, TIMEOUT, Connection, connect
from bluepencil.queue.heartbeats import Heartbeats
from bluepencil.settings import Settings
from bluepencil.work import catalogue

CONNECTING = 3.0  # seconds; longer than the product waits, to tell slow from away
OLDEST = (6, 2)
FULL = 0.9  # of maxmemory


def redis_server(settings: Settings) -> Verdict:
    """The Redis of these settings."""
    if not settings.use_celery:
        return ok("Not used: USE_CELERY is false.")
    where = without_password(settings.redis)
    client = connect(settings.redis, CONNECTING)
    try:
        info = client.info()
        began = time.monotonic()
        seconds, microseconds = client.time()
        took, now = time.monotonic() - began, time.time()
    except redis.AuthenticationError:
        return problem(f"{where}: it asks for another password.", "Put the right one in REDIS_URL.")
    except (redis.RedisError, OSError) as error:
        return problem(
            f"{where}: {one_line(error)}",
            "Start it, or correct REDIS_URL. Until then work runs in the web process.",
        )
    finally:
        client.close()
    said = f"Redis {info['redis_version']}, {where}; it answers in {1000 * took:.1f} ms."
    if took > TIMEOUT:
        return problem(said, f"Use one that is nearer: beyond {1000 * TIMEOUT:.0f} ms it is away.")
    if wrong := drifted(seconds + microseconds / 1e6 - now):
        return wrong
    return _unfit(said, info) or (
        warning(said, "That is slow, and requests wait for it: use one that is nearer.")
        if took > QUICK_TIMEOUT
        else ok(said)
    )


def _unfit(said: str, info: dict[str, Any]) -> Verdict | None:
    """What keeps a Redis that answers from holding the queue well; None: nothing."""
    most, used = info.get("maxmemory", 0), info["used_memory"]
    policy = info.get("maxmemory_policy", "noeviction")
    if tuple(int(part) for part in info["redis_version"].split(".")[:2]) < OLDEST:
        return problem(said, "Use version 6.2 or newer.")
    if info.get("role") == "slave":
        return problem(f"{said} It is a replica.", "Use the primary.")
    if most and used > FULL * most:
        return warning(
            f"{said} Its memory is nearly full: {size(used)} of {size(most)}.",
            "Raise maxmemory, or use one for the queue alone.",
        )
    if policy != "noeviction":
        return warning(
            f"{said} Its maxmemory-policy is {policy}.",
            "Set noeviction: work that is evicted waits until it is queued anew.",
        )
    return None


def workers(settings: Settings) -> Verdict:
    """Whether every queue has a worker that sees this store."""
    if not settings.use_celery:
        return ok("None needed: work runs in the web process.")
    connection = Connection(settings.redis)
    try:
        alive = Heartbeats(connection).alive()
        up = connection.up
    finally:
        connection.close()
    if not up:
        return warning("Not known while Redis does not answer.", "See to Redis first.")
    here = identity(settings)
    ours = [said for said in alive.values() if here is None or said.store == here]
    served = {queue for said in ours for queue in said.queues}
    missing = sorted({kind.queue for kind in catalogue.load().values()} - served)
    count = f"{len(ours)} alive"
    if len(ours) < len(alive):
        count += f", {len(alive) - len(ours)} more of another store"
    if missing:
        return warning(
            f"{count}; none for {', '.join(missing)}, which the web process runs itself.",
            "python main.py worker",
        )
    return ok(f"{count}; every queue is served.")
