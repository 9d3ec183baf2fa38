"""The review page: what it is sent at first, and what it fetches as its reader goes on.

A document may have thousands of sections and findings. The page is sent the outline of all, the
text of the first sections, the most important findings, and true counts of the rest.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bluepencil.documents import Document, Section
from bluepencil.documents.guideline import Guideline
from bluepencil.review.aggregate import Review
from bluepencil.review.findings import Item, ranked
from bluepencil.review.remarks import in_order
from bluepencil.values import Json, plural
from bluepencil.web import OWNER, labels, site
from bluepencil.web.answers import status_of
from bluepencil.web.guidelines import known
from bluepencil.web.overview import AVAILABLE, UNAVAILABLE
from bluepencil.web.sessions import chat_rows

SECTIONS = 200  # whose text is sent with the page, and at once afterwards
FINDINGS = 300  # that are sent with the page
EXCHANGES = 50  # of the chat, the newest


def view(session_id: str, *, whole: bool = False) -> dict[str, Any]:
    """The values of the template, by name; `whole`: with the text of all sections, for readers
    without scripts. Raises NotFound."""
    here = site()
    review = here.store.sessions.load(session_id, OWNER)
    session, document = review.session, review.session.document
    tasks = here.store.tasks.open_tasks(session_id)
    sent = document.sections if whole else document.sections[:SECTIONS]
    chosen = known().get(session.guideline.name, session.guideline)
    here.seen.remember(review)
    return {
        "session": session,
        "guideline": session.guideline,
        "guideline_changed": chosen != session.guideline,
        "anchors": anchors(document),
        "sections": sent,
        "more": len(document.sections) > len(sent),
        "status": _initial_status(review, bool(tasks)),
        "whole_document": labels.WHOLE_DOCUMENT,
        "page_data": {
            "session": {
                "session_id": session_id,
                **_findings(review),
                **_outline(review, len(sent)),
                "history": {"undo": review.history.undo, "redo": review.history.redo},
                "revision": review.revision,
                "version": session.version,
                "chat": chat_rows(session_id, EXCHANGES),
                "exchanges": EXCHANGES,
                "tasks": [status_of(here, task, partial=False) for task in tasks],
                "guideline": _items(session.guideline),
            },
            "labels": labels.FINDING,
            "whole_document": labels.WHOLE_DOCUMENT,
            "modes": {"available": AVAILABLE._asdict(), "unavailable": UNAVAILABLE._asdict()},
        },
    }


def some_sections(session_id: str, start: int) -> Sequence[Section]:
    """The next sections from that number on. Raises NotFound."""
    document = site().store.sessions.get(session_id, OWNER).document
    return document.sections[start : start + SECTIONS]


def in_page_order(review: Review) -> list[Item]:
    """The findings as the page fetches them: the most important first, as it shows them."""
    return ranked(in_order(review.session.document, review.standing))


def anchors(document: Document) -> Mapping[str, str]:
    """The fragment of each section's link, by section name; stable, and unique in the page."""
    found: dict[str, str] = {}
    seen: Counter[str] = Counter()
    for section in document.sections:
        slug = re.sub(r"[\W_]+", "-", section.name.casefold()).strip("-") or "section"
        seen[slug] += 1
        found[section.name] = slug if seen[slug] == 1 else f"{slug}--{seen[slug]}"
    return found


def _findings(review: Review) -> Json:
    """The first findings, and counts of all where there are more."""
    standing, resolved = review.standing, review.resolved
    if len(standing) + len(resolved) <= FINDINGS:
        return {"feedback": _dumped(standing), "resolved": _dumped(resolved), "counts": None}
    by_section: dict[str, Counter[str]] = {}
    for item in standing:
        by_section.setdefault(item.section_name, Counter())[item.decision] += 1
    return {
        "feedback": _dumped(in_page_order(review)[:FINDINGS]),
        "resolved": [],
        "counts": by_section,
    }


def _dumped(items: Iterable[Item]) -> list[Json]:
    return [item.model_dump(mode="json") for item in items]


def _outline(review: Review, sent: int) -> Json:
    """All sections in a few words each, and how many have come with their text."""
    document = review.session.document
    links = anchors(document)
    columns = [
        (one.name, one.words, one.name in review.read, one.level, one.number, links[one.name])
        for one in document.sections
    ]
    return {"outline": columns, "sent": sent}


def _items(guideline: Guideline) -> Mapping[str, str]:
    return {f"{guideline.name}#{item.id}": item.text for item in guideline.items}


def _initial_status(review: Review, running: bool) -> str:
    """The status of the review as shown until the page's scripts run."""
    if running:
        return "Reviewing…"
    if review.read:
        return plural(len(review.standing), "finding")
    sections = review.session.document.sections
    words = sum(section.words for section in sections)
    return f"{plural(len(sections), 'section')}, {plural(words, 'word')}"
