"""The store of tasks: claims are exclusive, versions complete, last states final."""

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from bluepencil.errors import ClaimLost, Conflict, Expired, NotFound
from bluepencil.review.findings import Usage
from bluepencil.task.record import Claim, Task


@pytest.fixture
def tasks(store):
    return store.tasks


def add(tasks, **values) -> Task:
    task = Task(**{"kind": "test", "queue": "test", "owner": "local", "input": {}, **values})
    tasks.add(task)
    return task


def claim(tasks, task, holder="one", lease=60.0) -> Claim:
    taken = tasks.claim(task.task_id, holder, lease)
    assert taken is not None
    return Claim(task.task_id, taken.fence)


def test_what_was_added_can_be_read_again(tasks):
    task = add(tasks, input={"message": "naïve 🖊 text"}, session_id="s")
    assert tasks.get(task.task_id) == task


def test_an_unknown_id_and_somebody_elses_are_told_apart_by_nobody(tasks):
    task = add(tasks)
    with pytest.raises(NotFound) as unknown:
        tasks.get("nothing")
    with pytest.raises(NotFound) as foreign:
        tasks.get(task.task_id, "somebody else")
    assert unknown.value.detail == foreign.value.detail


def test_a_task_is_claimed_once_however_many_try(tasks):
    task = add(tasks)
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda n: tasks.claim(task.task_id, f"h{n}", 60), range(32)))
    assert sum(one is not None for one in taken) == 1


def test_a_claim_that_is_not_renewed_is_taken_over_and_its_old_holder_writes_no_more(tasks):
    task = add(tasks)
    old = claim(tasks, task, "old", lease=-1)
    new = claim(tasks, task, "new")
    assert tasks.renew("old", [old], 60) == {task.task_id}
    for write in (
        lambda: tasks.report(old, {"progress": 50}),
        lambda: tasks.finish(old, "SUCCESS", {"result": {}}),
        lambda: tasks.release(old),
    ):
        with pytest.raises(ClaimLost):
            write()
    tasks.finish(new, "SUCCESS", {"result": {"by": "new"}})
    assert tasks.get(task.task_id).result == {"by": "new"}
    assert tasks.get(task.task_id).attempts == 2


def test_a_claim_that_is_renewed_is_kept(tasks):
    task = add(tasks)
    mine = claim(tasks, task, "one", lease=-1)
    assert tasks.renew("one", [mine], 60) == set()
    assert tasks.claim(task.task_id, "two", 60) is None


def test_every_change_is_one_version_and_one_event(tasks):
    task = add(tasks)
    mine = claim(tasks, task)
    tasks.report(mine, {"state": "PROGRESS", "progress": 10, "status": "Reading"})
    tasks.report(mine, {}, {"feedback_items": [{"id": "a"}]})
    tasks.finish(mine, "SUCCESS", {"status": "Done", "result": {}})
    events = tasks.events(task.task_id, 0)
    assert [event.version for event in events] == [1, 2, 3, 4, 5]
    assert [event.type for event in events] == ["progress"] * 3 + ["partial", "done"]
    assert tasks.get(task.task_id).version == 5
    assert [event.version for event in tasks.events(task.task_id, 3)] == [4, 5]


def test_progress_never_goes_down(tasks):
    task = add(tasks)
    mine = claim(tasks, task)
    tasks.report(mine, {"progress": 60})
    tasks.report(mine, {"progress": 20})
    assert tasks.get(task.task_id).progress == 60


def test_partial_results_are_laid_together(tasks):
    task = add(tasks)
    mine = claim(tasks, task)
    assert tasks.partial(task.task_id) is None
    tasks.report(mine, {}, {"feedback_items": [1], "sections": {"a": "reading"}})
    tasks.report(mine, {}, {"feedback_items": [2], "sections": {"a": "done", "b": "waiting"}})
    assert tasks.partial(task.task_id) == {
        "feedback_items": [1, 2],
        "sections": {"a": "done", "b": "waiting"},
    }


def test_a_text_begun_anew_replaces_the_old_one(tasks):
    task = add(tasks)
    mine = claim(tasks, task)
    tasks.report(mine, {}, {"response": "Hel"})
    tasks.report(mine, {}, {"response": "lo"})
    assert tasks.partial(task.task_id) == {"response": "Hello"}
    tasks.report(mine, {}, {"reset": True, "response": "Good"})
    tasks.report(mine, {}, {"response": " day"})
    assert tasks.partial(task.task_id) == {"response": "Good day"}


