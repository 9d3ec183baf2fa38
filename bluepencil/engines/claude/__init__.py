"""Claude as an engine: Anthropic's API, Bedrock, or any server that speaks the Messages API."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import closing
from typing import TYPE_CHECKING, Literal

from bluepencil import VERSION
from bluepencil.documents import Document, Section
from bluepencil.documents.guideline import Guideline
from bluepencil.engines import Answer, Call, Connection, Lane, Question, Reading, Reason, digest
from bluepencil.engines.claude.chat import Chat
from bluepencil.engines.claude.options import ClaudeOptions
from bluepencil.engines.claude.pieces import End, Features, Json
from bluepencil.engines.claude.review import SECTION_PROMPT, Review
from bluepencil.errors import EngineError
from bluepencil.limits import Limiter
from bluepencil.review.findings import Finding

if TYPE_CHECKING:
    from bluepencil.engines.claude.upstream import Upstream

__all__ = ["Claude", "ClaudeOptions"]

TEST_TIMEOUT = 15.0


class Claude:
    """The engine, see bluepencil.engines.Engine. The SDK is imported at the first call."""

    name: Literal["claude"] = "claude"

    def __init__(self, options: ClaudeOptions, limiter: Limiter) -> None:
        self._options, self._limiter = options, limiter
        self._lock = threading.Lock()
        self._upstream: Upstream | None = None

    def model(self, lane: Lane) -> str:
        """The model that this lane's calls go to."""
        return self._options.chat_model if lane == "chat" else self._options.model

    def basis(self, document: Document, section: Section, guideline: Guideline) -> str:
        """See Engine. The other sections are only shown beside it, so they do not count."""
        del document
        model = self.model("analysis")
        own = (VERSION, self._options.url, model, SECTION_PROMPT)
        return digest(*own, guideline.model_dump_json(), section.name, section.text)

    def review_section(
        self,
        document: Document,
        section: Section,
        guideline: Guideline,
        call: Call,
        found: Callable[[Finding], None],
    ) -> Reading:
        """Read one section; see Engine."""
        review = Review(document, guideline, section)
        return review.run(self._connected(), self.model(call.lane), call, found)

    def review_whole(
        self,
        document: Document,
        guideline: Guideline,
        call: Call,
        found: Callable[[Finding], None],
    ) -> Reading:
        """Look across sections; see Engine."""
        review = Review(document, guideline, None)
        return review.run(self._connected(), self.model(call.lane), call, found)

    def answer(
        self,
        question: Question,
        call: Call,
        said: Callable[[str], None],
        again: Callable[[], None],
    ) -> Answer:
        """Answer a question; see Engine."""
        return Chat(question).run(self._connected(), self.model(call.lane), call, said, again)

    def check_connection(self, call: Call) -> Connection:
        """Send the smallest question there is, and say in plain words what came of it."""
        model = self.model(call.lane)
        began = time.monotonic()

        def waiting(reason: Reason | None, seconds: float) -> None:
            nonlocal began
            began = time.monotonic()  # the wait is not the endpoint's
            call.waiting(reason, seconds)

        own = Call(call.lane, call.cancel, waiting, call.spent)
        try:
            upstream = self._connected()
            began = time.monotonic()  # nor is the SDK's import
            timeout = min(TEST_TIMEOUT, self._options.timeout)
            with closing(upstream.ask(model, _hello, own, attempts=1, timeout=timeout)) as pieces:
                for piece in pieces:
                    model = piece.model if isinstance(piece, End) else model
        except EngineError as error:
            return Connection(False, self.name, model, None, error.detail)
        latency = round(time.monotonic() - began, 3)
        return Connection(True, self.name, model, latency, f"{model} answers.")

    def close(self) -> None:
        """End all calls and let go of connections and threads."""
        with self._lock:
            if self._upstream is not None:
                self._upstream.close()

    def _connected(self) -> Upstream:
        with self._lock:
            if self._upstream is None:
                # here, because importing the SDK takes a second and 60 MB
                from bluepencil.engines.claude.upstream import Upstream

                self._upstream = Upstream(self._options, self._limiter)
            return self._upstream


def _hello(_: Features) -> Json:
    return {"max_tokens": 16, "messages": [{"role": "user", "content": "Say yes."}]}
