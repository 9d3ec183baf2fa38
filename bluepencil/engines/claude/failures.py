"""Turns failures of the SDK and the network into our own errors: what happened, what to do."""

from __future__ import annotations

import anthropic
import httpx2

from bluepencil.engines.claude.options import ANTHROPIC, ClaudeOptions
from bluepencil.engines.claude.retry import (
    NotTheApi,
    StreamBroken,
    overloaded,
    retry_after,
    spending_limit,
    timed_out,
)
from bluepencil.errors import EngineBroken, EngineBusy, EngineError, EngineRefused, EngineSilent

BEDROCK_MISSING = (
    "Claude on Bedrock needs an extra of the SDK: install it with pip install 'anthropic[bedrock]'."
)
NO_KEY = (
    "There is no key for Claude: set ANTHROPIC_API_KEY, or ANTHROPIC_BASE_URL for a server of "
    "your own."
)


def failure(error: BaseException, model: str, options: ClaudeOptions) -> EngineError:
    """The EngineError for a failure that ended a call. Raises `error` itself if it is unknown."""
    where = "Claude" if options.url == ANTHROPIC else f"The server at {options.url}"
    if isinstance(error, anthropic.APIStatusError):
        return _status(error, model, where)
    if timed_out(error):
        return EngineSilent(
            f"{where} did not answer within {options.timeout:g} seconds. Try again in a moment."
        )
    if isinstance(error, (StreamBroken, httpx2.TransportError)):
        return EngineBroken("The connection broke off in the middle of the answer. Try again.")
    if isinstance(error, NotTheApi):
        return EngineBroken(
            f"{where} did not answer as the Messages API does"
            f"{'' if options.url == ANTHROPIC else '. Check ANTHROPIC_BASE_URL'}."
        )
    if isinstance(error, anthropic.APIConnectionError):
        return EngineSilent(
            f"{options.url} cannot be reached. Check the network"
            f"{'' if options.url == ANTHROPIC else ' and ANTHROPIC_BASE_URL'}, then try again.",
            code="engine_unreachable",
        )
    if isinstance(error, ImportError):
        return EngineRefused(BEDROCK_MISSING)
    if options.bedrock_region and isinstance(error, RuntimeError):
        return EngineRefused("No credentials for Amazon Bedrock were found; set them up for boto3.")
    raise error


def _status(error: anthropic.APIStatusError, model: str, where: str) -> EngineError:
    message = (error.api_message or "").strip().rstrip(".")
    trace = f" (request {error.request_id})" if error.request_id else ""
    reason = f": {message[:300]}" if message else ""
    status = error.status_code
    after = retry_after(error)
    if spending_limit(error) or (status == 400 and "credit balance" in message.lower()):
        return EngineRefused(f"The account has reached its spending limit{reason}.{trace}")
    if status == 401:
        return EngineRefused(f"{where} refused the key. Check ANTHROPIC_API_KEY.{trace}")
    if status == 403:
        return EngineRefused(f"The key may not be used for this{reason}.{trace}")
    if status == 404:
        return EngineRefused(
            f"{where} does not know the model {model}. Check CLAUDE_MODEL and "
            f"CLAUDE_CHAT_MODEL.{trace}",
            code="model_not_found",
        )
    if status == 413 or (status in (400, 422) and too_long(message)):
        return EngineRefused(
            f"The document is too long for {model}{reason}.{trace}", code="engine_too_long"
        )
    if overloaded(error):
        return EngineBusy(
            f"{model} is overloaded, also after several tries. Try again in a few minutes.{trace}",
            retry_after=60 if after is None else after,
        )
    if status == 429 or error.type == "rate_limit_error":
        return EngineBusy(
            f"The account is over its rate limit, also after several tries{reason}.{trace}",
            retry_after=60 if after is None else after,
        )
    if status >= 500 or status in (200, 408, 409):
        return EngineBroken(
            f"{where} had a fault of its own{reason}. Try again later.{trace}", retry_after=after
        )
    return EngineRefused(f"{where} refused the request{reason}.{trace}")


def too_long(message: str) -> bool:
    """Whether an error's message says that the input is longer than the model can read."""
    lower = message.lower()
    return any(
        sign in lower
        for sign in ("prompt is too long", "context length", "context size", "context window")
    )
