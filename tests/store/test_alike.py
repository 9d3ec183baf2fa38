"""Both stores come to the same, whatever is done with a review, in whatever order."""

import itertools
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bluepencil.documents.guideline import Guideline
from bluepencil.errors import Conflict
from bluepencil.findings import Item
from bluepencil.store import Claim, Session, Task
from bluepencil.store.redis import RedisStore
from bluepencil.store.sqlite import SqliteStore
from tests.conftest import document
from tests.store.test_sessions import finding

WORDS = "Several vials broke. Human error. It was decided to train. Several vials were old."
VERSIONS = [
    (("Summary", WORDS), ("Cause", "Human error.")),
    (("Summary", WORDS.replace("Human error. ", "")), ("Reason", "Human error.")),
    (("Before", "Nothing."), ("Summary", f"At noon. {WORDS}"), ("Cause", "A worn seal.")),
]
places = st.sampled_from([(0, 12), (0, 13), (0, 7), (8, 13), (21, 33), (60, 73), (None, None)])
found = st.lists(
    st.builds(
        lambda place, rule, section: (place, rule, section),
        places,
        st.sampled_from(["a", "b"]),
        st.sampled_from(["Summary", "Cause", "Reason"]),
    ),
    max_size=4,
)
decisions = st.sampled_from(["accepted", "rejected", "open"])
steps = st.one_of(
    st.tuples(st.just("read"), found, st.sampled_from(["section", "document"])),
    st.tuples(st.just("decide"), st.lists(st.integers(0, 5), min_size=1, max_size=3), decisions),
    st.tuples(st.just("word"), st.integers(0, 5), st.sampled_from(["One.", "Two."])),
    st.tuples(st.just("own"), st.integers(0, 1)),
    st.tuples(st.just("take away"), st.integers(0, 5)),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
    st.tuples(st.just("version"), st.integers(0, 2)),
    st.tuples(st.just("guideline")),
)


class Desk:
    """One store with one review in it, to which steps are done."""

    def __init__(self, store):
        self.store, self.number = store, itertools.count()
        guideline = Guideline(name="general", title="General", text="")
        session = Session(owner="local", document=document(*VERSIONS[0]), guideline=guideline)
        store.sessions.add(session, b"one")
        self.sid = session.session_id

    def do(self, what, *how):
        return getattr(self, what.replace(" ", "_"))(*how)

    def claim(self) -> Claim:
        task = Task(kind="test", queue="test", owner="local", input={}, session_id=self.sid)
        self.store.tasks.add(task)
        return Claim(task.task_id, self.store.tasks.claim(task.task_id, "one", 60).fence)

    def read(self, found, scope):
        sessions, claim = self.store.sessions, self.claim()
        now = sessions.get(self.sid).document
        told = []
        for (start, end), rule, name in found:
            section = now.section(name)
            if section is None or (end is not None and end > len(section.text)):
                continue
            quote = None if start is None else section.text[start:end]
            place = {"quote": quote, "start": start, "end": end}
            told.append(finding(section_name=name, rule=rule, **place))
        kept = sessions.keep(self.sid, told, scope, claim)
        name = "Summary" if scope == "section" else None
        sessions.settle(self.sid, name, scope, {item.id for item in kept}, claim)
        self.store.tasks.finish(claim, "SUCCESS", {})

    def chosen(self, numbers):
        items = self.store.sessions.items(self.sid)
        return [items[number].id for number in numbers if number < len(items)]

    def decide(self, numbers, decision):
        self.store.edits.make(self.sid, dict.fromkeys(self.chosen(numbers), {"decision": decision}))

    def word(self, number, description):
        fields = {"description": description}
        self.store.edits.make(self.sid, dict.fromkeys(self.chosen([number]), fields))

    def own(self, number):
        now = self.store.sessions.get(self.sid)
        values = finding(
            section_name=now.document.sections[0].name, quote=None, start=None, end=None,
            source="you", rule="own", description=f"Own {number}",
        ).model_dump()  # fmt: skip
        at = "2026-11-23T10:00:00.000Z"
        own = Item(id=f"own-{next(self.number)}", created_at=at, version=now.version, **values)
        self.store.edits.make(self.sid, {own.id: own})

    def take_away(self, number):
        own = [item.id for item in self.store.sessions.items(self.sid) if item.source == "you"]
        self.store.edits.make(self.sid, dict.fromkeys(own[number : number + 1]))

    def undo(self):
        return self.step(self.store.edits.undo)

    def redo(self):
        return self.step(self.store.edits.redo)

    def step(self, way):
        try:
            told = way(self.sid)
        except Conflict as error:
            return error.code
        return told.label, sorted(map(plain, told.items)), len(told.removed)

    def version(self, number):
        self.store.versions.add(self.sid, document(*VERSIONS[number]), b"next")

    def guideline(self):
        other = Guideline(name="other", title="Other", text="Be brief.")
        self.store.sessions.change_guideline(self.sid, other)

    def state(self):
        """All that can be seen of the review, but for ids and times."""
        sessions, (row,) = self.store.sessions, self.store.sessions.rows("local")
        history = self.store.edits.history(self.sid)
        return {
            "items": [plain(item) for item in sessions.items(self.sid)],
            "resolved": sorted(plain(item) for item in sessions.resolved(self.sid)),
            "reviewed": sessions.reviewed(self.sid),
            "history": (history.undo, history.redo),
            "row": (row.name, row.guideline, *row[5:]),
            "versions": [
                (v.version, v.name, v.sections) for v in self.store.versions.rows(self.sid)
            ],
            "activity": [(done.what, done.detail) for done in sessions.activity(self.sid)],
        }


def plain(item: Item) -> str:
    return item.model_copy(update={"id": "", "created_at": ""}).model_dump_json()


@pytest.fixture(scope="module")
def both(one_redis):
    def make(folder):
        one_redis.client.flushall()
        return SqliteStore(Path(folder) / "store.db"), RedisStore(one_redis.url)

    return make


FIRST = [((0, 13), "a", "Summary"), ((21, 33), "a", "Summary"), ((None, None), "b", "Cause")]


@given(done=st.lists(steps, min_size=8, max_size=20))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_whatever_is_done_both_come_to_the_same(both, done):
    with TemporaryDirectory() as folder:
        stores = both(folder)
        try:
            one, other = desks = [Desk(store) for store in stores]
            assert one.state() == other.state()
            for what, *how in [("read", FIRST, "document"), *done]:
                answers = [desk.do(what, *how) for desk in desks]
                assert answers[0] == answers[1], (what, how)
                assert one.state() == other.state(), (what, how)
        finally:
            for store in stores:
                store.close()
