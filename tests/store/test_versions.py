"""The next version of a document: findings go with their words, nothing decided is lost."""

import pytest

from bluepencil.documents.guideline import Guideline
from bluepencil.errors import Conflict, NotFound
from bluepencil.review.findings import MISSING, Finding, Item
from bluepencil.review.session import Session
from bluepencil.task.record import Claim, Task
from tests.conftest import document

OLD = document(
    ("Summary", "Several vials broke on the line.\nThe shift lead was told at once."),
    ("Cause", "Human error. It was decided to train."),
    ("Actions", "Training is planned."),
    name="one.md",
)
NEW = document(
    ("Background", "Line 4 fills vials."),
    ("Summary", "On 3 March the alarm rang.\nSeveral vials broke on the line.\nAll is well."),
    ("Cause", "A worn seal on pump 3. It was decided to train."),
    ("Plan", "Training is planned."),
    name="two.md",
)


@pytest.fixture
def session(store) -> Session:
    made = Session(
        owner="local", document=OLD, guideline=Guideline(name="general", title="General", text="")
    )
    store.sessions.add(made, b"one")
    return made


@pytest.fixture
def claim(store, session):
    """Take a task of the session; what is kept under it is kept before it ends."""

    def take() -> Claim:
        task = Task(
            kind="test", queue="test", owner="local", input={}, session_id=session.session_id
        )
        store.tasks.add(task)
        return Claim(task.task_id, store.tasks.claim(task.task_id, "one", 60).fence)

    return take


def finding(section: str, quote: str | None, **values) -> Finding:
    text = (NEW if values.pop("new", False) else OLD).section(section).text
    start = None if quote is None else text.index(quote)
    place = {"quote": quote, "start": start, "end": None if start is None else start + len(quote)}
    base = {
        "category": "evidence",
        "severity": "medium",
        "description": f"About {quote}",
        "source": "checks",
        "rule": "vague-quantity",
    }
    return Finding(section_name=section, **{**base, **place, **values})


FOUND = [
    finding("Summary", "Several"),
    finding("Summary", "The shift lead"),
    finding("Cause", "Human error"),
    finding("Cause", "It was decided"),
    finding("Actions", "planned"),
    finding("Cause", None),
]


def kept(store, session, take, found=FOUND, sections=("Summary", "Cause", "Actions")):
    sid, claim = session.session_id, take()
    items = store.sessions.keep(sid, found, "section", claim)
    for section in sections:
        seen = {item.id for item in items if item.section_name == section}
        store.sessions.settle(sid, section, "section", seen, claim)
    store.tasks.finish(claim, "SUCCESS", {"result": {}})
    return items


def test_findings_go_with_their_words_and_the_others_are_resolved(store, session, claim):
    sid = session.session_id
    items = kept(store, session, claim)
    store.edits.make(
        sid, {items[0].id: {"decision": "rejected"}, items[2].id: {"decision": "accepted"}}
    )
    store.versions.add(sid, NEW, b"two")
    stand = {item.id: item for item in store.sessions.items(sid)}
    assert [stand.get(item.id) and stand[item.id].section_name for item in items] == [
        "Summary", None, None, "Cause", "Plan", "Cause",
    ]  # fmt: skip
    for item in stand.values():
        if item.quote is not None:
            text = NEW.section(item.section_name).text
            assert text[item.start : item.end] == item.quote
    assert stand[items[0].id].decision == "rejected"
    gone = store.sessions.resolved(sid)
    assert [(one.id, one.decision, one.resolved_in, one.start) for one in gone] == [
        (items[1].id, "open", 2, None),
        (items[2].id, "accepted", 2, None),
    ]


def test_only_what_changed_is_unread(store, session, claim):
    kept(store, session, claim)
    store.versions.add(session.session_id, NEW, b"two")
    assert store.sessions.reviewed(session.session_id) == {"Plan"}


