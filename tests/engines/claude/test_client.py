"""The client: our credentials and no others, and connections that are kept."""

import anthropic
import pytest

from bluepencil.engines.claude import ClaudeOptions
from bluepencil.engines.claude.client import make_client, timeouts
from bluepencil.errors import (
    EngineRefused,
    EngineSilent,
)


def test_without_a_key_there_is_no_client():
    with pytest.raises(EngineRefused) as refused:
        make_client(ClaudeOptions())
    assert refused.value.code == "no_key"
    assert "ANTHROPIC_API_KEY" in refused.value.detail


def test_the_sdk_retries_nothing_itself():
    assert make_client(ClaudeOptions(api_key="x")).max_retries == 0


def test_idle_connections_are_kept_for_calls_that_come_a_while_later(monkeypatch):
    """A new one costs a handshake; and what others close after a minute is closed before."""
    made = []
    monkeypatch.setattr(
        anthropic,
        "DefaultAsyncHttpxClient",
        lambda do=anthropic.DefaultAsyncHttpxClient, **options: (
            made.append(options) or do(**options)
        ),
    )
    make_client(ClaudeOptions(api_key="x"))
    limits = made[0]["limits"]
    assert 30 <= limits.keepalive_expiry < 60
    assert limits.max_connections >= 1000 > limits.max_keepalive_connections


@pytest.mark.parametrize(("silence", "connecting"), [(90.0, 10.0), (3.0, 3.0)])
def test_connecting_is_given_less_time_than_an_answer(silence, connecting):
    given = timeouts(silence)
    assert (given.read, given.write, given.connect) == (silence, silence, connecting)


def test_an_address_without_a_server_is_reported(fake, make_claude, review):
    outcome = review(make_claude(base_url="http://127.0.0.1:9", attempts=2))
    assert isinstance(outcome.error, EngineSilent)
    assert "http://127.0.0.1:9" in outcome.error.detail


def test_no_credentials_of_the_environment_are_used(fake, make_claude, review, monkeypatch):
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-of-another")
    monkeypatch.setenv("ANTHROPIC_AUTH_TOKEN", "token-of-another")
    monkeypatch.setenv("ANTHROPIC_BASE_URL", "http://127.0.0.1:9")
    assert review(make_claude(api_key="")).error is None
    assert review(make_claude(api_key="", auth_token="mine")).error is None
    first, second = (seen.headers for seen in fake.messages)
    assert "authorization" not in first
    assert "x-api-key" not in first
    assert second["authorization"] == "Bearer mine"


def test_bedrock_without_its_extra_is_reported(make_claude, review):
    outcome = review(make_claude(bedrock_region="eu-west-1", base_url=""))
    assert isinstance(outcome.error, EngineRefused)
    assert "anthropic[bedrock]" in outcome.error.detail
