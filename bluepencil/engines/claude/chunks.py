"""What a streamed answer consists of, in types that need no SDK."""

from __future__ import annotations

from dataclasses import dataclass

from bluepencil.engines import Reason
from bluepencil.engines.claude.params import Features


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
class Waiting:
    """The call waits for so long, or (None) goes on."""

    reason: Reason | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Restart:
    """The answer broke off and starts over: discard everything before."""


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
        """Whether the model stopped for any reason but having finished; some servers give none."""
        return self.stop_reason not in ("end_turn", "")


Chunk = Text | Cited | Restart | End
