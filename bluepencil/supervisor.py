"""Several processes in one container: started, restarted when they die, stopped together."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import structlog

LOOK_EVERY = 0.1  # seconds between two looks whether all are alive
LONGEST_PAUSE = 30.0  # seconds before a child that keeps dying is started again
MOST_DEATHS = 5  # of one child, so many within
WITHIN = 120.0  # seconds: then something is wrong that a restart does not mend
AFTER_GRACE = 10.0  # seconds beyond the grace until what is left is killed

log = structlog.get_logger()


@dataclass
class _Child:
    """One command and the process it is now."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    start_at: float = 0.0
    deaths: deque[float] = field(default_factory=deque)

    def start(self) -> None:
        # A session of its own: a signal to us must not reach it, we pass it on to its leader.
        self.process = subprocess.Popen(self.command, start_new_session=True)  # noqa: S603 ours
        log.info("started", child=self.name, pid=self.process.pid)

    def died(self) -> bool:
        """Whether it has died since it was last looked at; then its next start is planned."""
        if self.process is None or self.process.poll() is None:
            return False
        _kill_group(self.process.pid)
        now = time.monotonic()
        self.deaths.append(now)
        while self.deaths[0] < now - WITHIN:
            self.deaths.popleft()
        pause = min(LONGEST_PAUSE, 2.0 ** (len(self.deaths) - 1))
        status = self.process.returncode
        log.error("died", child=self.name, status=status, starts_again_in=pause)
        self.process, self.start_at = None, now + pause
        return True


def supervise(commands: Mapping[str, Sequence[str]], *, grace: float) -> int:
    """Keep the commands running until told to stop by TERM or INT; returns the exit status.

    0 after a stop; 1 when one of them keeps dying: whoever runs the container then knows. At a stop
    each has `grace` seconds, and a few more, to end by itself.
    """
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    children = [_Child(name, command) for name, command in commands.items()]
    status = 0
    while not stopping.is_set():
        for child in children:
            if child.died() and len(child.deaths) >= MOST_DEATHS:
                log.critical("keeps dying; all are stopped", child=child.name)
                status = 1
                stopping.set()
            elif child.process is None and time.monotonic() >= child.start_at:
                child.start()
        stopping.wait(LOOK_EVERY)
    _end([child.process for child in children if child.process is not None], grace)
    return status


def _end(processes: Sequence[subprocess.Popen[bytes]], grace: float) -> None:
    """Ask each leader to stop, wait, then kill what is left, with all it has started."""
    for process in processes:
        process.terminate()
    deadline = time.monotonic() + grace + AFTER_GRACE
    for process in processes:
        with suppress(subprocess.TimeoutExpired):
            process.wait(max(0.0, deadline - time.monotonic()))
        _kill_group(process.pid)
        process.wait()


def _kill_group(leader: int) -> None:
    with suppress(ProcessLookupError):
        os.killpg(leader, signal.SIGKILL)
