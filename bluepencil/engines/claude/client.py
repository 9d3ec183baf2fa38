"""The SDK's client: which address, which credentials, how many connections."""

from __future__ import annotations

from typing import Any

import anthropic
import httpx2

from bluepencil.engines.claude.failures import NO_KEY
from bluepencil.engines.claude.options import ClaudeOptions
from bluepencil.engines.claude.params import Json
from bluepencil.errors import EngineRefused

CONNECT_TIMEOUT = 10.0  # seconds
CONNECTIONS = 1_000
IDLE = 100
IDLE_SECONDS = 50.0  # proxies drop connections that were idle for a minute; a new one costs 100 ms


def timeouts(seconds: float) -> anthropic.Timeout:
    """The SDK's timeouts for a silence of at most so long, or less while connecting."""
    return anthropic.Timeout(seconds, connect=min(CONNECT_TIMEOUT, seconds))


def make_client(options: ClaudeOptions) -> Any:
    """The client, with everything set, so that it looks for no credentials of its own.

    Raises EngineRefused where there is no key.
    """
    if not options.has_key:
        raise EngineRefused(NO_KEY, code="no_key")
    http = anthropic.DefaultAsyncHttpxClient(
        limits=httpx2.Limits(
            max_connections=CONNECTIONS,
            max_keepalive_connections=IDLE,
            keepalive_expiry=IDLE_SECONDS,
        ),
        timeout=timeouts(options.timeout),
    )
    shared: Json = {"max_retries": 0, "http_client": http, "open_telemetry": False}
    if options.bedrock_region:
        return anthropic.AsyncAnthropicBedrock(aws_region=options.bedrock_region, **shared)
    if options.api_key:
        shared["api_key"] = options.api_key
    elif options.auth_token:
        shared["auth_token"] = options.auth_token
    else:  # a server that asks for none
        shared |= {"api_key": "", "default_headers": {"Authorization": anthropic.omit}}
    return anthropic.AsyncAnthropic(base_url=options.url, **shared)
