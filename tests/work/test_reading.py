"""Reading with an engine: what was paid for is kept at once and whole, and not paid for twice."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from bluepencil.engines import Reading
from bluepencil.errors import ClaimLost, EngineBroken, TaskCancelled, Unavailable
from bluepencil.review.decisions import edit
from bluepencil.review.findings import Usage
from bluepencil.review.session import Session
from bluepencil.task.partial import partial_of
from bluepencil.values import rfc3339
from bluepencil.work import context as context_module
from bluepencil.work import reading as reading_module
from bluepencil.work.context import Context
from bluepencil.work.reading import Reader, read_section, reviewing
from tests.conftest import document
from tests.findings import finding, several
from tests.tasks import add, cancel, claim
from tests.work.making import Scripted
from tests.working import until


@pytest.fixture
def engine():
    """Finds nothing until it is told to."""
    return Scripted()


@pytest.fixture
def run(store, session, engine):
    """Makes the first run of a new task of the session."""

    def make() -> Context:
        task = add(store, session_id=session.session_id)
        claim(store, task)
        return Context(store.tasks.get(task.task_id), store, engine)

    return make


@pytest.fixture
def ctx(run) -> Context:
    return run()


@pytest.fixture
def summary(session):
    return session.document.section("Summary")


def now(store, session):
    return store.sessions.load(session.session_id)


def remembered(store, session, engine):
    """What the reading of the section “Summary” came to, if it was whole."""
    review = now(store, session).session
    section = review.document.section("Summary")
    basis = engine.basis(review.document, section, review.guideline)
    return store.sessions.recall(session.session_id, basis)


def test_what_is_found_is_kept_reported_and_settled(store, session, engine, ctx, summary):
    engine.finds = lambda section: several(3)
    engine.end = lambda name: Reading("a model", ("A note.",))
    read = read_section(ctx, session, summary)
    review = now(store, session)
    assert read.items == review.standing and len(read.items) == 3
    assert (read.notes, read.unchanged, ctx.model) == (("A note.",), False, "a model")
    assert review.read == {"Summary"}
    shown = partial_of(store.tasks.produced(ctx.task.task_id))["feedback_items"]
    assert [one["id"] for one in shown] == [item.id for item in read.items]
    assert store.tasks.get(ctx.task.task_id).usage == engine.cost


def test_many_findings_at_once_are_a_few_writes_and_each_is_reported_once(
    store, session, engine, ctx, summary
):
    engine.finds = lambda section: several(300)
    read_section(ctx, session, summary)
    produced = store.tasks.produced(ctx.task.task_id)
    assert len(produced) <= 30
    ids = [item["id"] for new in produced for item in new["feedback_items"]]
    assert len(ids) == len(set(ids)) == 300


def free(store, session, ctx, engine, sections):
    """A session with so many sections, read for nothing; returns it and what was read."""
    engine.cost = Usage()
    engine.finds = lambda section: [
        finding(section_name=section.name, quote=None, start=None, end=None)
    ]
    many = document(*((f"Section {number}", "Several.") for number in range(sections)))
    made = Session(owner="local", document=many, guideline=session.guideline)
    store.sessions.add(made, b"")
    reader = Reader(ctx, made)
    done = list(reader.each(many.sections, lambda one: reader.section(one, fresh=False)))
    return made, [read for _, read in done]


def test_many_short_sections_that_cost_nothing_share_a_few_writes(
    store, session, engine, ctx, monkeypatch
):
    monkeypatch.setattr(reading_module, "FLUSH_EVERY", 1e9)
    writes, save = [], ctx.save
    monkeypatch.setattr(ctx, "save", lambda write, **how: writes.append(how) or save(write, **how))
    made, reads = free(store, session, ctx, engine, 300)
    assert writes == [{"first": False}]
    review = now(store, made)
    assert len(review.read) == len(review.standing) == 300
    assert all(read.items == [review.item(read.items[0].id)] for read in reads)
    assert len(store.tasks.produced(ctx.task.task_id)) == 1
    basis = reads[-1].basis
    assert len(store.sessions.recall(made.session_id, basis)["findings"]) == 1


def test_what_costs_nothing_does_not_wait_for_the_end(store, session, engine, ctx, monkeypatch):
    monkeypatch.setattr(reading_module, "FLUSH_EVERY", 0.0)
    monkeypatch.setattr(reading_module, "WRITING", float("inf"))
    kept = []
    save = ctx.save
    monkeypatch.setattr(ctx, "save", lambda write, **how: kept.append(1) or save(write, **how))
    engine.end = lambda name: kept.append(0) or Reading("scripted")
    free(store, session, ctx, engine, 40)
    last_read = len(kept) - kept[::-1].index(0)
    assert 1 in kept[:last_read], "all of it was written at the end"


def test_what_waits_when_the_store_goes_away_is_kept_later(
    store, session, engine, ctx, monkeypatch
):
    """Also what was reported meanwhile, in its order."""
    monkeypatch.setattr(reading_module, "FLUSH_EVERY", 1e9)
    reader = Reader(ctx, session)
    engine.cost, engine.finds = Usage(), lambda section: several(1)
    reader.report(10, "Reading", sections={"Summary": {"state": "reading"}})
    reader.section(session.document.section("Summary"))
    with monkeypatch.context() as away:
        away.setattr(ctx.sessions, "apply", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            reader.flush()
    reader.report(20, "Read", sections={"Summary": {"state": "done"}})
    reader.flush()
    assert len(now(store, session).standing) == 1
    produced = partial_of(store.tasks.produced(ctx.task.task_id))
    assert produced["sections"] == {"Summary": {"state": "done"}}
    assert (store.tasks.get(ctx.task.task_id).progress) == 20


def test_findings_are_there_before_the_reading_ends(
    store, session, engine, ctx, summary, monkeypatch
):
    monkeypatch.setattr(reading_module, "FLUSH_EVERY", 0.0)
    monkeypatch.setattr(reading_module, "WRITING", float("inf"))
    seen = []

    def end(name):
        seen.extend(now(store, session).standing)
        return Reading("scripted")

    engine.finds, engine.end = lambda section: several(3), end
    read_section(ctx, session, summary)
    assert len(seen) == 3


def test_a_reading_takes_away_what_an_earlier_one_found_and_this_one_did_not(
    store, session, engine, run, summary
):
    engine.finds = lambda section: several(3)
    read_section(run(), session, summary)
    engine.finds = lambda section: several(1)
    read_section(run(), session, summary)
    assert [item.rule for item in now(store, session).standing] == ["rule-0"]


@pytest.mark.parametrize("found", [0, 1])
def test_a_reading_that_was_cut_off_settles_nothing_and_is_not_remembered(
    store, session, engine, run, summary, found
):
    engine.finds = lambda section: several(3)
    first = read_section(run(), session, summary)
    kept = remembered(store, session, engine)
    store.sessions.apply(
        session.session_id,
        lambda review: edit(review, {first.items[0].id: {"decision": "accepted"}}),
    )
    before = now(store, session)
    engine.finds = lambda section: several(found)
    engine.end = lambda name: Reading("scripted", ("The answer was cut off.",), complete=False)
    read = read_section(run(), session, summary)
    assert len(read.items) == found and read.notes == ("The answer was cut off.",)
    after = now(store, session)
    assert list(after.items) == list(before.items), "what it did not find again is still there"
    assert remembered(store, session, engine) == kept


def test_a_section_whose_reading_was_cut_off_counts_as_unread_and_is_read_again(
    store, session, engine, run, summary
):
    engine.finds = lambda section: several(1)
    engine.end = lambda name: Reading("scripted", complete=False)
    read_section(run(), session, summary, fresh=False)
    assert now(store, session).read == frozenset()
    assert remembered(store, session, engine) is None
    engine.end = lambda name: Reading("scripted")
    engine.finds = lambda section: several(2)
    read = read_section(run(), session, summary, fresh=False)
    assert engine.asked["Summary"] == 2
    assert len(read.items) == 2 and now(store, session).read == {"Summary"}


@pytest.mark.parametrize("error", [EngineBroken("It broke off."), ZeroDivisionError()])
def test_what_was_found_before_an_error_is_kept_and_nothing_else_changes(
    store, session, engine, run, summary, error, monkeypatch
):
    monkeypatch.setattr(reading_module, "FLUSH_EVERY", 1e9)  # all of it waits to be kept
    engine.finds = lambda section: several(3)
    read_section(run(), session, summary)
    kept = remembered(store, session, engine)

    def end(name):
        raise error

    engine.finds, engine.end = (
        lambda section: [finding(quote="broke", start=14, end=19, rule="new")],
        end,
    )
    with pytest.raises(type(error)):
        read_section(run(), session, summary)
    rules = [item.rule for item in now(store, session).standing]
    assert rules == ["rule-0", "rule-1", "rule-2", "new"]
    assert remembered(store, session, engine) == kept
    assert store.sessions.usage(session.session_id) == engine.cost + engine.cost


def test_who_has_lost_the_task_keeps_nothing_but_what_it_cost(store, session, engine, ctx, summary):
    def end(name):
        cancel(store, ctx.task.task_id)
        return Reading("scripted")

    engine.finds, engine.end = lambda section: several(1), end
    with pytest.raises(ClaimLost):
        read_section(ctx, session, summary)
    assert now(store, session).read == frozenset()
    assert remembered(store, session, engine) is None
    assert store.sessions.usage(session.session_id) == engine.cost


def test_what_has_not_changed_is_not_read_again_and_costs_nothing(
    store, session, engine, run, summary
):
    engine.finds = lambda section: several(2)
    engine.end = lambda name: Reading("a model", ("A note.",))
    first = read_section(run(), session, summary, fresh=False)
    ctx = run()
    again = read_section(ctx, session, summary, fresh=False)
    assert engine.asked["Summary"] == 1
    assert (again.items, again.notes, again.unchanged) == (first.items, ("A note.",), True)
    assert ctx.usage == Usage() and ctx.model == "a model"
    read_section(run(), session, summary, fresh=True)
    assert engine.asked["Summary"] == 2


def test_a_recalled_reading_settles_too(store, session, engine, run, summary):
    """Back under an earlier guideline, what another one found goes."""
    engine.finds = lambda section: several(1)
    read_section(run(), session, summary, fresh=False)
    engine.finds = lambda section: several(3)
    read_section(run(), session, summary, fresh=True)
    with store.writing() as db:
        basis = engine.basis(session.document, summary, session.guideline)
        only = {"findings": [several(1)[0].model_dump()], "model": "m", "notes": []}
        store.sessions.remember(session.session_id, basis, only, db)
    read_section(run(), session, summary, fresh=False)
    assert [item.rule for item in now(store, session).standing] == ["rule-0"]


def test_looking_across_rests_on_all_sections(store, session, engine, run):
    for _ in range(2):
        Reader(run(), session).whole(fresh=False)
    assert engine.asked["across"] == 1
    changed = session.model_copy(
        update={"guideline": session.guideline.model_copy(update={"text": "Be clearer."})}
    )
    Reader(run(), changed).whole(fresh=False)
    assert engine.asked["across"] == 2
    assert now(store, session).read == frozenset(), "no section was read"


def test_what_a_reading_came_to_is_one_transaction_with_what_it_cost(
    store, session, engine, ctx, summary, monkeypatch
):
    """Findings, usage, the reading itself, and that the section is read: all of it or nothing."""
    monkeypatch.setattr(reading_module, "FLUSH_EVERY", 1e9)
    states = []
    writing = store._database.writing

    def state():
        review = now(store, session)
        used = store.sessions.usage(session.session_id).input_tokens
        kept = remembered(store, session, engine) is not None
        return len(review.items), used, kept, "Summary" in review.read

    def watched(*, first=False):
        states.append((first, state()))
        return writing(first=first)

    engine.finds = lambda section: several(3)
    before = state()
    monkeypatch.setattr(store._database, "writing", watched)
    read_section(ctx, session, summary)
    monkeypatch.setattr(store._database, "writing", writing)
    assert [seen for _, seen in states] == [before] * len(states), "some of it was kept before"
    assert states[-1][0], "it does not go first"
    assert before == (0, 0, False, False) and state() == (3, 10, True, True)


def test_what_could_not_be_kept_is_kept_once_the_store_is_back(
    store, session, engine, ctx, summary, monkeypatch
):
    """In the middle of the transaction, several times: nothing twice, nothing lost."""
    monkeypatch.setattr(context_module, "STORE_RETRY", 0.001)
    left, remember = [3], store.sessions.remember

    def away(*args):
        if left[0]:
            left[0] -= 1
            raise Unavailable("The store cannot be used now: it is away.")
        remember(*args)

    monkeypatch.setattr(store.sessions, "remember", away)
    engine.finds = lambda section: several(3)
    read = read_section(ctx, session, summary)
    assert left == [0] and engine.asked["Summary"] == 1
    assert len(read.items) == len(now(store, session).items) == 3
    shown = [one for new in store.tasks.produced(ctx.task.task_id) for one in new["feedback_items"]]
    assert [one["id"] for one in shown] == [item.id for item in read.items]
    assert store.tasks.get(ctx.task.task_id).usage == engine.cost


def test_a_stop_while_the_store_is_away_ends_the_wait(
    store, session, engine, ctx, summary, monkeypatch
):
    def away(*args):
        ctx.cancel.set()
        raise Unavailable("The store cannot be used now: it is away.")

    monkeypatch.setattr(store.sessions, "remember", away)
    with pytest.raises(TaskCancelled):
        read_section(ctx, session, summary)


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_when_many_readings_end_at_once_they_are_kept_before_all_else(
    store, session, engine, run, summary, monkeypatch
):
    """Whatever crashes then, the others' reports are lost first: they cost nothing."""
    many, order = 20, []
    monkeypatch.setattr("bluepencil.database.sqlite.PATIENCE", 60.0)
    runs = [run() for _ in range(2 * many)]
    ended = threading.Barrier(many + 1)

    def end(name):
        ended.wait(30)
        return Reading("scripted")

    engine.end = end
    database, writing = store._database, store._database.writing

    def watched(*, first=False):
        return _Noting(writing(first=first), order, first)

    monkeypatch.setattr(database, "writing", watched)
    with ThreadPoolExecutor(4 * many) as pool:
        with database._write_lock:
            others = [pool.submit(ctx.report, words=[1]) for ctx in runs[many:]]
            until(database._write_lock._queue.locked)
            paid = [pool.submit(read_section, ctx, session, summary) for ctx in runs[:many]]
            ended.wait(30)
            threading.Event().wait(0.3)  # they all stand at the lock now, or nearly
        for job in (*paid, *others):
            job.result(60)
    assert order.count(True) == many and order.count(False) == many
    last = max(at for at, first in enumerate(order) if first)
    assert order[:last].count(False) <= 3, order


