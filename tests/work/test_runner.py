"""Running tasks: each is run by one, ends once, and nothing is taken from who still holds it."""

import threading
import time
from dataclasses import replace

import pytest

from bluepencil.engines.checks import BuiltIn
from bluepencil.errors import EngineBusy, Unavailable
from bluepencil.review.findings import Usage
from bluepencil.task import lifecycle
from bluepencil.task.record import Claim
from bluepencil.work import runner as runner_module
from bluepencil.work.runner import Runner
from tests.tasks import add, cancel, claim, fail, report
from tests.work.making import Gate, Output, a_kind, echo
from tests.working import until


@pytest.fixture
def aside():
    """Runs claimed tasks on threads of their own."""
    threads = []

    def run(runner, task):
        thread = threading.Thread(target=runner.run, args=(task,))
        thread.start()
        threads.append(thread)
        return thread

    yield run
    for thread in threads:
        thread.join(30)


@pytest.fixture
def make(store, aside):
    """Makes runners of these kinds, each as of a process of its own; what runs is stopped first."""
    made = []

    def make(*kinds, settled=True) -> Runner:
        runner = Runner({kind.name: kind for kind in kinds}, store, BuiltIn())
        if settled:
            runner._steady_since = float("-inf")
        made.append(runner)
        return runner

    yield make
    for runner in made:
        runner.hand_back()


def lapse(store, task_id):
    """Its lease has ended without having been renewed."""
    store.tasks.renew([store.tasks.get(task_id).claim], time.time() - 1)


def take(runner):
    task = runner.claim_next("test")
    assert task is not None
    return task


def test_what_a_kind_gives_back_is_the_result(make, store):
    runner = make(a_kind("echo", echo))
    add(store, kind="echo", input={"word": "naïve"})
    runner.run(take(runner))
    task = store.tasks.rows(None, states={"SUCCESS"}, before=2**62, limit=1).tasks[0]
    assert task.result["result"] == {"word": "naïve"}
    assert (task.result["success"], task.result["engine"]) == (True, "built-in")
    assert (task.progress, task.holder, len(runner)) == (100, None, 0)


def test_an_error_of_ours_is_kept_as_it_is(make, store):
    def busy(input, ctx):
        raise EngineBusy("The model is overloaded.", code="overloaded", retry_after=7)

    runner = make(a_kind("busy", busy))
    task = add(store, kind="busy")
    runner.run(take(runner))
    error = store.tasks.get(task.task_id).error
    assert (error["code"], error["status"], error["retryable"], error["retry_after"]) == (
        "overloaded", 503, True, 7,
    )  # fmt: skip


@pytest.mark.parametrize("fault", [ZeroDivisionError("secret"), ValueError("secret")])
def test_a_fault_of_a_kind_ends_its_task_and_tells_no_detail(make, store, fault):
    def broken(input, ctx):
        raise fault

    runner = make(a_kind("broken", broken))
    task = add(store, kind="broken")
    runner.run(take(runner))
    ended = store.tasks.get(task.task_id)
    assert (ended.state, ended.error["code"]) == ("FAILURE", "unexpected")
    assert "secret" not in str(ended.error)
    assert len(runner) == 0


def test_input_that_a_kind_does_not_take_ends_its_task(make, store):
    """As after an update, or from a foreign producer."""
    runner = make(a_kind("echo", echo))
    task = add(store, kind="echo", input={"word": ["no word"]})
    runner.run(take(runner))
    assert store.tasks.get(task.task_id).state == "FAILURE"


def test_a_process_does_not_take_up_its_own_task_while_it_still_runs_it(make, store, aside):
    """Its lease lapsed, as after an outage; for others it is to be had."""
    gate = Gate()
    mine, others = make(a_kind("gate", gate.run)), make(a_kind("gate", gate.run))
    task = add(store, kind="gate")
    thread = aside(mine, take(mine))
    assert gate.begun.wait(10)
    lapse(store, task.task_id)
    assert mine.claim_next("test") is None
    assert store.tasks.get(task.task_id).attempts == 1
    gate.open.set()
    thread.join(30)
    assert store.tasks.get(task.task_id).state == "SUCCESS", "its claim was still good"
    assert others.claim_next("test") is None


