"""Calls from any thread: cancelled at once in every phase, paid for as used, ended at the end."""

import threading

import pytest

from bluepencil.engines import Question
from bluepencil.errors import (
    TaskCancelled,
    Unavailable,
)
from bluepencil.limits import parse_rate
from bluepencil.limits.local import LocalLimiter
from tests.engines.claude.conftest import Recorder, answering, reviewing
from tests.fake_claude import Act, refuse

PHASES = {
    "before the first byte": Act(silent="bytes"),
    "after the headers": Act(silent="headers"),
    "in pings": Act(silent="pings"),
    "in text": Act(pace=0.02, chunk=1),
    "in pings after text": Act(breaks="pings", after=4),
    "in silence": Act(breaks="silence", after=4),
}


@pytest.mark.parametrize("phase", PHASES)
def test_a_stop_ends_the_call_and_its_connection(fake, make_claude, report, guideline, phase):
    fake.act = PHASES[phase]
    engine, outcome = make_claude(), Recorder()
    question = Question("Why did the vials break?", report, guideline)
    thread = outcome.start(answering(engine, question))
    seen = fake.wait_for(1)
    if "text" in phase or phase == "in silence":
        assert outcome.anything.wait(10)
    outcome.cancel.set()
    thread.join(5)
    assert not thread.is_alive()
    assert isinstance(outcome.error, TaskCancelled)
    assert fake.wait_until(lambda: seen.closed, timeout=5)
    assert len(fake.messages) == 1


def test_a_stop_ends_the_wait_for_the_limit(fake, make_claude, review):
    engine = make_claude(limiter := LocalLimiter({"analysis": parse_rate("1/h")}, pinned=True))
    assert review(engine).error is None
    outcome = Recorder()
    thread = threading.Thread(target=lambda: review(engine, outcome=outcome))
    thread.start()
    assert outcome.anything.wait(10)
    assert outcome.waits[0][0] == "rate_limit"
    before = limiter.headroom()["next_slot_in"]
    outcome.cancel.set()
    thread.join(5)
    assert isinstance(outcome.error, TaskCancelled)
    assert len(fake.messages) == 1
    assert limiter.headroom()["next_slot_in"] < before  # it left the queue


def test_a_stop_ends_the_wait_for_a_retry(fake, make_claude, review):
    fake.act = refuse(429, retry_after="50")
    engine, outcome = make_claude(), Recorder()
    thread = threading.Thread(target=lambda: review(engine, outcome=outcome))
    thread.start()
    assert outcome.anything.wait(10)
    outcome.cancel.set()
    thread.join(5)
    assert isinstance(outcome.error, TaskCancelled)


def test_a_stop_that_came_before_makes_no_request(fake, make_claude, review):
    outcome = Recorder()
    outcome.cancel.set()
    assert isinstance(review(make_claude(), outcome=outcome).error, TaskCancelled)
    assert fake.messages == []


def test_an_error_in_a_callback_ends_the_call(fake, make_claude, report, guideline):
    fake.act = Act(breaks="silence", after=30)

    def found(_):
        raise TaskCancelled("enough")

    outcome, engine = Recorder(), make_claude()
    outcome.run(
        lambda t: engine.review_section(report, report.sections[0], guideline, t.call(), found)
    )
    assert isinstance(outcome.error, TaskCancelled)
    assert fake.wait_until(lambda: fake.messages[0].closed, timeout=5)
    assert outcome.usage[0].input_tokens > 0


def test_a_cancelled_call_says_what_it_used(fake, make_claude, report, guideline):
    fake.act = Act(breaks="pings", after=4)
    engine, outcome = make_claude(), Recorder()
    question = Question("Why?", report, guideline)
    thread = outcome.start(answering(engine, question))
    assert outcome.anything.wait(10)
    outcome.cancel.set()
    thread.join(5)
    assert outcome.usage[0].output_tokens > 1


def test_closing_ends_what_runs(fake, make_claude, review):
    fake.act = Act(silent="pings")
    engine, outcome = make_claude(), Recorder()
    thread = threading.Thread(target=lambda: review(engine, outcome=outcome))
    thread.start()
    fake.wait_for(1)
    engine.close()
    thread.join(5)
    assert isinstance(outcome.error, Unavailable)
    assert isinstance(review(engine).error, Unavailable)


class Hanging(LocalLimiter):
    """A limiter that blocks, as one that asks a frozen Redis, until it is `free`."""

    blocking = True

    def __init__(self) -> None:
        super().__init__({})
        self.free = threading.Event()
        self.free.set()

    def remaining(self, reservations):
        assert self.free.wait(20)
        return super().remaining(reservations)

    def settle(self, reservation, input_tokens, output_tokens):
        assert self.free.wait(20)
        super().settle(reservation, input_tokens, output_tokens)

    def learn(self, budget, headers):
        assert self.free.wait(20)
        super().learn(budget, headers)


def test_a_limiter_that_hangs_stops_neither_running_streams_nor_cancelling(
    fake, make_claude, review, report, guideline
):
    fake.then(Act(text="Slowly written words. " * 12, pace=0.02))
    limiter = Hanging()
    engine, running, waiting = make_claude(limiter), Recorder(), Recorder()
    stream = running.start(answering(engine, Question("Why?", report, guideline)))
    assert running.anything.wait(10)
    limiter.free.clear()
    blocked = waiting.start(reviewing(engine, report, guideline, 0))
    try:
        stream.join(10)
        assert running.result.response.startswith("Slowly written words.")
        waiting.cancel.set()
        blocked.join(10)
        assert isinstance(waiting.error, TaskCancelled)
        assert len(fake.messages) == 1
    finally:
        limiter.free.set()
        stream.join(10)
        blocked.join(10)
