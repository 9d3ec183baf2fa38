"""Stops the children of a supervisor that was killed: a program that the supervisor runs.

Each line of its standard input lists the leaders of the process groups that run now. When the
input ends the supervisor has ended, and what the last line lists is stopped in its place.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress

LOOK_EVERY = 0.02  # seconds

# macOS says PermissionError of a group in which only the dead are left.
_GONE = (ProcessLookupError, PermissionError)


def stop(leaders: Iterable[int], seconds: float, ended: Callable[[int], bool]) -> list[int]:
    """Ask each leader to end; once it has, or after `seconds`, kill what is left of its group.

    Returns the leaders that had to be killed.
    """
    left = list(leaders)
    for leader in left:
        with suppress(*_GONE):
            os.kill(leader, signal.SIGTERM)
    deadline = time.monotonic() + seconds
    while left and time.monotonic() < deadline:
        for leader in filter(ended, left.copy()):
            kill_group(leader)
            left.remove(leader)
        time.sleep(LOOK_EVERY if left else 0)
    for leader in left:
        kill_group(leader)
    return left


def kill_group(leader: int) -> None:
    """Kill every process of the group, if there is one."""
    with suppress(*_GONE):
        os.killpg(leader, signal.SIGKILL)


def _ended(leader: int) -> bool:
    try:
        os.kill(leader, 0)
    except _GONE:
        return True
    return False


def main() -> None:
    """`guard.py SECONDS`: wait for the end of the supervisor, then give its children so long."""
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, signal.SIG_IGN)  # whoever stops everything stops the supervisor too
    listed = ""
    for line in sys.stdin:
        listed = line
    stop(map(int, listed.split()), float(sys.argv[1]), _ended)


if __name__ == "__main__":
    main()
