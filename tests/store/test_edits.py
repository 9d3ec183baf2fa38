"""What readers change: two at once lose nothing, all of it can be undone, also after a restart."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from bluepencil.errors import Conflict, NotFound
from bluepencil.review.findings import Item
from bluepencil.review.session import History, Session
from bluepencil.store.sqlite import SqliteStore
from tests.conftest import document
from tests.store.test_sessions import claim, finding  # noqa: F401 (a fixture)


@pytest.fixture
def kept(store, session, claim) -> list[Item]:  # noqa: F811
    """Three findings of a review."""
    found = [finding(rule=f"rule-{number}") for number in range(3)]
    return store.sessions.keep(session.session_id, found, "section", claim)


def own(**values) -> Item:
    base = {"id": "own-1", "created_at": "2026-11-23T10:00:00.000Z"}
    base |= {"source": "you", "rule": "own", "description": "Which vials?"}
    return Item(**{**finding(**base).model_dump(), **base, **values})


def by_id(store, session: Session) -> dict[str, Item]:
    return {item.id: item for item in store.sessions.items(session.session_id)}


def test_an_edit_sets_the_fields_it_names_and_no_others(store, session, kept):
    first = kept[0]
    edited = store.edits.make(
        session.session_id, {first.id: {"decision": "accepted", "description": "How many vials?"}}
    )
    now = first.model_copy(
        update={
            "decision": "accepted",
            "description": "How many vials?",
            "found_as": first.description,
        }
    )
    assert edited.items == [now]
    assert by_id(store, session) == {item.id: item for item in (now, *kept[1:])}
    assert store.edits.item(session.session_id, first.id) == now


def test_one_edit_of_many_is_undone_in_one_step(store, session, kept):
    sid = session.session_id
    before = by_id(store, session)
    edited = store.edits.make(sid, dict.fromkeys(before, {"decision": "rejected", "reason": "No"}))
    assert edited.label == "Rejected 3 findings"
    assert {item.reason for item in edited.items} == {"No"}
    after = by_id(store, session)
    assert store.edits.undo(sid).label == "Rejected 3 findings"
    assert by_id(store, session) == before
    assert {item.id for item in store.edits.redo(sid).items} == set(before)
    assert by_id(store, session) == after


def test_undo_goes_back_and_redo_on_in_order(store, session, kept):
    sid, (one, two, _) = session.session_id, kept
    store.edits.make(sid, {one.id: {"decision": "accepted"}})
    store.edits.make(sid, {two.id: {"decision": "rejected"}})
    assert store.edits.history(sid)[:2] == ("Rejected a finding", None)
    store.edits.undo(sid)
    assert store.edits.history(sid)[:2] == ("Accepted a finding", "Rejected a finding")
    store.edits.undo(sid)
    assert store.edits.history(sid)[:2] == (None, "Accepted a finding")
    store.edits.redo(sid)
    assert by_id(store, session)[one.id].decision == "accepted"
    assert by_id(store, session)[two.id].decision == "open"


def test_a_new_edit_forgets_what_was_undone(store, session, kept):
    sid, (one, two, _) = session.session_id, kept
    store.edits.make(sid, {one.id: {"decision": "accepted"}})
    store.edits.undo(sid)
    store.edits.make(sid, {two.id: {"decision": "accepted"}})
    with pytest.raises(Conflict) as nothing:
        store.edits.redo(sid)
    assert nothing.value.code == "nothing_to_redo"
    store.edits.undo(sid)
    with pytest.raises(Conflict) as nothing:
        store.edits.undo(sid)
    assert nothing.value.code == "nothing_to_undo"
    assert by_id(store, session) == {item.id: item for item in kept}


def test_undoing_puts_back_only_what_that_edit_changed(store, session, kept):
    sid, first = session.session_id, kept[0]
    store.edits.make(sid, {first.id: {"description": "Other words"}})
    store.edits.make(sid, {first.id: {"decision": "accepted"}})
    store.edits.undo(sid)
    now = by_id(store, session)[first.id]
    assert (now.description, now.decision) == ("Other words", "open")


def test_a_reason_belongs_to_its_decision(store, session, kept):
    sid, first = session.session_id, kept[0]
    store.edits.make(sid, {first.id: {"decision": "rejected", "reason": "Known"}})
    store.edits.make(sid, {first.id: {"decision": "rejected"}})
    assert by_id(store, session)[first.id].reason == "Known"
    store.edits.make(sid, {first.id: {"decision": "accepted"}})
    assert by_id(store, session)[first.id].reason is None
    store.edits.undo(sid)
    assert by_id(store, session)[first.id].reason == "Known"


def test_what_changes_nothing_is_no_edit(store, session, kept):
    sid, first = session.session_id, kept[0]
    before = store.edits.history(sid)
    edited = store.edits.make(sid, {first.id: {"decision": "open"}, "gone": {"decision": "open"}})
    assert (edited.label, edited.items, edited.removed) == ("", [first], ["gone"])
    assert store.edits.history(sid) == before


def test_a_finding_of_ones_own_comes_and_goes(store, session, kept):
    sid = session.session_id
    for item in (own(), own(id="own-2", description="And a second remark about the same words")):
        assert store.edits.make(sid, {item.id: item}).items == [item]
    assert store.edits.make(sid, {"own-1": None}).removed == ["own-1"]
    assert store.edits.history(sid).undo == "Removed a comment"
    assert store.edits.undo(sid).items == [own()]
    assert by_id(store, session)["own-1"] == own()
    store.edits.undo(sid)
    assert store.edits.undo(sid).removed == ["own-1"]
    assert by_id(store, session) == {item.id: item for item in kept}


def test_the_revision_grows_with_every_change_of_the_findings(store, session, claim):  # noqa: F811
    sid = session.session_id
    seen = [store.edits.history(sid).revision]

    def grown() -> bool:
        seen.append(store.edits.history(sid).revision)
        return seen[-1] > seen[-2]

    (item,) = store.sessions.keep(sid, [finding()], "section", claim)
    assert grown()
    store.sessions.keep(sid, [finding()], "section", claim)
    assert not grown(), "nothing new was found"
    for change in (
        lambda: store.edits.make(sid, {item.id: {"description": "Other"}}),
        lambda: store.edits.undo(sid),
        lambda: store.edits.redo(sid),
    ):
        change()
        assert grown()


def test_two_who_decide_at_once_lose_nothing(store, session, claim):  # noqa: F811
    sid = session.session_id
    found = [finding(rule=f"rule-{number}") for number in range(20)]
    items = store.sessions.keep(sid, found, "section", claim)
    ready = threading.Barrier(4)

    def change(fields) -> None:
        ready.wait()
        for item in items:
            store.edits.make(sid, {item.id: fields})

    everything = [
        {"decision": "accepted"}, {"description": "D"}, {"suggestion": "S"}, {"replacement": "R"},
    ]  # fmt: skip
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(change, everything))
    for item in store.sessions.items(sid):
        assert (item.decision, item.description, item.suggestion, item.replacement) == (
            "accepted", "D", "S", "R",
        )  # fmt: skip
    for _ in range(80):
        store.edits.undo(sid)
    assert store.sessions.items(sid) == items
    assert store.edits.history(sid).undo is None


def test_two_who_undo_at_once_undo_two_things(store, session, kept):
    sid = session.session_id
    for item in kept:
        store.edits.make(sid, {item.id: {"decision": "accepted"}})
    with ThreadPoolExecutor(2) as pool:
        undone = list(pool.map(lambda _: store.edits.undo(sid).items[0].id, range(2)))
    assert set(undone) == {kept[1].id, kept[2].id}
    assert store.sessions.items(sid)[0].decision == "accepted"


def test_a_decision_made_while_a_review_runs_stays(store, session, claim):  # noqa: F811
    sid = session.session_id
    decided, edited, undone, fresh = store.sessions.keep(
        sid, [finding(rule=f"rule-{number}") for number in range(4)], "section", claim
    )
    store.edits.make(sid, {decided.id: {"decision": "rejected"}})
    store.edits.make(sid, {edited.id: {"description": "My words"}})
    store.edits.make(sid, {"own-1": own()})
    store.edits.make(sid, {undone.id: {"decision": "accepted"}})
    store.edits.undo(sid)
    store.sessions.settle(sid, "Summary", "section", set(), claim)
    left = by_id(store, session)
    assert set(left) == {decided.id, edited.id, undone.id, "own-1"}
    assert left[decided.id].decision == "rejected"
    assert left[edited.id].description == "My words"
    assert store.edits.redo(sid).items == [undone.model_copy(update={"decision": "accepted"})]


def test_a_rejected_finding_does_not_come_back(store, session, claim):  # noqa: F811
    sid = session.session_id
    (item,) = store.sessions.keep(sid, [finding()], "section", claim)
    store.edits.make(sid, {item.id: {"decision": "rejected", "description": "My words"}})
    (again,) = store.sessions.keep(sid, [finding(quote="several  vials")], "section", claim)
    assert (again.id, again.decision, again.description) == (item.id, "rejected", "My words")
    store.sessions.settle(sid, "Summary", "section", {again.id}, claim)
    assert store.sessions.items(sid) == [again]


def test_other_sessions_findings_cannot_be_reached(store, session, kept):
    other = session.model_copy(update={"session_id": "other"})
    store.sessions.add(other, b"")
    edited = store.edits.make("other", {kept[0].id: {"decision": "accepted"}})
    assert (edited.items, edited.removed) == ([], [kept[0].id])
    assert by_id(store, session)[kept[0].id].decision == "open"
    with pytest.raises(NotFound):
        store.edits.item("other", kept[0].id)
    for reach in (store.edits.undo, store.edits.redo, store.edits.history):
        with pytest.raises(NotFound):
            reach("unknown")


def test_what_was_done_can_be_undone_after_a_restart(tmp_path):
    store = SqliteStore(tmp_path / "kept.db")
    guideline = {"name": "general", "title": "General", "text": ""}
    made = Session(owner="local", document=document(("Summary", "Text.")), guideline=guideline)
    store.sessions.add(made, b"")
    store.edits.make(made.session_id, {"own-1": own()})
    store.edits.make(made.session_id, {"own-1": {"decision": "accepted"}})
    store.close()
    store = SqliteStore(tmp_path / "kept.db")
    store.edits.undo(made.session_id)
    assert store.sessions.items(made.session_id) == [own()]
    assert store.edits.history(made.session_id) == History(
        "Added a comment", "Accepted a finding", 3
    )
    store.edits.undo(made.session_id)
    assert store.sessions.items(made.session_id) == []
    store.close()
