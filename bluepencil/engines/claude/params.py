"""The parameters of a request to the model: who builds them, for what, and how long they are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

Json = dict[str, Any]


@dataclass(frozen=True)
class Features:
    """What an endpoint supports, as far as is known.

    `max_characters`: how much of a document it takes.
    """

    format: bool = True  # output_config.format: JSON to a schema
    effort: bool = True  # output_config.effort
    documents: bool = True  # document blocks with citations
    cache: bool = True  # cache_control
    long_answers: bool = True
    max_characters: int = 600_000

    def without(self, name: str) -> Features:
        """The same without one of them."""
        return replace(self, **{name: False})


Build = Callable[[Features], Json]
"""Makes the parameters of a request (all but model and effort) for what an endpoint supports."""


class Prepared(NamedTuple):
    """The parameters built for these features, and what there is to know of them.

    `cached` is how many of its `characters` may be in the provider's cache, under `prefix`.
    """

    features: Features
    params: Json
    characters: int
    prefix: int
    cached: int


def prepare(build: Build, features: Features) -> Prepared:
    """Build and measure a request."""
    params = build(features)
    return Prepared(features, params, characters(params), *cached_prefix(params))


def characters(params: Json) -> int:
    """How many characters of text a request holds."""
    return sum(_size(block) for block in _blocks(params))


def cached_prefix(params: Json) -> tuple[int, int]:
    """What of a request may be read from the provider's cache: its hash, and its characters."""
    key, size, marked = 0, 0, (0, 0)
    for block in _blocks(params):
        key, size = hash((key, str(block))), size + _size(block)
        if "cache_control" in block:
            marked = (key, size)
    return marked


def _blocks(params: Json) -> Iterator[Json]:
    yield from params.get("system", ())
    for message in params["messages"]:
        content = message["content"]
        yield from [{"text": content}] if isinstance(content, str) else content


def _size(block: Json) -> int:
    parts = block["source"]["content"] if "source" in block else [block]
    return sum(len(part["text"]) for part in parts)
