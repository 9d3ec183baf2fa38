"""Claude as one engine: made cheaply, honest about its connection, gone without a trace."""

import subprocess
import sys
import threading

import pytest

from bluepencil.engines import Engine
from bluepencil.engines.claude import Claude, ClaudeOptions
from bluepencil.errors import EngineRefused, TaskCancelled
from bluepencil.limits import parse_rate
from bluepencil.limits.local import LocalLimiter
from tests.engines.claude.conftest import Recorder
from tests.fake_claude import Act, FakeClaude, refuse


@pytest.fixture
def check(make_claude):
    """The verdict of a connection test with such an engine."""

    def go(**options):
        outcome = Recorder().run(lambda t: make_claude(**options).check_connection(t.call("test")))
        assert outcome.error is None
        return outcome.result

    return go


def test_it_is_an_engine():
    engine: Engine = Claude(ClaudeOptions(), LocalLimiter({}))
    assert engine.name == "claude"
    engine.close()  # never used; nothing to close


def test_each_lane_has_its_model():
    engine = Claude(ClaudeOptions(model="big", chat_model="small"), LocalLimiter({}))
    assert [engine.model(lane) for lane in ("analysis", "chat", "test")] == ["big", "small", "big"]


def test_the_sdk_is_not_imported_before_it_is_needed():
    """It takes a second and 60 MB; a program with the built-in engine never pays for it."""
    code = (
        "import sys; from bluepencil.engines.claude import Claude, ClaudeOptions;"
        "from bluepencil.limits.local import LocalLimiter;"
        "Claude(ClaudeOptions(), LocalLimiter({}));"
        "sys.exit('anthropic' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], timeout=60).returncode == 0


def test_a_working_connection(check):
    verdict = check()
    assert verdict.connected
    assert verdict.latency > 0
    assert verdict.detail == "claude-sonnet-5-5 answers."


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (refuse(401), ("refused the key", "ANTHROPIC_API_KEY")),
        (refuse(403), ("may not be used",)),
        (refuse(402), ("spending limit",)),
        (refuse(400, "Your credit balance is too low"), ("spending limit",)),
        (refuse(429), ("rate limit",)),
        (refuse(529), ("overloaded",)),
        (refuse(500), ("fault of its own",)),
        (Act(breaks="drop", after=0), ("broke off",)),
    ],
)
def test_what_is_wrong_is_said_in_plain_words(fake, check, act, words):
    fake.act = act
    verdict = check()
    assert not verdict.connected
    assert verdict.latency is None
    for word in words:
        assert word in verdict.detail
    assert "sk-test" not in verdict.detail
    assert len(fake.messages) == 1  # a person waits: once is enough


def test_an_unknown_model_is_named(check):
    verdict = check(model="claude-of-yesterday")
    assert "claude-of-yesterday" in verdict.detail
    assert "CLAUDE_MODEL" in verdict.detail


def test_no_key_is_said_before_anything_is_sent(check):
    verdict = check(api_key="", base_url="")
    assert not verdict.connected
    assert "ANTHROPIC_API_KEY" in verdict.detail


def test_an_address_without_a_server(check):
    verdict = check(base_url="http://127.0.0.1:9")
    assert "http://127.0.0.1:9 cannot be reached" in verdict.detail


def test_silence_is_reported(fake, check):
    fake.act = Act(silent="bytes")
    assert "did not answer within" in check(timeout=0.2).detail


def test_a_stop_ends_the_test(fake, make_claude):
    fake.act = Act(silent="bytes")
    engine, outcome = make_claude(), Recorder()
    thread = outcome.start(lambda t: engine.check_connection(t.call("test")))
    seen = fake.wait_for(1)
    outcome.cancel.set()
    thread.join(5)
    assert isinstance(outcome.error, TaskCancelled)
    assert fake.wait_until(lambda: seen.closed)


def test_waiting_for_the_limit_is_not_the_endpoints_latency(fake, make_claude):
    engine = make_claude(LocalLimiter({"test": parse_rate("1/s")}, pinned=True))
    verdicts = [engine.check_connection(Recorder().call("test")) for _ in range(2)]
    assert verdicts[1].connected
    first, second = fake.messages
    assert second.began - first.began > verdicts[1].latency


@pytest.mark.parametrize("address", ["{}/", "{}/v1", "{}/v1/"])
def test_an_address_may_be_written_with_its_version(fake, make_claude, address):
    engine = make_claude(base_url=address.format(fake.url))
    assert engine.check_connection(Recorder().call("test")).connected
    assert fake.requests[0].path == "/v1/messages"


def test_a_missing_key_refuses_a_review(make_claude, review):
    outcome = review(make_claude(api_key="", base_url=""))
    assert isinstance(outcome.error, EngineRefused)
    assert outcome.error.code == "no_key"


def test_one_connection_pool_serves_all_calls(fake, make_claude, review):
    engine = make_claude()
    for _ in range(4):
        review(engine)
    assert len({id(one) for one in fake._connections}) == 1


def test_many_calls_run_at_once_on_one_thread(make_claude, review):
    with FakeClaude(Act(silent="bytes")) as slow:
        engine = make_claude(base_url=slow.url)
        outcomes = [Recorder() for _ in range(40)]
        callers = [
            threading.Thread(target=review, args=(engine, 0, outcome)) for outcome in outcomes
        ]
        for caller in callers:
            caller.start()
        slow.wait_for(40)
        own = [thread for thread in threading.enumerate() if thread.name == "claude"]
        for outcome in outcomes:
            outcome.cancel.set()
        for caller in callers:
            caller.join(10)
    assert len(own) == 1
    assert all(isinstance(outcome.error, TaskCancelled) for outcome in outcomes)


def test_closing_leaves_no_thread_and_no_connection(fake, make_claude, review):
    engine = make_claude()
    review(engine)
    engine.close()
    engine.close()
    assert not [thread for thread in threading.enumerate() if thread.name == "claude"]
    assert fake.wait_until(lambda: not fake._connections)