class _Noting:
    """A transaction that notes when it has begun."""

    def __init__(self, transaction, order, first):
        self.transaction, self.order, self.first = transaction, order, first

    def __enter__(self):
        entered = self.transaction.__enter__()
        self.order.append(self.first)
        return entered

    def __exit__(self, *error):
        return self.transaction.__exit__(*error)


def test_a_review_is_recorded_with_its_beginning_its_end_and_what_it_reads(
    store, session, engine, ctx, summary
):
    engine.finds = lambda section: several(2)
    with reviewing(ctx, session, "Summary"):
        read_section(ctx, session, summary)
    _, begun, ended = store.sessions.activity(session.session_id)
    assert (begun.what, begun.detail) == ("review_begun", "Summary")
    assert (ended.what, ended.detail) == ("review_ended", "Summary")
    assert (ended.numbers["findings"], ended.numbers["new"]) == (2, 2)
    assert (ended.numbers["input_tokens"], ended.numbers["sections_reviewed"]) == (10, 1)
    reads = store.tasks.get(ctx.task.task_id).reads
    assert (reads["version"], reads["guideline"]) == (1, "general")


def test_what_is_read_is_told_apart_also_where_a_guideline_keeps_its_name(
    store, session, engine, ctx
):
    other = session.model_copy(
        update={"guideline": session.guideline.model_copy(update={"text": "Be clearer."})}
    )
    read = []
    for one in (session, other, session.model_copy(update={"version": 2})):
        with reviewing(ctx, one, "Summary"):
            read.append(store.tasks.get(ctx.task.task_id).reads)
    assert len({str(one) for one in read}) == 3


