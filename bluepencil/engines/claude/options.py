"""The options of the Claude engine: plain values, never read from the environment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

ANTHROPIC = "https://api.anthropic.com"
Price = tuple[float, float, float, float]


@dataclass(frozen=True)
class ClaudeOptions:
    """Credentials, address, models, timeouts.

    `base_url`: a server that speaks the Messages API; empty: Anthropic's own. `bedrock_region`:
    Claude on Amazon Bedrock there, with the credentials that boto3 finds. `timeout`: seconds of
    silence after which a call is given up. `attempts`: how often a call is tried. `prices`: model
    to US$ per million tokens (input, output, cache write, cache read), beside the built-in table.
    `documents`: whether the endpoint has document blocks with citations; None: only Anthropic's
    own and Bedrock, since others ignore them silently.
    """

    api_key: str = ""
    auth_token: str = ""
    base_url: str = ""
    model: str = "claude-sonnet-5-5"
    chat_model: str = "claude-haiku-5-5"
    fallback_model: str = ""
    effort: str = "medium"
    bedrock_region: str = ""
    prices: Mapping[str, Price] = field(default_factory=dict)
    timeout: float = 90.0
    attempts: int = 4
    documents: bool | None = None

    @property
    def url(self) -> str:
        """The address requests go to, without the `/v1` that the SDK adds itself."""
        return self.base_url.strip().rstrip("/").removesuffix("/v1").rstrip("/") or ANTHROPIC

    @property
    def own(self) -> bool:
        """Whether it is Anthropic's API itself, or Bedrock."""
        host = self.url.partition("://")[2].partition("/")[0].partition(":")[0]
        return (
            bool(self.bedrock_region) or host == "anthropic.com" or host.endswith(".anthropic.com")
        )

    @property
    def has_key(self) -> bool:
        """Whether there is anything to sign in with; other servers may need nothing."""
        return bool(self.api_key or self.auth_token or self.bedrock_region) or not self.own
