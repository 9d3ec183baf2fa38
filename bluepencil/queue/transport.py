"""kombu's transport over Redis, with every message screened before Celery sees it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any, ClassVar

import structlog
from kombu.transport import TRANSPORT_ALIASES, virtual
from kombu.transport import redis as kombu_redis
from redis import Redis

Screen = Callable[[bytes, str], bytes]

log = structlog.get_logger()


class _Screening:
    """What the connections of this process are told; kombu makes their objects by itself."""

    screen: ClassVar[Screen] = staticmethod(lambda message, _: message)
    accepting: ClassVar[Callable[[], bool]] = staticmethod(lambda: True)


class _Client(Redis):
    """Screens what comes off a queue: one bad message would end the worker, and the next one."""

    def __init__(self, *args: Any, screen: Screen = _Screening.screen, **options: Any) -> None:
        super().__init__(*args, **options)
        self._screen = screen

    def parse_response(self, connection: Any, command_name: str, **options: Any) -> Any:
        """The answer, with its message screened where there is one."""
        answer = super().parse_response(  # type: ignore[no-untyped-call]
            connection, command_name, **options
        )
        if command_name != "BRPOP" or not answer:
            return answer
        key, message = answer
        return key, self._screen(message, key.decode().partition("\x06")[0])


class _QoS(kombu_redis.QoS):
    """Messages that were taken off a queue and are not acknowledged yet.

    kombu may drop a connection while another thread still uses it, and then looks for the address
    of one that has none: an error that it takes for unrecoverable, and the worker ends. Redis gives
    such a message out again after the visibility timeout, when it has long been taken in.
    """

    def can_consume(self) -> bool:
        """Whether to take another message; one that is on its way already is always taken."""
        channel = self.channel
        if channel.active_queues and not channel._in_poll and not _Screening.accepting():
            return False
        return bool(super().can_consume())  # type: ignore[no-untyped-call]

    def append(self, message: Any, delivery_tag: Any) -> None:
        """Note that it was taken; one that Redis no longer takes note of is run all the same."""
        try:
            super().append(message, delivery_tag)  # type: ignore[no-untyped-call]
        except self.channel.connection_errors as error:
            log.warning("message not noted as taken", reason=str(error))
            virtual.QoS.append(self, message, delivery_tag)  # type: ignore[no-untyped-call]

    def ack(self, delivery_tag: Any) -> None:
        """Done with it."""
        with self._while_connected("message not acknowledged"):
            super().ack(delivery_tag)  # type: ignore[no-untyped-call]

    def reject(self, delivery_tag: Any, requeue: bool = False) -> None:
        """Put it back behind the others, or drop it."""
        with self._while_connected("message not put back"):
            super().reject(delivery_tag, requeue=requeue)  # type: ignore[no-untyped-call]

    def restore_unacked(self, client: Any = None) -> None:
        """Put back what was not begun."""
        with self._while_connected("messages not put back"):
            super().restore_unacked(client)  # type: ignore[no-untyped-call]
        self._delivered.clear()

    @contextmanager
    def _while_connected(self, otherwise: str) -> Iterator[None]:
        try:
            yield
        except AttributeError:
            connection = self.channel.connection
            if connection is not None and connection.client is not None:
                raise
            log.warning(otherwise, reason="the connection is gone")


class _ScreenedChannel:
    QoS = _QoS

    def _get_client(self) -> Any:
        super()._get_client()  # type: ignore[misc]
        return partial(_Client, screen=_Screening.screen)


class _Channel(_ScreenedChannel, kombu_redis.Channel):
    pass


class _SentinelChannel(_ScreenedChannel, kombu_redis.SentinelChannel):
    pass


class Transport(kombu_redis.Transport):
    """kombu's over Redis, with screened messages."""

    Channel = _Channel


class SentinelTransport(kombu_redis.SentinelTransport):
    """The same over sentinels."""

    Channel = _SentinelChannel


def install(screen: Screen, accepting: Callable[[], bool]) -> None:
    """Have all of this process's kombu connections to Redis go through this transport.

    `screen(message, queue)` gives a message as Celery may have it. While `accepting()` is false,
    no message is taken off a queue.
    """
    _Screening.screen, _Screening.accepting = staticmethod(screen), staticmethod(accepting)
    TRANSPORT_ALIASES.update(
        redis=f"{__name__}:Transport",
        rediss=f"{__name__}:Transport",
        sentinel=f"{__name__}:SentinelTransport",
    )
