"""gunicorn as used here: set up by our settings, logged by our handler, stopped without a loss."""

from __future__ import annotations

import gc
import signal
import threading
from collections.abc import Callable
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.config import Config
from gunicorn.glogging import Logger

from bluepencil.away import Away
from bluepencil.errors import Unavailable
from bluepencil.receiving import CONNECTIONS, Receiver
from bluepencil.settings import Settings

STOP_MARGIN = 3  # seconds beyond STOP_GRACE until the master kills its worker
COLLECT = (20_000, 20, 20)  # of objects more: a large document is not gone through many times
TRY_AGAIN = 2.0  # seconds until a server that cannot open its store tries to again
ORPHAN_MARGIN = 4  # seconds beyond STOP_GRACE until the system does, where there is no master


class Log(Logger):  # type: ignore[misc]
    """gunicorn's log, written by our handler: in our form, without secrets."""

    def setup(self, cfg: Config) -> None:
        """Pass its lines on, where gunicorn would write them itself."""
        super().setup(cfg)
        self.error_log.propagate = True


class Server(BaseApplication):  # type: ignore[misc]
    """The web server: one worker process, since threads, limiter and waiting requests are in it.

    `create` makes the app; it is called in the worker, so that the master stays small.
    """

    def __init__(self, settings: Settings, create: Callable[[Settings], Any]) -> None:
        self.settings, self._create = settings, create
        super().__init__()

    def load_config(self) -> None:
        """gunicorn's settings from ours."""
        settings = self.settings
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        options: dict[str, Any] = {
            "bind": f"{host}:{settings.port}",
            "worker_class": Worker,
            "workers": 1,
            "threads": settings.web_threads,
            "worker_connections": CONNECTIONS,
            "sendfile": False,  # it knows no patience with a client that does not read
            "keepalive": 5,
            "graceful_timeout": int(settings.stop_grace) + STOP_MARGIN,
            "limit_request_line": 8190,  # a search of 500 characters, each of four bytes escaped
            "timeout": 60,
            "logger_class": Log,
            "loglevel": settings.log_level,
            "errorlog": None,  # no handler of its own
            "control_socket_disable": True,
            "pre_fork": _freeze,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The app."""
        return self._create(self.settings)


def _freeze(_: object, __: object) -> None:
    """Keep the master's objects out of the worker's garbage collections, which write to each one:
    memory that is written to is no longer shared."""
    gc.freeze()


class Worker(Receiver):
    """gunicorn's worker, which at a stop lets running tasks end and refuses connections at once.

    It stops when it gets SIGTERM, and likewise when its master has died: nothing may hold the port
    that nobody can stop any more.
    """

    wsgi: Any  # what gunicorn asks to answer: our app, or Away
    _finishing: threading.Thread | None = None

    def load_wsgi(self) -> None:
        """Make the app. A start that cannot succeed fails; where one has succeeded before, this
        worker says so to everybody for a moment, and the next one tries again."""
        try:
            super().load_wsgi()
        except (Unavailable, OSError) as error:
            if self.age == 1:
                raise
            self.log.error("the store cannot be opened: %s", error)
            self.wsgi = Away(error)

    def run(self) -> None:
        """Serve until told to stop; then let running tasks end, and close everything."""
        if isinstance(self.wsgi, Away):
            threading.Timer(TRY_AGAIN, self._end).start()
            super().run()
            return
        gc.set_threshold(*COLLECT)
        site = self.wsgi.extensions["bluepencil"]
        site.tasks.start()
        site.deliverer.start()
        settings = site.settings
        self.largest_body = site.largest_body
        self.log.info("Bluepencil is ready at http://%s:%s", settings.host, settings.port)
        try:
            super().run()
            self._finish()
            if self._finishing is not None:
                self._finishing.join()
        finally:
            site.tasks.stop(0)  # a quick stop comes here at once
            site.close()

    def is_parent_alive(self) -> bool:
        """Whether the master lives; asked every second. Without one, this is a stop."""
        if not super().is_parent_alive():
            self.alive = False
            return False
        return True

    def set_accept_enabled(self, enabled: bool) -> None:
        """Accept connections or not; at a stop this is called once more, before anything else."""
        super().set_accept_enabled(enabled)
        if not self.alive and not enabled and not isinstance(self.wsgi, Away):
            self._finish()

    def _end(self) -> None:
        self.alive = False

    def _finish(self) -> None:
        """Begin the stop.

        Not done in the signal's handler: a second signal can interrupt the first one's handler,
        also in the middle of starting a thread.
        """
        if self._finishing is not None:
            return
        site = self.wsgi.extensions["bluepencil"]
        grace = site.settings.stop_grace
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.alarm(int(grace) + ORPHAN_MARGIN)
        self._refuse()
        self._finishing = threading.Thread(target=site.tasks.stop, args=(grace,), daemon=True)
        self._finishing.start()

    def _refuse(self) -> None:
        """Take the connections that wait to be accepted, and refuse those that come later."""
        for listener in self.sockets:
            while self.accept(listener):
                pass
            listener.close()
