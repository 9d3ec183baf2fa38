"""Findings as tests need them: made, kept in a review, and decided about."""

import time
from collections.abc import Callable
from functools import partial
from typing import Any

from bluepencil.review.aggregate import Outcome, Review
from bluepencil.review.decisions import edit
from bluepencil.review.findings import Finding, Item
from bluepencil.review.readings import keep
from bluepencil.review.session import Edited, Session
from bluepencil.store import Store
from bluepencil.task.record import Claim
from bluepencil.values import Json


def finding(**values: Any) -> Finding:
    """One about the first words of the session that the tests of the store share."""
    base = {
        "section_name": "Summary",
        "quote": "Several vials",
        "start": 0,
        "end": 13,
        "category": "evidence",
        "severity": "medium",
        "description": "How many?",
        "source": "checks",
        "rule": "vague-quantity",
    }
    return Finding(**{**base, **values})


def several(number: int) -> list[Finding]:
    """Findings on the same words, each of another rule."""
    return [finding(rule=f"rule-{one}", description=f"{one}?") for one in range(number)]


def found(
    store: Store, session: Session, *findings: Finding, claim: Claim | None = None
) -> list[Item]:
    """Keep what a reading has found."""
    return store.sessions.apply(
        session.session_id,
        lambda review: keep(review, findings, "section", (), time.time()),
        claim=claim,
    )


def decide(store: Store, session: Session, **changes: Item | Json | None) -> Edited:
    """One edit, of findings by id."""
    return store.sessions.apply(session.session_id, partial(edit, wanted=changes))


def step(store: Store, session: Session, rule: Callable[[Review], Outcome[Any]]) -> Any:
    """Apply a rule to the review."""
    return store.sessions.apply(session.session_id, rule)
