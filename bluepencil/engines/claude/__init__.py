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
from bluepencil.engines.claude.chunks import End
from bluepencil.engines.claude.options import ClaudeOptions
from bluepencil.engines.claude.params import Features, Json
from bluepencil.engines.claude.review import SECTION_PROMPT, Review
from bluepencil.errors import EngineError
from bluepencil.limits import Limiter
from bluepencil.review.findings import Finding

if TYPE_CHECKING:
    from bluepencil.engines.claude.upstream import Upstream
    from bluepencil.engines.text import TextEngine

__all__ = ["Claude", "ClaudeOptions"]

TEST_TIMEOUT = 15.0


class Claude:
    """The engine, see bluepencil.engines.Engine. The SDK is imported at the first call."""

    name: Literal["claude"] = "claude"

    def __init__(self, options: ClaudeOptions, limiter: Limiter) -> None:
        self._options, self._limiter = options, limiter
        self._lock = threading.Lock()
        self._upstream: Upstream | None = None

    @property
    def text(self) -> TextEngine:
        """See Engine."""
        from bluepencil.engines.claude.text import ClaudeText  # for who works with texts

        return ClaudeText(self._connected, lambda: self.model("chat"))

    def model(self, lane: Lane) -> str:
        """The model that this lane's calls go to."""
        return self._options.chat_model if lane == "chat" else self._options.model

    def basis(self, document: Document, section: Section, guideline: Guideline) -> str:
        """See Engine. The other sections are only context, so they do not count."""
        del document
        how = (VERSION, self._options.url, self.model("analysis"), SECTION_PROMPT)
        return digest(*how, guideline.model_dump_json(), section.name, section.text)

    def review_section(
        self,
        document: Document,
        section: Section,
        guideline: Guideline,
        call: Call,
        on_finding: Callable[[Finding], None],
    ) -> Reading:
        """See Engine."""
        review = Review(document, guideline, section)
        return review.run(self._connected(), self.model(call.lane), call, on_finding)

    def review_whole(
        self,
        document: Document,
        guideline: Guideline,
        call: Call,
        on_finding: Callable[[Finding], None],
    ) -> Reading:
        """See Engine."""
        review = Review(document, guideline, None)
        return review.run(self._connected(), self.model(call.lane), call, on_finding)

    def answer(
        self,
        question: Question,
        call: Call,
        on_text: Callable[[str], None],
        on_restart: Callable[[], None],
    ) -> Answer:
        """See Engine."""
        return Chat(question).run(
            self._connected(), self.model(call.lane), call, on_text, on_restart
        )

    def check_connection(self, call: Call) -> Connection:
        """Send the shortest of messages; see Engine."""
        model = self.model(call.lane)
        began = time.monotonic()

        def waiting(reason: Reason | None, seconds: float) -> None:
            nonlocal began
            began = time.monotonic()  # waiting for the limit is not the endpoint's latency
            call.waiting(reason, seconds)

        timed = Call(call.lane, call.cancel, waiting, call.spent)
        try:
            upstream = self._connected()
            began = time.monotonic()  # nor is importing the SDK
            timeout = min(TEST_TIMEOUT, self._options.timeout)
            with closing(upstream.ask(model, _hello, timed, attempts=1, timeout=timeout)) as chunks:
                for chunk in chunks:
                    model = chunk.model if isinstance(chunk, End) else model
        except EngineError as error:
            return Connection(False, self.name, model, None, error.detail)
        latency = round(time.monotonic() - began, 3)
        return Connection(True, self.name, model, latency, f"{model} answers.")

    def close(self) -> None:
        """End all calls, close connections and threads."""
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
