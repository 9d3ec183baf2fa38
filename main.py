"""The command: `python main.py` serves; `python main.py review FILE…` reviews in the terminal."""

from __future__ import annotations

import signal
import sys
import threading
from types import FrameType
from typing import Any

from gunicorn.app.base import BaseApplication
from gunicorn.workers.base import Worker

from bluepencil import logs
from bluepencil.settings import BadSettings, Settings, load, secrets_of


class Server(BaseApplication):  # type: ignore[misc]
    """gunicorn, told by our settings: one process, since threads, limiter and waiters are in it."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        """gunicorn's settings from ours."""
        settings = self.settings
        options: dict[str, Any] = {
            "bind": f"{f'[{settings.host}]' if ':' in settings.host else settings.host}:"
            f"{settings.port}",
            "worker_class": "gthread",
            "workers": 1,
            "threads": settings.web_threads,
            "keepalive": 5,
            "graceful_timeout": int(settings.stop_grace) + 5,
            "timeout": 60,
            "control_socket_disable": True,
            "post_worker_init": _begin,
            "worker_exit": _end,
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Any:
        """The app; made in the worker, after the fork."""
        from app import create_app  # so that the master stays small

        return create_app(self.settings)


def _begin(worker: Worker) -> None:
    """Take up what was left, and let running work finish when told to stop."""
    site = worker.app.wsgi().extensions["bluepencil"]
    site.tasks.start()
    before = signal.getsignal(signal.SIGTERM)
    stopping = threading.Thread(target=site.tasks.stop, args=(site.settings.stop_grace,))

    def stop(number: int, frame: FrameType | None) -> None:
        if not site.tasks.stopping.is_set() and not stopping.is_alive():
            stopping.start()
        if callable(before):
            before(number, frame)

    signal.signal(signal.SIGTERM, stop)
    worker.log.info("Bluepencil is ready at http://%s:%s", site.settings.host, site.settings.port)


def _end(_: Any, worker: Worker) -> None:
    site = worker.app.wsgi().extensions["bluepencil"]
    site.tasks.stop(0)
    site.close()


def main() -> int:
    """Run the command; returns the exit status."""
    try:
        settings = load()
    except BadSettings as error:
        print(f"Bluepencil cannot start:\n{error}", file=sys.stderr)
        return 2
    logs.configure(settings.log_level, secrets_of(settings))
    Server(settings).run()
    return 0


if __name__ == "__main__":
    sys.exit(main())
