"""Several processes in one container: started, restarted when they die, stopped together.

Each leads a session and process group of its own, so that all it has started can be ended with it.
Should the supervisor itself be killed, its guard, a small process beside it, stops them the same
way: nothing is left that holds the port or works on unseen.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

import structlog

from bluepencil import guard

LOOK_EVERY = 0.1  # seconds between two looks whether all are alive
FIRST_PAUSE = 1.0  # seconds before one that died is started again; doubled with each death
MOST_DEATHS = 5  # of one child, so many within
WITHIN = 120.0  # seconds: then something is wrong that a restart does not mend
GUARD = [sys.executable, "-I", guard.__file__]  # its one argument: seconds until it kills
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
            guard.kill_group(self.process.pid)
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


class _Guard:
    """The process that stops the children should this one be killed (see `guard`)."""

    def __init__(self, seconds: float) -> None:
        self._command = [*GUARD, str(seconds)]
        self._process: subprocess.Popen[bytes] | None = None
        self._line: bytes | None = None

    def watch(self, leaders: Iterable[int]) -> None:
        """Have it know what runs now; it is started again if it has died."""
        if self._process is None or self._process.poll() is not None:
            self._line = None
            try:
                self._process = subprocess.Popen(  # noqa: S603 ours
                    self._command, stdin=subprocess.PIPE, bufsize=0, start_new_session=True
                )
            except OSError as error:
                log.warning("guard not started", status=str(error))
                return
        line = " ".join(map(str, leaders)).encode() + b"\n"
        if line != self._line and self._process.stdin is not None:
            with suppress(BrokenPipeError):  # it has just died; the next time there is another
                self._process.stdin.write(line)
                self._line = line

    def dismiss(self) -> None:
        """Nothing runs any more."""
        if self._process is not None and self._process.stdin is not None:
            with suppress(BrokenPipeError):
                self._process.stdin.write(b"\n")
            self._process.stdin.close()
            self._process.wait()


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
    watcher = _Guard(grace + AFTER_GRACE)
    while not told and not any(child.keeps_dying for child in children):
        for child in children:
            child.look()
            watcher.watch(_running(children))
        time.sleep(LOOK_EVERY)
    if told:
        log.info("stopping", signal=signal.Signals(told[0]).name, grace=grace)
    _end(children, grace)
    watcher.dismiss()
    return 0 if told else 1


def _running(children: Sequence[_Child]) -> dict[int, subprocess.Popen[bytes]]:
    """The processes that have been started and not been seen to end, by their ids."""
    return {child.process.pid: child.process for child in children if child.process is not None}


def _end(children: Sequence[_Child], grace: float) -> None:
    """Ask each leader to stop, wait, then kill what is left, with all it has started."""
    names = {child.process: child.name for child in children}
    running = _running(children)
    killed = guard.stop(
        running, grace + AFTER_GRACE, ended=lambda pid: running[pid].poll() is not None
    )
    for pid, process in running.items():
        if pid in killed:
            log.warning("did not stop in time; killed", child=names[process])
        log.info("ended", child=names[process], status=process.wait())
