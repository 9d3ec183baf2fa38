"""Reviews and findings for the tests of the rules."""

from typing import Any

from bluepencil.documents import Document
from bluepencil.documents.guideline import Guideline
from bluepencil.review.aggregate import Review
from bluepencil.review.findings import Finding, Item
from bluepencil.review.readings import keep, settle
from bluepencil.review.session import Session
from tests.conftest import document

NOW = 1_795_000_000.0
GENERAL = Guideline(name="general", title="General", text="Be clear.")
OLD = document(
    ("Summary", "Several vials broke on the line.\nThe shift lead was told at once."),
    ("Cause", "Human error. It was decided to train."),
    ("Actions", "Training is planned."),
    name="one.md",
)
NEW = document(
    ("Background", "Line 4 fills vials."),
    ("Summary", "On 3 March the alarm rang.\nSeveral vials broke on the line.\nAll is well."),
    ("Cause", "A worn seal on pump 3. It was decided to train."),
    ("Plan", "Training is planned."),
    name="two.md",
)


def review(of: Document = OLD, **values: Any) -> Review:
    """A review that nothing was done in."""
    session = Session(session_id="one", owner="local", document=of, guideline=GENERAL, created_at=0)
    return Review(**{"session": session, "items": {}, **values})


def finding(
    quote: str | None = "Several vials", section: str = "Summary", of: Document = OLD, **values: Any
) -> Finding:
    """A finding about these words, where they first are, or about the section as a whole."""
    found = of.section(section)
    start = None if quote is None or found is None else found.text.index(quote)
    base = {
        "section_name": section,
        "quote": quote,
        "start": start,
        "end": None if start is None or quote is None else start + len(quote),
        "category": "evidence",
        "severity": "medium",
        "description": "How many?",
        "source": "checks",
        "rule": "vague-quantity",
    }
    return Finding(**{**base, **values})


def claude(category: str = "evidence", **values: Any) -> Finding:
    """A finding as Claude makes it: its rule is its category."""
    return finding(**{"source": "claude", "category": category, "rule": category, **values})


def own(item_id: str = "own-1", **values: Any) -> Item:
    """A finding that the reader wrote."""
    base = {"id": item_id, "created_at": "2026-11-23T10:00:00.000Z", "rule": "own"}
    base |= {"source": "you", "description": "Which vials?"}
    return Item(**{**finding().model_dump(), **base, **values})


def kept(before: Review, *found: Finding, scope: Any = "section") -> tuple[Review, list[Item]]:
    """The review and the items after a reading that found these and is not settled."""
    outcome = keep(before, found, scope, (), NOW)
    return outcome.review, outcome.answer


def read(
    before: Review, *found: Finding, section: str | None = "Summary", scope: Any = "section"
) -> tuple[Review, list[Item]]:
    """The same after a reading that was complete."""
    after, items = kept(before, *found, scope=scope)
    return settle(after, section, scope, {item.id for item in items}).review, items