def test_all_of_the_session_is_of_the_new_version(store, session, claim):
    sid = session.session_id
    before = store.edits.history(sid).revision
    store.versions.add(sid, NEW, b"two")
    now = store.sessions.get(sid)
    assert (now.document, now.version, now.name) == (NEW, 2, "two.md")
    assert store.sessions.file(sid) == b"two"
    (row,) = store.sessions.rows("local")
    assert (row.name, row.sections) == ("two.md", 4)
    assert store.sessions.rows("local", "pump") == [row]
    assert store.sessions.rows("local", "human") == []
    assert store.edits.history(sid).revision > before
    done = store.sessions.activity(sid)[-1]
    assert (done.what, done.detail) == ("version_added", "two.md")


def test_a_name_that_was_given_stays(store, session):
    store.sessions.rename(session.session_id, "March")
    store.versions.add(session.session_id, NEW, b"two")
    assert store.sessions.get(session.session_id).name == "March"


def test_earlier_versions_stay_to_be_compared(store, session):
    sid = session.session_id
    store.versions.add(sid, NEW, b"two")
    store.versions.add(sid, OLD, b"three")
    rows = store.versions.rows(sid)
    assert [(row.version, row.name, row.sections) for row in rows] == [
        (1, "one.md", 3), (2, "two.md", 4), (3, "one.md", 3),
    ]  # fmt: skip
    assert [store.versions.document(sid, version) for version in (1, 2, 3)] == [OLD, NEW, OLD]
    for version in (0, 4):
        with pytest.raises(NotFound):
            store.versions.document(sid, version)


def test_what_was_rejected_does_not_come_back_in_any_later_version(store, session, claim):
    sid = session.session_id
    items = kept(store, session, claim)
    store.edits.make(sid, {items[2].id: {"decision": "rejected"}})
    store.versions.add(sid, NEW, b"two")
    store.versions.add(sid, OLD, b"three")
    assert items[2].id in {item.id for item in store.sessions.resolved(sid)}
    (again,) = kept(store, session, claim, [FOUND[2]], ())
    assert (again.id, again.decision, again.resolved_in) == (items[2].id, "rejected", None)
    assert again.id in {item.id for item in store.sessions.items(sid)}


def test_what_a_new_reading_does_not_find_is_resolved_not_dropped(store, session, claim):
    sid = session.session_id
    items = kept(store, session, claim)
    store.versions.add(sid, NEW, b"two")
    found = [finding("Cause", "worn", new=True)]
    (new,) = kept(store, session, claim, found, ["Cause"])
    assert new.version == 2
    assert items[3].id in {item.id for item in store.sessions.resolved(sid)}
    kept(store, session, claim, [], ["Cause"])  # of this version: dropped
    every = [*store.sessions.items(sid), *store.sessions.resolved(sid)]
    assert new.id not in {item.id for item in every}


def test_edits_made_before_can_be_undone_no_more(store, session, claim):
    items = kept(store, session, claim)
    store.edits.make(session.session_id, {items[0].id: {"decision": "accepted"}})
    store.versions.add(session.session_id, NEW, b"two")
    history = store.edits.history(session.session_id)
    assert (history.undo, history.redo) == (None, None)


def test_while_a_task_runs_there_is_no_new_version(store, session, claim):
    running = claim()
    with pytest.raises(Conflict) as refused:
        store.versions.add(session.session_id, NEW, b"two")
    assert refused.value.code == "still_working"
    assert store.sessions.get(session.session_id).document == OLD
    store.tasks.finish(running, "SUCCESS", {"result": {}})
    store.versions.add(session.session_id, NEW, b"two")


def test_two_findings_that_come_to_the_same_words_do_not_become_one(store, session, claim):
    twice = document(("S", "Some of it broke at noon.\nSome of it broke at noon."))
    once = document(("S", "Some of it broke at noon. Yes."))
    store.versions.add(session.session_id, twice, b"twice")
    found = [
        FOUND[0].model_copy(
            update={"section_name": "S", "quote": "Some", "start": at, "end": at + 4}
        )
        for at in (0, 26)
    ]
    items = kept(store, session, claim, found, ["S"])
    assert len(items) == 2
    store.versions.add(session.session_id, once, b"once")
    sessions, sid = store.sessions, session.session_id
    assert len(sessions.items(sid)) == len(sessions.resolved(sid)) == 1


