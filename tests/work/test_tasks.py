"""A process's tasks: submitted, watched, cancelled, taken up, and everybody hears of their ends."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from bluepencil.background import troubles
from bluepencil.errors import Expired, Invalid, NotFound, Unavailable
from bluepencil.task import lifecycle
from bluepencil.work import tasks as tasks_module
from tests.tasks import add, cancel, claim, fail, report, succeed
from tests.work.making import FakeQueue, Gate, Output, a_kind, echo
from tests.working import until


def submit(tasks, kind="echo", **input):
    return tasks.submit(kind, input, "local")


def test_a_task_runs_and_its_result_says_how(start):
    tasks = start(a_kind("echo", echo))
    task = tasks.finished(submit(tasks, word="naïve").task_id, 30)
    assert (task.state, task.progress) == ("SUCCESS", 100)
    assert task.result["result"] == {"word": "naïve"}
    assert (task.result["success"], task.result["engine"]) == (True, "built-in")
    assert task.created_at <= task.started_at <= task.finished_at


def test_a_flat_kind_has_its_fields_beside_success(start):
    tasks = start(a_kind("echo", echo, flat=True))
    assert tasks.finished(submit(tasks).task_id, 30).result["word"] == "hello"


def test_bad_input_names_its_field_and_makes_nothing(start, store):
    tasks = start(a_kind("echo", echo))
    with pytest.raises(Invalid) as refused:
        submit(tasks, word=7)
    assert refused.value.errors[0]["field"] == "word"
    with pytest.raises(Invalid, match="no kind") as refused:
        submit(tasks, "nothing")
    assert refused.value.code == "unknown_kind"
    assert store.operations.counts() == {}


def test_what_a_kind_does_not_admit_makes_no_task(start, store):
    def admit(input, sessions, owner):
        raise NotFound("Not there.")

    tasks = start(a_kind("echo", echo, admit=admit))
    with pytest.raises(NotFound):
        submit(tasks)
    assert store.operations.counts() == {}


def test_cancelling_stops_running_work(start):
    gate = Gate()
    tasks = start(a_kind("gate", gate.run))
    task = submit(tasks, "gate")
    assert gate.begun.wait(30)
    for _ in range(2):
        assert tasks.cancel(task.task_id, "local").state == "REVOKED"
    tasks.stop(10)
    assert gate.stopped == 1
    assert tasks.get(task.task_id, None).state == "REVOKED"


def test_cancelling_what_waits_for_a_thread_means_it_never_runs(start, store):
    gate, ran = Gate(), []
    later = a_kind("later", lambda input, ctx: ran.append(1) or Output(word=""))
    tasks = start(a_kind("gate", gate.run), later, threads=1)
    first, second = submit(tasks, "gate"), submit(tasks, "later")
    assert gate.begun.wait(30)
    assert [one.task_id for one in store.tasks.waiting_in("test")[0]] == [second.task_id]
    assert tasks.cancel(second.task_id, "local").state == "REVOKED"
    gate.open.set()
    assert tasks.finished(first.task_id, 30).state == "SUCCESS"
    tasks.stop(5)
    assert ran == []


def test_a_cancel_by_another_process_is_noticed(start, store):
    gate = Gate()
    tasks = start(a_kind("gate", gate.run))
    task = submit(tasks, "gate")
    assert gate.begun.wait(30)
    cancel(store, task.task_id)  # past this process's memory
    until(lambda: gate.stopped)


def test_work_that_takes_too_long_fails(start):
    tasks = start(a_kind("gate", Gate().run, timeout=0.1))
    task = tasks.finished(submit(tasks, "gate").task_id, 30)
    assert (task.state, task.error["code"]) == ("FAILURE", "task_timeout")


def test_waiting_tasks_are_taken_up_by_the_next_process_at_once(start, store):
    """Also right after a start, when nobody knows what lapsed leases are worth."""
    task = add(store, kind="echo", input={"word": "again"})
    tasks = start(a_kind("echo", echo), settled=False)
    tasks.start()
    assert tasks.finished(task.task_id, 30).result["result"] == {"word": "again"}


def test_work_whose_process_died_is_run_again_by_the_next(start, store):
    task = add(store, kind="echo")
    claim(store, task, "dead", lease=-1)
    tasks = start(a_kind("echo", echo))
    tasks.start()
    done = tasks.finished(task.task_id, 30)
    assert (done.state, done.attempts) == ("SUCCESS", 2)


def test_after_an_outage_of_the_store_nobody_takes_over_what_others_could_not_renew(
    start, store, monkeypatch
):
    """It has just come back, and who runs the task has not had its turn to renew the lease."""
    tasks = start(a_kind("echo", echo))
    task = add(store, kind="echo")
    held = claim(store, task, "another process", lease=-1)
    lost = store.tasks.lost
    monkeypatch.setattr(store.tasks, "lost", _away)
    with pytest.raises(Unavailable):
        tasks._keep()
    monkeypatch.setattr(store.tasks, "lost", lost)
    for _ in range(3):
        tasks._renew_at = 0.0
        tasks._keep()
        assert tasks._due.total() == 0, "it would be taken over"
    report(store, held, progress=30)  # it is still there, and still has its claim
    tasks.runner._steady_since -= lifecycle.LEASE
    tasks._renew_at = 0.0
    tasks._keep()
    assert tasks.finished(task.task_id, 30).attempts == 2


def _away(*_):
    raise Unavailable("The store cannot be used now: it is away.")


def test_a_process_that_stood_still_takes_over_nothing_from_others_that_did_too(start, store):
    """As on a machine that slept: all leases lapsed, and nobody died."""
    tasks = start(a_kind("echo", echo))
    claim(store, add(store, kind="echo"), "another process", lease=-1)
    tasks._kept_at = time.monotonic() - lifecycle.LEASE
    tasks._keep()
    assert tasks.runner.lapsed_before < time.time() - 1000
    assert store.operations.counts()["test"]["active"] == 1
    assert tasks._due.total() == 0


def test_a_long_task_keeps_its_claim(start, store, monkeypatch):
    monkeypatch.setattr(lifecycle, "LEASE", 3.0)
    monkeypatch.setattr(tasks_module, "RENEW_EVERY", 0.05)
    gate = Gate()
    tasks = start(a_kind("gate", gate.run))
    task = submit(tasks, "gate")
    assert gate.begun.wait(30)
    first = store.tasks.get(task.task_id).lease_until
    until(lambda: store.tasks.get(task.task_id).lease_until > first + 0.5)
    gate.open.set()
    assert tasks.finished(task.task_id, 30).attempts == 1


def test_the_keeper_outlives_errors_nobody_expected(start, store, monkeypatch):
    monkeypatch.setattr(tasks_module, "KEEP_EVERY", 0.01)
    gate, broken = Gate(), threading.Event()
    tasks = start(a_kind("gate", gate.run))
    lost = store.tasks.lost

    def breaks(claims):
        broken.set()
        raise ZeroDivisionError("nobody expected this")

    task = submit(tasks, "gate")
    assert gate.begun.wait(30)
    monkeypatch.setattr(store.tasks, "lost", breaks)
    assert broken.wait(30)
    until(lambda: tasks._keeper._log_at)
    monkeypatch.setattr(store.tasks, "lost", lost)
    cancel(store, task.task_id)
    until(lambda: gate.stopped)
    assert not [one for one in troubles() if "task-keeper" in one]


def test_a_keeper_that_only_fails_is_told_of(start, store, monkeypatch):
    """The leases of its process lapse, so operators must hear of it."""
    monkeypatch.setattr("bluepencil.background.STALLED", 0.0)
    monkeypatch.setattr(store.tasks, "lost", lambda claims: 1 / 0)
    tasks = start(a_kind("echo", echo))
    tasks.start()
    until(lambda: any("“task-keeper”" in one for one in troubles()))
    tasks.stop(0)
    assert not [one for one in troubles() if "task-keeper" in one]


def test_what_could_not_be_claimed_is_taken_up_a_moment_later(start, store, monkeypatch):
    monkeypatch.setattr(tasks_module, "RENEW_EVERY", 0.05)
    apply_next, failed = store.tasks.apply_next, []

    def away_once(*args):
        if not failed:
            failed.append(1)
            _away()
        return apply_next(*args)

    monkeypatch.setattr(store.tasks, "apply_next", away_once)
    tasks = start(a_kind("echo", echo))
    assert tasks.finished(submit(tasks).task_id, 30).state == "SUCCESS"
    assert failed


def test_a_stop_waits_for_running_work(start):
    gate = Gate()
    tasks = start(a_kind("gate", gate.run))
    task = submit(tasks, "gate")
    assert gate.begun.wait(30)
    stopping = threading.Thread(target=tasks.stop, args=(60,))
    stopping.start()
    until(tasks.stopping.is_set)
    gate.open.set()
    stopping.join(30)
    assert tasks.get(task.task_id, None).state == "SUCCESS"


def test_a_stop_hands_back_what_does_not_end_and_the_next_process_runs_it(start):
    gate = Gate()
    first = start(a_kind("gate", gate.run))
    task = submit(first, "gate")
    assert gate.begun.wait(30)
    first.stop(0.1)
    assert first.get(task.task_id, None).state == "PENDING"
    with pytest.raises(Unavailable, match="stopping"):
        submit(first, "gate")
    gate.open.set()
    second = start(a_kind("gate", gate.run), settled=False)
    second.start()
    done = second.finished(task.task_id, 30)
    assert (done.state, done.attempts) == ("SUCCESS", 1)


def test_a_stopped_process_begins_nothing_more(start, store):
    tasks = start(a_kind("echo", echo))
    tasks.stop(0)
    task = add(store, kind="echo")
    assert tasks.execute_next("test") is None
    tasks._take_up()
    assert store.tasks.get(task.task_id).state == "PENDING"


def test_who_waits_for_an_end_is_let_go_at_a_stop(start):
    gate = Gate(deaf=True)
    tasks = start(a_kind("gate", gate.run))
    task = submit(tasks, "gate")
    assert gate.begun.wait(30)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(tasks.finished, task.task_id, 600)
        tasks._stopped.set()
        assert waiting.result(30).state == "STARTED"
        gate.open.set()


def test_watching_misses_nothing_and_repeats_nothing(start):
    def count(input, ctx):
        for number in range(20):
            ctx.report(number, words=[number])
        return Output(word="done")

    tasks = start(a_kind("count", count))
    task = submit(tasks, "count")
    seen, since = [], 0
    while (events := tasks.watch(task.task_id, since, 30)) is not None:
        for event in events[:3]:  # a reader that keeps dropping off
            seen.append(event)
            since = event.version
    assert [event.version for event in seen] == list(range(1, len(seen) + 1))
    assert seen[-1].type == "done"
    words = [word for event in seen for word in event.data.get("new", {}).get("words", [])]
    assert words == list(range(20))


def test_watching_brings_what_has_happened_before_it_ends(start, store):
    """Also where the task ended, or the process stops, between two looks."""
    tasks = start()
    task = add(store)
    succeed(store, claim(store, task))
    tasks.stop(0)
    assert [one.version for one in tasks.watch(task.task_id, 1, 30)] == [2, 3]
    assert tasks.watch(task.task_id, 3, 30) is None


def looks(monkeypatch, store) -> list[int]:
    """How often the events of a task were looked for."""
    seen, events = [], store.tasks.events
    monkeypatch.setattr(store.tasks, "events", lambda *args: seen.append(1) or events(*args))
    return seen


@pytest.mark.parametrize("since", [2, 10**6])
def test_after_the_end_there_is_nothing_more_to_watch(start, store, monkeypatch, since):
    """A version it never reached is as good as one it did."""
    tasks, task = start(), add(store)
    cancel(store, task.task_id)
    seen = looks(monkeypatch, store)
    assert tasks.watch(task.task_id, since, 600) is None
    assert len(seen) <= 2


@pytest.mark.parametrize("since", [2, 10**6])
def test_at_a_stop_there_is_nothing_more_to_watch(start, store, monkeypatch, since):
    tasks, task = start(), add(store)
    claim(store, task)
    tasks.stop(0)
    seen = looks(monkeypatch, store)
    assert tasks.watch(task.task_id, since, 600) is None
    assert len(seen) <= 2


def test_who_watches_is_told_of_a_stop_without_looking_all_the_time(start, store, monkeypatch):
    monkeypatch.setattr(tasks_module, "STOP_NOTICED", 0.05)
    tasks, task = start(), add(store)
    claim(store, task)
    waits, wait = [], store.tasks.wait

    def counted(*args):
        waits.append(args[-1])
        if len(waits) == 5:
            tasks.stopping.set()
        return wait(*args)

    monkeypatch.setattr(store.tasks, "wait", counted)
    seen = looks(monkeypatch, store)
    assert tasks.watch(task.task_id, 2, 600) is None
    assert waits == [0.05] * 5, "it slept until it was time to look for a stop"
    assert len(seen) <= 7


@pytest.mark.parametrize("end", [cancel, lambda store, id: succeed(store, claim(store, id))])
def test_who_watches_past_the_last_version_sleeps_until_the_end(start, store, monkeypatch, end):
    tasks, task = start(), add(store)
    seen = looks(monkeypatch, store)
    with ThreadPoolExecutor(1) as pool:
        watching = pool.submit(tasks.watch, task.task_id, 10**6, 600)
        until(lambda: store._database.waiters.awaited)
        end(store, task.task_id) if end is cancel else end(store, task)
        assert watching.result(30) is None
    assert len(seen) <= 8


def test_watching_ends_when_time_is_up(start, store):
    tasks, task = start(), add(store)
    assert tasks.watch(task.task_id, 1, 0.01) == []


def test_forgetting_a_session_stops_what_runs_for_it(start, store, session):
    gate = Gate()
    tasks = start(a_kind("gate", gate.run))
    task = add(store, kind="gate", session_id=session.session_id)
    tasks.start()
    assert gate.begun.wait(30)
    with pytest.raises(NotFound):
        tasks.forget_session(session.session_id, "somebody else")
    assert not gate.contexts[0].cancel.is_set()
    tasks.forget_session(session.session_id, "local")
    until(lambda: gate.stopped)
    for look in (store.sessions.get, tasks.get):
        with pytest.raises(NotFound):
            look(session.session_id if look == store.sessions.get else task.task_id, "local")


def test_what_failed_is_run_again_under_its_id(start, store):
    tasks = start(a_kind("echo", echo))
    task = add(store, kind="echo")
    fail(store, claim(store, task))
    tasks.retry(task.task_id, "local")
    done = tasks.finished(task.task_id, 30)
    assert (done.state, done.attempts, done.error) == ("SUCCESS", 1, None)


def test_results_expire_and_failures_later(start, store, monkeypatch):
    tasks = start(a_kind("echo", echo), result_ttl=100.0, retention=1000.0)
    expired, deleted = [], []
    monkeypatch.setattr(store.tasks, "expire", lambda *times: expired.append(times))
    monkeypatch.setattr(store.sessions, "expire", deleted.append)
    now = 1e9
    tasks._expire(now)
    assert expired == [(now - 100, now - 7 * 24 * 3600)]
    assert deleted == [now - 1000]
    start(result_ttl=10**6)._expire(now)
    assert expired[1] == (now - 10**6, now - 10**6), "never sooner than the rest"
    assert len(deleted) == 1, "without a retention reviews are kept for ever"


def test_the_keeper_sees_to_what_has_expired(start, store, monkeypatch):
    monkeypatch.setattr(tasks_module, "EXPIRE_EVERY", 0.01)
    tasks = start(a_kind("echo", echo), result_ttl=0.0)
    task = submit(tasks)
    until(lambda: _is_gone(store, task.task_id))


def _is_gone(store, task_id):
    try:
        store.tasks.get(task_id)
    except Expired:
        return True
    return False


# With a queue.


def test_while_a_worker_serves_it_a_task_goes_to_the_queue(start, store):
    queue = FakeQueue(store)
    tasks = start(a_kind("echo", echo), queue=queue)
    task = submit(tasks)
    assert not task.inline
    assert queue.sent == [task.task_id]
    assert store.tasks.get(task.task_id).state == "PENDING"


@pytest.mark.parametrize("reason", ["no worker", "not sent"])
def test_what_the_queue_does_not_take_runs_here(start, store, monkeypatch, reason):
    queue = FakeQueue(store, serves=reason != "no worker")
    monkeypatch.setattr(queue, "send", lambda *args: False)
    tasks = start(a_kind("echo", echo), queue=queue)
    task = submit(tasks)
    assert task.inline
    assert tasks.finished(task.task_id, 30).state == "SUCCESS"


def test_a_worker_runs_only_what_its_queue_gives_it(start, store):
    queue = FakeQueue(store, serves=False)
    tasks = start(a_kind("echo", echo), queue=queue, inline=False)
    task = add(store, kind="echo")
    tasks._take_up()
    assert tasks._due.total() == 0
    assert tasks.execute_next("test").task_id == task.task_id
    assert store.tasks.get(task.task_id).state == "SUCCESS"


def test_a_message_that_was_lost_is_sent_again_after_two_looks(start, store):
    queue = FakeQueue(store)
    tasks = start(a_kind("echo", echo), queue=queue)
    lost = [add(store, kind="echo") for _ in range(3)]
    tasks._take_up()
    assert queue.sent == [], "one may just have been taken, and not have led to its claim yet"
    tasks._take_up()
    assert queue.sent == [task.task_id for task in lost]


def test_a_message_that_was_lost_is_sent_again_though_others_look_in_between(start, store):
    """Another process looks after the queue for a moment; or Redis does not answer."""
    queue = FakeQueue(store)
    queue.depths = [0, None, None, 0]
    tasks = start(a_kind("echo", echo), queue=queue)
    task = add(store, kind="echo")
    for _ in range(3):
        tasks._take_up()
    assert queue.sent == []
    tasks._take_up()
    assert queue.sent == [task.task_id]


def test_only_as_many_messages_are_sent_again_as_are_missing(start, store):
    queue = FakeQueue(store)
    queue.depths = [3, 4]
    tasks = start(a_kind("echo", echo), queue=queue)
    waiting = [add(store, kind="echo") for _ in range(5)]
    for _ in range(2):
        tasks._take_up()
    assert queue.sent == [waiting[0].task_id]
    assert queue.looks == 2


def test_a_message_for_each_is_no_reason_to_send_any(start, store):
    queue = FakeQueue(store)
    queue.depths = [2]
    tasks = start(a_kind("echo", echo), queue=queue)
    for _ in range(2):
        add(store, kind="echo")
    for _ in range(4):
        tasks._take_up()
    assert queue.sent == []


def ends(tasks, store):
    """Tasks of foreign producers that end in every way, and one by which producer nobody waits."""
    foreign = {"kind": "echo", "foreign_producer": True}
    succeed(store, claim(store, add(store, task_id="by a worker", **foreign)))
    fail(store, claim(store, add(store, task_id="failed", **foreign)))
    tasks.cancel(add(store, task_id="cancelled while waiting", **foreign).task_id, None)
    add(store, task_id="by this process", **foreign)
    assert tasks.execute_next("test").task_id == "by this process"
    cancel(store, add(store).task_id)
    return {
        ("by a worker", "SUCCESS"), ("failed", "FAILURE"),
        ("cancelled while waiting", "REVOKED"), ("by this process", "SUCCESS"),
    }  # fmt: skip


def test_foreign_producers_hear_of_every_end_once(start, store):
    queue = FakeQueue(store)
    tasks = start(a_kind("echo", echo), queue=queue)
    expected = ends(tasks, store)
    for _ in range(3):
        tasks._notify_producers()
    assert len(queue.notified) == len(expected)
    assert set(queue.notified) == expected


def test_a_producer_that_cannot_be_told_is_told_as_soon_as_it_can(start, store):
    queue = FakeQueue(store)
    tasks = start(a_kind("echo", echo), queue=queue)
    expected = ends(tasks, store)
    queue.refuses = 2
    for looks_until_then in range(2):
        tasks._notify_producers()
        assert queue.notified == [], looks_until_then
    tasks._notify_producers()
    assert set(queue.notified) == expected


def test_a_producer_that_is_told_by_a_process_that_dies_is_told_again(start, store, monkeypatch):
    queue = FakeQueue(store)
    tasks = start(queue=queue)
    task = add(store, foreign_producer=True)
    cancel(store, task.task_id)
    notified = store.tasks.notified
    monkeypatch.setattr(store.tasks, "notified", _away)
    with pytest.raises(Unavailable):
        tasks._notify_producers()
    monkeypatch.setattr(store.tasks, "notified", notified)
    tasks._notify_producers()
    assert queue.notified == [(task.task_id, "REVOKED")] * 2


def test_the_keeper_tells_producers(start, store, monkeypatch):
    monkeypatch.setattr(tasks_module, "RENEW_EVERY", 0.01)
    queue = FakeQueue(store)
    tasks = start(queue=queue)
    tasks.start()
    task = add(store, foreign_producer=True, queue="none")
    cancel(store, task.task_id)
    until(lambda: queue.notified == [(task.task_id, "REVOKED")])