@pytest.mark.parametrize("last", ["SUCCESS", "FAILURE"])
def test_a_last_state_is_final(tasks, last):
    task = add(tasks)
    mine = claim(tasks, task)
    tasks.finish(mine, last, {})
    with pytest.raises(ClaimLost):
        tasks.report(mine, {"progress": 99})
    assert tasks.cancel(task.task_id, None).state == last
    assert tasks.claim(task.task_id, "two", 60) is None


def test_a_waiting_task_that_is_cancelled_never_runs(tasks):
    task = add(tasks)
    assert tasks.cancel(task.task_id, "local").state == "REVOKED"
    assert tasks.claim(task.task_id, "one", 60) is None
    assert tasks.events(task.task_id, 1)[-1].type == "done"


def test_a_running_task_that_is_cancelled_can_write_no_more(tasks):
    task = add(tasks)
    mine = claim(tasks, task)
    assert tasks.cancel(task.task_id, "local").state == "REVOKED"
    with pytest.raises(ClaimLost):
        tasks.report(mine, {"progress": 50})
    assert tasks.renew("one", [mine], 60) == {task.task_id}


def test_somebody_else_cannot_cancel(tasks):
    task = add(tasks)
    with pytest.raises(NotFound):
        tasks.cancel(task.task_id, "somebody else")
    assert tasks.get(task.task_id).state == "PENDING"


def test_a_task_handed_back_waits_again_and_the_attempt_does_not_count(tasks):
    task = add(tasks)
    tasks.release(claim(tasks, task))
    again = tasks.get(task.task_id)
    assert (again.state, again.attempts) == ("PENDING", 0)
    assert tasks.claim(task.task_id, "two", 60) is not None


def test_the_line_of_a_queue_is_of_those_that_wait_oldest_first(tasks):
    first, other, second = add(tasks), add(tasks, queue="chat"), add(tasks, session_id="s")
    assert tasks.line("test") == [(first.task_id, "local"), (second.task_id, "s")]
    claim(tasks, first)
    assert tasks.line("test") == [(second.task_id, "s")]
    assert tasks.line("chat") == [(other.task_id, "local")]
    assert tasks.line("nothing") == []


def test_waiting_ends_with_the_next_change(tasks):
    task = add(tasks)
    mine = claim(tasks, task)
    with ThreadPoolExecutor(1) as pool:
        waiting = pool.submit(tasks.wait, task.task_id, 2, 30.0)
        while not waiting.running():
            time.sleep(0.01)
        tasks.report(mine, {"progress": 5})
        assert waiting.result(timeout=10) == 3


def test_waiting_ends_when_time_is_up(tasks):
    task = add(tasks)
    assert tasks.wait(task.task_id, 1, 0.05) == 1
    assert tasks.wait(task.task_id, 0, 30.0) == 1


def test_orphans_are_the_waiting_ones_and_those_whose_holder_is_gone(tasks):
    waiting, held, left, ended = (add(tasks) for _ in range(4))
    claim(tasks, held)
    claim(tasks, left, lease=-1)
    tasks.finish(claim(tasks, ended), "SUCCESS", {})
    assert [row[0] for row in tasks.orphans()] == [waiting.task_id, left.task_id]


def test_what_has_expired_is_gone_but_remembered(tasks):
    task = add(tasks, input={"secret": "text"})
    mine = claim(tasks, task)
    tasks.finish(mine, "SUCCESS", {"result": {"words": 3}})
    assert tasks.expire(time.time() - 60) == 0
    assert tasks.expire(time.time() + 1) == 1
    with pytest.raises(Expired):
        tasks.get(task.task_id)
    with pytest.raises(NotFound):
        tasks.get(task.task_id, "somebody else")
    assert tasks.events(task.task_id, 0) == []


def test_a_waiting_task_does_not_expire(tasks):
    task = add(tasks)
    assert tasks.expire(time.time() + 1000) == 0
    assert tasks.get(task.task_id).state == "PENDING"


def test_the_turn_goes_to_the_session_with_the_fewest_running_and_then_to_the_oldest(tasks):
    many = [add(tasks, session_id="many") for _ in range(4)]
    one, alone = add(tasks, session_id="one"), add(tasks)
    order = [tasks.claim_next("test", "here", 60).task_id for _ in range(6)]
    expected = [many[0], one, alone, *many[1:]]
    assert order == [task.task_id for task in expected]
    assert tasks.claim_next("test", "here", 60) is None
    assert tasks.claim_next("other", "here", 60) is None


