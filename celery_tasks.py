"""The worker: one Celery task for every kind, made from the catalogue."""

from __future__ import annotations

import json
import os
import socket
import threading
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import structlog
from celery import Celery, signals
from celery.worker import state as celery_state
from kombu.transport import TRANSPORT_ALIASES
from kombu.transport import redis as kombu_redis
from redis import Redis

import celery_integration
from bluepencil.build import Parts, build
from bluepencil.errors import BluepencilError, Expired, Invalid, NotFound, RedisUnavailable
from bluepencil.queue.messages import ORIGIN, checked, task_name
from bluepencil.settings import Settings
from bluepencil.settings import load as load_settings
from bluepencil.task.record import Task
from bluepencil.values import Json
from bluepencil.work.catalogue import Kind, load
from celery_config import configuration

OPERATOR = "local"  # who owns what came as a message
SAY_ALIVE_EVERY = 1.0  # seconds
MOST_BURIED = 64_000  # bytes of a bad message that are kept, to see what it was
_META = "celery-task-meta-"

log = structlog.get_logger()
app = Celery("bluepencil")  # for Celery's own commands: `celery -A celery_tasks flower`


@app.on_configure.connect  # type: ignore[untyped-decorator]
def _configure(**_: Any) -> None:
    app.conf.update(configuration(_worker.parts.settings if _worker else load_settings()))


class Worker:
    """One worker process: its parts, and what it says of itself while it lives."""

    def __init__(self, parts: Parts, queues: Sequence[str]) -> None:
        if parts.redis is None:
            raise Invalid("There is no queue: set USE_CELERY=true.")
        self.parts, self.redis, self.queues = parts, parts.redis, list(queues)
        self.name = f"{self.queues[0]}-{os.getpid()}@{socket.gethostname()}"
        self.names = {task_name(kind.name): kind for kind in parts.tasks.catalogue.values()}
        self._stopping = threading.Event()

    def work(self) -> int:
        """Work until told to stop; returns the exit status."""
        for name, kind in self.names.items():
            app.task(name=name, bind=True)(self._task(kind))
        signals.worker_ready.connect(self._begin)
        signals.worker_shutting_down.connect(self._stop)
        worker = app.Worker(
            hostname=self.name,
            queues=self.queues,
            pool="threads",
            concurrency=self.parts.settings.worker_concurrency,
            without_gossip=True,
            without_mingle=True,
            without_heartbeat=False,  # with it, who listens can have the events of tasks as well
            loglevel=self.parts.settings.log_level,
        )
        worker.start()
        self.parts.tasks.stop(0)
        self.parts.close()
        return int(worker.exitcode or 0)

    def screened(self, queue: str, raw: bytes) -> bytes | None:
        """A message as Celery may have it; None for one that is buried as a dead letter."""
        try:
            return json.dumps(checked(raw, queue, self.names)).encode()
        except Invalid as error:
            log.warning("message buried", queue=queue, reason=error.detail)
            self._bury(queue, error.detail, raw)
            return None

    def _bury(self, queue: str, reason: str, raw: bytes) -> None:
        try:
            self.parts.store.operations.bury(queue, reason, raw[:MOST_BURIED])
        except BluepencilError as error:
            log.error("dead letter lost", queue=queue, reason=reason, detail=error.detail)

    def _task(self, kind: Kind) -> Any:
        def run(celery_task: Any, *args: Any, **named: Any) -> None:
            request = celery_task.request
            if getattr(request, "origin", None) != ORIGIN:
                self._take_in(kind, str(request.id), args, named)
            task = self.parts.tasks.execute_next(kind.queue)
            if task is not None and task.foreign_producer:
                self._tell_producer(task.task_id)

        return run

    def _take_in(self, kind: Kind, task_id: str, args: Sequence[Any], named: Json) -> None:
        """Make a record of what another program sent; a copy that comes again makes no second."""
        try:
            self.parts.store.tasks.get(task_id)
            return
        except Expired:
            return
        except NotFound:
            pass
        fields = list(kind.input.model_fields)
        try:
            if len(args) > len(fields):
                raise Invalid(f"{len(args)} arguments; {kind.name} takes {len(fields)}.")
            model = kind.validated(dict(zip(fields, args, strict=False)) | named)
            if kind.admit is not None:
                kind.admit(model, self.parts.store.sessions, OPERATOR)
        except BluepencilError as error:
            wrong = "; ".join(f"{one['field']}: {one['message']}" for one in error.errors or ())
            reason = f"{error.detail} {wrong}".strip()
            self._bury(kind.queue, reason, json.dumps([task_id, args, named]).encode())
            self._write_meta(task_id, "FAILURE", {"detail": reason})
            return
        self.parts.store.tasks.add(
            Task(
                task_id=task_id,
                kind=kind.name,
                queue=kind.queue,
                owner=OPERATOR,
                session_id=getattr(model, "session_id", None),
                input=model.model_dump(mode="json"),
                foreign_producer=True,
            )
        )

    def _tell_producer(self, task_id: str) -> None:
        task = self.parts.store.tasks.get(task_id)
        if task.ended:
            self._write_meta(task_id, task.state, task.result or task.error)

    def _write_meta(self, task_id: str, state: str, result: Json | None) -> None:
        """The result as Celery's own clients read it."""
        meta: Json = {
            "task_id": task_id,
            "status": state,
            "result": result,
            "traceback": None,
            "children": [],
            "date_done": datetime.now(UTC).isoformat(),
        }
        text = json.dumps(meta)
        try:
            with self.redis.using() as redis:
                redis.set(_META + task_id, text, ex=round(self.parts.settings.result_ttl))
                redis.publish(_META + task_id, text)
        except RedisUnavailable:
            log.warning("result not told to its producer", task_id=task_id)

    def _begin(self, **_: Any) -> None:
        self.parts.tasks.start()
        threading.Thread(target=self._live, name="alive", daemon=True).start()

    def _live(self) -> None:
        while not self._stopping.is_set():
            running = len(self.parts.tasks.runner)
            said = {
                "queues": self.queues,
                "concurrency": self.parts.settings.worker_concurrency,
                "active": running,
                "reserved": max(0, len(celery_state.reserved_requests) - running),
                "store": self.parts.store.identity,
                "seen": time.time(),
            }
            try:
                self.redis.say_alive(self.name, said)
            except RedisUnavailable:
                log.debug("Redis is away")
            self._stopping.wait(SAY_ALIVE_EVERY)
        try:
            self.redis.say_gone(self.name)
        except RedisUnavailable:
            log.debug("Redis is away")

    def _stop(self, **_: Any) -> None:
        """Told to stop: nothing more comes, what runs may finish, the rest is handed back."""
        self._stopping.set()
        grace = self.parts.settings.stop_grace
        threading.Thread(target=self.parts.tasks.stop, args=(grace,), daemon=True).start()


