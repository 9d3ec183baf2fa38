"""What goes to the model and what comes back, in words that need no SDK."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, replace
from typing import Any, Protocol

from bluepencil.engines import Call, Reason

Json = dict[str, Any]


@dataclass(frozen=True)
class Features:
    """What an endpoint can do, as far as is known; `room`: characters of document it takes."""

    format: bool = True  # output_config.format: JSON to a schema
    effort: bool = True  # output_config.effort
    documents: bool = True  # document blocks with citations
    cache: bool = True  # cache_control
    long_answers: bool = True
    room: int = 600_000

    def without(self, name: str) -> Features:
        """The same without one of them."""
        return replace(self, **{name: False})


Build = Callable[[Features], Json]
"""Makes the parameters of a request (all but model and limits) for what an endpoint can do."""


@dataclass(frozen=True, slots=True)
class Text:
    """More of the answer."""

    text: str


@dataclass(frozen=True, slots=True)
class Cited:
    """The answer cites paragraphs `start` to `end` (exclusive) of the document."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Waits:
    """The call stands still until then, or (None) goes on."""

    reason: Reason | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Again:
    """All that came so far counts no more: the answer broke off and is begun anew."""


@dataclass(frozen=True, slots=True)
class End:
    """The last event of the answer came. `features` are those the request was built for."""

    model: str
    stop_reason: str
    explanation: str
    features: Features
    notes: tuple[str, ...] = ()

    @property
    def cut_off(self) -> bool:
        """Whether the model stopped for any reason but having finished; some servers name none."""
        return self.stop_reason not in ("end_turn", "")


Piece = Text | Cited | Again | End


class Asks(Protocol):
    """What review and chat need: ask a model, and read its answer piece by piece."""

    def ask(
        self,
        model: str,
        build: Build,
        call: Call,
        *,
        attempts: int | None = None,
        timeout: float | None = None,
    ) -> Generator[Piece, None, None]:
        """The pieces of the answer, `End` last. Raises EngineError and its kin, TaskCancelled."""


def characters(params: Json) -> int:
    """How many characters of text a request holds."""
    return sum(_size(block) for block in _blocks(params))


def cached_part(params: Json) -> tuple[int, int]:
    """What of a request may be read from the cache: a hash that tells it apart, its characters."""
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
