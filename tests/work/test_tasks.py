"""The life of a task: whatever happens to it, it ends once, in a truthful state."""

import threading
import time

import pytest
from pydantic import BaseModel

from bluepencil.engines.checks import BuiltIn
from bluepencil.errors import (
    BluepencilError,
    EngineBusy,
    Invalid,
    NotFound,
    Unavailable,
)
from bluepencil.task.record import Task
from bluepencil.work import runner as runner_module
from bluepencil.work import tasks as tasks_module
from bluepencil.work.catalogue import Kind
from bluepencil.work.tasks import Tasks


class Input(BaseModel):
    """What the kinds of these tests take."""

    word: str = "hello"


class Output(BaseModel):
    """What they give back."""

    word: str


def a_kind(name, run, timeout=60.0, **more) -> Kind:
    return Kind(name, f"{name}.", "test", timeout, Input, Output, run, **more)


@pytest.fixture
def start(store):
    """Processes that run these kinds over one store; they stop at the end."""
    made = []

    def make(*kinds: Kind, **options) -> Tasks:
        catalogue = {kind.name: kind for kind in kinds}
        made.append(Tasks(catalogue, store, BuiltIn(), **options))
        return made[-1]

    yield make
    for tasks in made:
        tasks.stop(0)


def echo(input, ctx):
    ctx.report(50, "Halfway", words=[input.word])
    return Output(word=input.word)


class Gate:
    """Work that begins, and goes on only when told."""

    def __init__(self):
        self.begun, self.open = threading.Event(), threading.Event()
        self.stopped = 0

    def run(self, input, ctx):
        self.begun.set()
        try:
            while not self.open.wait(0.01):
                ctx.cancel.check()
        except BluepencilError:
            self.stopped += 1
            raise
        return Output(word=input.word)


def test_a_task_runs_and_its_result_says_how(start):
    tasks = start(a_kind("echo", echo))
    task = tasks.finished(tasks.submit("echo", {"word": "naïve"}, "local").task_id, 10)
    assert task.state == "SUCCESS"
    assert task.progress == 100
    assert task.result["result"] == {"word": "naïve"}
    assert task.result["success"] is True
    assert task.result["engine"] == "built-in"
    assert task.created_at <= task.started_at <= task.finished_at


def test_a_flat_kind_has_its_fields_beside_success(start):
    tasks = start(a_kind("echo", echo, flat=True))
    task = tasks.finished(tasks.submit("echo", {}, "local").task_id, 10)
    assert task.result["word"] == "hello"


def test_bad_input_names_its_field_and_makes_nothing(start, store):
    tasks = start(a_kind("echo", echo))
    with pytest.raises(Invalid) as refused:
        tasks.submit("echo", {"word": 7}, "local")
    assert refused.value.errors[0]["field"] == "word"
    with pytest.raises(Invalid, match="no kind"):
        tasks.submit("nothing", {}, "local")
    assert store.tasks.orphans() == []


def test_what_a_kind_does_not_admit_makes_no_task(start, store):
    def admit(input, sessions, owner):
        raise NotFound("Not there.")

    tasks = start(a_kind("echo", echo, admit=admit))
    with pytest.raises(NotFound):
        tasks.submit("echo", {}, "local")
    assert store.tasks.orphans() == []


def test_an_error_of_ours_is_told_as_it_is(start):
    def run(input, ctx):
        raise EngineBusy("The model is overloaded.", retry_after=7)

    tasks = start(a_kind("busy", run))
    task = tasks.finished(tasks.submit("busy", {}, "local").task_id, 10)
    assert task.state == "FAILURE"
    assert task.error["code"] == "engine_busy"
    assert task.error["retryable"] is True
    assert task.error["retry_after"] == 7


def test_a_fault_in_a_kind_ends_its_task_and_tells_no_detail(start):
    def run(input, ctx):
        raise ZeroDivisionError("secret detail")

    tasks = start(a_kind("broken", run))
    task = tasks.finished(tasks.submit("broken", {}, "local").task_id, 10)
    assert task.state == "FAILURE"
    assert task.error["code"] == "unexpected"
    assert "secret" not in str(task.error)


def test_cancelling_stops_running_work(start):
    gate = Gate()
    tasks = start(a_kind("gate", gate.run))
    task = tasks.submit("gate", {}, "local")
    assert gate.begun.wait(10)
    assert tasks.cancel(task.task_id, "local").state == "REVOKED"
    assert tasks.cancel(task.task_id, "local").state == "REVOKED"
    tasks.stop(10)
    assert gate.stopped == 1
    assert tasks.get(task.task_id, None).state == "REVOKED"


