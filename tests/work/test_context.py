"""What a kind may use: reports that reach the record, waits that are told, work side by side."""

import threading

import pytest

from bluepencil.engines.checks import BuiltIn
from bluepencil.errors import EngineBroken, TaskCancelled
from bluepencil.review.findings import Item, Usage
from bluepencil.task.record import Task
from bluepencil.work.context import Context


@pytest.fixture
def ctx(store, session) -> Context:
    task = Task(kind="test", queue="test", owner="local", input={}, session_id=session.session_id)
    store.tasks.add(task)
    return Context(store.tasks.claim(task.task_id, "one", 60), store, BuiltIn())


def now(ctx, store) -> Task:
    return store.tasks.get(ctx.task.task_id)


def test_reports_that_come_too_fast_are_dropped_unless_they_bring_something(ctx, store):
    for number in range(50):
        ctx.report(number, f"step {number}")
    assert now(ctx, store).version < 20
    for number in range(50):
        ctx.report(words=[number])
    assert store.tasks.partial(ctx.task.task_id)["words"] == list(range(50))


def test_a_report_after_a_stop_raises(ctx):
    ctx.cancel.set()
    with pytest.raises(TaskCancelled):
        ctx.report(10, "going on")


def test_waiting_is_told_and_so_is_its_end(ctx, store):
    ctx.report(10, "Reading")
    with ctx.call("analysis") as call:
        call.waiting("rate_limit", 12)
        task = now(ctx, store)
        assert (task.waiting_for, task.status) == ("rate_limit", "Waiting for the rate limit, 12 s")
        assert task.resume_at > task.created_at
        call.waiting(None, 0)
        task = now(ctx, store)
        assert (task.waiting_for, task.resume_at, task.status) == (None, None, "Reading")
        call.waiting("retry", 3)
        assert now(ctx, store).state == "RETRY"
        call.waiting(None, 0)
        assert now(ctx, store).state == "PROGRESS"


def test_while_one_call_is_at_work_the_task_does_not_wait(ctx, store):
    with ctx.call("analysis") as first, ctx.call("analysis") as second:
        first.waiting("rate_limit", 30)
        assert now(ctx, store).waiting_for is None
        second.waiting("rate_limit", 5)
        task = now(ctx, store)
        assert (task.waiting_for, task.status) == ("rate_limit", "Waiting for the rate limit, 5 s")


def test_a_waiting_call_that_ends_does_not_leave_the_task_waiting(ctx, store):
    with ctx.call("analysis"), ctx.call("analysis") as other:
        other.waiting("rate_limit", 5)
    with ctx.call("analysis") as last:
        last.waiting("rate_limit", 5)
    assert now(ctx, store).waiting_for is None


def test_what_calls_use_is_added_up_for_task_and_session(ctx, store, session):
    with ctx.call("analysis") as call:
        call.spent(Usage(input_tokens=10, cost_usd=0.1))
        call.spent(Usage(input_tokens=5, cost_usd=0.1))
    assert ctx.usage.input_tokens == 15
    assert store.sessions.usage(session.session_id).input_tokens == 15


def test_each_goes_on_when_one_fails(ctx):
    def work(number):
        if number == 2:
            raise EngineBroken("It broke off.")
        return number * 10

    outcomes = dict(ctx.each([1, 2, 3], work))
    assert (outcomes[1], outcomes[3]) == (10, 30)
    assert isinstance(outcomes[2], EngineBroken)


def test_each_runs_a_few_at_a_time(ctx):
    ctx.sections_at_once = 3
    lock, running, most = threading.Lock(), [0], [0]

    def work(_):
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        threading.Event().wait(0.02)
        with lock:
            running[0] -= 1

    list(ctx.each(list(range(12)), work))
    assert most[0] == 3


def test_a_stop_ends_each(ctx):
    begun = []

    def work(number):
        begun.append(number)
        ctx.cancel.set()
        ctx.cancel.check()

    ctx.sections_at_once = 1
    with pytest.raises(TaskCancelled):
        list(ctx.each(list(range(100)), work))
    assert len(begun) == 1


def test_a_first_run_has_nothing_earlier_and_a_second_has(ctx, store):
    ctx.report(words=["kept"])
    assert ctx.earlier() == {}
    store.tasks.renew("one", [ctx.claim], -1)
    again = Context(store.tasks.claim(ctx.task.task_id, "two", 60), store, BuiltIn())
    assert again.earlier() == {"words": ["kept"]}


def test_a_finding_two_readings_come_upon_is_told_once(ctx):
    first, second = (
        Item(id=name, scope="section", section_name="One", category="clarity", severity="low",
             description="Vague.", source="claude", rule="clarity", created_at="now")
        for name in ("a", "b")
    )  # fmt: skip
    assert ctx.untold([first]) == [first]
    assert ctx.untold([second, first]) == [second]
    assert ctx.untold([first, second]) == []