_worker: Worker | None = None  # this process's; kombu makes its channels itself


class _Client(Redis):
    """Looks at what comes off a queue before Celery does: one bad message would stop a worker."""

    def parse_response(self, connection: Any, command_name: str, **options: Any) -> Any:
        """The answer; as if there was none where it was no message."""
        answer = super().parse_response(  # type: ignore[no-untyped-call]
            connection, command_name, **options
        )
        if command_name != "BRPOP" or not answer or _worker is None:
            return answer
        key, raw = answer
        message = _worker.screened(key.decode().partition("\x06")[0], raw)
        return None if message is None else (key, message)


class _Delivered(kombu_redis.QoS):
    """What was taken off the queue.

    kombu may drop a connection while another thread still uses it, and then looks for the address
    of one that has none: an error it takes for unrecoverable, and the worker ends.
    """

    def ack(self, delivery_tag: Any) -> None:
        """Done with it; where the line is gone it is given out again, and its claim refused."""
        try:
            super().ack(delivery_tag)  # type: ignore[no-untyped-call]
        except AttributeError:
            if not self._gone():
                raise
            log.warning("message not acknowledged: the connection is gone")

    def _gone(self) -> bool:
        line = self.channel.connection
        return line is None or line.client is None

    def restore_unacked(self, client: Any = None) -> Any:
        """Put what was not begun back; where the line is gone already, Redis does so by itself."""
        try:
            return super().restore_unacked(client)  # type: ignore[no-untyped-call]
        except AttributeError:
            if not self._gone():
                raise
            log.warning("messages not put back: the connection is gone")
            self._delivered.clear()
            return None


class _Channel(kombu_redis.Channel):
    QoS = _Delivered

    def _get_client(self) -> Any:
        super()._get_client()  # type: ignore[no-untyped-call]
        return _Client


class _SentinelChannel(kombu_redis.SentinelChannel):
    QoS = _Delivered

    def _get_client(self) -> Any:
        super()._get_client()  # type: ignore[no-untyped-call]
        return _Client


class Transport(kombu_redis.Transport):
    """kombu's over Redis, with screened messages."""

    Channel = _Channel


class SentinelTransport(kombu_redis.SentinelTransport):
    """The same over sentinels."""

    Channel = _SentinelChannel


def work(settings: Settings, queues: Sequence[str]) -> int:
    """Be a worker for these queues, all of them if none are named; returns the exit status.

    Raises Invalid for a queue no kind has, or where the settings want no queue.
    """
    global _worker
    known = {kind.queue for kind in load().values()}
    if unknown := set(queues) - known:
        raise Invalid(
            f"No kind uses the queue {sorted(unknown)[0]}; there are {', '.join(sorted(known))}."
        )
    parts = build(settings)
    parts.tasks.inline = False
    celery_integration.attach(parts)
    _worker = Worker(parts, queues or sorted(known))
    screened = f"{__name__}:Transport"
    TRANSPORT_ALIASES.update(
        redis=screened, rediss=screened, sentinel=f"{__name__}:SentinelTransport"
    )
    return _worker.work()
