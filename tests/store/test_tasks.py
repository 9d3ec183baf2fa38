"""The store of tasks: claims are exclusive, versions complete, and who waits is woken."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from bluepencil.errors import ClaimLost, Conflict, EngineBusy, Expired, NotFound
from bluepencil.review.findings import Usage
from bluepencil.task import lifecycle
from bluepencil.task.next_task import next_head
from bluepencil.task.record import Claim, Task
from tests.tasks import add, cancel, claim, fail, release, report, succeed

NEWEST = 2**62


def claim_next(store, holder="here", queue="test", busy=(), lapsed_before=None) -> Task | None:
    """Claim whose turn it is, as a process does."""
    before = time.time() if lapsed_before is None else lapsed_before
    return store.tasks.apply_next(
        queue,
        before,
        partial(next_head, busy=busy),
        lambda task: lifecycle.claim(task, holder, time.time(), before),
    )


def test_what_was_added_can_be_read_again(store, session):
    task = add(store, input={"message": "naïve 🖊 text"}, session_id=session.session_id)
    assert store.tasks.get(task.task_id) == task


@pytest.mark.parametrize("text", ["100 % of %s and %(name)s", 'O\'Neil said "no"; --', "a:b ::c"])
def test_no_text_is_taken_for_a_part_of_a_statement(store, text):
    task = add(store, input={"message": text}, owner=text)
    held = claim(store, task)
    report(store, held, {"words": [text]}, status=text)
    succeed(store, held, {"message": text})
    kept = store.tasks.get(task.task_id, text)
    assert (kept.input, kept.result) == ({"message": text}, {"message": text})
    assert store.tasks.produced(task.task_id) == [{"words": [text]}]
    assert store.tasks.events(task.task_id, 2)[0].data["status"] == text
    assert [one.task_id for one in rows(store, text, {"SUCCESS"})] == [task.task_id]


def rows(store, owner, states, **wanted):
    return store.tasks.rows(owner, states=states, before=NEWEST, limit=9, **wanted).tasks


def test_text_with_a_nul_is_kept_as_far_as_the_database_can(store):
    task = add(store)
    held = claim(store, task)
    report(store, held, status="before\0after")
    assert store.tasks.get(task.task_id).status.replace("\0", "\ufffd") == "before\ufffdafter"
    report(store, held, {"words": ["before\0after"]})
    assert store.tasks.produced(task.task_id) == [{"words": ["before\0after"]}]


def test_a_second_task_with_the_same_id_is_refused(store):
    task = add(store, input={"first": True})
    with pytest.raises(Conflict):
        add(store, task_id=task.task_id, input={"second": True})
    assert store.tasks.get(task.task_id) == task
    assert len(store.tasks.events(task.task_id, 0)) == 1


def test_a_task_of_a_session_that_is_gone_is_not_kept(store):
    with pytest.raises(NotFound) as refused:
        add(store, session_id="gone")
    assert refused.value.code == "session_not_found"
    assert store.tasks.unheld(time.time()) == {}


def test_an_unknown_id_and_somebody_elses_are_told_apart_by_nobody(store):
    task = add(store)
    with pytest.raises(NotFound) as unknown:
        store.tasks.get("nothing")
    with pytest.raises(NotFound) as foreign:
        store.tasks.get(task.task_id, "somebody else")
    assert unknown.value.detail == foreign.value.detail


def test_somebody_else_can_neither_stop_nor_retry_it(store):
    task = add(store)
    with pytest.raises(NotFound):
        cancel(store, task.task_id, "somebody else")
    assert store.tasks.get(task.task_id) == task
    fail(store, claim(store, task))
    with pytest.raises(NotFound):
        store.tasks.apply(task.task_id, lifecycle.retry, owner="somebody else")
    assert store.tasks.get(task.task_id).state == "FAILURE"


def test_a_rule_that_changes_nothing_makes_no_version(store):
    task = add(store)
    assert store.tasks.apply(task.task_id, lambda task: None) == task
    assert store.tasks.get(task.task_id) == task
    assert len(store.tasks.events(task.task_id, 0)) == 1


def test_a_rule_that_refuses_leaves_the_task_as_it_was(store):
    task = add(store)
    with pytest.raises(Conflict):
        store.tasks.apply(task.task_id, lifecycle.retry)
    assert store.tasks.get(task.task_id) == task


def test_a_task_is_claimed_once_however_many_try(store, other):
    task = add(store)
    stores = [store, other]

    def take(number):
        return claim_next(stores[number % 2], f"holder {number}")

    with ThreadPoolExecutor(8) as pool:
        taken = [one for one in pool.map(take, range(32)) if one is not None]
    assert [one.task_id for one in taken] == [task.task_id]
    kept = store.tasks.get(task.task_id)
    assert (kept.holder, kept.attempts, kept.fence) == (taken[0].holder, 1, 1)


def test_many_that_take_turns_at_once_never_get_the_same(store, other):
    wanted = {add(store, owner=f"owner {number % 7}").task_id for number in range(40)}
    stores = [store, other]
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda n: claim_next(stores[n % 2], str(n)), range(40)))
    assert {task.task_id for task in taken} == wanted


def test_a_claim_that_is_not_renewed_is_taken_over_and_its_old_holder_writes_no_more(store):
    task = add(store)
    old = claim(store, task, "old", lease=-1)
    new = claim(store, task, "new")
    assert store.tasks.lost([old, new]) == {old}
    for write in (
        lambda: report(store, old, progress=50),
        lambda: succeed(store, old, {"by": "old"}),
        lambda: fail(store, old),
        lambda: release(store, old),
    ):
        with pytest.raises(ClaimLost):
            write()
    succeed(store, new, {"by": "new"})
    ended = store.tasks.get(task.task_id)
    assert (ended.result, ended.attempts) == ({"by": "new"}, 2)


def test_a_claim_that_is_renewed_is_kept_and_one_that_is_lost_is_not_renewed(store):
    kept, taken = add(store), add(store)
    mine, old = (claim(store, task, lease=-1) for task in (kept, taken))
    new = claim(store, taken, "new", lease=-1)
    until = time.time() + 60
    store.tasks.renew([mine, old], until)
    assert store.tasks.get(kept.task_id).lease_until == pytest.approx(until)
    assert store.tasks.get(taken.task_id).lease_until < time.time()
    assert claim_next(store).claim == Claim(taken.task_id, new.fence + 1)
    assert claim_next(store) is None


def test_a_renewal_is_no_change_of_the_task(store):
    task = add(store)
    mine = claim(store, task)
    store.tasks.renew([mine], time.time() + 60)
    assert store.tasks.get(task.task_id).version == 2
    assert len(store.tasks.events(task.task_id, 0)) == 2


def test_a_claim_is_lost_by_a_stop_by_being_taken_over_and_with_its_task(store, session):
    assert store.tasks.lost([]) == set()
    kept, stopped, taken = (claim(store, add(store), lease=-1) for _ in range(3))
    gone = claim(store, add(store, session_id=session.session_id))
    cancel(store, stopped.task_id)
    claim(store, store.tasks.get(taken.task_id), "two")
    store.sessions.delete(session.session_id, "local")
    assert store.tasks.lost([kept, stopped, taken, gone]) == {stopped, taken, gone}


def test_every_change_is_one_version_and_one_event(store):
    task = add(store)
    mine = claim(store, task)
    report(store, mine, state="PROGRESS", progress=10, status="Reading")
    report(store, mine, {"feedback_items": [{"id": "a"}]})
    succeed(store, mine)
    events = store.tasks.events(task.task_id, 0)
    assert [event.version for event in events] == [1, 2, 3, 4, 5]
    assert [event.type for event in events] == ["progress"] * 3 + ["partial", "done"]
    assert store.tasks.get(task.task_id).version == 5
    assert [event.version for event in store.tasks.events(task.task_id, 3)] == [4, 5]
    assert store.tasks.produced(task.task_id) == [{"feedback_items": [{"id": "a"}]}]


def test_of_many_who_report_at_once_each_has_its_version(store, other):
    task = add(store)
    mine = claim(store, task)
    stores = [store, other]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: report(stores[n % 2], mine, {"words": [n]}), range(40)))
    assert [event.version for event in store.tasks.events(task.task_id, 0)] == list(range(1, 43))
    produced = [new["words"][0] for new in store.tasks.produced(task.task_id)]
    assert sorted(produced) == list(range(40))


@pytest.mark.parametrize("end", [succeed, fail])
def test_a_last_state_is_final(store, end):
    task = add(store)
    mine = claim(store, task)
    last = end(store, mine)
    with pytest.raises(ClaimLost):
        report(store, mine, progress=99)
    assert cancel(store, task.task_id) == last
    assert claim_next(store) is None
    assert store.tasks.events(task.task_id, 0)[-1].type == "done"


def test_a_running_task_that_is_cancelled_can_write_no_more(store):
    task = add(store)
    mine = claim(store, task)
    assert cancel(store, task.task_id, "local").state == "REVOKED"
    with pytest.raises(ClaimLost):
        report(store, mine, progress=50)
    assert store.tasks.lost([mine]) == {mine}


def test_a_waiting_task_that_is_cancelled_never_runs(store):
    task = add(store)
    assert cancel(store, task.task_id, "local").state == "REVOKED"
    assert claim_next(store) is None
    assert store.tasks.unheld(time.time()) == {}
    assert store.tasks.events(task.task_id, 1)[-1].type == "done"


def test_an_error_is_kept_with_all_that_a_caller_may_want_to_know(store):
    task = add(store)
    fail(store, claim(store, task), EngineBusy("Overloaded.", code="overloaded", retry_after=7))
    assert store.tasks.get(task.task_id).error == {
        "code": "overloaded", "detail": "Overloaded.", "retryable": True, "status": 503,
        "title": EngineBusy.title, "retry_after": 7,
    }  # fmt: skip


def test_what_waits_in_a_queue_is_listed_oldest_first_beside_the_last_turns(store, session):
    sid = session.session_id
    first, chat, second = add(store), add(store, queue="chat"), add(store, session_id=sid)
    left = add(store)
    claim(store, left, lease=-1)
    waiting, served = store.tasks.waiting_in("test")
    assert [one.number for one in waiting] == sorted(one.number for one in waiting)
    assert {one.kind for one in waiting} == {"test"}
    assert [(one.task_id, one.key) for one in waiting] == [
        (first.task_id, "local"), (second.task_id, sid), (left.task_id, "local"),
    ]  # fmt: skip
    assert served == {}
    began = time.time()
    assert claim_next(store, lapsed_before=1.0).task_id == first.task_id
    waiting, served = store.tasks.waiting_in("test")
    assert [one.task_id for one in waiting] == [second.task_id, left.task_id]
    assert served.keys() == {"local"} and began <= served["local"] <= time.time()
    assert [one.task_id for one in store.tasks.waiting_in("chat")[0]] == [chat.task_id]
    assert store.tasks.waiting_in("nothing") == ([], {})


def test_sessions_take_turns_and_within_one_the_oldest_comes_first(store):
    many = [add(store, owner="many") for _ in range(4)]
    one, alone = add(store, owner="one"), add(store, owner="alone")
    order = [claim_next(store).task_id for _ in range(6)]
    assert order == [task.task_id for task in (many[0], one, alone, *many[1:])]
    assert claim_next(store) is None
    assert claim_next(store, queue="other") is None


def test_what_died_with_its_holder_has_its_turn_again(store):
    task = add(store)
    claim(store, task, lease=-1)
    assert claim_next(store, lapsed_before=1.0) is None, "only what was never leased"
    again = claim_next(store)
    assert (again.task_id, again.attempts, again.fence) == (task.task_id, 2, 2)


def test_what_this_process_still_runs_is_passed_over(store):
    task = add(store)
    claim(store, task, lease=-1)
    assert claim_next(store, busy={task.task_id}) is None
    assert store.tasks.get(task.task_id).attempts == 1


def test_nobody_holds_what_waits_and_what_was_left_behind(store):
    waiting, held, left, ended = (add(store) for _ in range(4))
    add(store, queue="chat", kind="chat")
    claim(store, held)
    claim(store, left, lease=-1)
    succeed(store, claim(store, ended))
    assert store.tasks.unheld(time.time()) == {"test": 2, "chat": 1}
    assert store.tasks.unheld(1.0) == {"test": 1, "chat": 1}, "no lease has lapsed by then"
    listed, _ = store.tasks.waiting_in("test")
    assert [one.task_id for one in listed] == [waiting.task_id, left.task_id]


def test_the_unfinished_tasks_of_a_session_are_listed_oldest_first(store, session):
    sid = session.session_id
    first, ended, running = (add(store, session_id=sid) for _ in range(3))
    add(store)
    cancel(store, ended.task_id)
    claim(store, running)
    assert [task.task_id for task in store.tasks.open_tasks(sid)] == [
        first.task_id, running.task_id,
    ]  # fmt: skip


def wait_aside(store, task, since):
    """Begin to wait on another thread; the answer is in the future once it is woken."""
    pool = ThreadPoolExecutor(1)
    waiting = pool.submit(store.tasks.wait, task.task_id, since, 60.0)
    pool.shutdown(wait=False)
    deadline = time.monotonic() + 10
    while not store._database.waiters.awaited:
        assert time.monotonic() < deadline
        time.sleep(0.005)
    return waiting


def test_waiting_ends_with_the_next_change(store):
    task = add(store)
    mine = claim(store, task)
    waiting = wait_aside(store, task, 2)
    report(store, mine, progress=5)
    assert waiting.result(timeout=30) == 3


def test_who_waits_for_the_end_sleeps_through_all_else(store, monkeypatch):
    task = add(store)
    mine = claim(store, task)
    waiting = wait_aside(store, task, NEWEST)
    looks = []
    reading = store._database.reading
    monkeypatch.setattr(store._database, "reading", lambda: looks.append(1) or reading())
    for number in range(20):
        report(store, mine, progress=number)
    assert not waiting.done()
    succeed(store, mine)
    assert waiting.result(timeout=30) == 23
    assert len(looks) <= 3, "it looked again for changes that do not matter"


def test_waiting_ends_with_a_change_by_another_process(store, other, in_another_process):
    task = add(store)
    waiting = wait_aside(other, task, 1)
    in_another_process(
        "from tests.tasks import claim\n"
        f"print(json.dumps(claim(store, store.tasks.get({task.task_id!r})).fence))"
    )
    assert waiting.result(timeout=30) == 2


def test_waiting_ends_when_the_task_is_deleted(store, other, session):
    task = add(store, session_id=session.session_id)
    each = [wait_aside(here, task, NEWEST) for here in (store, other)]
    store.sessions.delete(session.session_id, "local")
    for waiting in each:
        with pytest.raises(NotFound):
            waiting.result(timeout=30)


def test_waiting_ends_when_time_is_up_and_at_once_for_what_was_passed(store):
    task = add(store)
    assert store.tasks.wait(task.task_id, 1, 0.05) == 1
    assert store.tasks.wait(task.task_id, 0, 60.0) == 1


def test_nobody_waits_for_what_has_ended(store):
    task = add(store)
    succeed(store, claim(store, task))
    assert store.tasks.wait(task.task_id, NEWEST, 60.0) == 3


def test_a_change_that_comes_while_one_looks_is_not_missed(store, monkeypatch):
    """The change takes effect after the look and before the sleep."""
    task = add(store)
    mine = claim(store, task)
    seen = threading.Event()

    class Late(threading.Event):
        def wait(self, timeout=None):
            if not seen.is_set():
                seen.set()
                report(store, mine, progress=5)
            return super().wait(timeout)

    monkeypatch.setattr("bluepencil.task.waiters.threading.Event", Late)
    assert store.tasks.wait(task.task_id, 2, 60.0) == 3


def test_usage_adds_up_and_an_unknown_price_stays_unknown(store, session):
    task = add(store, session_id=session.session_id)
    store.tasks.spend(task.task_id, Usage(input_tokens=5, cost_usd=0.5))
    store.tasks.spend(task.task_id, Usage(input_tokens=7, cost_usd=0.25))
    assert store.sessions.usage(session.session_id) == Usage(input_tokens=12, cost_usd=0.75)
    assert store.tasks.get(task.task_id).usage == Usage(input_tokens=12, cost_usd=0.75)
    store.tasks.spend(task.task_id, Usage(output_tokens=1, cost_usd=None))
    assert store.sessions.usage(session.session_id).cost_usd is None
    store.tasks.spend("gone", Usage(cost_usd=1.0))
    assert store.operations.pace().cost_usd == 1.75


def test_of_many_who_spend_at_once_all_is_counted(store, other, session):
    each = [add(store, session_id=session.session_id) for _ in range(4)]
    stores = [store, other]

    def spend(number):
        stores[number % 2].tasks.spend(each[number % 4].task_id, Usage(input_tokens=1))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(spend, range(40)))
    assert store.sessions.usage(session.session_id).input_tokens == 40
    assert [store.tasks.get(task.task_id).usage.input_tokens for task in each] == [10] * 4


def test_foreign_producers_are_to_be_notified_once_of_every_end(store):
    ends = [
        lambda task: succeed(store, claim(store, task)),
        lambda task: fail(store, claim(store, task)),
        lambda task: cancel(store, task.task_id),
    ]
    foreign = [add(store, foreign_producer=True) for _ in ends]
    add(store, foreign_producer=True)  # it has not ended
    cancel(store, add(store).task_id)
    for task, end in zip(foreign, ends, strict=True):
        end(task)
    left = store.tasks.unnotified()
    assert [task.task_id for task in left] == [task.task_id for task in foreign]
    assert [task.state for task in left] == ["SUCCESS", "FAILURE", "REVOKED"]
    assert len(store.tasks.unnotified(2)) == 2
    store.tasks.notified(foreign[0].task_id)
    assert [task.task_id for task in store.tasks.unnotified()] == [
        task.task_id for task in foreign[1:]
    ]


def test_what_has_expired_is_gone_but_remembered(store, everything_kept):
    task = add(store, input={"secret": "tell-tale input"}, foreign_producer=True)
    held = claim(store, task)
    report(store, held, {"words": "tell-tale words"})
    succeed(store, held, {"words": "tell-tale result"})
    ended = store.tasks.get(task.task_id).finished_at
    assert store.tasks.expire(ended - 60, ended - 60) == 0
    assert store.tasks.expire(ended + 1, ended + 1) == 1
    assert store.tasks.expire(ended + 1, ended + 1) == 0
    with pytest.raises(Expired):
        store.tasks.get(task.task_id)
    with pytest.raises(Expired):
        store.tasks.wait(task.task_id, 0, 60.0)
    with pytest.raises(NotFound):
        store.tasks.get(task.task_id, "somebody else")
    assert store.tasks.events(task.task_id, 0) == store.tasks.unnotified() == []
    assert rows(store, "local", {"SUCCESS"}) == []


def test_a_waiting_task_does_not_expire(store):
    task = add(store)
    assert store.tasks.expire(time.time() + 1000, time.time() + 1000) == 0
    assert store.tasks.get(task.task_id).state == "PENDING"


def test_failures_are_kept_longer_than_the_rest(store):
    ended = {end: end(store, claim(store, add(store))) for end in (succeed, fail)}
    assert store.tasks.expire(time.time() + 1, time.time() - 60) == 1
    assert store.tasks.get(ended[fail].task_id).state == "FAILURE"
    with pytest.raises(Expired):
        store.tasks.get(ended[succeed].task_id)
    assert store.tasks.expire(time.time() + 1, time.time() + 1) == 1


def test_a_list_of_tasks_goes_page_by_page(store):
    mine = [add(store) for _ in range(5)]
    add(store, owner="somebody else")
    first = store.tasks.rows("local", states={"PENDING"}, before=NEWEST, limit=3)
    assert [task.task_id for task in first.tasks] == [task.task_id for task in mine[:1:-1]]
    second = store.tasks.rows("local", states={"PENDING"}, before=first.next, limit=3)
    assert [task.task_id for task in second.tasks] == [task.task_id for task in mine[1::-1]]
    assert second.next is None
    assert rows(store, "local", {"FAILURE"}) == []
    assert len(rows(store, None, {"PENDING"})) == 6


def test_a_list_of_several_states_is_newest_first_and_of_one_kind_if_wanted(store):
    waiting, running, later = (add(store) for _ in range(3))
    claim(store, running)

    def ids(**wanted):
        return [task.task_id for task in rows(store, "local", ("PENDING", "STARTED"), **wanted)]

    assert ids() == [later.task_id, running.task_id, waiting.task_id]
    assert ids(kind=later.kind) == ids()
    assert ids(kind="another") == []
