"""Submissions: validated into tasks, and told apart by what they are to do."""

import pytest

from bluepencil.errors import Invalid
from bluepencil.work.submission import Wanted, fingerprint, new_task
from tests.work.making import a_kind, echo

CATALOGUE = {"echo": a_kind("echo", echo), "other": a_kind("other", echo)}


def made(store, kind="echo", **input):
    return new_task(CATALOGUE, store.sessions, Wanted(kind, input), "local")


def test_a_task_has_its_kinds_queue_and_the_whole_input(store):
    task = made(store)
    assert (task.kind, task.queue, task.owner) == ("echo", "test", "local")
    assert task.input == {"word": "hello"}, "defaults are filled in"


def test_an_unknown_kind_is_refused_with_those_there_are(store):
    with pytest.raises(Invalid, match="massage.*; there are echo, other") as refused:
        made(store, "massage")
    assert refused.value.code == "unknown_kind"
    assert refused.value.errors[0]["field"] == "task_type"


def test_a_fingerprint_is_of_what_is_done_not_of_how_it_was_written(store):
    assert fingerprint([made(store)]) == fingerprint([made(store, word="hello")])
    assert fingerprint([made(store)]) != fingerprint([made(store, word="hallo")])
    assert fingerprint([made(store)]) != fingerprint([made(store, "other")])
    assert fingerprint([made(store)]) != fingerprint([made(store), made(store)])
