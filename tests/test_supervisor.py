"""Several processes under one: restarted when they die, stopped together, never left behind."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bluepencil import guard
from tests.processes import alive, children, command_of
from tests.working import until

ROOT = Path(__file__).resolve().parent.parent
PROGRAM = """
import sys
from bluepencil import supervisor
supervisor.AFTER_GRACE, supervisor.WITHIN = 0.5, 60
sys.exit(supervisor.supervise({commands!r}, grace=float(sys.argv[1])))
"""
FINISHING = """
import os, signal, sys, time
def end(*_):
    time.sleep(1); open({file!r} + '-done', 'w').write('done'); sys.exit(0)
signal.signal(signal.SIGTERM, end)
open({file!r}, 'a').write(f'{{os.getpid()}}\\n')
time.sleep(600)
"""
DEAF = """
import os, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
open({file!r}, 'a').write(f'{{os.getpid()}}\\n')
while True: time.sleep(1)
"""
LIVE = "import os, time; open({file!r}, 'a').write(f'{{os.getpid()}}\\n'); time.sleep(600)"

PARENT = """
import subprocess, sys, os, time
p = subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])
open({file!r}, 'a').write(f'{{os.getpid()}}\\n{{p.pid}}\\n')
time.sleep(600)
"""
AT_EACH_LINE = """
import os, signal, sys
from bluepencil import supervisor
supervisor.LOOK_EVERY = 0.001
supervisor.GUARD = ['sh', '-c', 'cat > /dev/null']  # starts sooner; what it does is seen elsewhere
supervisor.log.info('warm')
watched = ('supervisor.py', 'threading.py', 'subprocess.py')

def trace(frame, event, _):
    global left
    if not frame.f_code.co_filename.endswith(watched):
        return None
    if event == 'line' and 'told' in seen:
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGTERM)
    if frame.f_code.co_name == 'start':
        seen.add('told')
    return trace

for moment in range(1, 401):
    left, seen = moment, set()
    sys.settrace(trace)
    status = supervisor.supervise({'one': ['sleep', '600']}, grace=5)
    sys.settrace(None)
    assert status == 0 and left <= 0, moment
"""


class Supervised:
    """A supervisor as a process of its own, over small Python programs."""

    def __init__(self, folder: Path, **programs: str) -> None:
        self.folder = folder
        commands = {
            name: [sys.executable, "-c", program.format(file=str(folder / name))]
            for name, program in programs.items()
        }
        self.source = PROGRAM.format(commands=commands)
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, grace: float = 5) -> None:
        command = [sys.executable, "-c", self.source, str(grace)]
        self.process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL)

    def pids(self, name: str) -> list[int]:
        """The processes a program has been, in order."""
        file = self.folder / name
        return [int(line) for line in file.read_text().split()] if file.exists() else []


@pytest.fixture
def supervised(tmp_path):
    made = []

    def make(**programs: str) -> Supervised:
        made.append(Supervised(tmp_path, **programs))
        return made[-1]

    yield make
    for one in made:
        if one.process.poll() is None:
            one.process.kill()
        one.process.wait(10)
        for file in [f for f in tmp_path.iterdir() if not f.name.endswith("-done")]:
            for pid in one.pids(file.name):
                if alive(pid):
                    os.kill(pid, signal.SIGKILL)


def guards(supervised: Supervised) -> list[int]:
    """The guard of a supervisor."""
    words = str(guard.__file__).encode()
    return [pid for pid in children(supervised.process.pid) if words in command_of(pid)]


def test_one_that_is_killed_is_started_again_and_the_others_go_on(supervised):
    both = supervised(one=LIVE, other=LIVE)
    both.start()
    until(lambda: both.pids("one") and both.pids("other"))
    os.kill(both.pids("one")[0], signal.SIGKILL)
    until(lambda: len(both.pids("one")) == 2)
    assert len(both.pids("other")) == 1 and alive(both.pids("other")[0])
    both.process.terminate()
    assert both.process.wait(10) == 0
    assert not any(alive(pid) for name in ("one", "other") for pid in both.pids(name))


def test_what_the_killed_one_had_started_goes_with_it(supervised):
    one = supervised(one=PARENT)
    one.start()
    until(lambda: len(one.pids("one")) == 2)
    leader, orphan = one.pids("one")
    os.kill(leader, signal.SIGKILL)
    until(lambda: not alive(orphan))


def test_one_that_keeps_dying_ends_all_with_a_failure(supervised):
    both = supervised(bad="import sys; sys.exit(3)", good=PARENT)
    both.source = both.source.replace(
        "supervisor.AFTER_GRACE,", "supervisor.FIRST_PAUSE = 0.2; supervisor.AFTER_GRACE,"
    )
    both.start()
    assert both.process.wait(30) == 1
    assert len(both.pids("good")) == 2
    assert not any(alive(pid) for pid in both.pids("good"))


def test_what_cannot_even_be_started_ends_all_with_a_failure(tmp_path):
    source = PROGRAM.format(commands={"none": [str(tmp_path / "none")]}).replace(
        "supervisor.AFTER_GRACE,", "supervisor.FIRST_PAUSE = 0.01; supervisor.AFTER_GRACE,"
    )
    done = subprocess.run(
        [sys.executable, "-c", source, "1"], cwd=ROOT, capture_output=True, timeout=30
    )
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr


def test_it_stops_whenever_it_is_asked_to():
    """The signal comes at each of its first 400 lines in turn, those of what it waits in too."""
    done = subprocess.run([sys.executable, "-c", AT_EACH_LINE], cwd=ROOT, timeout=100)
    assert done.returncode == 0


def test_at_a_stop_what_runs_may_finish(supervised):
    one = supervised(one=FINISHING)
    one.start()
    until(lambda: one.pids("one"))
    one.process.terminate()
    assert one.process.wait(10) == 0
    assert (one.folder / "one-done").read_text() == "done"


def test_one_that_ignores_the_signal_is_killed_after_the_grace(supervised):
    one = supervised(one=DEAF)
    one.start(grace=0.2)
    until(lambda: one.pids("one"))
    one.process.send_signal(signal.SIGINT)
    assert one.process.wait(15) == 0
    assert not alive(one.pids("one")[0])


def test_killed_it_leaves_nothing_behind(supervised):
    both = supervised(one=PARENT, other=FINISHING, deaf=DEAF)
    both.start()
    until(lambda: len(both.pids("one")) == 2 and both.pids("other") and both.pids("deaf"))
    watching = guards(both)
    both.process.kill()
    until(lambda: (both.folder / "other-done").exists())
    left = [pid for name in ("one", "other", "deaf") for pid in both.pids(name)]
    until(lambda: not any(map(alive, left + watching)))


def test_its_guard_is_started_again_and_knows_what_runs(supervised):
    one = supervised(one=LIVE)
    one.start()
    until(lambda: one.pids("one") and guards(one))
    before = guards(one)
    os.kill(before[0], signal.SIGKILL)
    until(lambda: guards(one) not in ([], before))
    one.process.kill()
    until(lambda: not alive(one.pids("one")[0]))


def test_its_guard_ends_with_it(supervised):
    one = supervised(one=LIVE)
    one.start()
    until(lambda: one.pids("one") and guards(one))
    watching = guards(one)
    one.process.terminate()
    assert one.process.wait(10) == 0
    assert not any(map(alive, watching))
