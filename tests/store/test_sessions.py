"""The store of sessions: a review is changed by one rule at a time, and deleting leaves nothing."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from bluepencil.documents.guideline import parse
from bluepencil.errors import ClaimLost, Conflict, NotFound
from bluepencil.review.activity import ask, record
from bluepencil.review.aggregate import Outcome
from bluepencil.review.changes import change_session, next_version
from bluepencil.review.decisions import edit, redo, undo
from bluepencil.review.readings import keep, settle
from bluepencil.review.session import Activity, ChatMessage
from bluepencil.store import sessions as sessions_module
from bluepencil.store.sessions import SessionStore
from tests.conftest import document
from tests.findings import decide, finding, found, several, step
from tests.tasks import add, cancel, claim, report, succeed
from tests.working import until

exported = partial(record, done=Activity("exported", "as Word"))
NEXT = document(("Summary", "Several vials broke."), ("Cause", "A worn seal."), name="two.md")


def test_a_session_and_its_file_come_back_as_they_were_kept(store, session):
    assert store.sessions.get(session.session_id, "local") == session
    assert store.sessions.file(session.session_id) == b"the file as it came"
    assert store.sessions.load(session.session_id).working == frozenset()
    (activity,) = store.sessions.activity(session.session_id)
    assert (activity.what, activity.detail) == ("uploaded", "report.md")


def test_an_unknown_session_and_somebody_elses_look_the_same(store, session):
    sid, sessions = session.session_id, store.sessions
    for reach in (
        sessions.get,
        sessions.load,
        sessions.delete,
        lambda session_id, owner: sessions.apply(session_id, undo, owner=owner),
    ):
        with pytest.raises(NotFound) as unknown:
            reach("nothing", "local")
        with pytest.raises(NotFound) as foreign:
            reach(sid, "somebody else")
        assert unknown.value.detail == foreign.value.detail
        assert unknown.value.code == "session_not_found"
    assert store.sessions.get(sid, "local") == session


def test_what_a_rule_makes_of_a_review_is_what_all_see_next(store, other, session):
    items = found(store, session, *several(3))
    decide(store, session, **{items[0].id: {"decision": "accepted"}})
    for here in (store, other):
        review = here.sessions.load(session.session_id)
        assert list(review.items) == [item.id for item in items]
        assert review.items[items[0].id].decision == "accepted"
        assert review.history.undo == "Accepted a finding"


def test_a_rule_that_refuses_leaves_all_as_it_was(store, session):
    before = store.sessions.load(session.session_id)
    with pytest.raises(Conflict) as refused:
        step(store, session, undo)
    assert refused.value.code == "nothing_to_undo"
    assert store.sessions.load(session.session_id) == before
    assert len(store.sessions.activity(session.session_id)) == 1


def test_the_revision_grows_with_every_change_and_only_then(store, session):
    seen = [store.sessions.load(session.session_id).revision]

    def grown() -> bool:
        seen.append(store.sessions.load(session.session_id).revision)
        return seen[-1] > seen[-2]

    (item,) = found(store, session, finding())
    assert grown()
    found(store, session, finding())
    assert not grown(), "nothing new was found"
    decide(store, session, **{item.id: {"decision": "open"}})
    assert not grown(), "it was open before"
    step(store, session, exported)
    assert not grown(), "the findings are the same"
    for change in (
        lambda: decide(store, session, **{item.id: {"description": "Other"}}),
        lambda: step(store, session, undo),
        lambda: step(store, session, redo),
        lambda: step(store, session, partial(next_version, document=NEXT, now=1.0)),
    ):
        change()
        assert grown()


def test_two_who_change_by_turns_each_go_on_from_what_the_other_did(store, other, session):
    """Each has the review in memory as it was before the other's change."""
    items = found(store, session, *several(6))
    for number, item in enumerate(items):
        here = (store, other)[number % 2]
        assert here.sessions.load(session.session_id).items[item.id].decision == "open"
        decide(here, session, **{item.id: {"decision": "accepted"}})
    for number in range(len(items)):
        here = (store, other)[number % 2]
        assert step(here, session, undo).items[0].id == items[-1 - number].id
    for here in (store, other):
        assert list(here.sessions.load(session.session_id).items.values()) == items


