"""The store of sessions: findings keep their identity, and deleting leaves nothing behind."""

import time

import pytest

from bluepencil.errors import ClaimLost, NotFound
from bluepencil.review.findings import Finding
from bluepencil.review.session import Activity, ChatMessage
from bluepencil.task.record import Claim, Task
from tests.conftest import document


@pytest.fixture
def claim(store, session) -> Claim:
    task = Task(kind="test", queue="test", owner="local", input={}, session_id=session.session_id)
    store.tasks.add(task)
    taken = store.tasks.claim(task.task_id, "one", 60)
    return Claim(task.task_id, taken.fence)


def finding(**values) -> Finding:
    base = {
        "section_name": "Summary",
        "quote": "Several vials",
        "start": 0,
        "end": 13,
        "category": "evidence",
        "severity": "medium",
        "description": "How many?",
        "source": "checks",
        "rule": "vague-quantity",
    }
    return Finding(**{**base, **values})


def test_a_session_and_its_file_come_back_as_they_were_kept(store, session):
    again = store.sessions.get(session.session_id, "local")
    assert again == session
    assert store.sessions.file(session.session_id) == b"the file as it came"


def test_an_unknown_session_and_somebody_elses_look_the_same(store, session):
    with pytest.raises(NotFound) as unknown:
        store.sessions.get("nothing", "local")
    with pytest.raises(NotFound) as foreign:
        store.sessions.get(session.session_id, "somebody else")
    assert unknown.value.detail == foreign.value.detail


def test_a_finding_that_comes_up_again_keeps_its_id(store, session, claim):
    (first,) = store.sessions.keep(session.session_id, [finding()], "section", claim)
    (again,) = store.sessions.keep(session.session_id, [finding()], "section", claim)
    assert again.id == first.id
    assert store.sessions.items(session.session_id) == [first]


def test_the_same_words_in_two_places_are_two_findings(store, session, claim):
    both = [finding(), finding(start=40, end=53)]
    items = store.sessions.keep(session.session_id, both, "section", claim)
    assert len({item.id for item in items}) == 2


def test_a_complete_reading_drops_what_it_did_not_find_again(store, session, claim):
    sessions, sid = store.sessions, session.session_id
    old, kept = sessions.keep(sid, [finding(rule="old"), finding()], "section", claim)
    elsewhere, across = (
        *sessions.keep(sid, [finding(section_name="Cause")], "section", claim),
        *sessions.keep(sid, [finding(rule="across")], "document", claim),
    )
    sessions.settle(sid, "Summary", "section", {kept.id}, claim)
    assert [item.id for item in sessions.items(sid)] == [kept.id, elsewhere.id, across.id]
    assert sessions.reviewed(sid) == {"Summary"}
    sessions.settle(sid, None, "document", set(), claim)
    assert [item.id for item in sessions.items(sid)] == [kept.id, elsewhere.id]
    assert old.id not in {item.id for item in sessions.items(sid)}


def test_who_has_lost_the_task_can_keep_nothing(store, session, claim):
    store.tasks.cancel(claim.task_id, None)
    for write in (
        lambda: store.sessions.keep(session.session_id, [finding()], "section", claim),
        lambda: store.sessions.settle(session.session_id, "Summary", "section", set(), claim),
        lambda: store.sessions.add_chat(
            session.session_id, ChatMessage(message="?", response="!", engine="built-in"), claim
        ),
    ):
        with pytest.raises(ClaimLost):
            write()
    assert store.sessions.items(session.session_id) == []
    assert store.sessions.chat(session.session_id) == []


def test_chat_is_kept_in_order(store, session, claim):
    for number in range(3):
        message = ChatMessage(message=f"q{number}", response="a", engine="built-in")
        store.sessions.add_chat(session.session_id, message, claim)
    assert [turn.message for turn in store.sessions.chat(session.session_id)] == ["q0", "q1", "q2"]


def test_a_list_of_sessions_shows_the_owners_newest_first(store, session, claim):
    newer = session.model_copy(update={"session_id": "newer"})
    foreign = session.model_copy(update={"session_id": "foreign", "owner": "somebody else"})
    store.sessions.add(newer, b"")
    store.sessions.add(foreign, b"")
    store.sessions.keep(session.session_id, [finding()], "section", claim)
    store.sessions.settle(session.session_id, "Cause", "section", set(), claim)
    rows = store.sessions.rows("local")
    assert [row.session_id for row in rows] == ["newer", session.session_id]
    assert (rows[1].sections, rows[1].reviewed, rows[1].findings) == (2, 1, 1)


def test_deleting_leaves_no_trace(store, session, claim, everything_kept):
    sessions, sid, words = store.sessions, session.session_id, "tell-tale words"
    (item,) = sessions.keep(sid, [finding(description=words)], "section", claim)
    sessions.settle(sid, "Summary", "section", {item.id}, claim)
    store.edits.make(sid, {item.id: {"decision": "rejected", "reason": words}})
    store.edits.undo(sid)
    answer = ChatMessage(message=words, response=words, engine="built-in")
    sessions.add_chat(sid, answer, claim)
    sessions.rename(sid, words)
    store.readings.remember(sid, "key", {"found": words})
    store.tasks.report(claim, {}, {"response": words})
    store.tasks.finish(claim, "SUCCESS", {})
    store.versions.add(sid, document(("Next", words)), b"tell-tale file")
    assert sid.encode() in everything_kept()
    sessions.delete(sid, "local")
    for look in (lambda: sessions.get(sid, "local"), lambda: store.tasks.get(claim.task_id)):
        with pytest.raises(NotFound):
            look()
    left = everything_kept()
    for trace in (b"tell-tale", b"Several vials", b"the file as it came", sid.encode()):
        assert trace not in left


def test_what_nothing_was_done_with_for_long_expires(store, session, claim, everything_kept):
    sessions, sid = store.sessions, session.session_id
    fresh = session.model_copy(update={"session_id": "fresh"})
    before = time.time()
    sessions.add(fresh, b"")
    sessions.record(sid, Activity("exported", "as Word"))
    assert sessions.expire(before) == 0
    assert sessions.expire(time.time() + 1) == 1, "a task runs for the other"
    assert [row.session_id for row in sessions.rows("local")] == [sid]
    store.tasks.cancel(claim.task_id, None)
    assert sessions.expire(time.time() + 1) == 1
    assert sid.encode() not in everything_kept()


def test_somebody_else_cannot_delete(store, session):
    with pytest.raises(NotFound):
        store.sessions.delete(session.session_id, "somebody else")
    assert store.sessions.get(session.session_id, "local") == session
