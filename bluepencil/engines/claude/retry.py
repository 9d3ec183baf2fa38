"""The one retry layer: which failures are worth another try, and how long to wait for it."""

from __future__ import annotations

import math
import time
from collections.abc import Awaitable, Callable
from datetime import UTC
from email.utils import parsedate_to_datetime

import anthropic
import httpx2
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception, wait_random_exponential

LONGEST_WAIT = 60.0  # seconds; a server may ask for an hour
_BACKOFF = wait_random_exponential(multiplier=1, min=0.2, max=30)  # full jitter
_TIMEOUTS = 2  # attempts; a timeout took long already
_STATUS = frozenset({408, 409, 429, 500, 502, 503, 504, 529})
_TYPES = frozenset({"overloaded_error", "rate_limit_error", "api_error", "timeout_error"})


class StreamBroken(Exception):
    """The stream stopped before its last event."""


class NotTheApi(Exception):
    """What came does not follow the Messages API; the same request would bring the same."""


def worth_retrying(error: BaseException) -> bool:
    """Whether the same request may succeed a little later."""
    if isinstance(error, anthropic.APIStatusError):
        if spending_limit(error):
            return False
        advice = error.response.headers.get("x-should-retry")
        if advice in ("true", "false"):
            return advice == "true"
        if error.status_code == 200:  # an error event in a stream that had begun well
            return error.type is None or error.type in _TYPES
        return error.status_code in _STATUS
    return isinstance(error, (anthropic.APIConnectionError, httpx2.TransportError, StreamBroken))


def spending_limit(error: anthropic.APIStatusError) -> bool:
    """Whether the limit is one of spending, not of speed."""
    return error.status_code == 402 or "spend" in (error.error_code or "")


def overloaded(error: BaseException | None) -> bool:
    """Whether the model is overloaded."""
    return isinstance(error, anthropic.APIStatusError) and (
        error.status_code == 529 or error.type == "overloaded_error"
    )


def timed_out(error: BaseException | None) -> bool:
    """Whether nothing came for too long."""
    return isinstance(error, (anthropic.APITimeoutError, httpx2.TimeoutException))


def retry_after(error: BaseException | None) -> float | None:
    """The seconds a server asks to wait, however many; None where it asks for nothing readable."""
    if not isinstance(error, anthropic.APIStatusError):
        return None
    headers = error.response.headers
    asked = _seconds(headers.get("retry-after-ms"))
    if asked is not None:
        return asked / 1000
    text = headers.get("retry-after", "")
    asked = _seconds(text)
    if asked is not None:
        return asked
    try:
        until = parsedate_to_datetime(text)
    except ValueError:
        return None
    return max(0.0, until.replace(tzinfo=until.tzinfo or UTC).timestamp() - time.time())


def _seconds(text: str | None) -> float | None:
    try:
        value = float(text or "")
    except ValueError:
        return None
    return max(0.0, value) if math.isfinite(value) else None


def wait(state: RetryCallState) -> float:
    """Seconds before the next attempt: what the server asks for, capped; else backoff."""
    asked = retry_after(_error(state))
    if asked is not None:
        return min(asked, LONGEST_WAIT)
    return _BACKOFF(state)


def retrying(
    attempts: int,
    sleep: Callable[[float], Awaitable[None]],
    failed: Callable[[BaseException, float], None],
) -> AsyncRetrying:
    """So many attempts; `failed(error, seconds)` and then `sleep(seconds)` between any two."""

    def stop(state: RetryCallState) -> bool:
        most = min(attempts, _TIMEOUTS) if timed_out(_error(state)) else attempts
        return state.attempt_number >= most

    def before_sleep(state: RetryCallState) -> None:
        error = _error(state)
        if error is not None:
            failed(error, state.next_action.sleep if state.next_action else 0.0)

    return AsyncRetrying(
        retry=retry_if_exception(worth_retrying),
        stop=stop,
        wait=wait,
        sleep=sleep,
        before_sleep=before_sleep,
        reraise=True,
    )


def _error(state: RetryCallState) -> BaseException | None:
    return state.outcome.exception() if state.outcome is not None else None
