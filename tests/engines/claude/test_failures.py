"""Failures keep their cause: status, code, whether to retry and when, and a sentence to act on."""

import anthropic
import httpx2
import pytest

from bluepencil.engines.claude import ClaudeOptions
from bluepencil.engines.claude.failures import failure, too_long
from bluepencil.engines.claude.retry import NotTheApi, StreamBroken
from bluepencil.errors import (
    EngineBroken,
    EngineBusy,
    EngineError,
    EngineRefused,
    EngineSilent,
)
from tests.engines.claude.conftest import REQUEST, refusal

OURS = ClaudeOptions(api_key="x")
THEIRS = ClaudeOptions(base_url="http://127.0.0.1:9")


def error_for(error, options=OURS) -> EngineError:
    return failure(error, "claude-sonnet-5-5", options)


@pytest.mark.parametrize(
    ("status", "error"), [(429, "rate_limit_error"), (529, "overloaded_error"), (503, "api_error")]
)
@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"retry_after": "7"}, 7),
        ({"retry_after": "0"}, 0),
        ({"retry_after": "3600"}, 3600),  # passed on as it is; only our own waiting is capped
        ({"retry_after_ms": "1500", "retry_after": "2"}, 1.5),
    ],
)
def test_what_the_provider_asks_to_wait_is_kept(status, error, headers, seconds):
    assert error_for(refusal(status, error, **headers)).retry_after == seconds


@pytest.mark.parametrize(("status", "error"), [(429, ""), (529, ""), (200, "overloaded_error")])
def test_busy_without_a_word_about_when_is_worth_a_minute(status, error):
    busy = error_for(refusal(status, error))
    assert isinstance(busy, EngineBusy)
    assert (busy.status, busy.code, busy.retryable, busy.retry_after) == (
        503,
        "engine_busy",
        True,
        60,
    )


@pytest.mark.parametrize(
    ("error", "kind", "code", "retryable"),
    [
        (refusal(401), EngineRefused, "engine_refused", False),
        (refusal(402), EngineRefused, "engine_refused", False),
        (refusal(403), EngineRefused, "engine_refused", False),
        (refusal(404), EngineRefused, "model_not_found", False),
        (refusal(413), EngineRefused, "engine_too_long", False),
        (refusal(400, message="prompt is too long: 9"), EngineRefused, "engine_too_long", False),
        (refusal(400, message="odd"), EngineRefused, "engine_refused", False),
        (refusal(500), EngineBroken, "engine_broken", True),
        (refusal(200, "api_error"), EngineBroken, "engine_broken", True),
        (StreamBroken(), EngineBroken, "engine_broken", True),
        (httpx2.ReadError("gone"), EngineBroken, "engine_broken", True),
        (NotTheApi(), EngineBroken, "engine_broken", True),
        (httpx2.ReadTimeout("late"), EngineSilent, "engine_silent", True),
        (anthropic.APITimeoutError(REQUEST), EngineSilent, "engine_silent", True),
        (
            anthropic.APIConnectionError(request=REQUEST),
            EngineSilent,
            "engine_unreachable",
            True,
        ),
        (ImportError("botocore"), EngineRefused, "engine_refused", False),
    ],
)
def test_each_failure_has_its_kind_code_and_outlook(error, kind, code, retryable):
    failed = error_for(error)
    assert isinstance(failed, kind)
    assert (failed.code, failed.retryable) == (code, retryable)


def test_the_server_is_named_where_it_is_not_anthropics():
    assert error_for(refusal(401)).detail.startswith("Claude refused the key")
    assert "The server at http://127.0.0.1:9" in error_for(refusal(401), THEIRS).detail
    assert "ANTHROPIC_BASE_URL" in error_for(NotTheApi(), THEIRS).detail


def test_the_providers_words_and_the_requests_number_are_passed_on():
    detail = error_for(refusal(403, message="Not in this workspace.", request_id="req_7")).detail
    assert "Not in this workspace" in detail and "(request req_7)" in detail


def test_an_unknown_failure_is_not_hidden():
    with pytest.raises(ZeroDivisionError):
        error_for(ZeroDivisionError())


@pytest.mark.parametrize("words", ["Prompt is too long: 9 > 4", "exceeds the context window"])
def test_too_long_is_known_by_its_words(words):
    assert too_long(words)
    assert not too_long("max_tokens: too large")