def test_two_who_decide_at_once_lose_nothing(store, other, session):
    items = found(store, session, *several(10))
    ready = threading.Barrier(4)

    def change(job) -> None:
        here, fields = job
        ready.wait()
        for item in items:
            decide(here, session, **{item.id: fields})

    everything = [
        (store, {"decision": "accepted"}), (other, {"description": "D"}),
        (store, {"suggestion": "S"}), (other, {"replacement": "R"}),
    ]  # fmt: skip
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(change, everything))
    for item in other.sessions.load(session.session_id).standing:
        assert (item.decision, item.description, item.suggestion, item.replacement) == (
            "accepted", "D", "S", "R",
        )  # fmt: skip
    for number in range(40):
        step((store, other)[number % 2], session, undo)
    for here in (store, other):
        review = here.sessions.load(session.session_id)
        assert (review.standing, review.history.undo) == (items, None)


def test_two_who_undo_at_once_undo_two_things(store, other, session):
    items = found(store, session, *several(3))
    for item in items:
        decide(store, session, **{item.id: {"decision": "accepted"}})
    with ThreadPoolExecutor(2) as pool:
        jobs = pool.map(lambda here: step(here, session, undo).items[0].id, (store, other))
        assert set(jobs) == {items[1].id, items[2].id}
    assert store.sessions.load(session.session_id).standing[0].decision == "accepted"


def test_a_review_in_memory_is_not_read_again_while_nothing_has_changed(
    store, session, monkeypatch
):
    first = store.sessions.load(session.session_id)
    monkeypatch.setattr(sessions_module.saved, "read", None)  # reading it again would fail
    assert store.sessions.load(session.session_id) is first


def test_only_the_latest_reviews_stay_in_memory(store, session, monkeypatch):
    monkeypatch.setattr(sessions_module, "_CACHED", 2)
    sessions = SessionStore(store._database)
    others = [session.model_copy(update={"session_id": f"s{number}"}) for number in range(3)]
    loaded = []
    for one in others:
        sessions.add(one, b"")
        loaded.append(sessions.load(one.session_id))
    again = [sessions.load(one.session_id) for one in reversed(others)]
    assert again == loaded[::-1]
    assert [one is before for one, before in zip(again, loaded[::-1], strict=True)] == [
        True, True, False,
    ]  # fmt: skip


def test_a_transaction_that_fails_changes_nothing_also_in_memory(store, session):
    (item,) = found(store, session, finding())
    before = store.sessions.load(session.session_id)
    with pytest.raises(ZeroDivisionError), store.writing() as db:
        store.sessions.apply(
            session.session_id, partial(edit, wanted={item.id: {"decision": "accepted"}}), db=db
        )
        raise ZeroDivisionError
    assert store.sessions.load(session.session_id) == before
    decide(store, session, **{item.id: {"decision": "rejected"}})
    assert store.sessions.load(session.session_id).history.undo == "Rejected a finding"


def test_two_changes_in_one_transaction_are_both_made(store, session):
    first, second = found(store, session, *several(2))
    with store.writing() as db:
        for item in (first, second):
            store.sessions.apply(
                session.session_id, partial(edit, wanted={item.id: {"decision": "accepted"}}), db=db
            )
    review = store.sessions.load(session.session_id)
    assert [item.decision for item in review.standing] == ["accepted", "accepted"]
    assert len(review.done) == 2


