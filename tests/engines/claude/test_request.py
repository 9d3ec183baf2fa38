"""Requests: retried in one place, within the limits, and every attempt accounted for."""

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor
from types import SimpleNamespace

import pytest

from bluepencil.engines.claude import ClaudeOptions
from bluepencil.engines.claude.chunks import End, Text
from bluepencil.engines.claude.params import Features
from bluepencil.engines.claude.prompt_cache import PromptCache
from bluepencil.engines.claude.request import Endpoint, Request
from bluepencil.errors import (
    EngineBroken,
    EngineBusy,
    EngineRefused,
    EngineSilent,
)
from bluepencil.limits import Rate, parse_rate
from bluepencil.limits.async_limiter import AsyncLimiter
from bluepencil.limits.local import LocalLimiter
from tests.engines.claude.conftest import Recorder
from tests.fake_claude import Act, refuse


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


def test_a_second_attempt_reports_no_finding_twice(fake, make_claude, review):
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


def test_usage_is_reported_for_every_attempt(fake, make_claude, review):
    fake.then(Act(breaks="drop", after=10), refuse(529))
    outcome = review(make_claude())
    broken, good = outcome.usage  # a refused call cost nothing
    assert broken.input_tokens > 0
    assert 10 < broken.output_tokens < good.output_tokens
    assert 0 < broken.cost_usd < good.cost_usd + 1
    assert good.cache_read_input_tokens > 0  # written by the attempt that broke off


def test_the_limiter_spaces_calls_and_says_so(fake, make_claude, review):
    engine = make_claude(LocalLimiter({"analysis": parse_rate("2/s")}, pinned=True))
    outcome = Recorder()
    for _ in range(2):
        review(engine, outcome=outcome)
    assert [reason for reason, _ in outcome.waits] == ["rate_limit", None]
    # When they arrive says little: the first may be late on its way.
    assert 0 < outcome.waits[0][1] <= 0.52
    assert len(fake.messages) == 2


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


class Event(SimpleNamespace):
    """An event of a stream as the SDK gives it."""


def text(words):
    delta = SimpleNamespace(type="text_delta", text=words)
    return Event(type="content_block_delta", delta=delta)


class Stream:
    """A stream whose events all came at once, which no network promises."""

    response = SimpleNamespace(headers={})

    def __init__(self, *events) -> None:
        self.events = events

    async def __aenter__(self):
        return self

    async def __aexit__(self, *_):
        return None

    async def __aiter__(self):
        for event in self.events:
            yield event


def test_what_comes_together_is_delivered_together():
    usage = SimpleNamespace(input_tokens=3, output_tokens=9)
    stream = Stream(
        Event(type="message_start", message=SimpleNamespace(model="m", usage=usage)),
        *(text(f"word {n} ") for n in range(500)),
        Event(
            type="message_delta",
            usage=usage,
            delta=SimpleNamespace(stop_reason="end_turn", stop_details=None),
        ),
        Event(type="message_stop"),
    )

    async def create(**_):
        return stream

    batches = []

    async def ask():
        endpoint = Endpoint(
            ClaudeOptions(),
            SimpleNamespace(messages=SimpleNamespace(create=create)),
            AsyncLimiter(LocalLimiter({})),
            Features(),
            PromptCache(),
        )
        params = {"max_tokens": 9, "messages": [{"role": "user", "content": "Why?"}]}
        await Request(endpoint, "m", lambda _: params, "chat", batches.append).run(1)
        await asyncio.sleep(0)

    asyncio.run(ask())
    (batch,) = batches
    words, used, end = batch
    assert words == Text("".join(f"word {n} " for n in range(500)))
    assert (used.input_tokens, used.output_tokens) == (3, 9)
    assert isinstance(end, End) and end.model == "m"


def test_a_request_is_built_on_the_callers_thread_and_once_for_all_attempts(
    fake, make_claude, report, guideline
):
    """A long document takes long enough to hold up all other streams."""
    fake.then(refuse(529), refuse(529))
    engine, threads = make_claude(), []

    def build(_):
        threads.append(threading.current_thread())
        return {"max_tokens": 9, "messages": [{"role": "user", "content": "Why?"}]}

    upstream = engine._connected()
    list(upstream.ask("claude-haiku-5-5", build, Recorder().call("chat")))
    assert threads == [threading.current_thread()]
    assert len(fake.messages) == 3
