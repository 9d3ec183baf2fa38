"""Sends one message: signed, to an address that was checked, within a bounded time."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

import httpcore2
from standardwebhooks import Webhook as Signer

from bluepencil.errors import Invalid
from bluepencil.webhooks.addresses import Refused, Target, addresses_of, target_of
from bluepencil.webhooks.record import Answer, Delivery

SECONDS = 15.0  # for all of one try
_READ = 16 * 1024  # bytes of an answer that are read: nobody looks at them
_DRAIN = 1.0  # seconds for that; the status was there before
_LOOK = 0.1  # seconds until a stop is noticed


class Stopped(Exception):
    """The process stops; the message is to be sent by another."""


class _Pinned(httpcore2.AnyIOBackend):
    """Connects to the first of these addresses that takes the connection, whatever the host is
    called; TLS still asks for the host by its name."""

    def __init__(self, addresses: Sequence[str]) -> None:
        super().__init__()
        self._addresses = addresses

    async def connect_tcp(self, host: str, *args: Any, **options: Any) -> Any:
        """See AsyncNetworkBackend."""
        del host
        for address in self._addresses[:-1]:
            with suppress(httpcore2.ConnectError):
                return await super().connect_tcp(address, *args, **options)
        return await super().connect_tcp(self._addresses[-1], *args, **options)


def signed(delivery: Delivery, secrets: Sequence[str], now: float) -> dict[str, str]:
    """The headers of the Standard Webhooks spec; without secrets there is no signature."""
    moment = datetime.fromtimestamp(int(now), UTC)
    headers = {"webhook-id": delivery.delivery_id, "webhook-timestamp": str(int(now))}
    if secrets:
        signatures = [
            Signer(secret).sign(delivery.delivery_id, moment, delivery.body) for secret in secrets
        ]
        headers["webhook-signature"] = " ".join(signatures)
    return headers


def send(
    delivery: Delivery,
    secrets: Sequence[str],
    *,
    allow_private: bool,
    stopping: Callable[[], bool] = lambda: False,
) -> Answer:
    """Send it; never raises for what a receiver does. Raises Stopped."""
    begun = time.monotonic()
    headers = signed(delivery, secrets, time.time())
    try:
        target = target_of(delivery.url)
        addresses = addresses_of(target, allow_private=allow_private)
        left = SECONDS - (time.monotonic() - begun)
        status, after = asyncio.run(
            _bounded(target, addresses, headers, delivery.body, left, stopping)
        )
        error = None if 200 <= status < 300 else _explained(status)
        return Answer(status, time.monotonic() - begun, error, _seconds(after))
    except (Refused, Invalid) as refused:
        error = refused.detail
    except TimeoutError:
        error = f"It did not answer within {SECONDS:g} s."
    except httpcore2.ProtocolError:
        error = "It did not answer in HTTP."
    except (httpcore2.NetworkError, httpcore2.TimeoutException, OSError) as failure:
        error = f"The connection failed: {str(failure)[:200] or type(failure).__name__}."
    return Answer(None, time.monotonic() - begun, error)


async def _bounded(
    target: Target,
    addresses: Sequence[str],
    headers: dict[str, str],
    body: str,
    seconds: float,
    stopping: Callable[[], bool],
) -> tuple[int, str]:
    """The status and `Retry-After`, in time. Raises TimeoutError and Stopped."""
    exchange = asyncio.ensure_future(_exchange(target, addresses, headers, body.encode()))
    deadline = time.monotonic() + seconds
    try:
        while not exchange.done():
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            if stopping():
                raise Stopped
            await asyncio.wait({exchange}, timeout=min(left, _LOOK))
        return exchange.result()
    finally:
        exchange.cancel()
        await asyncio.wait({exchange})


async def _exchange(
    target: Target, addresses: Sequence[str], headers: dict[str, str], body: bytes
) -> tuple[int, str]:
    url = httpcore2.URL(
        scheme=target.scheme, host=target.host, port=target.port, target=target.path
    )
    sent = {
        "Host": target.authority,
        "User-Agent": "Bluepencil",
        "Content-Type": "application/json",
        "Accept": "*/*",
        "Connection": "close",
        **headers,
    }
    async with (
        httpcore2.AsyncConnectionPool(network_backend=_Pinned(addresses)) as pool,
        pool.stream("POST", url, headers=list(sent.items()), content=body) as response,
    ):
        told = {name.lower(): value for name, value in response.headers}
        with suppress(TimeoutError, httpcore2.NetworkError, httpcore2.ProtocolError):
            async with asyncio.timeout(_DRAIN):
                left = _READ
                async for chunk in response.aiter_stream():
                    left -= len(chunk)
                    if left <= 0:
                        break
        return response.status, told.get(b"retry-after", b"").decode("latin-1")


def _explained(status: int) -> str:
    if 300 <= status < 400:
        return f"It redirected ({status}); redirects are not followed, name the final address."
    if status == 410:
        return "It answered 410 Gone."
    return f"It answered {status}."


def _seconds(text: str) -> float | None:
    """What `Retry-After` asks for: seconds, or a moment; None where it says nothing sensible."""
    if text.isascii() and text.isdecimal():
        return float(text[:9])
    try:
        moment = parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    return max(
        0.0, (moment.replace(tzinfo=moment.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
    )