def test_what_another_process_has_taken_over_is_stopped_and_leaves_the_new_run_alone(
    make, store, aside
):
    old_gate, new_gate = Gate(), Gate()
    old, new = make(a_kind("gate", old_gate.run)), make(a_kind("gate", new_gate.run))
    task = add(store, kind="gate")
    thread = aside(old, take(old))
    assert old_gate.begun.wait(10)
    old.stop_lost()
    assert not old_gate.contexts[0].cancel.is_set(), "nobody has taken it"
    lapse(store, task.task_id)
    new_thread = aside(new, take(new))
    assert new_gate.begun.wait(10)
    old.stop_lost()
    thread.join(30)
    assert old_gate.stopped == 1 and not new_gate.stopped
    running = store.tasks.get(task.task_id)
    assert (running.state, running.holder, running.attempts) == ("STARTED", new.holder, 2)
    new_gate.open.set()
    new_thread.join(30)
    assert store.tasks.get(task.task_id).state == "SUCCESS"


def test_two_runs_of_one_task_in_one_process_are_told_apart(make, store, aside):
    """The first hears no stop; the task has failed meanwhile, and is tried again here."""
    deaf, second = Gate(deaf=True), Gate()
    runs = iter([deaf.run, second.run])
    runner = make(a_kind("gate", lambda input, ctx: next(runs)(input, ctx)))
    task = add(store, kind="gate")
    first = aside(runner, take(runner))
    assert deaf.begun.wait(10)
    fail(store, claim(store, _lapsed(store, task.task_id), "another process"))
    store.tasks.apply(task.task_id, lifecycle.retry)
    taken = store.tasks.apply(
        task.task_id, lambda task: lifecycle.claim(task, runner.holder, time.time(), time.time())
    )
    aside(runner, taken)
    assert second.begun.wait(10)
    assert len(runner) == 2
    deaf.open.set()
    first.join(30)
    assert len(runner) == 1, "the end of the first run took the second with it"
    lapse(store, task.task_id)
    runner.renew()
    assert store.tasks.get(task.task_id).lease_until > time.time(), "it is not held on to"
    runner.stop(task.task_id)
    until(lambda: second.stopped)


def _lapsed(store, task_id):
    lapse(store, task_id)
    return store.tasks.get(task_id)


def test_after_the_start_nothing_is_taken_from_others_for_as_long_as_a_lease_lasts(make, store):
    runner = make(a_kind("echo", echo), settled=False)
    left, waiting = add(store, kind="echo"), add(store, kind="echo")
    claim(store, left, "another process", lease=-1)
    assert take(runner).task_id == waiting.task_id, "what waits is taken at once"
    assert runner.claim_next("test") is None
    runner._steady_since = time.monotonic() - lifecycle.LEASE
    assert take(runner).task_id == left.task_id


def test_after_an_outage_nothing_is_taken_from_others_for_as_long_as_a_lease_lasts(make, store):
    runner = make(a_kind("echo", echo))
    left = add(store, kind="echo")
    claim(store, left, "another process", lease=-1)
    before = time.monotonic()
    runner.unsteady()
    assert runner.claim_next("test") is None
    assert before <= runner._steady_since <= time.monotonic()
    runner._steady_since -= lifecycle.LEASE
    assert take(runner).task_id == left.task_id


def test_a_lease_that_is_renewed_is_kept_and_one_that_is_lost_is_not_got_back(
    make, store, aside, monkeypatch
):
    gate, others_gate = Gate(), Gate()
    runner, others = make(a_kind("gate", gate.run)), make(a_kind("gate", others_gate.run))
    kept, lost = add(store, kind="gate"), add(store, kind="gate")
    for _ in range(2):
        aside(runner, take(runner))
    until(lambda: len(gate.contexts) == 2)
    lapse(store, lost.task_id)
    aside(others, take(others))
    assert others_gate.begun.wait(10)
    until_then = store.tasks.get(lost.task_id).lease_until
    monkeypatch.setattr(lifecycle, "LEASE", 500.0)
    runner.renew()
    assert store.tasks.get(kept.task_id).lease_until > time.time() + 400
    assert store.tasks.get(lost.task_id).lease_until == until_then


def test_while_nothing_runs_nothing_is_renewed(make, store, monkeypatch):
    runner = make(a_kind("echo", echo))
    monkeypatch.setattr(type(store.tasks), "renew", None)  # would fail if it were called
    runner.renew()


def test_what_runs_too_long_is_stopped_and_fails(make, store, aside):
    gate = Gate()
    runner = make(a_kind("gate", gate.run, timeout=60.0))
    task = add(store, kind="gate")
    thread = aside(runner, take(runner))
    assert gate.begun.wait(10)
    runner.renew()
    assert not gate.contexts[0].cancel.is_set()
    (run,) = runner._runs.values()
    run.deadline = time.monotonic() - 1
    runner.renew()
    thread.join(30)
    error = store.tasks.get(task.task_id).error
    assert (error["code"], error["status"], error["retryable"]) == ("task_timeout", 504, True)
    assert "60 s" in error["detail"]


