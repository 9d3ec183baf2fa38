"""A review as rows: it comes back as it was, and only what differs is written."""

import random
import time
from collections import Counter
from functools import partial

import pytest

from bluepencil.database import Transaction
from bluepencil.documents.guideline import parse
from bluepencil.errors import ClaimLost, Conflict, NotFound
from bluepencil.review.changes import change_session, next_version
from bluepencil.review.decisions import redo, undo
from bluepencil.review.findings import Item
from bluepencil.review.readings import settle
from bluepencil.review.session import Activity
from bluepencil.store import saved
from bluepencil.store.saved import hold, note
from bluepencil.store.sessions import SessionStore
from bluepencil.task.record import Claim
from tests.conftest import document
from tests.findings import decide, finding, found, several, step


def own(number: int) -> Item:
    base = {"id": f"own-{number}", "created_at": "2026-11-23T10:00:00.000Z"}
    base |= {"source": "you", "rule": "own", "description": "“Which” vials? 'naïve' 🖊 100 %"}
    return Item(**{**finding().model_dump(), **base})


@pytest.fixture
def read_anew(store, session):
    """The review as another process, which has nothing in memory, reads it."""
    return lambda: SessionStore(store._database).load(session.session_id)


@pytest.fixture
def written(monkeypatch):
    """How many rows of a table have been written so far."""
    seen: Counter[str] = Counter()
    insert = Transaction.insert

    def counting(self, table, *rows, **how):
        seen[table] += len(rows)
        insert(self, table, *rows, **how)

    monkeypatch.setattr(Transaction, "insert", counting)
    return seen


def test_whatever_is_done_to_a_review_it_is_read_as_it_was_left(store, session, read_anew):
    chance = random.Random(7)
    texts = [document(("Summary", "Several vials broke."), ("Cause", f"Seal {n}.")) for n in (1, 2)]
    steps = [
        lambda n: found(store, session, *several(chance.randrange(1, 5))),
        lambda n: decide(store, session, **{f"own-{n}": own(n)}),
        lambda n: decide(store, session, **{f"own-{chance.randrange(n + 1)}": None}),
        lambda n: step(store, session, undo),
        lambda n: step(store, session, undo),
        lambda n: step(store, session, redo),
        lambda n: step(store, session, lambda review: settle(review, "Summary", "section", ())),
        lambda n: step(store, session, partial(change_session, name=f"Name {n}")),
        lambda n: step(store, session, partial(change_session, guideline=parse(f"# {n}", "ours"))),
        lambda n: step(store, session, partial(next_version, document=texts[n % 2], now=1.0)),
    ]
    for number in range(80):
        for item_id in list(store.sessions.load(session.session_id).items)[:1]:
            words = {
                "decision": chance.choice(["accepted", "rejected", "open"]),
                "reason": "R 100 %",
            }
            decide(store, session, **{item_id: words})
        try:
            chance.choice(steps)(number)
        except Conflict:  # nothing to undo or redo
            continue
        kept, memory = read_anew(), store.sessions.load(session.session_id)
        assert kept == memory
        assert list(kept.items) == list(memory.items), "in another order"


def test_an_edit_is_written_as_one_row_however_long_the_history_is(store, session, written):
    items = found(store, session, *several(30))
    for item in items:
        decide(store, session, **{item.id: {"decision": "accepted"}})
    written.clear()
    decide(store, session, **{items[0].id: {"decision": "rejected"}})
    assert (written["edit_history"], written["items"]) == (1, 1)
    step(store, session, undo)
    assert (written["edit_history"], written["items"]) == (2, 2)


def test_what_a_reading_found_again_as_it_was_is_not_written(store, session, written):
    found(store, session, *several(10))
    written.clear()
    found(store, session, *several(10), finding(rule="new", description="New?"))
    assert written["items"] == 1
    found(store, session, *several(10))
    assert +written == {"items": 1}


def test_a_new_edit_forgets_what_was_undone(store, session, read_anew):
    first, second = found(store, session, *several(2))
    decide(store, session, **{first.id: {"decision": "accepted"}})
    step(store, session, undo)
    decide(store, session, **{second.id: {"decision": "accepted"}})
    assert read_anew().history[:2] == ("Accepted a finding", None)


def test_a_claim_is_held_while_its_fence_is_the_tasks(store, claim):
    with store.writing() as db:
        hold(db, claim)
        for other in (Claim(claim.task_id, claim.fence + 1), Claim("gone", claim.fence)):
            with pytest.raises(ClaimLost):
                hold(db, other)


def test_what_was_done_has_its_time_and_touches_the_session(store, session):
    before = time.time()
    with store.writing() as db:
        db.run("update sessions set touched_at = 5")
        note(db, session.session_id, ())
    assert store.sessions.rows("local")[0].touched_at == 5
    with store.writing() as db:
        done = [
            Activity("exported", "as “Word” 100 %", {"comments": 2}),
            Activity("version_added", "two.md", at=7.0),
        ]
        note(db, session.session_id, done)
    _, exported, added = store.sessions.activity(session.session_id)
    assert (exported.what, exported.detail) == ("exported", "as “Word” 100 %")
    assert exported.numbers == {"comments": 2} and exported.at >= before
    assert added.at == 7.0
    assert store.sessions.rows("local")[0].touched_at >= before


def test_a_review_deleted_while_it_is_read_is_not_there(store, other, session, monkeypatch):
    """By another process, after its own row was read and before the rest is."""
    head = saved.head

    def deleted_then(db, *args):
        row = head(db, *args)
        monkeypatch.undo()
        other.sessions.delete(session.session_id, "local")
        return row

    monkeypatch.setattr(saved, "head", deleted_then)
    with pytest.raises(NotFound) as missing:
        store.sessions.load(session.session_id)
    assert missing.value.code == "session_not_found"


def test_a_review_changed_while_it_is_read_is_read_again(store, other, session, monkeypatch):
    """By another process, after its own row was read and before the rest is."""
    head = saved.head

    def changed_then(db, *args):
        row = head(db, *args)
        monkeypatch.undo()
        found(other, session, finding())
        return row

    monkeypatch.setattr(saved, "head", changed_then)
    review = store.sessions.load(session.session_id)
    assert (len(review.items), review.revision) == (1, 1)
    assert review == other.sessions.load(session.session_id)