def test_who_has_lost_the_task_can_write_nothing(store, session, claim):
    cancel(store, claim.task_id)
    sid = session.session_id
    answer = ChatMessage(message="?", response="!", engine="built-in")
    for write in (
        lambda: found(store, session, finding(), claim=claim),
        lambda: store.sessions.apply(sid, exported, claim=claim),
        lambda: store.sessions.apply(sid, partial(ask, message=answer), claim=claim),
    ):
        with pytest.raises(ClaimLost):
            write()
    assert store.sessions.load(sid).items == {}
    assert store.sessions.chat(sid) == []
    assert len(store.sessions.activity(sid)) == 1


def test_a_claim_cannot_be_lost_between_check_and_change(store, other, session, claim):
    """The stop comes while the rule is being applied: it takes effect after the change."""
    stopped = ThreadPoolExecutor(1)

    def rule(review):
        future = stopped.submit(cancel, other, claim.task_id)
        time.sleep(0.1)  # were nothing held, the stop would take effect now
        assert store.tasks.lost([claim]) == set(), "stopped between check and change"
        futures.append(future)
        return keep(review, [finding()], "section", (), time.time())

    futures = []
    store.sessions.apply(session.session_id, rule, claim=claim)
    assert futures[0].result(30).state == "REVOKED"
    assert len(store.sessions.load(session.session_id).items) == 1
    stopped.shutdown()


def test_a_review_knows_which_kinds_of_work_go_on(store, session):
    sid = session.session_id
    chat, reading = (add(store, session_id=sid, kind=kind) for kind in ("chat", "test"))
    assert store.sessions.load(sid).working == {"chat", "test"}
    cancel(store, chat.task_id)
    assert store.sessions.load(sid).working == {"test"}
    succeed(store, claim(store, reading))
    assert store.sessions.load(sid).working == frozenset()


@pytest.mark.parametrize(
    "change",
    [
        partial(next_version, document=NEXT, now=1.0),
        partial(change_session, guideline=parse("# Ours\n\n- Be brief.", "ours")),
    ],
    ids=["a new version", "another guideline"],
)
def test_no_task_slips_in_between_the_check_and_a_change_of_what_it_reads(
    store, other, session, change
):
    """A rule that asks whether anything runs, and a task that is submitted while it does."""
    sid = session.session_id
    with ThreadPoolExecutor(1) as pool:
        futures = []

        def rule(review):
            outcome = change(review)
            futures.append(pool.submit(add, other, session_id=sid))
            time.sleep(0.1)  # were nothing held, the task would be kept now
            assert other.tasks.open_tasks(sid) == []
            return outcome

        store.sessions.apply(sid, rule, file=b"two")
        task = futures[0].result(30)
    assert step(store, session, lambda review: Outcome(review, review.working)) == {"test"}
    refused = parse("# Theirs\n\n- Be kind.", "theirs")
    for too_late in (
        partial(next_version, document=NEXT, now=1.0),
        partial(change_session, guideline=refused, name="Renamed"),
    ):
        with pytest.raises(Conflict) as conflict:
            step(store, session, too_late)
        assert conflict.value.code == "still_working"
    assert store.sessions.get(sid).name != "Renamed"
    cancel(store, task.task_id)
    step(store, session, partial(next_version, document=NEXT, now=1.0))


def test_all_of_the_session_is_of_the_new_version(store, session):
    sid = session.session_id
    store.sessions.apply(sid, partial(next_version, document=NEXT, now=7.0), file=b"two")
    now = store.sessions.get(sid)
    assert (now.document, now.version, now.name) == (NEXT, 2, "two.md")
    assert store.sessions.file(sid) == b"two"
    (row,) = store.sessions.rows("local")
    assert (row.name, row.sections) == ("two.md", 2)
    assert store.sessions.rows("local", "seal") == [row]
    assert store.sessions.rows("local", "human") == []
    done = store.sessions.activity(sid)[-1]
    assert (done.what, done.detail, done.at) == ("version_added", "two.md", 7.0)


