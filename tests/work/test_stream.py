"""The text of an answer on its way: a few times a second, all of it, taken back when it breaks."""

import pytest

from bluepencil.task.partial import partial_of
from bluepencil.work.context import Context
from bluepencil.work.stream import Stream
from tests.tasks import add, claim


@pytest.fixture
def ctx(store):
    task = add(store)
    claim(store, task)
    return Context(store.tasks.get(task.task_id), store, None)


def produced(store, ctx):
    return store.tasks.produced(ctx.task.task_id)


def test_all_of_it_comes_in_a_few_reports(store, ctx):
    stream = Stream(ctx, "words", "Writing", 70)
    for word in ["a", "few", "words", "in", "a", "moment", ""]:
        stream.write(f"{word} ")
    stream.flush()
    reports = produced(store, ctx)
    assert partial_of(reports) == {"words": "a few words in a moment  "}
    assert len(reports) < 4
    task = store.tasks.get(ctx.task.task_id)
    assert (task.status, task.progress) == ("Writing", 70)


def test_what_is_taken_back_is_gone(store, ctx):
    stream = Stream(ctx, "words", "Writing")
    stream.write("one")
    stream.restart()
    stream.write("two")
    stream.flush()
    stream.flush()
    assert partial_of(produced(store, ctx)) == {"words": "two"}


def test_a_second_run_begins_anew(store, ctx):
    first = Stream(ctx, "words", "Writing")
    first.write("one")
    task = store.tasks.get(ctx.task.task_id)
    store.tasks.renew([task.claim], 1.0)  # its process died long ago
    claim(store, task)
    again = Context(store.tasks.get(task.task_id), store, None)
    stream = Stream(again, "words", "Writing")
    stream.write("two")
    assert partial_of(produced(store, again)) == {"words": "two"}
