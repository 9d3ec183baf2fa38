"""Workers as processes, beside a real Redis and the product: started, killed, frozen."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.redis_server import RedisServer, redis_serving
from tests.serving import ROOT, Server, serving


def until(holds: Callable[[], object], seconds: float = 20.0) -> None:
    """Wait until it holds."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, "it did not come to hold"
        time.sleep(0.02)


class Worker:
    """`python main.py worker` with the settings of a server; without options one process."""

    def __init__(self, server: Server, *options: str, **environment: str) -> None:
        self.options = options or ("--queues", "analysis,chat,test")
        self.environment = {**server.environment, **environment}
        self.log = server.log.with_suffix(".worker.log")
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it; whoever needs to know looks at /queue_stats."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, str(ROOT / "main.py"), "worker", *self.options],
                cwd=self.log.parent,
                env=self.environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    def kill(self) -> None:
        """kill -9, whatever it is doing, with all its processes; it must not have ended itself."""
        ended = self.process.poll()
        assert ended is None, f"ended by itself with {ended}:\n{self.log.read_text()[-4000:]}"
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def freeze(self) -> None:
        """It stands still, as a machine that swaps or sleeps does."""
        os.killpg(self.process.pid, signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on as if no time had passed."""
        os.killpg(self.process.pid, signal.SIGCONT)

    def stop(self) -> int:
        """TERM, as an operator would; returns the exit status."""
        self.process.terminate()
        return self.process.wait(40)


class Deployment:
    """Web, Redis and workers together."""

    def __init__(self, redis: RedisServer, server: Server) -> None:
        self.redis, self.server = redis, server
        self.workers: list[Worker] = []

    def add_worker(self, *options: str, **environment: str) -> Worker:
        """One more worker, started and alive."""
        before = self.names()
        worker = Worker(self.server, *options, **environment)
        worker.start()
        self.workers.append(worker)
        until(lambda: self.names() - before, 40)
        return worker

    def queue(self, path: str, body: object) -> str:
        """Submit for a worker; returns the task's id.

        A busy machine may answer so late that the web process runs a task: that one is cancelled.
        """
        while True:
            told = self.server.ask(path, body, Prefer="respond-async")
            if told["queued"]:
                return str(told["task_id"])
            self.server.ask(f"/cancel_task/{told['task_id']}", {})

    def names(self) -> set[str]:
        """The worker processes alive, as the product sees them; one just killed among them."""
        return set(self.server.ask("/queue_stats")["worker_details"])

    def alive(self) -> int:
        """How many worker processes are alive, as the product sees it."""
        return int(self.server.ask("/queue_stats")["workers"])


@contextmanager
def deployed(folder: Path, workers: int = 1, **environment: str) -> Iterator[Deployment]:
    """A deployment with a queue, gone afterwards."""
    with redis_serving(folder / "redis") as redis:
        wanted = {"USE_CELERY": "true", "REDIS_URL": redis.url, **environment}
        with serving(folder / "data", **wanted) as server:
            deployment = Deployment(redis, server)
            try:
                for _ in range(workers):
                    deployment.add_worker()
                yield deployment
            finally:
                for worker in deployment.workers:
                    if worker.process is not None and worker.process.poll() is None:
                        worker.kill()
