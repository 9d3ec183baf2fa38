"""What a kind may use: reports that reach the record, waits that are shown, work side by side."""

import threading

import pytest

from bluepencil.engines.checks import BuiltIn
from bluepencil.errors import ClaimLost, EngineBroken, TaskCancelled, Unavailable, Unexpected
from bluepencil.review.findings import Item, Usage
from bluepencil.task import lifecycle
from bluepencil.task.partial import partial_of
from bluepencil.task.record import Task
from bluepencil.work import context as context_module
from bluepencil.work.context import Context
from tests.tasks import add, cancel, claim, fail


@pytest.fixture
def ctx(store, session) -> Context:
    """The first run of a task of the session."""
    task = add(store, session_id=session.session_id)
    claim(store, task)
    return Context(store.tasks.get(task.task_id), store, BuiltIn())


def now(ctx, store) -> Task:
    return store.tasks.get(ctx.task.task_id)


def next_run(ctx, store) -> Context:
    """The run after this one's process has died."""
    store.tasks.renew([now(ctx, store).claim], 1.0)
    claim(store, now(ctx, store), "two")
    return Context(now(ctx, store), store, BuiltIn())


def partial(ctx, store):
    return partial_of(store.tasks.produced(ctx.task.task_id))


class Away:
    """The store is away for the next so many transactions."""

    def __init__(self, monkeypatch, store, times):
        self.left, writing = times, store._database.writing

        def away(*, first=False):
            if self.left:
                self.left -= 1
                raise Unavailable("The store cannot be used now: it is away.")
            return writing(first=first)

        monkeypatch.setattr(store._database, "writing", away)
        monkeypatch.setattr(context_module, "STORE_RETRY", 0.001)


def test_reports_that_come_too_fast_are_dropped_unless_they_bring_something(
    ctx, store, monkeypatch
):
    monkeypatch.setattr(context_module, "REPORT_EVERY", 1e9)
    ctx._reported = float("-inf")
    for number in range(50):
        ctx.report(number, f"step {number}")
    assert now(ctx, store).version == 3
    for number in range(50):
        ctx.report(words=[number])
    assert partial(ctx, store)["words"] == list(range(50))
    monkeypatch.setattr(context_module, "REPORT_EVERY", 0.0)
    ctx.report(60, "step 60")
    assert now(ctx, store).status == "step 60"


def test_a_report_after_a_stop_raises(ctx):
    ctx.cancel.set()
    with pytest.raises(TaskCancelled):
        ctx.report(10, "going on")


def test_a_report_waits_until_the_store_is_back(ctx, store, monkeypatch):
    away = Away(monkeypatch, store, 5)
    ctx.report(words=["one"])
    assert away.left == 0
    assert partial(ctx, store) == {"words": ["one"]}


def test_a_stop_is_heard_while_the_store_is_away(ctx, store, monkeypatch):
    Away(monkeypatch, store, 10**9)
    monkeypatch.setattr(context_module, "STORE_RETRY", 600.0)
    threading.Timer(0.05, ctx.cancel.set).start()
    with pytest.raises(TaskCancelled):
        ctx.report(words=["one"])


def test_waiting_is_shown_and_so_is_its_end(ctx, store):
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
        assert (now(ctx, store).state, now(ctx, store).status) == ("RETRY", "Trying again in 3 s")
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
    assert now(ctx, store).usage.input_tokens == 15
    assert store.sessions.usage(session.session_id).input_tokens == 15


@pytest.mark.parametrize("end", ["an error", "a stop", "a claim lost", "a session deleted"])
def test_what_a_call_has_used_counts_however_it_ends(ctx, store, session, end):
    def broken():
        with ctx.call("analysis") as call:
            call.spent(Usage(cost_usd=0.25))
            if end == "an error":
                raise EngineBroken("It broke off.")
            if end == "a session deleted":
                store.sessions.delete(session.session_id, "local")
            else:
                cancel(store, ctx.task.task_id)
            if end == "a stop":
                ctx.cancel.set()
            ctx.report(words=["more"])

    with pytest.raises((EngineBroken, TaskCancelled, ClaimLost)):
        broken()
    assert store.operations.pace().cost_usd == 0.25
    if end != "a session deleted":
        assert now(ctx, store).usage.cost_usd == 0.25


def test_what_is_saved_takes_what_was_spent_along_in_one_transaction(ctx, store):
    with ctx.call("analysis") as call:
        call.spent(Usage(input_tokens=10))
        ctx.save(lambda db: store.guidelines.put("ann", "ours", "#", db))
        assert now(ctx, store).usage.input_tokens == 10
        version = now(ctx, store).version
    assert now(ctx, store).usage.input_tokens == 10, "it is counted once"
    assert now(ctx, store).version == version


def test_what_is_saved_goes_first_unless_told_otherwise(ctx, store, monkeypatch):
    firsts, writing = [], store._database.writing
    monkeypatch.setattr(
        store._database,
        "writing",
        lambda *, first=False: firsts.append(first) or writing(first=first),
    )
    ctx.save(lambda db: None)
    ctx.save(lambda db: None, first=False)
    assert firsts == [True, False]