def test_earlier_versions_stay_to_be_compared(store, session):
    sid, first = session.session_id, session.document
    for document_, file in ((NEXT, b"two"), (first, b"three")):
        store.sessions.apply(sid, partial(next_version, document=document_, now=1.0), file=file)
    rows = store.sessions.versions(sid)
    assert [(row.version, row.name, row.sections) for row in rows] == [
        (1, "report.md", 2), (2, "two.md", 2), (3, "report.md", 2),
    ]  # fmt: skip
    assert [store.sessions.document(sid, version) for version in (1, 2, 3)] == [first, NEXT, first]
    for version in (0, 4):
        with pytest.raises(NotFound) as missing:
            store.sessions.document(sid, version)
        assert missing.value.code == "version_not_found"


def test_a_session_can_be_held_to_another_guideline(store, session):
    other = parse("# Ours\n\n- Name the actor.", "ours")
    sid = session.session_id
    store.sessions.apply(sid, lambda review: settle(review, "Summary", "section", ()))
    store.sessions.apply(sid, partial(change_session, guideline=other))
    assert store.sessions.get(sid).guideline == other
    (row,) = store.sessions.rows("local")
    assert (row.guideline, row.reviewed) == ("ours", 0)
    assert store.sessions.activity(sid)[-1].what == "guidelines_changed"


def test_chat_is_kept_in_order_and_told_as_activity(store, session):
    for number in range(3):
        message = ChatMessage(message=f"q{number} {'x' * 300}", response="a", engine="built-in")
        step(store, session, partial(ask, message=message))
    chat = store.sessions.chat(session.session_id)
    assert [turn.message[:2] for turn in chat] == ["q0", "q1", "q2"]
    asked = store.sessions.activity(session.session_id)[-1]
    assert (asked.what, asked.detail) == ("asked", f"q2 {'x' * 300}"[:200])


def test_a_row_says_how_many_of_the_findings_are_folded_away(store, session):
    said = 'He wrote "severity":"low" into it.'
    kept = found(
        store, session,
        finding(severity="low"), finding(severity="low", quote="vials", start=8, rule="opinion"),
        finding(description=said, rule="grammar"), finding(severity="high", rule="spelling"),
    )  # fmt: skip
    decide(store, session, **{kept[0].id: {"decision": "accepted"}})
    (row,) = store.sessions.rows("local")
    assert (row.findings, row.decided, row.minor, row.minor_decided) == (4, 1, 2, 1)


def test_a_list_of_sessions_shows_the_owners_newest_first(store, session):
    newer = session.model_copy(update={"session_id": "newer"})
    foreign = session.model_copy(update={"session_id": "foreign", "owner": "somebody else"})
    store.sessions.add(newer, b"")
    store.sessions.add(foreign, b"")
    one, two = found(store, session, *several(2))
    decide(store, session, **{one.id: {"decision": "accepted"}})
    store.sessions.apply(session.session_id, lambda review: settle(review, "Cause", "section", ()))
    rows = store.sessions.rows("local")
    assert [row.session_id for row in rows] == ["newer", session.session_id]
    assert (rows[1].sections, rows[1].reviewed, rows[1].findings, rows[1].decided) == (2, 1, 2, 1)
    changed = document(("Other", "Nothing is as it was."))
    store.sessions.apply(session.session_id, partial(next_version, document=changed, now=1.0))
    row = store.sessions.rows("local")[1]
    assert (row.findings, row.decided) == (0, 0), "resolved ones are not counted"


def test_a_search_finds_words_and_beginnings_of_words_in_name_and_text(store, session):
    sid = session.session_id
    store.sessions.apply(sid, partial(change_session, name="Prüfung März"))
    store.sessions.add(
        session.model_copy(update={"session_id": "foreign", "owner": "somebody else"}), b""
    )

    def seen(words: str) -> bool:
        return [row.session_id for row in store.sessions.rows("local", words)] == [sid]

    for words in ("vials", "VIA", "several vials", "human sev", "prüf", "märz broke"):
        assert seen(words), words
    for words in ("pump", "vials pump", "ials", "report.md!?%", "100%", "%", "'", "_"):
        assert not seen(words), words
    assert seen("") and seen("   ")