def test_a_review_that_does_not_end_has_no_end(store, session, ctx):
    with pytest.raises(EngineBroken), reviewing(ctx, session, "Summary"):
        raise EngineBroken("It broke off.")
    assert [one.what for one in store.sessions.activity(session.session_id)] == [
        "uploaded", "review_begun",
    ]  # fmt: skip


def test_a_review_that_goes_on_after_a_crash_began_once_and_counts_all(
    store, session, engine, ctx, summary
):
    engine.finds = lambda section: several(2)
    with pytest.raises(ZeroDivisionError), reviewing(ctx, session, "Summary"):
        read_section(ctx, session, summary)
        raise ZeroDivisionError  # its process dies
    store.tasks.renew([ctx.claim], 1.0)
    claim(store, store.tasks.get(ctx.task.task_id), "two")
    again = Context(store.tasks.get(ctx.task.task_id), store, engine)
    with reviewing(again, session, "Summary"):
        read_section(again, session, summary, fresh=False)
    assert engine.asked["Summary"] == 1
    done = store.sessions.activity(session.session_id)
    assert [one.what for one in done] == ["uploaded", "review_begun", "review_ended"]
    assert (done[-1].numbers["new"], done[-1].numbers["input_tokens"]) == (2, 10)
    assert rfc3339(done[1].at) <= rfc3339(done[2].at)
