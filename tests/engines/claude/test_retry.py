"""What is tried again, and when."""

import asyncio
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import anthropic
import httpx2
import pytest

from bluepencil.engines.claude.retry import (
    LONGEST_WAIT,
    NotTheApi,
    StreamBroken,
    retry_after,
    retrying,
    worth_retrying,
)
from tests.engines.claude.conftest import REQUEST, refusal


@pytest.mark.parametrize(
    "error",
    [
        *(refusal(status) for status in (408, 409, 429, 500, 502, 503, 504, 529)),
        refusal(200, "overloaded_error"),
        refusal(400, x_should_retry="true"),
        StreamBroken(),
        httpx2.ReadError("gone"),
        anthropic.APIConnectionError(request=REQUEST),
    ],
)
def test_what_may_pass_is_worth_another_try(error):
    assert worth_retrying(error)


@pytest.mark.parametrize(
    "error",
    [
        *(refusal(status) for status in (400, 401, 402, 403, 404, 413, 422)),
        refusal(529, x_should_retry="false"),
        refusal(200, "invalid_request_error"),
        NotTheApi(),
        ZeroDivisionError(),
    ],
)
def test_what_cannot_pass_is_not(error):
    assert not worth_retrying(error)


@pytest.mark.parametrize("text", ["", "soon", "nan", "inf", "Thu, 99 Foo 2026", "-"])
def test_a_wait_that_cannot_be_read_is_none(text):
    assert retry_after(refusal(429, retry_after=text)) is None


def test_a_wait_may_be_written_as_a_date():
    later = format_datetime(datetime.now(UTC) + timedelta(seconds=600), usegmt=True)
    seconds = retry_after(refusal(429, retry_after=later))
    assert seconds is not None and 500 < seconds <= 600
    assert retry_after(refusal(529, retry_after="Thu, 01 Jan 2026 00:00:00 GMT")) == 0


def waits(attempts, *errors) -> list[float]:
    """The waits between attempts that fail so, one after the other, until one succeeds."""
    failures, seconds = iter(errors), []

    async def sleep(_: float) -> None:
        return None

    async def run() -> None:
        async for attempt in retrying(attempts, sleep, lambda _, wait: seconds.append(wait)):
            with attempt:
                if (error := next(failures, None)) is not None:
                    raise error

    asyncio.run(run())
    return seconds


def test_a_server_is_obeyed_but_not_for_ever():
    asked = [refusal(429, retry_after="7"), refusal(529, retry_after="3600")]
    assert waits(4, *asked) == [7, LONGEST_WAIT]


def test_attempts_are_counted_and_the_last_error_comes_out():
    with pytest.raises(anthropic.APIStatusError) as failed:
        waits(3, *(refusal(529, message=f"No. {n}") for n in range(5)))
    assert failed.value.api_message == "No. 2"


def test_silence_is_tried_only_once_more():
    failures = [httpx2.ReadTimeout("late")] * 5
    with pytest.raises(httpx2.ReadTimeout):
        waits(5, *failures)
    assert len(waits(5, *failures[:1])) == 1
