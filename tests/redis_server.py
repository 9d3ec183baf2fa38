"""A real redis-server: started, killed, frozen and emptied by tests."""

import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis

from tests.serving import free_port


class RedisServer:
    """`redis-server` on a port of its own; `durable`: what was answered is on its disk."""

    def __init__(self, folder: Path, *, durable: bool = False) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.durable = durable
        self.folder, self.port = folder, free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.client = redis.Redis(port=self.port)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, empty or with what it had on its disk, and wait until it answers."""
        program = shutil.which("redis-server")
        assert program, "redis-server is not installed; `make test` sees to that"
        settings = {"port": self.port, "bind": "127.0.0.1", "save": "", "appendonly": "no"}
        if self.durable:
            settings |= {"appendonly": "yes", "appendfsync": "always"}
        settings["rdbcompression"] = "no"  # what DUMP gives can be searched
        words = [part for name, value in settings.items() for part in (f"--{name}", str(value))]
        self.process = subprocess.Popen(
            [program, *words], cwd=self.folder, stdout=subprocess.DEVNULL
        )
        deadline = time.monotonic() + 20
        while True:
            try:
                self.client.ping()
                return
            except (redis.ConnectionError, redis.BusyLoadingError):
                assert time.monotonic() < deadline and self.process.poll() is None
                time.sleep(0.02)

    def kill(self) -> None:
        """kill -9: what is not on its disk is gone."""
        self.process.kill()
        self.process.wait(10)

    def freeze(self) -> None:
        """It keeps its connections and answers nobody."""
        self.process.send_signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on where it was."""
        self.process.send_signal(signal.SIGCONT)


@contextmanager
def redis_serving(folder: Path, *, durable: bool = False) -> Iterator[RedisServer]:
    """A started Redis that is gone afterwards."""
    server = RedisServer(folder, durable=durable)
    server.start()
    try:
        yield server
    finally:
        server.client.close()
        server.kill()