def test_what_died_with_its_holder_has_its_turn_again(tasks):
    task = add(tasks)
    claim(tasks, task, lease=-1)
    again = tasks.claim_next("test", "here", 60)
    assert (again.task_id, again.attempts) == (task.task_id, 2)


def test_many_that_take_turns_at_once_never_get_the_same(tasks):
    wanted = {add(tasks).task_id for _ in range(40)}
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda n: tasks.claim_next("test", str(n), 60), range(40)))
    assert {task.task_id for task in taken} == wanted


def test_a_claim_is_lost_by_a_stop_and_by_being_taken_over(tasks):
    assert tasks.lost([]) == set()
    kept, stopped, taken = (claim(tasks, task) for task in (add(tasks) for _ in range(3)))
    tasks.cancel(stopped.task_id, None)
    tasks.renew("one", [taken], -1)
    assert tasks.claim(taken.task_id, "two", 60)
    assert tasks.lost([kept, stopped, taken]) == {stopped.task_id, taken.task_id}


def test_only_a_failure_can_be_tried_again(tasks):
    task = add(tasks)
    with pytest.raises(Conflict):
        tasks.retry(task.task_id, None)
    tasks.finish(claim(tasks, task), "FAILURE", {"error": {"code": "engine_busy"}})
    with pytest.raises(NotFound):
        tasks.retry(task.task_id, "somebody else")
    again = tasks.retry(task.task_id, None)
    assert (again.state, again.attempts, again.error) == ("PENDING", 0, None)
    assert again.started_at is None and again.finished_at is None
    assert again.version == 4 and tasks.events(task.task_id, 3)[0].data["state"] == "PENDING"
    assert tasks.claim(task.task_id, "one", 60)


def test_usage_adds_up_and_an_unknown_price_stays_unknown(store, session):
    task = add(store.tasks, session_id=session.session_id)
    store.tasks.spend(task.task_id, Usage(input_tokens=5, cost_usd=0.5))
    store.tasks.spend(task.task_id, Usage(input_tokens=7, cost_usd=0.25))
    assert store.sessions.usage(session.session_id) == Usage(input_tokens=12, cost_usd=0.75)
    assert store.tasks.get(task.task_id).usage == Usage(input_tokens=12, cost_usd=0.75)
    store.tasks.spend(task.task_id, Usage(output_tokens=1, cost_usd=None))
    assert store.sessions.usage(session.session_id).cost_usd is None
    store.tasks.spend("gone", Usage(cost_usd=1.0))
    assert store.operations.pace().cost_usd == 1.75


def test_what_is_handed_back_waits_for_nothing_but_its_turn(tasks):
    task = add(tasks)
    held = claim(tasks, task)
    tasks.report(held, {"state": "RETRY", "waiting_for": "retry", "resume_at": 5.0})
    tasks.release(held)
    again = tasks.get(task.task_id)
    assert (again.state, again.waiting_for, again.resume_at) == ("PENDING", None, None)


def test_failures_are_kept_longer_than_the_rest(tasks):
    ended = {state: add(tasks) for state in ("SUCCESS", "FAILURE")}
    for state, task in ended.items():
        tasks.finish(claim(tasks, task), state, {})
    assert tasks.expire(time.time() + 1, time.time() - 60) == 1
    assert tasks.get(ended["FAILURE"].task_id).state == "FAILURE"
    with pytest.raises(Expired):
        tasks.get(ended["SUCCESS"].task_id)


def test_a_list_of_tasks_goes_page_by_page(tasks):
    mine = [add(tasks) for _ in range(5)]
    add(tasks, owner="somebody else")
    first = tasks.rows("local", states={"PENDING"}, before=2**62, limit=3)
    assert [task.task_id for task in first.tasks] == [task.task_id for task in mine[:1:-1]]
    second = tasks.rows("local", states={"PENDING"}, before=first.next, limit=3)
    assert [task.task_id for task in second.tasks] == [task.task_id for task in mine[1::-1]]
    assert second.next is None
    assert tasks.rows("local", states={"FAILURE"}, before=2**62, limit=3).tasks == []


def test_a_list_of_several_states_is_newest_first_and_of_one_kind_if_wanted(tasks):
    waiting, running, later = (add(tasks) for _ in range(3))
    claim(tasks, running)

    def ids(**wanted):
        rows = tasks.rows("local", states=("PENDING", "STARTED"), before=2**62, limit=9, **wanted)
        return [task.task_id for task in rows.tasks]

    assert ids() == [later.task_id, running.task_id, waiting.task_id]
    assert ids(kind=later.kind) == ids()
    assert ids(kind="another") == []
