"""Reads the events of one streamed answer: its text, how it ended, and the tokens it used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bluepencil.engines.claude.chunks import Cited, Text
from bluepencil.engines.claude.options import Price
from bluepencil.engines.claude.prices import cost
from bluepencil.engines.claude.retry import NotTheApi
from bluepencil.review.findings import Usage

_CHARACTERS_PER_TOKEN = 4


class EventReader:
    """Feed it the SDK's events of one answer in order.

    `started` and `ended` say whether the first and the last event came.
    """

    def __init__(self) -> None:
        self.started = False
        self.ended = False
        self.model = ""
        self.stop_reason = ""
        self.explanation = ""
        self._tokens: dict[str, int] = {}
        self._characters = 0

    def read(self, event: Any) -> Text | Cited | None:
        """The chunk of the answer in an event, if there is one. Raises NotTheApi."""
        try:
            return self._read(event)
        except (AttributeError, TypeError) as error:  # the SDK does not check what came
            raise NotTheApi from error

    def _read(self, event: Any) -> Text | Cited | None:
        kind = event.type
        if kind == "content_block_delta":
            return self._delta(event.delta)
        if kind == "message_start":
            self.started = True
            self.model = event.message.model or ""
            self._count(event.message.usage)
        elif kind == "message_delta":
            self._count(event.usage)
            self.stop_reason = event.delta.stop_reason or ""
            details = getattr(event.delta, "stop_details", None)
            self.explanation = (details and (details.explanation or details.category)) or ""
        elif kind == "message_stop":
            self.ended = True
        return None

    @property
    def uncached_input(self) -> int:
        """The input tokens that count towards the rate limit: those not read from the cache."""
        written = self._tokens.get("cache_creation_input_tokens", 0)
        return self._tokens.get("input_tokens", 0) + written

    def usage(self, model: str, prices: Mapping[str, Price]) -> Usage:
        """The tokens used, estimated where they were not reported; without a cost in that case."""
        reported = "input_tokens" in self._tokens
        output = self._tokens.get("output_tokens", 0)
        if not (self.ended and reported):
            output = max(output, self._characters // _CHARACTERS_PER_TOKEN)
        usage = Usage(**{**self._tokens, "output_tokens": output})
        price = cost(model, usage, prices) if reported else None
        return usage.model_copy(update={"cost_usd": price})

    def _delta(self, delta: Any) -> Text | Cited | None:
        if delta.type == "text_delta":
            self._characters += len(delta.text)
            return Text(delta.text) if delta.text else None
        if delta.type == "thinking_delta":
            self._characters += len(delta.thinking)
        elif delta.type == "citations_delta" and delta.citation.type == "content_block_location":
            return Cited(delta.citation.start_block_index, delta.citation.end_block_index)
        return None

    def _count(self, usage: Any) -> None:
        for name in Usage.model_fields:
            value = getattr(usage, name, None)
            if isinstance(value, int):
                self._tokens[name] = value