def test_nothing_of_a_deleted_session_can_be_found(store, session):
    store.versions.add(session.session_id, NEW, b"two")
    store.sessions.delete(session.session_id, "local")
    for look in (
        lambda: store.versions.rows(session.session_id),
        lambda: store.versions.document(session.session_id, 1),
        lambda: store.versions.add(session.session_id, NEW, b"two"),
    ):
        with pytest.raises(NotFound):
            look()


def test_words_that_stand_once_are_the_same_whatever_comes_around_them(store, session, claim):
    due = document(("S", "Owner: TBD\nAnother line."))
    store.versions.add(session.session_id, due, b"due")
    place = {"section_name": "S", "quote": "TBD", "start": 7, "end": 10}
    (item,) = kept(store, session, claim, [FOUND[0].model_copy(update=place)], ["S"])
    store.versions.add(session.session_id, document(("S", "By May, TBD by the owner.")), b"next")
    (now,) = store.sessions.items(session.session_id)
    assert (now.id, now.start, now.end) == (item.id, 8, 11)


def test_what_the_reader_says_otherwise_is_still_known_by_what_was_found(store, session, claim):
    whole = {"section_name": "Cause", "quote": None, "start": None, "end": None}
    found = [
        FOUND[0].model_copy(update={**whole, "rule": "whole", "description": f"No {what}."})
        for what in ("actor", "date")
    ]
    items = kept(store, session, claim, found, ["Cause"])
    said = {"description": "The same for both.", "decision": "rejected"}
    store.edits.make(session.session_id, {item.id: said for item in items})
    renamed = document(*(("Reason" if s.name == "Cause" else s.name, s.text) for s in OLD.sections))
    store.versions.add(session.session_id, renamed, b"renamed")
    again = [one.model_copy(update={"section_name": "Reason"}) for one in found]
    now = kept(store, session, claim, again, ["Reason"])
    assert [(one.id, one.decision) for one in now] == [(one.id, "rejected") for one in items]
    assert len(store.sessions.items(session.session_id)) == 2


def test_a_section_that_is_missing_is_missing_wherever_that_is_told(store, session, claim):
    told = {"quote": None, "start": None, "end": None, "rule": MISSING, "description": "No plan."}
    found = FOUND[0].model_copy(update={**told, "section_name": "Cause"})
    (item,) = kept(store, session, claim, [found], ["Cause"])
    store.edits.make(session.session_id, {item.id: {"decision": "rejected"}})
    store.versions.add(session.session_id, NEW, b"two")
    elsewhere = found.model_copy(update={"section_name": "Summary"})
    (again,) = kept(store, session, claim, [elsewhere], ["Summary"])
    assert (again.id, again.decision) == (item.id, "rejected")
    assert len(store.sessions.items(session.session_id)) == 1


def test_a_wrong_file_in_between_takes_no_comment_of_ones_own(store, session, claim):
    own = {"source": "you", "rule": "own", "decision": "accepted"}
    of_words = finding("Cause", "Human error", **own)
    of_section = finding("Actions", None, **own)
    base = {"scope": "section", "created_at": "2026-01-01T00:00:00Z"}
    made = [
        Item(id=f"own-{n}", **base, **{**one.model_dump(), "decision": "accepted"})
        for n, one in enumerate((of_words, of_section))
    ]
    store.edits.make(session.session_id, {one.id: one for one in made})
    wrong = document(("Menu", "Soup of the day."), name="wrong.md")
    store.versions.add(session.session_id, wrong, b"wrong")
    assert not store.sessions.items(session.session_id)
    store.versions.add(session.session_id, OLD, b"one")
    back = {one.id: one for one in store.sessions.items(session.session_id)}
    assert back.keys() == {"own-0", "own-1"}
    assert (back["own-0"].start, back["own-0"].end) == (0, len("Human error"))
    assert all(one.resolved_in is None and one.decision == "accepted" for one in back.values())
