"""Kinds, engines and queues that do what a test of work tells them."""

import threading
from collections import Counter
from collections.abc import Callable
from typing import Any

from pydantic import BaseModel

from bluepencil.documents import Document, Section
from bluepencil.documents.guideline import Guideline
from bluepencil.engines import Answer, Call, Question, Reading, digest
from bluepencil.errors import BluepencilError
from bluepencil.review.criteria import Judgement
from bluepencil.review.findings import Finding, Usage
from bluepencil.store import Store
from bluepencil.task.record import Task
from bluepencil.work.catalogue import Kind
from bluepencil.work.context import Context


class Input(BaseModel):
    """What these kinds take."""

    word: str = "hello"


class Output(BaseModel):
    """What they give back."""

    word: str


def a_kind(
    name: str, run: Callable[[Any, Context], BaseModel], timeout: float = 60.0, **more: Any
) -> Kind:
    """A kind of that name, in the queue “test”."""
    return Kind(name, f"{name}.", "test", timeout, Input, Output, run, **more)


def echo(input: Input, ctx: Context) -> Output:
    """Give back the word, with a partial result on the way."""
    ctx.report(50, "Halfway", words=[input.word])
    return Output(word=input.word)


class Gate:
    """Work that begins, and goes on only when told; deaf: it does not hear a stop either."""

    def __init__(self, deaf: bool = False) -> None:
        self.begun, self.open = threading.Event(), threading.Event()
        self.deaf, self.stopped, self.contexts = deaf, 0, list[Context]()

    def run(self, input: Input, ctx: Context) -> Output:
        """What the kind does."""
        self.contexts.append(ctx)
        self.begun.set()
        try:
            while not self.open.wait(0.01):
                if not self.deaf:
                    ctx.cancel.check()
        except BluepencilError:
            self.stopped += 1
            raise
        return Output(word=input.word)


class Scripted:
    """An engine that reads as it is told, and counts what it was asked."""

    name = "built-in"

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.finds: Callable[[Section], list[Finding]] = lambda section: []
        self.says: list[Judgement] = []
        self.end: Callable[[str], Reading] = lambda name: Reading("scripted")
        self.cost = Usage(input_tokens=10, cost_usd=0.5)
        self.replies: Callable[[Question], str] = lambda question: "Because."
        self._lock = threading.Lock()

    def model(self, lane: str) -> str:
        """See Engine."""
        return "scripted"

    def basis(self, document: Document, section: Section, guideline: Guideline) -> str:
        """See Engine."""
        return digest(section.name, section.text, guideline.text)

    def review_section(
        self,
        document: Document,
        section: Section,
        guideline: Guideline,
        call: Call,
        found: Callable[[Finding], None],
    ) -> Reading:
        """See Engine."""
        call.cancel.check()
        with self._lock:
            self.asked[section.name] += 1
        call.spent(self.cost)
        for one in self.finds(section):
            found(one)
        return self.end(section.name)

    def review_whole(
        self,
        document: Document,
        guideline: Guideline,
        call: Call,
        found: Callable[[Finding], None],
    ) -> Reading:
        """See Engine."""
        with self._lock:
            self.asked["across"] += 1
        call.spent(self.cost)
        for judgement in self.says:
            call.judged(judgement)
        return self.end("across")

    def answer(
        self, question: Question, call: Call, said: Callable[[str], None], again: Any
    ) -> Answer:
        """See Engine."""
        with self._lock:
            self.asked["answer"] += 1
        call.spent(self.cost)
        text = self.replies(question)
        said(text)
        return Answer(text, (), (), "scripted")

    def close(self) -> None:
        """See Engine."""


class FakeQueue:
    """A queue without Redis: what was sent and who was notified is there to be looked at.

    `serves`: whether a worker does; `depths`: what the next looks see, the last one from then on.
    """

    def __init__(self, store: Store, serves: bool = True) -> None:
        self._store, self.serves = store, serves
        self.sent: list[str] = []
        self.notified: list[tuple[str, str]] = []
        self.depths: list[int | None] = [0]
        self.refuses = 0  # of the next notifications
        self.looks = 0

    def takes(self, queue: str) -> bool:
        """See Queue."""
        return self.serves

    def send(self, task_id: str, kind: str, queue: str) -> bool:
        """See Queue."""
        self.sent.append(task_id)
        return True

    def depth(self, queue: str) -> int | None:
        """See Queue."""
        self.looks += 1
        return self.depths.pop(0) if len(self.depths) > 1 else self.depths[0]

    def notify(self, task: Task) -> bool:
        """See Queue."""
        if self.refuses:
            self.refuses -= 1
            return False
        self.notified.append((task.task_id, task.state))
        return True
