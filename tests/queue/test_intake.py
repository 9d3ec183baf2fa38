"""Intake: what other programs send is recorded once, or rejected, or not done with yet."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from bluepencil.errors import Unavailable
from bluepencil.queue.celery_queue import RESULT, CeleryQueue
from bluepencil.queue.connection import Connection
from bluepencil.queue.intake import Intake
from bluepencil.queue.messages import LONGEST_KEPT, screened
from bluepencil.work.catalogue import load
from tests.queue.test_messages import arguments, sent
from tests.tasks import cancel

KINDS = load()


@pytest.fixture
def redis(one_redis):
    one_redis.client.flushall()
    return one_redis.client


@pytest.fixture
def queue(one_redis, redis, store):
    connection = Connection(one_redis.url)
    yield CeleryQueue(connection, store, 3600)
    connection.close()


class Failing:
    """A part of the store, of which some methods fail as when the store is away."""

    def __init__(self, part, *names):
        self._part, self._names = part, names

    def __getattr__(self, name):
        if name in self._names:
            return self._fail
        return getattr(self._part, name)

    def _fail(self, *_, **__):
        raise Unavailable("The store is away.")


@pytest.fixture
def intake(store, queue):
    return Intake(store, queue)


def told(redis, task_id="abc"):
    """What its producer is told."""
    text = redis.get(RESULT + task_id)
    return text and json.loads(text)


def test_a_message_becomes_a_task_of_the_operator(intake, store, redis):
    intake.accept(KINDS["test"], "abc", ["Hello"], {})
    task = store.tasks.get("abc")
    assert (task.kind, task.queue, task.owner, task.state) == ("test", "test", "local", "PENDING")
    assert task.input == {"message": "Hello"} and task.foreign_producer
    assert told(redis) is None, "it has not ended"


def test_arguments_come_by_position_or_by_name(intake, store, session):
    intake.accept(KINDS["analyze_section"], "a", [session.session_id], {"section_name": "Cause"})
    task = store.tasks.get("a")
    assert task.input == {"session_id": session.session_id, "section_name": "Cause"}
    assert task.session_id == session.session_id


def test_a_copy_of_a_message_makes_no_second_task(intake, store):
    intake.accept(KINDS["test"], "abc", ["one"], {})
    intake.accept(KINDS["test"], "abc", ["two"], {})
    assert store.tasks.get("abc").input == {"message": "one"}


def test_a_copy_of_a_message_whose_task_is_long_gone_makes_none(intake, store, redis):
    intake.accept(KINDS["test"], "abc", [], {})
    cancel(store, "abc")
    store.tasks.expire(9e12, 9e12)
    intake.accept(KINDS["test"], "abc", [], {})
    assert store.tasks.unheld(9e12) == {} and told(redis) is None


@pytest.mark.parametrize(
    ("kind", "args", "kwargs", "why"),
    [
        ("test", [1, 2, 3], {}, "3 arguments; test takes 1."),
        ("test", ["a"], {"message": "b"}, "message is given by position and by name."),
        ("test", [], {"massage": "Hello"}, "massage: Extra inputs"),
        ("test", [{"a": 1}], {}, "message: Input should be a valid string"),
        ("analyze_section", ["unknown", "One"], {}, "There is no"),
    ],
)
def test_what_cannot_be_a_task_is_a_dead_letter_and_its_producer_is_notified(
    intake, store, redis, kind, args, kwargs, why
):
    intake.accept(KINDS[kind], "abc", args, kwargs)
    (letter,) = store.operations.dead_letters()
    assert letter.queue == KINDS[kind].queue and why in letter.reason
    assert json.loads(letter.message) == ["abc", args, kwargs]
    assert told(redis)["status"] == "FAILURE" and why in told(redis)["result"]["detail"]
    assert store.tasks.unheld(9e12) == {}


def test_what_has_expired_is_not_begun_and_its_producer_is_notified(intake, store, redis):
    late = (datetime.now(UTC) - timedelta(seconds=1)).isoformat()
    intake.accept(KINDS["test"], "abc", [], {}, late)
    assert told(redis)["status"] == "REVOKED" and store.tasks.unheld(9e12) == {}
    early = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    intake.accept(KINDS["test"], "def", [], {}, early)
    assert store.tasks.get("def").state == "PENDING"


@pytest.mark.parametrize("method", ["get", "add"])
def test_nothing_is_lost_when_the_store_goes_away_meanwhile(intake, store, redis, queue, method):
    tasks, store.tasks = store.tasks, Failing(store.tasks, method)
    with pytest.raises(Unavailable):
        intake.accept(KINDS["test"], "abc", ["Hello"], {})
    store.tasks = tasks
    assert store.operations.dead_letters() == [] and told(redis) is None
    intake.accept(KINDS["test"], "abc", ["Hello"], {})
    assert store.tasks.get("abc").input == {"message": "Hello"}


def test_a_store_that_goes_away_while_the_kind_looks_is_not_the_messages_fault(
    intake, store, redis, session
):
    sessions, store.sessions = store.sessions, Failing(store.sessions, "get")
    args = [session.session_id, "Cause"]
    with pytest.raises(Unavailable):
        intake.accept(KINDS["analyze_section"], "abc", args, {})
    store.sessions = sessions
    assert store.operations.dead_letters() == [] and told(redis) is None
    intake.accept(KINDS["analyze_section"], "abc", args, {})
    assert store.tasks.get("abc").state == "PENDING"


def test_a_dead_letter_that_cannot_be_kept_now_is_kept_later(intake, store):
    operations, store.operations = store.operations, Failing(store.operations, "bury")
    with pytest.raises(Unavailable):
        intake.accept(KINDS["test"], "abc", [1, 2], {})
    store.operations = operations
    intake.accept(KINDS["test"], "abc", [1, 2], {})
    assert len(store.operations.dead_letters()) == 1


def test_a_message_whose_producer_cannot_be_notified_is_not_done_with(store, queue, monkeypatch):
    monkeypatch.setattr(queue, "notify", lambda _: False)
    with pytest.raises(Unavailable):
        Intake(store, queue).accept(KINDS["test"], "abc", [1, 2], {})
    assert store.operations.dead_letters() == [], "it comes again, and is kept once"


def rejection(raw):
    """The arguments that a screened message gives."""
    args, kwargs, _ = arguments(json.loads(screened(raw, "test", set())))
    assert kwargs == {}
    return args


def test_a_message_that_is_no_task_is_kept_as_it_came(intake, store, redis):
    intake.reject_screened(*rejection(b"\xff nonsense"))
    (letter,) = store.operations.dead_letters()
    assert (letter.queue, letter.message) == ("test", b"\xff nonsense")
    assert letter.reason == "It is not JSON."
    assert redis.keys(f"{RESULT}*") == [], "nobody knows who waits"


def test_the_producer_of_a_message_that_is_no_task_is_notified_where_it_names_an_id(intake, redis):
    intake.reject_screened(*rejection(sent(headers__task="no.such.task")))
    assert told(redis)["status"] == "FAILURE"
    assert "There is no task named" in told(redis)["result"]["detail"]


def test_a_bad_message_with_the_id_of_a_task_does_not_speak_for_that(intake, store, redis):
    intake.accept(KINDS["test"], "abc", [], {})
    intake.reject_screened(*rejection(sent(headers__task="no.such.task")))
    assert told(redis) is None and len(store.operations.dead_letters()) == 1


def test_of_a_huge_message_only_the_beginning_is_kept(intake, store):
    intake.reject_screened(*rejection(b"x" * 50_000_000))
    (letter,) = store.operations.dead_letters()
    assert letter.message == b"x" * LONGEST_KEPT and "50000000 bytes" in letter.reason


def test_what_cannot_be_taken_in_is_given_up_as_a_dead_letter(intake, store, redis):
    intake.give_up("test", "It broke.", "abc", ["Hello"], {})
    (letter,) = store.operations.dead_letters()
    assert (letter.reason, json.loads(letter.message)) == ("It broke.", ["abc", ["Hello"], {}])
    assert told(redis)["status"] == "FAILURE"


def test_what_was_taken_in_is_not_given_up(intake, store, redis):
    intake.accept(KINDS["test"], "abc", [], {})
    intake.give_up("test", "Something broke later.", "abc", [], {})
    assert store.operations.dead_letters() == [] and told(redis) is None