def test_what_readings_came_to_is_recalled_by_what_they_rested_on(store, session):
    sid = session.session_id
    reading = {"findings": [{"quote": "naïve 🖊 100 %"}], "notes": []}
    for came_to in ({"first": 1}, reading):
        with store.writing() as db:
            store.sessions.remember(sid, "this", came_to, db)
    assert store.sessions.recall(sid, "this") == reading, "the last counts"
    assert store.sessions.recall(sid, "that") is None
    assert store.sessions.recall("another session", "this") is None


def test_a_reading_goes_with_its_session_and_does_not_come_back(store, session):
    sid = session.session_id
    with store.writing() as db:
        store.sessions.remember(sid, "this", {"number": 1}, db)
    store.sessions.delete(sid, "local")
    with pytest.raises(NotFound), store.writing() as db:
        store.sessions.remember(sid, "this", {"number": 2}, db)
    assert store.sessions.recall(sid, "this") is None


def test_deleting_leaves_no_trace(store, other, session, claim, everything_kept):
    sessions, sid, words = store.sessions, session.session_id, "tell-tale words"
    (item,) = found(store, session, finding(description=words), claim=claim)
    sessions.apply(sid, lambda review: settle(review, "Summary", "section", {item.id}))
    decide(store, session, **{item.id: {"decision": "rejected", "reason": words}})
    step(store, session, undo)
    sessions.apply(sid, partial(change_session, name=words))
    answer = ChatMessage(message=words, response=words, engine="built-in")
    sessions.apply(sid, partial(ask, message=answer), claim=claim)
    with store.writing() as db:
        sessions.remember(sid, "key", {"found": words}, db)
    report(store, claim, {"response": words}, status=words)
    succeed(store, claim, {"words": words})
    sessions.apply(
        sid,
        partial(next_version, document=document(("Next", words)), now=1.0),
        file=b"tell-tale file",
    )
    assert other.sessions.get(sid).name == words
    assert sid.encode() in everything_kept()
    sessions.delete(sid, "local")
    for here in (store, other):
        for look in (
            lambda here=here: here.sessions.get(sid, "local"),
            lambda here=here: here.sessions.document(sid, 1),
            lambda here=here: here.sessions.usage(sid),
            lambda here=here: here.tasks.get(claim.task_id),
            lambda here=here: here.sessions.apply(sid, undo),
        ):
            with pytest.raises(NotFound):
                look()
        assert here.sessions.rows("local", "tell") == here.sessions.versions(sid) == []
        assert here.sessions.chat(sid) == here.sessions.activity(sid) == []
    traces = (b"tell-tale", b"Several vials", b"the file as it came", sid.encode())
    until(lambda: not any(trace in everything_kept() for trace in traces))  # others may read it


def test_what_nothing_was_done_with_for_long_expires(store, session, claim, everything_kept):
    sessions, sid = store.sessions, session.session_id
    fresh = session.model_copy(update={"session_id": "fresh"})
    before = time.time()
    sessions.add(fresh, b"")
    sessions.apply(sid, exported)
    assert sessions.expire(before) == 0
    assert sessions.expire(time.time() + 1) == 1, "a task runs for the other"
    assert [row.session_id for row in sessions.rows("local")] == [sid]
    cancel(store, claim.task_id)
    assert sessions.expire(time.time() + 1) == 1
    until(lambda: sid.encode() not in everything_kept())
    with pytest.raises(NotFound):
        store.tasks.get(claim.task_id)


def test_a_task_that_was_submitted_for_it_is_something_done_with_it(store, session):
    before = time.time()
    cancel(store, add(store, session_id=session.session_id).task_id)
    assert store.sessions.expire(before) == 0
    assert store.sessions.expire(time.time() + 1) == 1
