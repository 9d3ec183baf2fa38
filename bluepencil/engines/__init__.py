"""What an engine is: it reads sections, looks across them, and answers questions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol

from bluepencil.documents import Document, Section
from bluepencil.documents.guideline import Guideline
from bluepencil.review.criteria import Judgement
from bluepencil.review.findings import Citation, Finding, Usage

if TYPE_CHECKING:
    from bluepencil.engines.text import TextEngine

Lane = Literal["analysis", "chat", "test"]
Reason = Literal["rate_limit", "retry"]


def _ignore(*_: object) -> None:
    return None


class Stop(Protocol):
    """The stop signal of the task an engine works for; see work.cancel.Cancel."""

    def check(self) -> None:
        """Raise TaskCancelled if a stop was asked for."""

    def sleep(self, seconds: float) -> None:
        """Sleep that long; raise TaskCancelled at once when a stop is asked for meanwhile."""

    def listening(self, listener: Callable[[], object]) -> AbstractContextManager[None]:
        """While inside, `listener` is called when a stop comes; at once if it has come already."""


@dataclass(frozen=True)
class Call:
    """How an engine communicates with the task it works for; every callback is thread-safe.

    `waiting(reason, seconds)` reports that the work waits for so long, `waiting(None, 0)` that it
    goes on. `spent(usage)` reports what a call used, also one that failed or was cancelled.
    `judged(judgement)` reports the verdict on one criterion of the guideline as soon as it is
    known; None where nobody asks for verdicts.
    """

    lane: Lane
    cancel: Stop
    waiting: Callable[[Reason | None, float], None] = _ignore
    spent: Callable[[Usage], None] = _ignore
    judged: Callable[[Judgement], None] | None = None


@dataclass(frozen=True)
class Reading:
    """The end of a review: which model did it, and what the reader should know about it.

    `notes` are sentences for a person ("The answer was cut off after 4 findings."). `complete`:
    everything was read and the answer came to its own end. An incomplete reading proves nothing
    about what it does not mention: an earlier finding it lacks may still hold.
    """

    model: str
    notes: tuple[str, ...] = ()
    complete: bool = True


@dataclass(frozen=True)
class Turn:
    """One earlier exchange of the chat."""

    message: str
    response: str


@dataclass(frozen=True)
class Question:
    """A chat message with everything needed to answer it; `about` is one of the findings."""

    message: str
    document: Document
    guideline: Guideline
    findings: tuple[Finding, ...] = ()
    about: Finding | None = None
    history: tuple[Turn, ...] = ()
    current_section: str | None = None


@dataclass(frozen=True)
class Answer:
    """A whole chat answer. `wording` could replace the quote of the finding asked about."""

    response: str
    citations: tuple[Citation, ...]
    suggestions: tuple[str, ...]
    model: str
    notes: tuple[str, ...] = ()
    wording: str | None = None


@dataclass(frozen=True)
class Connection:
    """Whether the engine can be reached; `detail` says in plain words what is wrong if not."""

    connected: bool
    engine: str
    model: str
    latency: float | None
    detail: str


def digest(*parts: object) -> str:
    """A digest of these values in this order."""
    return hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()


class Engine(Protocol):
    """Claude, or the built-in checks. Methods block; call them from any thread.

    They raise EngineError and its subclasses, and TaskCancelled soon after `call.cancel` is set.
    """

    @property
    def name(self) -> Literal["claude", "built-in"]:
        """Which engine it is."""

    @property
    def text(self) -> TextEngine:
        """What it does with texts that belong to no document."""

    def model(self, lane: Lane) -> str:
        """The model that this lane's calls go to; "built-in checks" for the built-in engine."""

    def basis(self, document: Document, section: Section, guideline: Guideline) -> str:
        """A digest of everything a reading of this section depends on: while it is the same,
        reading again would ask the same."""

    def review_section(
        self,
        document: Document,
        section: Section,
        guideline: Guideline,
        call: Call,
        on_finding: Callable[[Finding], None],
    ) -> Reading:
        """Read one section; `on_finding` gets each finding once, as soon as it is known."""

    def review_whole(
        self,
        document: Document,
        guideline: Guideline,
        call: Call,
        on_finding: Callable[[Finding], None],
    ) -> Reading:
        """Look across sections for what no single one shows; `on_finding` as above.

        Also gives a verdict on each criterion of the guideline, where `call.judged` wants them.
        """

    def answer(
        self,
        question: Question,
        call: Call,
        on_text: Callable[[str], None],
        on_restart: Callable[[], None],
    ) -> Answer:
        """Answer a question. `on_text(more)` streams the text; `on_restart()` discards all text so
        far (a broken answer starts over)."""

    def check_connection(self, call: Call) -> Connection:
        """Say whether the engine works; never raises EngineError."""

    def close(self) -> None:
        """Close connections and threads."""