def test_what_is_handed_back_waits_again_and_its_attempt_does_not_count(make, store, aside):
    gate = Gate()
    runner = make(a_kind("gate", gate.run))
    task = add(store, kind="gate")
    thread = aside(runner, take(runner))
    assert gate.begun.wait(10)
    runner.hand_back()
    thread.join(30)
    back = store.tasks.get(task.task_id)
    assert (back.state, back.attempts, back.holder, back.lease_until) == ("PENDING", 0, None, 0)


def test_what_was_cancelled_stays_so_whatever_its_run_still_does(make, store, aside):
    gate = Gate(deaf=True)
    runner = make(a_kind("gate", gate.run))
    task = add(store, kind="gate")
    thread = aside(runner, take(runner))
    assert gate.begun.wait(10)
    cancel(store, task.task_id)
    runner.stop(task.task_id)
    gate.open.set()
    thread.join(30)
    ended = store.tasks.get(task.task_id)
    assert (ended.state, ended.result, len(runner)) == ("REVOKED", None, 0)


def test_what_was_deleted_while_it_ran_just_ends(make, store, session, aside):
    gate = Gate(deaf=True)
    runner = make(a_kind("gate", gate.run))
    add(store, kind="gate", session_id=session.session_id)
    thread = aside(runner, take(runner))
    assert gate.begun.wait(10)
    store.sessions.delete(session.session_id, "local")
    gate.open.set()
    thread.join(30)
    assert not thread.is_alive() and len(runner) == 0


def test_work_that_kills_its_process_each_time_is_given_up(make, store):
    runner = make(a_kind("echo", echo))
    task = add(store, kind="echo")
    for _ in range(lifecycle.MAX_ATTEMPTS):
        claim(store, store.tasks.get(task.task_id), "dead", lease=-1)
    runner.run(take(runner))
    ended = store.tasks.get(task.task_id)
    assert ended.state == "FAILURE" and "died" in ended.error["detail"]
    assert ended.result is None


def test_a_task_of_a_kind_that_is_gone_fails_with_a_reason(make, store):
    runner = make(a_kind("echo", echo))
    task = add(store, kind="gone")
    runner.run(take(runner))
    assert "no kind of task named “gone”" in store.tasks.get(task.task_id).error["detail"]


def spend_late(ctx):
    """What a call has cost is known only when it is over."""
    with ctx.call("analysis") as call:
        pass
    call.spent(Usage(input_tokens=7))


class Away:
    """A store that is away for so many of the next transactions that go first."""

    def __init__(self, monkeypatch, store, times):
        self.left, writing = times, store.writing

        def away(*, first=False):
            if first and self.left:
                self.left -= 1
                raise Unavailable("The store cannot be used now: it is away.")
            return writing(first=first)

        monkeypatch.setattr(store, "writing", away)
        monkeypatch.setattr(runner_module, "STORE_RETRY", 0.001)


@pytest.mark.parametrize("error", [None, EngineBusy("Busy.")])
def test_an_end_waits_until_the_store_is_back(make, store, monkeypatch, error):
    def run(input, ctx):
        spend_late(ctx)
        if error:
            raise error
        return Output(word=input.word)

    runner = make(a_kind("echo", run))
    task = add(store, kind="echo")
    away = Away(monkeypatch, store, 5)
    runner.run(take(runner))
    ended = store.tasks.get(task.task_id)
    assert away.left == 0
    assert ended.state == ("FAILURE" if error else "SUCCESS")
    assert ended.usage.input_tokens == 7, "counted once, however often it was tried"


def test_a_process_that_stops_does_not_wait_for_a_store_that_is_away(make, store, monkeypatch):
    """The lease lapses, and the next process takes the task up."""
    runner = make(a_kind("echo", echo))
    task = add(store, kind="echo")
    taken = take(runner)
    Away(monkeypatch, store, 10**9)
    runner.hand_back()
    runner.run(taken)
    assert store.tasks.get(task.task_id).state == "PROGRESS"
    assert len(runner) == 0


def test_the_end_of_a_task_is_one_transaction_with_what_was_spent(make, store, monkeypatch):
    """Nobody sees a result whose cost is not counted yet."""

    def run(input, ctx):
        spend_late(ctx)
        return Output(word=input.word)

    runner = make(a_kind("echo", run))
    task = add(store, kind="echo")
    taken = take(runner)
    firsts, writing = [], store.writing
    monkeypatch.setattr(
        store, "writing", lambda *, first=False: firsts.append(first) or writing(first=first)
    )
    runner.run(taken)
    assert firsts == [True]
    ended = store.tasks.get(task.task_id)
    assert ended.usage.input_tokens == ended.result["usage"]["input_tokens"] == 7