def test_what_could_not_be_saved_is_tried_again_and_its_cost_counted_once(ctx, store, monkeypatch):
    away, tries = Away(monkeypatch, store, 3), []

    def write(db):
        tries.append(1)
        store.guidelines.put("ann", "ours", "#", db)
        if len(tries) < 3:
            raise Unavailable("It went away in the middle.")
        return "kept"

    with ctx.call("analysis") as call:
        call.spent(Usage(input_tokens=10))
        assert ctx.save(write) == "kept"
    assert (away.left, len(tries)) == (0, 3)
    assert now(ctx, store).usage.input_tokens == 10
    assert len(store.guidelines.all("ann")) == 1


def test_what_was_spent_in_a_transaction_that_failed_is_counted_by_the_next(ctx, store):
    with ctx.call("analysis") as call:
        call.spent(Usage(input_tokens=10))
        with pytest.raises(ZeroDivisionError):
            ctx.save(lambda db: ctx.spend(db) or 1 / 0)
        assert now(ctx, store).usage.input_tokens == 0
        call.spent(Usage(input_tokens=5))
    assert now(ctx, store).usage.input_tokens == 15


def test_each_goes_on_when_one_fails(ctx):
    def work(number):
        if number == 2:
            raise EngineBroken("It broke off.")
        return number * 10

    outcomes = dict(ctx.each([1, 2, 3], work))
    assert (outcomes[1], outcomes[3]) == (10, 30)
    assert isinstance(outcomes[2], EngineBroken)


def test_each_goes_on_when_one_breaks_in_a_way_nobody_expected(ctx):
    """All the others were paid for."""
    outcomes = dict(ctx.each([4, 2, 0, 1], lambda number: 4 / number))
    assert (outcomes[4], outcomes[2], outcomes[1]) == (1, 2, 4)
    assert isinstance(outcomes[0], Unexpected)
    assert "division" not in outcomes[0].detail


def test_each_runs_a_few_at_a_time(ctx):
    ctx.sections_at_once = 3
    lock, running, most = threading.Lock(), [0], [0]
    three = threading.Barrier(3)  # passed by three at once, four times

    def work(_):
        with lock:
            running[0] += 1
            most[0] = max(most[0], running[0])
        three.wait(30)
        with lock:
            running[0] -= 1

    list(ctx.each(list(range(12)), work))
    assert most[0] == 3


@pytest.mark.parametrize("end", [TaskCancelled, ClaimLost])
def test_a_stop_or_a_lost_claim_ends_each(ctx, end):
    begun = []

    def work(number):
        begun.append(number)
        raise end("It is over.")

    ctx.sections_at_once = 1
    with pytest.raises(end):
        list(ctx.each(list(range(100)), work))
    assert begun == [0]


def test_while_each_runs_something_else_is_done_again_and_again(ctx):
    rounds, enough = [], threading.Event()

    def meanwhile():
        rounds.append(1)
        if len(rounds) == 3:
            enough.set()

    assert [done for _, done in ctx.each([1], lambda _: enough.wait(30), meanwhile)] == [True]


def test_after_a_stop_none_is_begun(ctx):
    ctx.cancel.set()
    with pytest.raises(TaskCancelled):
        list(ctx.each([1, 2, 3], lambda number: pytest.fail("it was begun")))


def test_a_first_run_has_nothing_earlier_and_a_second_has(ctx, store):
    ctx.report(words=["kept"])
    assert ctx.earlier() == {}
    assert next_run(ctx, store).earlier() == {"words": ["kept"]}


@pytest.mark.parametrize("again", ["its process died", "it failed"])
def test_what_an_earlier_run_produced_counts_while_the_same_is_read(ctx, store, again):
    ctx.reads(version=1, guideline="general")
    ctx.report(words=["kept"])
    assert now(ctx, store).reads == {"version": 1, "guideline": "general"}
    if again == "it failed":
        fail(store, ctx.claim)
        store.tasks.apply(ctx.task.task_id, lifecycle.retry)
    second = next_run(ctx, store)
    version = now(ctx, store).version
    second.reads(version=1, guideline="general")
    assert second.earlier() == {"words": ["kept"]}
    assert now(ctx, store).version == version, "nothing new was said"
    for what in ({"version": 2, "guideline": "general"}, {"version": 2, "guideline": "ours"}):
        third = next_run(second, store)
        third.reads(**what)
        assert third.earlier() == {}
        assert now(ctx, store).reads == what
        assert partial(ctx, store) is None, "nobody is shown what counts no more"
        third.report(words=["new"])
        assert partial(ctx, store) == {"words": ["new"]}
        second = third


def test_a_task_of_an_earlier_release_that_does_not_say_what_it_read_is_read_anew(ctx, store):
    ctx.report(words=["of what?"])
    second = next_run(ctx, store)
    second.reads(version=1, guideline="general")
    assert second.earlier() == {}


def item(name: str) -> Item:
    return Item(
        id=name, section_name="One", category="clarity", severity="low", description="Vague.",
        source="claude", rule="clarity", created_at="now",
    )  # fmt: skip


def test_a_finding_two_readings_come_upon_is_reported_once(ctx):
    first, second = item("a"), item("b")
    assert ctx.unreported([first]) == [first]
    assert ctx.unreported([first]) == [first], "it was not reported yet"
    ctx.reported([first])
    assert ctx.unreported([second, first]) == [second]


def test_a_finding_an_earlier_run_has_reported_is_not_reported_again(ctx, store):
    ctx.report(feedback_items=[item("a").model_dump()])
    assert next_run(ctx, store).unreported([item("a"), item("b")]) == [item("b")]
