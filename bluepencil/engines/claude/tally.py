"""What one attempt brought: pieces of the answer from the SDK's events, and what was used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bluepencil.engines.claude.options import Price
from bluepencil.engines.claude.pieces import Cited, Text
from bluepencil.engines.claude.prices import cost
from bluepencil.engines.claude.retry import Nonsense
from bluepencil.review.findings import Usage

_CHARACTERS_PER_TOKEN = 4


class Tally:
    """Takes the events of one answer in order."""

    def __init__(self) -> None:
        self.begun = False
        self.complete = False
        self.model = ""
        self.stop_reason = ""
        self.explanation = ""
        self._counts: dict[str, int] = {}
        self._seen = 0

    def take(self, event: Any) -> Text | Cited | None:
        """Take one event; the piece of the answer in it, if there is one. Raises Nonsense."""
        try:
            return self._take(event)
        except (AttributeError, TypeError) as error:  # the SDK does not check what came
            raise Nonsense from error

    def _take(self, event: Any) -> Text | Cited | None:
        kind = event.type
        if kind == "content_block_delta":
            return self._delta(event.delta)
        if kind == "message_start":
            self.begun = True
            self.model = event.message.model or ""
            self._count(event.message.usage)
        elif kind == "message_delta":
            self._count(event.usage)
            self.stop_reason = event.delta.stop_reason or ""
            details = getattr(event.delta, "stop_details", None)
            self.explanation = (details and (details.explanation or details.category)) or ""
        elif kind == "message_stop":
            self.complete = True
        return None

    @property
    def fresh_input(self) -> int:
        """The input tokens that count towards the rate limit: those not read from the cache."""
        return self._counts.get("input_tokens", 0) + self._counts.get(
            "cache_creation_input_tokens", 0
        )

    def usage(self, model: str, prices: Mapping[str, Price]) -> Usage:
        """What was used, as far as it was told or seen; no cost where it was not told."""
        told = "input_tokens" in self._counts
        seen = self._seen // _CHARACTERS_PER_TOKEN
        output = self._counts.get("output_tokens", 0)
        counts = {
            **self._counts,
            "output_tokens": output if self.complete and told else max(output, seen),
        }
        usage = Usage(**counts)
        return usage.model_copy(update={"cost_usd": cost(model, usage, prices) if told else None})

    def _delta(self, delta: Any) -> Text | Cited | None:
        if delta.type == "text_delta":
            self._seen += len(delta.text)
            return Text(delta.text) if delta.text else None
        if delta.type == "thinking_delta":
            self._seen += len(delta.thinking)
        elif delta.type == "citations_delta" and delta.citation.type == "content_block_location":
            return Cited(delta.citation.start_block_index, delta.citation.end_block_index)
        return None

    def _count(self, usage: Any) -> None:
        for name in Usage.model_fields:
            value = getattr(usage, name, None)
            if isinstance(value, int):
                self._counts[name] = value
