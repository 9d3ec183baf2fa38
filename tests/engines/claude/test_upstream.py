"""Calls: retried once and in one place, within the limits, cancelled at once, paid for as used."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from bluepencil.engines import Question
from bluepencil.errors import (
    EngineBroken,
    EngineBusy,
    EngineRefused,
    EngineSilent,
    TaskCancelled,
    Unavailable,
)
from bluepencil.limits import Rate, parse_rate
from bluepencil.limits.local import LocalLimiter
from tests.engines.claude.conftest import Recorder, answering
from tests.fake_claude import Act, refuse


def finding(quote):
    return {
        "quote": quote,
        "category": "evidence",
        "severity": "high",
        "confidence": "high",
        "description": f"About {quote}",
        "suggestion": "",
        "replacement": "",
        "guideline": "none",
    }


@pytest.mark.parametrize(
    "act",
    [
        refuse(429, retry_after="0"),
        refuse(500),
        refuse(529),
        refuse(504),
        Act(breaks="error", after=0),
        Act(breaks="error", after=0, error="api_error"),
        Act(breaks="drop", after=0),
        Act(breaks="drop", after=9),
        Act(breaks="end", after=9),
    ],
)
def test_what_may_pass_is_tried_again(fake, make_claude, review, act):
    fake.then(act, act)
    outcome = review(make_claude())
    assert outcome.error is None
    assert len(outcome.findings) == 3
    assert len(fake.messages) == 3
    assert [reason for reason, _ in outcome.waits] == ["retry", None, "retry", None]


@pytest.mark.parametrize(
    ("act", "error"),
    [
        (refuse(400), EngineRefused),
        (refuse(401), EngineRefused),
        (refuse(402), EngineRefused),
        (refuse(403), EngineRefused),
        (refuse(413), EngineRefused),
        (refuse(529, x_should_retry="false"), EngineBusy),
        (Act(breaks="error", after=0, error="invalid_request_error"), EngineBroken),
    ],
)
def test_what_cannot_pass_is_not_tried_again(fake, make_claude, review, act, error):
    fake.then(act)
    outcome = review(make_claude())
    assert isinstance(outcome.error, error)
    assert "request req_" in outcome.error.detail
    assert outcome.waits == []
    assert len(fake.messages) == 1


def test_attempts_end(fake, make_claude, review):
    fake.act = refuse(529)
    outcome = review(make_claude(attempts=3))
    assert isinstance(outcome.error, EngineBusy)
    assert outcome.error.retry_after
    assert len(fake.messages) == 3


def test_an_endless_retry_after_is_capped(fake, make_claude, review):
    fake.act = refuse(429, retry_after="3600")
    outcome = Recorder()
    outcome.anything.clear()
    engine = make_claude()
    thread = threading.Thread(target=lambda: review(engine, outcome=outcome))
    thread.start()
    assert outcome.anything.wait(10)
    outcome.cancel.set()
    thread.join(5)
    assert not thread.is_alive()
    assert outcome.waits[0] == ("retry", 60.0)


def test_a_finding_is_not_shown_twice_by_a_second_attempt(fake, make_claude, review):
    fake.then(Act(breaks="drop", after=30))
    outcome = review(make_claude())
    quotes = [one.quote for one in outcome.findings]
    assert len(quotes) == len(set(quotes)) == 3
    assert len(fake.messages) == 2


def test_the_fallback_model_is_asked_after_repeated_overload(fake, make_claude, review):
    fake.then(refuse(529), Act(breaks="error", after=0))
    outcome = review(make_claude(fallback_model="claude-opus-5-5"))
    asked = [seen.body["model"] for seen in fake.messages]
    assert asked == ["claude-sonnet-5-5", "claude-sonnet-5-5", "claude-opus-5-5"]
    assert outcome.result.model == "claude-opus-5-5"
    assert "overloaded" in outcome.result.notes[0]
    assert outcome.usage[-1].cost_usd > 0


@pytest.mark.parametrize("silent", ["bytes", "headers"])
def test_silence_ends_by_itself(fake, make_claude, review, silent):
    fake.act = Act(silent=silent)
    outcome = review(make_claude(timeout=0.3))
    assert isinstance(outcome.error, EngineSilent)
    assert outcome.error.retryable
    assert len(fake.messages) == 2  # it was long already: one more try, not three


def test_silence_in_the_middle_ends_by_itself(fake, make_claude, review):
    fake.act = Act(breaks="silence", after=5)
    assert isinstance(review(make_claude(timeout=0.3)).error, EngineSilent)


def test_an_address_where_nobody_listens_is_said_so(fake, make_claude, review):
    outcome = review(make_claude(base_url="http://127.0.0.1:9", attempts=2))
    assert isinstance(outcome.error, EngineSilent)
    assert "http://127.0.0.1:9" in outcome.error.detail


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
    assert limiter.headroom()["next_slot_in"] < before  # its place went back


def test_a_stop_ends_the_wait_for_a_retry(fake, make_claude, review):
    fake.act = refuse(429, retry_after="50")
    engine, outcome = make_claude(), Recorder()
    thread = threading.Thread(target=lambda: review(engine, outcome=outcome))
    thread.start()
    assert outcome.anything.wait(10)
    outcome.cancel.set()
    thread.join(5)
    assert isinstance(outcome.error, TaskCancelled)


def test_a_stop_that_came_before_asks_nobody(fake, make_claude, review):
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


def test_usage_is_reported_for_every_attempt(fake, make_claude, review):
    fake.then(Act(breaks="drop", after=10), refuse(529))
    outcome = review(make_claude())
    broken, good = outcome.usage  # a refused call cost nothing
    assert broken.input_tokens > 0
    assert 10 < broken.output_tokens < good.output_tokens
    assert 0 < broken.cost_usd < good.cost_usd + 1
    assert good.cache_read_input_tokens > 0  # written by the attempt that broke off


def test_a_cancelled_call_says_what_it_used(fake, make_claude, report, guideline):
    fake.act = Act(breaks="pings", after=4)
    engine, outcome = make_claude(), Recorder()
    question = Question("Why?", report, guideline)
    thread = outcome.start(answering(engine, question))
    assert outcome.anything.wait(10)
    outcome.cancel.set()
    thread.join(5)
    assert outcome.usage[0].output_tokens > 1


def test_the_limiter_spaces_calls_and_says_so(fake, make_claude, review):
    engine = make_claude(LocalLimiter({"analysis": parse_rate("2/s")}, pinned=True))
    outcome = Recorder()
    for _ in range(2):
        review(engine, outcome=outcome)
    assert [reason for reason, _ in outcome.waits] == ["rate_limit", None]
    first, second = (seen.began for seen in fake.messages)
    assert second - first >= 0.5


def test_the_accounts_own_limits_take_over(fake, make_claude, review):
    fake.rates = (600, 4_000_000, 800_000)
    limiter = LocalLimiter({"analysis": parse_rate("1/h")})
    engine = make_claude(limiter)
    for _ in range(3):  # the second and third would be an hour away
        assert review(engine).error is None
    assert limiter.headroom() == {
        "requests_per_minute": 600,
        "used_last_minute": 3,
        "next_slot_in": pytest.approx(0, abs=0.2),
    }


def test_a_strict_limit_is_kept_with_many_at_once(fake, make_claude, review):
    # Calls may be late on their way, as a busy machine makes them: the window is a tenth shorter.
    fake.limit, fake.window = 20, 3.6
    fake.rates = (20 * 60, 4_000_000, 800_000)
    engine = make_claude(LocalLimiter({"analysis": Rate(20, 4.0)}, pinned=True))
    with ThreadPoolExecutor(24) as pool:
        outcome = list(pool.map(lambda _: review(engine), range(24)))
    assert [one.error for one in outcome] == [None] * 24
    assert (len(fake.messages), fake.refused) == (24, 0)


def test_no_credentials_of_the_environment_are_used(fake, make_claude, review, monkeypatch):
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-of-somebody-else")
    monkeypatch.setenv("ANTHROPIC_AUTH_TOKEN", "token-of-somebody-else")
    monkeypatch.setenv("ANTHROPIC_BASE_URL", "http://127.0.0.1:9")
    assert review(make_claude(api_key="")).error is None
    assert review(make_claude(api_key="", auth_token="mine")).error is None
    first, second = (seen.headers for seen in fake.messages)
    assert "authorization" not in first
    assert "x-api-key" not in first
    assert second["authorization"] == "Bearer mine"


def test_bedrock_without_its_extra_is_said_so(make_claude, review):
    outcome = review(make_claude(bedrock_region="eu-west-1", base_url=""))
    assert isinstance(outcome.error, EngineRefused)
    assert "anthropic[bedrock]" in outcome.error.detail


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
