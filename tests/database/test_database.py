"""What both databases promise: a transaction is whole or nothing, and who waits is woken."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from bluepencil.database import marks
from bluepencil.errors import NotFound
from bluepencil.review.decisions import edit
from bluepencil.review.findings import Usage
from tests.findings import finding, found
from tests.tasks import add, claim


def test_what_is_written_to_several_stores_takes_effect_together(store, other, session):
    (item,) = found(store, session, finding())
    task = add(store, session_id=session.session_id)
    accept = partial(edit, wanted={item.id: {"decision": "accepted"}})
    with store.writing() as db:
        store.guidelines.put("local", "ours", "# Ours", db)
        store.tasks.spend(task.task_id, Usage(cost_usd=0.5), db)
        store.sessions.apply(session.session_id, accept, db=db)
        for here in (store, other):  # who reads neither sees it nor waits for it
            assert here.guidelines.all("local") == []
            assert here.tasks.get(task.task_id).usage.cost_usd == 0
            assert here.sessions.load(session.session_id).standing == [item]
    for here in (store, other):
        assert [one.text for one in here.guidelines.all("local")] == ["# Ours"]
        assert here.tasks.get(task.task_id).usage.cost_usd == 0.5
        assert here.sessions.load(session.session_id).standing[0].decision == "accepted"


def test_a_transaction_that_fails_leaves_nothing_in_any_store(store, session, everything_kept):
    (item,) = found(store, session, finding())
    task = add(store)
    new = session.model_copy(update={"session_id": "tell-tale-session"})
    with pytest.raises(NotFound), store.writing() as db:
        store.guidelines.put("local", "tell-tale", "# Ours", db)
        store.tasks.spend(task.task_id, Usage(cost_usd=0.5), db)
        store.sessions.add(new, b"tell-tale file", db)
        store.sessions.apply(
            session.session_id, partial(edit, wanted={item.id: {"reason": "tell-tale"}}), db=db
        )
        store.sessions.apply("nowhere", partial(edit, wanted={}), db=db)
    assert store.guidelines.all("local") == []
    assert store.tasks.get(task.task_id) == task
    assert store.operations.pace().cost_usd == 0
    assert [row.session_id for row in store.sessions.rows("local")] == [session.session_id]
    assert store.sessions.load(session.session_id).standing == [item]
    assert b"tell-tale" not in everything_kept()


def test_what_is_to_be_done_afterwards_is_done_when_it_took_effect_or_else_the_other(store):
    done = []
    with store.writing() as db:
        db.then(lambda: done.append(store.guidelines.all("local")[0].name), lambda: done.append(0))
        store.guidelines.put("local", "ours", "# Ours", db)
        assert done == []
    assert done == ["ours"]
    with pytest.raises(ZeroDivisionError), store.writing() as db:
        db.then(lambda: done.append("late"), lambda: done.append("otherwise"))
        db.then(lambda: done.append("late"))
        raise ZeroDivisionError
    assert done == ["ours", "otherwise"]


def test_nobody_is_woken_by_what_did_not_take_effect(store):
    task = add(store)
    with store._database.waiters.waiting(task.task_id, 1) as woken:
        with pytest.raises(ZeroDivisionError), store.writing() as db:
            db.changed(task.task_id, 2)
            raise ZeroDivisionError
        assert not woken.is_set()
        with store.writing() as db:
            db.changed(task.task_id, 2)
            assert not woken.is_set()
        assert woken.is_set()
    with store._database.waiters.waiting(task.task_id, 2**62) as woken, store.writing() as db:
        db.changed(task.task_id, None)
    assert woken.is_set()


def test_a_value_is_never_part_of_a_statement(store):
    text = "'; drop table tasks; -- % %s %(a)s :name ::text \\ \" ß"
    with store.writing() as db:
        db.insert("guidelines", {"owner": text, "name": ":name", "text": text, "updated_at": 1.5})
        row = db.one("select * from guidelines where owner = :owner", owner=text)
        assert (row["name"], row["text"], row["updated_at"]) == (":name", text, 1.5)
        assert db.one("select '100 %' as share, 'a:b' as pair")["share"] == "100 %"
        assert db.all("select name from guidelines where owner like '%drop%'")


def test_rows_are_replaced_by_those_with_the_same_key(store):
    row = {"owner": "ann", "name": "ours", "text": "one", "updated_at": 1.0}
    with store.writing() as db:
        assert db.insert("guidelines") == 0
        db.insert("guidelines", row)
        db.insert("guidelines", {**row, "text": "two"}, replacing="owner, name")
        more = [{**row, "name": name, "text": "three"} for name in ("ours", "theirs")]
        db.insert("guidelines", *more, replacing="owner, name")
        assert db.insert("guidelines", {**row, "text": "five"}, keeping="owner, name") == 0
        assert db.insert("guidelines", {**row, "owner": "bob"}, keeping="owner, name") == 1
        kept = db.all("select name, text from guidelines where owner = 'ann' order by name")
        assert [(one["name"], one["text"]) for one in kept] == [
            ("ours", "three"), ("theirs", "three"),
        ]  # fmt: skip
        assert db.run("update guidelines set text = :text", text="four") == 3
        assert db.run("delete from guidelines where name = :name", name="nothing") == 0


def test_those_who_name_the_same_thing_go_one_after_the_other(store, other):
    """Each reads what the one before has written."""

    def next_number(here):
        with here.writing() as db:
            db.serialize("numbers")
            name = f"{len(here.guidelines.all('ann', db)):03}"
            time.sleep(0.002)  # long enough for another to read the same
            here.guidelines.put("ann", name, "#", db)

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(next_number, [store, other] * 12))
    assert [one.name for one in store.guidelines.all("ann")] == [f"{n:03}" for n in range(24)]


def test_a_store_knows_which_it_is(store, other):
    assert len(store.identity) == 32 and store.identity == other.identity == store.identity


def test_a_store_that_can_be_written_says_so(store):
    store.check()


def test_a_list_is_as_many_placeholders_as_it_has_values(store):
    assert marks([]) == ("null", {})
    placeholders, values = marks("ab")
    assert (placeholders, values) == (":v0, :v1", {"v0": "a", "v1": "b"})
    tasks = [add(store).task_id for _ in range(3)]
    placeholders, values = marks(tasks[:2])
    with store.writing() as db:
        sql = f"select task_id from tasks where task_id in ({placeholders}) order by seq"
        assert [row["task_id"] for row in db.all(sql, **values)] == tasks[:2]


def test_a_hundred_threads_that_read_and_write_are_all_served(store):
    task = add(store)
    held = claim(store, task)
    ready = threading.Barrier(100)

    def work(number):
        ready.wait()
        if number % 4:
            return store.tasks.get(task.task_id).task_id
        store.tasks.spend(task.task_id, Usage(input_tokens=1))
        return held.task_id

    with ThreadPoolExecutor(100) as pool:
        assert set(pool.map(work, range(100))) == {task.task_id}
    assert store.tasks.get(task.task_id).usage.input_tokens == 25
