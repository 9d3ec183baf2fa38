"""A real PostgreSQL: started, killed, frozen and given fresh databases by tests."""

import itertools
import os
import pwd
import select
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from tests.serving import free_port

USER = "bluepencil"
PASSWORD = "postgres-test-password"


class PostgresServer:
    """`postgres` with a new cluster in a folder of its own; `durable`: with fsync.

    Without fsync it is several times faster, and what was committed still survives `kill()`: the
    machine goes on, only its processes die.
    """

    def __init__(self, *, durable: bool = False) -> None:
        # Not under pytest's tmp_path: that is closed to the user PostgreSQL runs as, and too long
        # for the path of a socket.
        self.folder = Path(tempfile.mkdtemp(prefix="postgres-", dir="/tmp"))
        self.process: subprocess.Popen[bytes] | None = None
        self._durable = durable
        self._data = self.folder / "data"
        self._numbers = itertools.count(1)
        self._account = _account()
        if self._account:
            shutil.chown(self.folder, self._account["user"], self._account["group"])
        secret = self.folder / "password"
        secret.write_text(PASSWORD)
        secret.chmod(0o644)
        self._run(
            "initdb", "--pgdata", str(self._data), "--username", USER, "--pwfile", str(secret),
            "--auth-local", "trust", "--auth-host", "scram-sha-256",
            "--encoding", "UTF8", "--locale", "C", "--no-sync", "--no-instructions",
        )  # fmt: skip
        self.port = free_port()  # only now, so that nobody else takes it meanwhile
        self.url = self.url_of("postgres")

    def url_of(self, database: str) -> str:
        """The address of one of its databases."""
        return f"postgresql://{USER}:{PASSWORD}@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Start it with what is on its disk, and wait until it answers."""
        settings = {
            "port": self.port,
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": self.folder,
            "dynamic_shared_memory_type": "mmap",  # in the folder: a kill leaves nothing in /dev
        }
        if not self._durable:
            settings |= {"fsync": "off", "full_page_writes": "off"}
        words = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(
                [program("postgres"), "-D", str(self._data), *words],
                cwd=self.folder, stdout=log, stderr=log, **self._account,
            )  # fmt: skip
        deadline = time.monotonic() + 30
        while True:
            try:
                psycopg.connect(self.url, connect_timeout=5).close()
                return
            except psycopg.OperationalError:
                alive = self.process.poll() is None
                assert alive and time.monotonic() < deadline, (self.folder / "log").read_text()
                time.sleep(0.02)

    def stop(self) -> None:
        """As an operator would: it ends its connections and closes its files."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(20)

    def kill(self) -> None:
        """kill -9 of all its processes at once, and its shared memory gone, as in a crash."""
        segment = (self._data / "postmaster.pid").read_text().split("\n")[6].split()
        self.freeze()
        # Waited for, since it does not start again while one of them still holds the memory.
        handles = [os.pidfd_open(child) for child in self._children()]
        for handle in handles:
            signal.pidfd_send_signal(handle, signal.SIGKILL)
        self.process.kill()
        self.process.wait(10)
        for handle in handles:
            assert select.select([handle], [], [], 10)[0], "a process outlived kill -9"
            os.close(handle)
        subprocess.run(["ipcrm", "-m", segment[1]], check=False, capture_output=True)

    def freeze(self) -> None:
        """It keeps its connections and answers nobody."""
        self.process.send_signal(signal.SIGSTOP)  # the first, so that no more are started
        for child in self._children():
            os.kill(child, signal.SIGSTOP)

    def thaw(self) -> None:
        """It goes on where it was."""
        for child in self._children():
            os.kill(child, signal.SIGCONT)
        self.process.send_signal(signal.SIGCONT)

    @contextmanager
    def database(self) -> Iterator[str]:
        """The address of a fresh empty database that is gone afterwards."""
        name = f"test_{next(self._numbers)}"
        self._execute(f"create database {name}")
        try:
            yield self.url_of(name)
        finally:
            self._execute(f"drop database {name} with (force)")

    def remove(self) -> None:
        """Kill it if it runs, and delete its folder."""
        if self.process and self.process.poll() is None:
            self.kill()
        shutil.rmtree(self.folder)

    def _children(self) -> list[int]:
        # Each is in a session of its own, so that no group holds them all.
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return [int(child) for child in listed.read_text().split()]

    def _execute(self, statement: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)

    def _run(self, name: str, *words: str) -> None:
        done = subprocess.run(
            [program(name), *words], cwd=self.folder, capture_output=True, timeout=120,
            check=False, **self._account,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr.decode()


def _account() -> dict[str, object]:
    """Who runs it: PostgreSQL refuses to run as root. Empty: whoever runs the tests."""
    if os.geteuid() != 0:
        return {}
    known = {entry.pw_name: entry for entry in pwd.getpwall()}
    entry = known.get("postgres") or known["nobody"]
    return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}


def program(name: str) -> str:
    """Where a program of PostgreSQL is; Debian keeps those of the server out of PATH."""
    newest = sorted(
        Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: int(path.parts[4])
    )
    found = shutil.which(name) or (newest and str(newest[-1]))
    assert found, f"PostgreSQL's {name} is not installed; `make test` sees to that"
    return found


@contextmanager
def postgres_serving(*, durable: bool = False) -> Iterator[PostgresServer]:
    """A started PostgreSQL that is gone afterwards."""
    server = PostgresServer(durable=durable)
    try:
        server.start()
        yield server
    finally:
        server.remove()
