"""Verdicts on their way to the review: reported at once, kept at the end, not paid for twice."""

from functools import partial

import pytest

from bluepencil.documents.guideline import parse
from bluepencil.engines import Reading
from bluepencil.errors import EngineBroken
from bluepencil.review.changes import change_session
from bluepencil.review.criteria import Judgement
from bluepencil.review.verdicts import Wanted, overrule, verdicts
from bluepencil.task.partial import partial_of
from bluepencil.work.context import Context
from bluepencil.work.reading import Reader
from tests.findings import step
from tests.tasks import add, claim
from tests.work.making import Scripted

GUIDELINE = parse("# Ours\n\n## Checklist\n\n- who: Says who.\n- when: Says when.\n", "ours")


def said(item, verdict):
    text = GUIDELINE.item(f"ours#{item}").text
    return Judgement(item=item, text=text, verdict=verdict, source="checks", note="So it is.")


@pytest.fixture
def engine():
    made = Scripted()
    made.says = [said("who", "not_met"), said("when", "not_applicable")]
    return made


@pytest.fixture
def review(store, session, engine):
    """Looks across the document once more, as a new task; `fresh`: whatever was read before."""
    step(store, session, partial(change_session, guideline=GUIDELINE))

    def go(fresh=True):
        task = add(store, session_id=session.session_id)
        claim(store, task)
        ctx = Context(store.tasks.get(task.task_id), store, engine)
        reader = Reader(ctx, store.sessions.get(session.session_id))
        reader.whole(fresh=fresh)
        reader.flush()
        return ctx

    return go


@pytest.fixture
def told(store, session):
    return lambda: {
        one.item: (one.verdict, one.source)
        for one in verdicts(store.sessions.load(session.session_id))
    }


def test_each_verdict_is_reported_and_all_are_kept(store, review, told):
    ctx = review()
    reported = partial_of(store.tasks.produced(ctx.task.task_id))["verdicts"]
    assert [(one["item"], one["verdict"], one["text"]) for one in reported] == [
        ("who", "not_met", "Says who."),
        ("when", "not_applicable", "Says when."),
    ]
    assert told() == {"who": ("not_met", "checks"), "when": ("not_applicable", "checks")}


def test_what_has_not_changed_is_said_again_without_being_asked(store, engine, review, told):
    review()
    before = told()
    ctx = review(fresh=False)
    assert engine.asked["across"] == 1
    assert told() == before
    assert len(partial_of(store.tasks.produced(ctx.task.task_id))["verdicts"]) == 2


def test_a_reading_that_was_cut_off_keeps_what_was_said_before(engine, review, told):
    review()
    engine.says = [said("who", "not_checked")]
    engine.end = lambda name: Reading("scripted", complete=False)
    review()
    assert told() == {"who": ("not_checked", "checks"), "when": ("not_applicable", "checks")}


def test_a_reading_that_fails_changes_nothing(engine, review, told):
    review()
    before = told()
    engine.says = [said("who", "not_checked")]

    def end(name):
        raise EngineBroken("No.")

    engine.end = end
    with pytest.raises(EngineBroken):
        review()
    assert told() == before


def test_the_reader_is_not_overruled(store, session, engine, review, told):
    review()
    step(store, session, partial(overrule, item="who", wanted=Wanted("met")))
    ctx = review()
    assert told()["who"] == ("met", "you")
    reported = partial_of(store.tasks.produced(ctx.task.task_id))["verdicts"]
    assert (reported[0]["verdict"], reported[0]["source"]) == ("met", "you")
