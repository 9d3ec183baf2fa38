"""What the guard stops when its input ends: the groups listed last, first asked and then killed."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bluepencil import guard
from tests.processes import alive
from tests.working import until

NOTING = (
    "import signal, sys, time\nsignal.signal(signal.SIGTERM, {what})\nprint('ready', flush=True)\n"
)
ENDING = NOTING.format(what="lambda *_: (print('asked', flush=True), sys.exit())")
DEAF = NOTING.format(what="signal.SIG_IGN")


@pytest.fixture
def leader():
    """Starts the leader of a process group; gone afterwards."""
    made = []

    def start(source: str) -> subprocess.Popen:
        process = subprocess.Popen(
            [sys.executable, "-c", source + "time.sleep(600)"],
            stdout=subprocess.PIPE, text=True, start_new_session=True,
        )  # fmt: skip
        made.append(process)
        assert process.stdout.readline() == "ready\n"
        return process

    yield start
    for process in made:
        guard.kill_group(process.pid)
        process.stdout.close()
        process.wait(10)


def guarding(seconds: float) -> subprocess.Popen:
    command = [sys.executable, "-I", str(Path(guard.__file__)), str(seconds)]
    return subprocess.Popen(command, stdin=subprocess.PIPE, text=True)


def ignores(pid: int, number: int) -> bool:
    status = Path(f"/proc/{pid}/status").read_text()
    mask = next(line.split()[1] for line in status.splitlines() if line.startswith("SigIgn"))
    return bool(int(mask, 16) >> (number - 1) & 1)


def test_only_what_was_listed_last_is_stopped(leader):
    one, other = leader(ENDING), leader(ENDING)
    guarding(5).communicate(f"{one.pid} {other.pid}\n{other.pid}\n", timeout=30)
    assert other.wait(10) == 0
    assert other.stdout.read() == "asked\n"
    assert one.poll() is None


def test_with_nothing_left_nothing_is_stopped(leader):
    one = leader(ENDING)
    guarding(5).communicate(f"{one.pid}\n\n", timeout=30)
    assert one.poll() is None


def test_who_does_not_end_is_killed(leader):
    one = leader(DEAF)
    guarding(0.2).communicate(f"{one.pid}\n", timeout=30)
    assert one.wait(10) == -signal.SIGKILL


def test_what_a_leader_leaves_behind_goes_with_it(leader):
    program = (
        "import subprocess\n"
        "left = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        "print(left.pid, flush=True)\n"
    )
    one = leader(ENDING + program)
    left = int(one.stdout.readline())
    guarding(5).communicate(f"{one.pid}\n", timeout=30)
    until(lambda: not alive(left))


def test_a_signal_meant_for_all_does_not_end_it_before_its_time(leader):
    one = leader(ENDING)
    watching = guarding(5)
    watching.stdin.write(f"{one.pid}\n")
    watching.stdin.flush()
    meant_for_all = (signal.SIGTERM, signal.SIGINT)  # a shell may have had it ignore one already
    until(lambda: all(ignores(watching.pid, number) for number in meant_for_all))
    for number in meant_for_all:
        os.kill(watching.pid, number)
    assert watching.poll() is None
    watching.communicate(timeout=30)
    assert one.wait(10) == 0