def test_usage_and_duration_of_a_result_are_those_of_all_attempts(make, store, aside):
    """One that was handed back, one whose process died, one that failed, and the last."""
    gate = Gate()

    def run(input, ctx):
        with ctx.call("analysis") as call:
            call.spent(Usage(input_tokens=10, cost_usd=0.5))
        return gate.run(input, ctx)

    task = add(store, kind="gate")

    def begin(began_before):
        """Run it as if it had begun so many seconds ago."""
        gate.begun.clear()
        runner = make(a_kind("gate", run))
        taken = runner.claim_next("test")
        taken = store.tasks.apply(
            task.task_id, lambda now: replace(now, claimed_at=now.claimed_at - began_before)
        )
        thread = aside(runner, taken)
        assert gate.begun.wait(10)
        return runner, thread

    runner, thread = begin(100)
    runner.hand_back()
    thread.join(30)
    assert 100 <= store.tasks.get(task.task_id).worked < 150

    store.tasks.spend(task.task_id, Usage(input_tokens=10, cost_usd=0.5))  # then its process died
    died = claim(store, store.tasks.get(task.task_id), "dead", lease=lifecycle.LEASE - 200)
    store.tasks.apply(
        task.task_id, lambda now: replace(now, claimed_at=now.claimed_at - 400), claim=died
    )

    runner, thread = begin(1000)
    (ran,) = runner._runs
    fail(store, ran)
    runner.stop_lost()
    thread.join(30)
    store.tasks.apply(task.task_id, lifecycle.retry)

    gate.open.set()
    runner, thread = begin(10_000)
    thread.join(30)
    result = store.tasks.get(task.task_id).result
    assert result["usage"]["input_tokens"] == 40
    assert result["usage"]["cost_usd"] == pytest.approx(2.0)
    assert 11_300 <= result["duration"] < 11_400


def test_one_ends_as_often_as_it_was_claimed_and_no_other_task_is_touched(make, store):
    runner = make(a_kind("echo", echo))
    tasks = [add(store, kind="echo") for _ in range(3)]
    runner.run(take(runner))
    states = [store.tasks.get(task.task_id).state for task in tasks]
    assert states == ["SUCCESS", "PENDING", "PENDING"]


def test_a_stop_reaches_only_the_task_it_is_for(make, store, aside):
    gate = Gate()
    runner = make(a_kind("gate", gate.run))
    stopped, other = add(store, kind="gate"), add(store, kind="gate")
    for _ in range(2):
        aside(runner, take(runner))
    until(lambda: len(gate.contexts) == 2)
    runner.stop(stopped.task_id)
    runner.stop("nothing")
    by_id = {ctx.task.task_id: ctx for ctx in gate.contexts}
    assert by_id[stopped.task_id].cancel.is_set()
    assert not by_id[other.task_id].cancel.is_set()


def test_two_runners_of_one_process_have_names_of_their_own(make):
    assert make().holder != make().holder


def test_a_run_whose_claim_is_lost_reports_no_more(make, store):
    """A process that stood still goes on and finds that another has the task."""

    def run(input, ctx):
        store.tasks.renew([ctx.claim], time.time() - 1)
        report(store, claim(store, store.tasks.get(ctx.task.task_id), "another"), progress=30)
        ctx.report(90, "Nearly done", words=["stale"])
        raise AssertionError("it went on")

    runner = make(a_kind("echo", run))
    task = add(store, kind="echo")
    runner.run(take(runner))
    now = store.tasks.get(task.task_id)
    assert (now.holder, now.progress, now.state) == ("another", 30, "STARTED")
    assert store.tasks.produced(task.task_id) == []
    assert now.claim == Claim(task.task_id, 2)


def test_a_run_that_finds_the_store_away_is_done_again(make, store):
    runs = []

    def run(input, ctx):
        runs.append(ctx)
        if len(runs) == 1:
            raise Unavailable("The store cannot be used now: PostgreSQL does not answer.")
        return Output(word=input.word)

    runner = make(a_kind("twice", run))
    task = add(store, kind="twice")
    runner.run(take(runner))
    waiting = store.tasks.get(task.task_id)
    assert (waiting.state, waiting.error, waiting.attempts) == ("PENDING", None, 0)
    runner.run(take(runner))
    assert store.tasks.get(task.task_id).state == "SUCCESS"
