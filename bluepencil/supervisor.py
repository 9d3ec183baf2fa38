"""Several processes in one container: started, restarted when they die, stopped together."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections import deque
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import structlog

LOOK_EVERY = 0.1  # seconds between two looks whether all are alive
FIRST_PAUSE = 1.0  # seconds before one that died is started again; doubled with each death
MOST_DEATHS = 5  # of one child, so many within
WITHIN = 120.0  # seconds: then something is wrong that a restart does not mend
AFTER_GRACE = 4.0  # seconds beyond the grace until what is left is killed; 25 + 4 < docker's 30

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
        """Start it, in a session of its own: signals for us reach its leader through us only."""
        try:
            self.process = subprocess.Popen(self.command, start_new_session=True)  # noqa: S603 ours
        except OSError as error:  # no memory, no more processes: as if it had died at once
            self._died(str(error))
        else:
            log.info("started", child=self.name, pid=self.process.pid)

    def look(self) -> None:
        """Note its death, take with it what it has left behind, start it when its time has come."""
        if self.process is None:
            if time.monotonic() >= self.start_at:
                self.start()
        elif self.process.poll() is not None:
            _kill_group(self.process.pid)
            self._died(self.process.returncode)

    def _died(self, status: int | str) -> None:
        now = time.monotonic()
        self.process = None
        self.deaths.append(now)
        while self.deaths[0] < now - WITHIN:
            self.deaths.popleft()
        if self.keeps_dying:
            log.critical("keeps dying; all are stopped", child=self.name, status=status)
            return
        pause = FIRST_PAUSE * 2 ** (len(self.deaths) - 1)
        self.start_at = now + pause
        log.error("died", child=self.name, status=status, starts_again_in=pause)

    @property
    def keeps_dying(self) -> bool:
        return len(self.deaths) >= MOST_DEATHS


def supervise(commands: Mapping[str, Sequence[str]], *, grace: float) -> int:
    """Keep the commands running until told to stop by TERM or INT; returns the exit status.

    0 after a stop; 1 when one of them keeps dying: whoever runs the container then knows. At a stop
    each has `grace` seconds, and a few more, to end by itself. Call it from the main thread.
    """
    # A list and no threading.Event: its lock may be held by the very wait a signal interrupts.
    told: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _: told.append(number))
    children = [_Child(name, command) for name, command in commands.items()]
    while not told and not any(child.keeps_dying for child in children):
        for child in children:
            child.look()
        time.sleep(LOOK_EVERY)
    if told:
        log.info("stopping", signal=signal.Signals(told[0]).name, grace=grace)
    _end(children, grace)
    return 0 if told else 1


def _end(children: Sequence[_Child], grace: float) -> None:
    """Ask each leader to stop, wait, then kill what is left, with all it has started."""
    running = {child.name: child.process for child in children if child.process is not None}
    for process in running.values():
        process.terminate()
    deadline = time.monotonic() + grace + AFTER_GRACE
    for name, process in running.items():
        try:
            process.wait(max(0.0, deadline - time.monotonic()))
        except subprocess.TimeoutExpired:
            log.warning("did not stop in time; killed", child=name)
        _kill_group(process.pid)
        log.info("ended", child=name, status=process.wait())


def _kill_group(leader: int) -> None:
    # macOS says PermissionError of a group in which only the dead are left.
    with suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)