def test_cancelling_what_waits_for_a_thread_means_it_never_runs(start):
    gate = Gate()
    ran = []
    later = a_kind("later", lambda input, ctx: ran.append(1) or Output(word=""))
    tasks = start(a_kind("gate", gate.run), later, threads=1)
    first = tasks.submit("gate", {}, "local")
    second = tasks.submit("later", {}, "local")
    assert gate.begun.wait(10)
    assert second.task_id in dict(tasks.store.tasks.line(second.queue))
    assert tasks.cancel(second.task_id, "local").state == "REVOKED"
    gate.open.set()
    assert tasks.finished(first.task_id, 10).state == "SUCCESS"
    tasks.stop(5)
    assert ran == []


def test_a_cancel_by_another_process_is_noticed(start, store):
    gate = Gate()
    tasks = start(a_kind("gate", gate.run))
    task = tasks.submit("gate", {}, "local")
    assert gate.begun.wait(10)
    store.tasks.cancel(task.task_id, None)  # as another process would, past this one's memory
    until = time.monotonic() + 10
    while not gate.stopped and time.monotonic() < until:
        time.sleep(0.01)
    assert gate.stopped == 1


def test_work_that_takes_too_long_fails(start):
    gate = Gate()
    tasks = start(a_kind("gate", gate.run, timeout=0.1))
    task = tasks.finished(tasks.submit("gate", {}, "local").task_id, 20)
    assert task.state == "FAILURE"
    assert task.error["code"] == "task_timeout"


def test_waiting_tasks_are_taken_up_by_the_next_process(start, store):
    task = Task(kind="echo", queue="test", owner="local", input={"word": "again"})
    store.tasks.add(task)
    tasks = start(a_kind("echo", echo))
    tasks.start()
    assert tasks.finished(task.task_id, 10).result["result"] == {"word": "again"}


def test_work_whose_process_died_is_run_again_by_the_next(start, store):
    task = Task(kind="echo", queue="test", owner="local", input={})
    store.tasks.add(task)
    store.tasks.claim(task.task_id, "dead", -1)
    tasks = start(a_kind("echo", echo))
    tasks.start()
    done = tasks.finished(task.task_id, 10)
    assert (done.state, done.attempts) == ("SUCCESS", 2)


def test_work_that_kills_its_process_each_time_is_given_up(start, store):
    task = Task(kind="echo", queue="test", owner="local", input={})
    store.tasks.add(task)
    for _ in range(runner_module.MAX_ATTEMPTS):
        store.tasks.claim(task.task_id, "dead", -1)
    tasks = start(a_kind("echo", echo))
    tasks.start()
    done = tasks.finished(task.task_id, 10)
    assert done.state == "FAILURE"
    assert "died" in done.error["detail"]


def test_a_task_of_a_kind_that_is_gone_fails_with_a_reason(start, store):
    task = Task(kind="gone", queue="test", owner="local", input={})
    store.tasks.add(task)
    tasks = start(a_kind("echo", echo))
    tasks.start()
    assert "no kind" in tasks.finished(task.task_id, 10).error["detail"]


def test_a_stop_waits_for_running_work(start):
    gate = Gate()
    tasks = start(a_kind("gate", gate.run))
    task = tasks.submit("gate", {}, "local")
    assert gate.begun.wait(10)
    threading.Timer(0.2, gate.open.set).start()
    tasks.stop(10)
    assert tasks.get(task.task_id, None).state == "SUCCESS"


def test_a_stop_hands_back_what_does_not_end_and_the_next_process_runs_it(start):
    gate = Gate()
    first = start(a_kind("gate", gate.run))
    task = first.submit("gate", {}, "local")
    assert gate.begun.wait(10)
    first.stop(0.1)
    assert first.get(task.task_id, None).state == "PENDING"
    with pytest.raises(Unavailable):
        first.submit("gate", {}, "local")
    gate.open.set()
    second = start(a_kind("gate", gate.run))
    second.start()
    done = second.finished(task.task_id, 10)
    assert (done.state, done.attempts) == ("SUCCESS", 1)


def test_a_long_task_keeps_its_claim(start, store, monkeypatch):
    monkeypatch.setattr(runner_module, "LEASE", 0.4)
    monkeypatch.setattr(tasks_module, "BEAT", 0.1)
    gate = Gate()
    tasks = start(a_kind("gate", gate.run))
    task = tasks.submit("gate", {}, "local")
    assert gate.begun.wait(10)
    time.sleep(1.0)
    assert store.tasks.orphans() == []
    gate.open.set()
    assert tasks.finished(task.task_id, 10).attempts == 1


def test_watching_misses_nothing_and_repeats_nothing(start):
    def count(input, ctx):
        for number in range(20):
            ctx.report(number, words=[number])
        return Output(word="done")

    tasks = start(a_kind("count", count))
    task = tasks.submit("count", {}, "local")
    seen, since = [], 0
    while not seen or seen[-1].type != "done":
        for event in tasks.watch(task.task_id, since, 10)[:3]:  # a reader that keeps dropping off
            seen.append(event)
            since = event.version
    assert [event.version for event in seen] == list(range(1, len(seen) + 1))
    words = [word for event in seen for word in event.data.get("new", {}).get("words", [])]
    assert words == list(range(20))
