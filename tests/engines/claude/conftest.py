"""What the engine's tests share: a document, a guideline, and engines that talk to the stand-in."""

import threading
from dataclasses import dataclass, field

import anthropic
import httpx2
import pytest

from bluepencil.documents.guideline import Guideline, Item
from bluepencil.engines import Call
from bluepencil.engines.claude import Claude, ClaudeOptions
from bluepencil.errors import BluepencilError
from bluepencil.limits.local import LocalLimiter
from bluepencil.work.cancel import Cancel
from tests.conftest import document

SUMMARY = (
    "On 3 March several vials broke soon after the transfer. "
    "The line was stopped and the batch was set aside. "
    "Nobody was hurt by the broken glass."
)
CAUSE = (
    "The operator did not follow the procedure for the transfer. "
    "The root cause is human error by the operator. "
    "All operators will be trained again in due course."
)


REQUEST = httpx2.Request("POST", "https://api.anthropic.com/v1/messages")


def refusal(status, error="", message="No.", **headers) -> anthropic.APIStatusError:
    """What the SDK raises for such an answer."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    response = httpx2.Response(status, headers=named, request=REQUEST)
    body = {"type": "error", "error": {"type": error, "message": message}}
    return anthropic.APIStatusError(message, response=response, body=body)


@pytest.fixture
def report():
    return document(("Summary", SUMMARY), ("Cause", CAUSE))


@pytest.fixture
def guideline():
    return Guideline(
        name="general",
        title="General",
        text="Say who did what and when.",
        items=(Item(id="root-cause", text="The cause is followed to its root."),),
    )


@pytest.fixture
def make_claude(fake):
    """Engines that talk to `fake`; retries of the tests' own making are quick."""
    made = []

    def make(limiter=None, **options):
        values = {"api_key": "sk-test", "base_url": fake.url, **options}
        engine = Claude(ClaudeOptions(**values), limiter or LocalLimiter({}))
        made.append(engine)
        return engine

    yield make
    for engine in made:
        engine.close()


@pytest.fixture(autouse=True)
def quick_backoff(monkeypatch):
    """Between two attempts no test waits for seconds; what a server asks for is still kept to."""
    from bluepencil.engines.claude import retry

    monkeypatch.setattr(retry, "_BACKOFF", lambda state: 0.01)


@dataclass
class Recorder:
    """Records all that an engine reports of one call, and its result or error."""

    findings: list = field(default_factory=list)
    text: str = ""
    restarts: int = 0
    waits: list = field(default_factory=list)
    usage: list = field(default_factory=list)
    judged: list = field(default_factory=list)
    result: object = None
    error: BluepencilError | None = None
    cancel: Cancel = field(default_factory=Cancel)
    anything: threading.Event = field(default_factory=threading.Event)

    def call(self, lane="analysis"):
        return Call(lane, self.cancel, self._waiting, self.usage.append, self.judged.append)

    def _waiting(self, reason, seconds):
        self.waits.append((reason, seconds))
        self.anything.set()

    def on_finding(self, finding):
        self.findings.append(finding)
        self.anything.set()

    def on_text(self, more):
        self.text += more
        self.anything.set()

    def on_restart(self):
        self.restarts += 1
        self.text = ""

    def run(self, work):
        """Do `work(self)` and keep what comes of it."""
        try:
            self.result = work(self)
        except BluepencilError as error:
            self.error = error
        return self

    def start(self, work):
        """The same on a thread of its own."""
        thread = threading.Thread(target=self.run, args=(work,))
        thread.start()
        return thread


def answering(engine, question):
    """The work of answering a question, for a recorder."""
    return lambda r: engine.answer(question, r.call("chat"), r.on_text, r.on_restart)


def reviewing(engine, document, guideline, section=None):
    """The work of reading one section, or (None) of looking across all, for a recorder."""
    if section is None:
        return lambda r: engine.review_whole(document, guideline, r.call(), r.on_finding)
    one = document.sections[section]
    return lambda r: engine.review_section(document, one, guideline, r.call(), r.on_finding)


@pytest.fixture
def review(report, guideline):
    """Review the first section (or another) of the report; the recorder with its outcome."""

    def go(engine, section=0, outcome=None, document=None):
        whole = document or report
        outcome = outcome or Recorder()
        return outcome.run(reviewing(engine, whole, guideline, section))

    return go
