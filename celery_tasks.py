"""The worker's entry: one Celery task for every kind, made from the catalogue."""

from __future__ import annotations

import os
import socket
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

import structlog
from celery import Celery, signals
from celery.exceptions import Reject
from celery.worker import state as celery_state

from bluepencil.background import Background
from bluepencil.build import Parts, build
from bluepencil.errors import Invalid, RedisUnavailable, Unavailable
from bluepencil.queue import transport
from bluepencil.queue.heartbeats import Heartbeat
from bluepencil.queue.intake import Intake
from bluepencil.queue.messages import ORIGIN, REJECTION, screened, task_name
from bluepencil.settings import Settings
from bluepencil.settings import load as load_settings
from bluepencil.values import Json
from bluepencil.work.catalogue import Kind, load
from celery_config import configuration
from celery_integration import attach

BEAT = 1.0  # seconds between two heartbeats
MAX_TRIES = 5  # times that a store which works may refuse a message before that is rejected

log = structlog.get_logger()


def _environment() -> dict[str, Any]:
    return configuration(load_settings())


app = Celery("bluepencil")  # for Celery's own commands: `celery -A celery_tasks flower`
app.add_defaults(_environment)


def work(settings: Settings, queues: Sequence[str]) -> int:
    """Be a worker for these queues, all of them if none are named; returns the exit status.

    Raises Invalid for a queue no kind has, or where the settings want no queue.
    """
    known = {kind.queue for kind in load().values()}
    if unknown := set(queues) - known:
        raise Invalid(
            f"No kind uses the queue {sorted(unknown)[0]}; there are {', '.join(sorted(known))}."
        )
    if not settings.use_celery:
        raise Invalid("There is no queue: set USE_CELERY=true.")
    return Worker(build(settings), queues or sorted(known)).work()


def celery_names(catalogue: Mapping[str, Kind]) -> dict[str, Kind]:
    """The Celery tasks there are: one for each kind, under each of its names."""
    return {
        name: kind for kind in catalogue.values() for name in (task_name(kind.name), *kind.aliases)
    }


def listened_to(catalogue: Mapping[str, Kind], queues: Sequence[str]) -> list[str]:
    """These queues, and those on which other programs put the tasks that wait in them."""
    others = [
        other
        for kind in catalogue.values()
        if kind.queue in queues
        for other in kind.producer_queues
    ]
    return list(dict.fromkeys([*queues, *others]))


class Worker:
    """One worker process: its parts, its Celery app, and its heartbeat.

    While its store is away it takes no messages and announces nothing: what it had taken goes back
    to the queue, and other workers, or the web process, do the work.
    """

    def __init__(self, parts: Parts, queues: Sequence[str]) -> None:
        self.parts, self.queues = parts, list(queues)
        self.name = f"{self.queues[0]}-{os.getpid()}@{socket.gethostname()}"
        parts.tasks.inline = False
        queue = attach(parts)
        self._heartbeats, self._intake = queue.heartbeats, Intake(parts.store, queue)
        self._background = Background("heartbeat", self._beat, BEAT)
        self._store_away = threading.Event()
        self._tries: Counter[str] = Counter()  # of messages that could not be taken in, by id
        self._app = Celery("bluepencil")
        self._app.conf.update(configuration(parts.settings))

    def work(self) -> int:
        """Work until told to stop; returns the exit status."""
        names = celery_names(self.parts.tasks.catalogue)
        for name, kind in names.items():
            self._register(name, partial(self._execute, kind))
        self._register(REJECTION, self._reject)
        transport.install(
            lambda raw, queue: screened(raw, queue, names), lambda: not self._store_away.is_set()
        )
        # A receiver keeps Celery from setting up handlers of its own, which would show secrets.
        signals.setup_logging.connect(_keep_ours)
        signals.worker_ready.connect(self._begin)
        signals.worker_shutting_down.connect(self._stop)
        worker = self._app.Worker(
            hostname=self.name,
            queues=listened_to(self.parts.tasks.catalogue, self.queues),
            pool="threads",
            concurrency=self.parts.settings.worker_concurrency,
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=False,  # with it, who listens can have the events of tasks as well
            loglevel=self.parts.settings.log_level,
            quiet=True,  # no banner between the lines of the log
        )
        _silence_signal_handlers()
        worker.start()
        self.parts.tasks.stop(0)
        self.parts.close()
        return int(worker.exitcode or 0)

    def _register(self, name: str, work: Callable[[Any, Sequence[Any], Json], None]) -> None:
        """Make a Celery task of `work(request, args, kwargs)`.

        Its message is acknowledged when it has ended. One that the store could not take is put
        back, and rejected when a store that works has refused it again and again.
        """

        def run(task: Any, /, *args: Any, **kwargs: Any) -> None:
            message_id = task.request.id
            try:
                work(task.request, args, kwargs)
            except Unavailable as error:
                self._store_away.set()
                self._tries[message_id] += 1
                if self._tries[message_id] < MAX_TRIES:
                    raise Reject(error.detail, requeue=True) from error
                raise
            self._tries.pop(message_id, None)

        self._app.task(run, name=name, bind=True, on_failure=self._failed)

    def _execute(self, kind: Kind, request: Any, args: Sequence[Any], kwargs: Json) -> None:
        if request.get("origin") != ORIGIN:
            expires_at = request.get("expires_at")
            self._intake.accept(kind, request.id, args, kwargs, expires_at, request.task)
        self.parts.tasks.execute_next(kind.queue)

    def _reject(self, _: Any, args: Sequence[Any], kwargs: Json) -> None:
        self._intake.reject_screened(*args, **kwargs)

    def _failed(
        self, error: Exception, message_id: str, args: Sequence[Any], kwargs: Json, _: Any
    ) -> None:
        """Keep what cannot be taken in, whatever the reason; Celery logs the error."""
        self._tries.pop(message_id, None)
        request = self._app.current_task.request
        if request.get("origin") != ORIGIN:
            queue = request.delivery_info["routing_key"]
            self._intake.give_up(queue, str(error), message_id, args, kwargs)

    def _begin(self, **_: Any) -> None:
        self.parts.tasks.start()
        self._background.start()

    def _beat(self) -> None:
        """Announce this worker. Raises Unavailable while its store or Redis is away."""
        if self._store_away.is_set():
            try:
                self.parts.store.check()
            except Unavailable:
                self._tries.clear()
                raise
            self._store_away.clear()
        running = len(self.parts.tasks.runner)
        heartbeat = Heartbeat(
            queues=self.queues,
            concurrency=self.parts.settings.worker_concurrency,
            store=self.parts.store.identity,
            active=running,
            reserved=max(0, len(celery_state.reserved_requests) - running),
            seen=time.time(),
        )
        self._heartbeats.announce(self.name, heartbeat)

    def _stop(self, **_: Any) -> None:
        log.info("worker stopping", grace=self.parts.settings.stop_grace)
        threading.Thread(target=self._shut_down, name="stop", daemon=True).start()

    def _shut_down(self) -> None:
        """Nothing more comes, what runs may finish, the rest is handed back."""
        self._background.stop(2 * BEAT)
        with suppress(RedisUnavailable):
            self._heartbeats.withdraw(self.name)
        self.parts.tasks.stop(self.parts.settings.stop_grace)


def _silence_signal_handlers() -> None:
    """Celery's print on the real standard output, where every line should be one of the log."""
    if sys.__stdout__ is not None and not sys.__stdout__.isatty():
        vars(sys)["__stdout__"] = None


def _keep_ours(**_: Any) -> None:
    """Logging is set up already, for the libraries too."""
