"""Background threads: no error ends one, a fault is known, and none is left behind."""

import os
import threading

import pytest
from structlog.testing import capture_logs

from bluepencil import background
from bluepencil.background import Background, troubles
from bluepencil.errors import RedisUnavailable
from tests.working import until


@pytest.fixture
def make():
    made = []

    def start(work, every=0.001, name="one") -> Background:
        made.append(Background(name, work, every))
        made[-1].start()
        return made[-1]

    yield start
    for one in made:
        one.stop(5)
    assert not troubles()


class Work:
    """What is done each round: counted, and failing with what is set."""

    def __init__(self) -> None:
        self.rounds = 0
        self.error: BaseException | None = None

    def __call__(self) -> None:
        self.rounds += 1
        if self.error is not None:
            raise self.error


@pytest.fixture
def work():
    return Work()


@pytest.fixture
def blocked():
    """Work that does not return until the test ends, or is set."""
    event = threading.Event()
    yield event
    event.set()


def after(work, rounds=2):
    """Wait for so many more rounds."""
    wanted = work.rounds + rounds
    until(lambda: work.rounds >= wanted)


def test_it_works_on_and_on_until_stopped(make, work):
    one = make(work)
    after(work, 5)
    one.stop(5)
    done = work.rounds
    one.start()
    assert not any(thread.name == "one" for thread in threading.enumerate())
    assert (work.rounds, one.trouble) == (done, "")


def test_started_twice_it_is_one_thread(make, work):
    make(work).start()
    assert [thread.name for thread in threading.enumerate()].count("one") == 1


def test_stopped_before_it_was_started_it_never_starts(work):
    one = Background("one", work, 0.001)
    one.stop()
    one.start()
    assert not any(thread.name == "one" for thread in threading.enumerate())
    assert one.trouble == ""


def test_a_thread_that_could_not_be_started_can_be_later(work, monkeypatch):
    def refuse(_):
        raise RuntimeError("can't start new thread")

    one = Background("one", work, 0.001)
    with monkeypatch.context() as patch:
        patch.setattr(threading.Thread, "start", refuse)
        with pytest.raises(RuntimeError):
            one.start()
    assert one.trouble == ""
    one.start()
    after(work)
    one.stop(5)


@pytest.mark.parametrize("error", [RedisUnavailable("away"), ValueError("bug"), MemoryError()])
def test_no_error_ends_it(make, work, error):
    work.error = error
    make(work)
    after(work)
    work.error = None
    after(work)


def test_it_may_stop_itself(make, work):
    one = Background("one", lambda: (work(), one.stop(5)), 0.001)
    one.start()
    until(lambda: work.rounds)
    until(lambda: not any(thread.name == "one" for thread in threading.enumerate()))
    assert work.rounds == 1


def test_what_is_away_is_no_trouble_of_the_thread(make, work, monkeypatch):
    monkeypatch.setattr(background, "STALLED", 0.0)
    work.error = RedisUnavailable("away")
    one = make(work, every=0.5)
    after(work)
    assert one.trouble == ""


def test_rounds_that_break_are_trouble_until_one_does_not(make, work, monkeypatch):
    monkeypatch.setattr(background, "STALLED", 0.0)
    work.error = ValueError("sk-secret")
    one = make(work)
    until(lambda: one.trouble)
    assert troubles() == [one.trouble]
    assert "“one” has completed no round" in one.trouble
    assert "sk-secret" not in one.trouble, "everybody can ask"
    monkeypatch.setattr(background, "STALLED", 30.0)
    work.error = None
    after(work)
    assert troubles() == []


def test_a_round_that_does_not_return_is_trouble(make, blocked, monkeypatch):
    monkeypatch.setattr(background, "STALLED", 0.0)
    one = make(blocked.wait)
    until(lambda: one.trouble)
    blocked.set()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_a_thread_that_has_ended_is_trouble(make, work):
    work.error = SystemExit()
    one = make(work)
    until(lambda: one.trouble)
    assert troubles() == ["The thread “one” has ended."]


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_troubles_are_known_though_nobody_holds_the_thread_any_more(work):
    work.error = SystemExit()
    Background("lost", work, 0.001).start()
    until(troubles)
    (lost,) = background._started
    lost.stop()


def test_a_fault_is_logged_but_not_at_every_round(make, work):
    with capture_logs() as lines:
        work.error = ValueError("bug")
        make(work)
        after(work, 20)
        work.error = None
        after(work)
        work.error = ValueError("another bug")
        after(work)
    assert [line["log_level"] for line in lines] == ["error", "error"]


def test_stopping_does_not_wait_for_what_does_not_return(make, blocked):
    one = make(blocked.wait)
    one.stop(0.01)
    assert one.stopping and troubles() == []
    blocked.set()


def test_none_is_kept_after_it_was_stopped(make, work):
    before = len(background._started)
    for _ in range(20):
        make(work).stop(5)
    assert len(background._started) == before


def test_after_a_fork_it_is_started_anew(make, work):
    """Also where the fork found its lock taken."""
    one = make(work)
    with one._lock:
        pid = os.fork()
        if pid == 0:
            held = [troubles(), one.trouble]
            work.rounds = 0
            one.start()
            until(lambda: work.rounds >= 2, 10)
            os._exit(0 if held == [[], ""] else 1)
    assert os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
    after(work)
