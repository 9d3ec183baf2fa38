"""Delivers what is in the outbox: a few messages at once, none of them in another's way."""

from __future__ import annotations

import random
import threading
import time
from dataclasses import replace

import structlog

from bluepencil.background import Background
from bluepencil.errors import Unavailable
from bluepencil.store import Store
from bluepencil.webhooks.record import Answer, Attempt, Delivery
from bluepencil.webhooks.retries import GONE, TRIES, settled

EVERY = 0.25  # seconds between two looks for what is due
AT_ONCE = 16  # messages that this process sends at the same time
LEASE = 30.0  # seconds a claim lasts: longer than a try
EXPIRE_EVERY = 60.0

log = structlog.get_logger()


class Deliverer:
    """The messages that this process sends, each on a thread of its own for as long as that takes.

    A process that dies leaves a claim that runs out; another one then sends the message, perhaps a
    second time. Receivers tell by its id.
    """

    def __init__(self, store: Store, *, allow_private: bool) -> None:
        self._webhooks, self._allow_private = store.webhooks, allow_private
        self._background = Background("webhooks", self._round, EVERY)
        self._lock = threading.Lock()
        self._threads: set[threading.Thread] = set()
        self._expire_at = 0.0

    def start(self) -> None:
        """Deliver from now on. Call it after a fork; a second call does nothing."""
        self._background.start()

    def stop(self, seconds: float) -> None:
        """Send nothing more; what is being sent goes back into the outbox."""
        self._background.stop(seconds)
        with self._lock:
            threads = list(self._threads)
        deadline = time.monotonic() + seconds
        for thread in threads:
            thread.join(max(0.0, deadline - time.monotonic()))

    def _round(self) -> None:
        self._send_due()
        if time.monotonic() >= self._expire_at:
            self._expire_at = time.monotonic() + EXPIRE_EVERY
            self._webhooks.expire(time.time())

    def _send_due(self) -> None:
        with self._lock:
            if self._background.stopping:
                return
            now = time.time()
            for delivery in self._webhooks.claim(AT_ONCE - len(self._threads), now, now + LEASE):
                thread = threading.Thread(
                    target=self._deliver, args=(delivery,), name="delivery", daemon=True
                )
                self._threads.add(thread)
                thread.start()

    def _deliver(self, delivery: Delivery) -> None:
        try:
            self._settle(delivery, self._sent(delivery))
        except Unavailable as error:  # the claim runs out, and the message is sent again
            log.warning("delivery not recorded", detail=error.detail)
        finally:
            with self._lock:
                self._threads.discard(threading.current_thread())
        try:
            self._send_due()  # the next one need not wait for the next look
        except Unavailable as error:
            log.debug("no delivery could be claimed", detail=error.detail)

    def _sent(self, delivery: Delivery) -> Answer | None:
        """What came of it; None where the process stops."""
        from bluepencil.webhooks.sending import (  # here: most never need the client in memory
            Stopped,
            send,
        )

        if delivery.tries > TRIES:
            return Answer(None, 0.0, "The process died at the last try.")
        secrets = self._webhooks.secrets(delivery.holder)
        if delivery.webhook_id is not None and not secrets:
            return Answer(None, 0.0, "The webhook has just been deleted.")
        try:
            return send(
                delivery,
                secrets,
                allow_private=self._allow_private,
                stopping=lambda: self._background.stopping,
            )
        except Stopped:
            return None

    def _settle(self, delivery: Delivery, answer: Answer | None) -> None:
        if answer is None:
            after = replace(delivery, tries=delivery.tries - 1, next_at=time.time())
            self._webhooks.settle(delivery, after, None)
            return
        now = time.time()
        after = settled(delivery, answer, now, random.random())  # noqa: S311 it guards nothing
        attempt = Attempt(
            delivery.delivery_id,
            delivery.tries,
            now - answer.latency,
            answer.status,
            answer.latency,
            answer.error,
        )
        self._webhooks.settle(delivery, after, attempt)
        log.info(
            "webhook delivery",
            delivery_id=delivery.delivery_id,
            webhook_id=delivery.webhook_id,
            status=answer.status,
            state=after.state,
            seconds=round(answer.latency, 3),
        )
        if answer.status == GONE and delivery.webhook_id is not None:
            self._webhooks.disable(delivery.webhook_id, answer.error or "")
