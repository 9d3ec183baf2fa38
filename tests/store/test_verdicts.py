"""Verdicts as rows: they come back as they were, and only what differs is written."""

from functools import partial

import pytest

from bluepencil.database import Transaction
from bluepencil.documents.guideline import parse
from bluepencil.review.aggregate import Outcome
from bluepencil.review.changes import change_session
from bluepencil.review.criteria import Judgement
from bluepencil.review.decisions import redo, undo
from bluepencil.review.findings import Citation
from bluepencil.review.verdicts import Wanted, judge, overrule, verdicts
from bluepencil.store.sessions import SessionStore
from tests.findings import step

GUIDELINE = parse(
    "# Ours\n\n## Checklist\n\n- who: Says who “did” it.\n- when: Says when.\n", "ours"
)
PASSAGE = Citation(section_name="Summary", quote="Several vials", start=0, end=13)


def said(item, verdict, **values):
    text = GUIDELINE.item(f"ours#{item}").text
    return Judgement(item=item, text=text, verdict=verdict, source="checks", **values)


@pytest.fixture
def judging(store, session):
    """Keeps what an engine says, as at the end of a reading."""
    step(store, session, partial(change_session, guideline=GUIDELINE))

    def keep(*judgements):
        step(store, session, lambda now: Outcome(judge(now, judgements, complete=True), None))

    return keep


@pytest.fixture
def read_anew(store, session):
    """The verdicts as another process, which has nothing in memory, reads them."""
    return lambda: verdicts(SessionStore(store._database).load(session.session_id))


@pytest.fixture
def written(monkeypatch):
    """The rows of verdicts written so far."""
    seen = []
    insert = Transaction.insert

    def counting(self, table, *rows, **how):
        seen.extend(rows if table == "verdicts" else ())
        return insert(self, table, *rows, **how)

    monkeypatch.setattr(Transaction, "insert", counting)
    return seen


def test_they_are_read_as_they_were_left_through_undo_and_redo(store, session, judging, read_anew):
    judging(said("who", "partly", evidence=(PASSAGE,), note="1 of 2"), said("when", "not_met"))
    step(store, session, partial(overrule, item="who", wanted=Wanted("met", "Both. 100 %")))
    for rule in (lambda now: Outcome(now, None), undo, redo, undo):
        step(store, session, rule)
        assert read_anew() == verdicts(store.sessions.load(session.session_id))
    (who, when) = read_anew()
    assert (who.verdict, who.evidence, who.note) == ("partly", [PASSAGE], "1 of 2")
    assert (when.verdict, when.source) == ("not_met", "checks")


def test_what_differs_is_written_and_nothing_else(store, session, judging, written):
    judging(said("who", "partly"), said("when", "not_met"))
    assert len(written) == 2
    judging(said("who", "partly"), said("when", "met", evidence=(PASSAGE,)))
    assert [row["item"] for row in written[2:]] == ["when"]
    judging(said("who", "partly"))
    assert len(written) == 3
    assert "when" not in SessionStore(store._database).load(session.session_id).judged


def test_they_are_gone_with_their_session(store, session, judging):
    judging(said("who", "partly"))
    store.sessions.delete(session.session_id, session.owner)
    with store.writing() as db:
        assert db.all("select * from verdicts") == []
