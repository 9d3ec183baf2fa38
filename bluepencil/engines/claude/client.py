"""The SDK's client: whom to ask, with which credentials, over how many connections."""

from __future__ import annotations

from typing import Any

import anthropic
import httpx2

from bluepencil.engines.claude.failures import NO_KEY
from bluepencil.engines.claude.options import ClaudeOptions
from bluepencil.engines.claude.pieces import Json
from bluepencil.errors import EngineRefused

CONNECT_TIMEOUT = 10.0  # seconds
CONNECTIONS = 1_000


def patience(seconds: float) -> anthropic.Timeout:
    """The SDK's timeout: so long a silence is borne, less while connecting."""
    return anthropic.Timeout(seconds, connect=min(CONNECT_TIMEOUT, seconds))


def make_client(options: ClaudeOptions) -> Any:
    """The client, told everything, so that it looks for no credentials of its own.

    Raises EngineRefused where there is no key.
    """
    if not options.has_key:
        raise EngineRefused(NO_KEY, code="no_key")
    http = anthropic.DefaultAsyncHttpxClient(
        limits=httpx2.Limits(max_connections=CONNECTIONS, max_keepalive_connections=100),
        timeout=patience(options.timeout),
    )
    shared: Json = {"max_retries": 0, "http_client": http, "open_telemetry": False}
    if options.bedrock_region:
        return anthropic.AsyncAnthropicBedrock(aws_region=options.bedrock_region, **shared)
    if options.api_key:
        shared["api_key"] = options.api_key
    elif options.auth_token:
        shared["auth_token"] = options.auth_token
    else:  # a server of one's own, that asks for nothing
        shared |= {"api_key": "", "default_headers": {"Authorization": anthropic.omit}}
    return anthropic.AsyncAnthropic(base_url=options.url, **shared)
