"""The built-in suggestions: what the state of a review gives a person to ask or do next."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from bluepencil.engines.text import Situation
from bluepencil.review.findings import Finding, Item
from bluepencil.values import plural

MOST = 5
_QUOTED = 60  # characters of a quote
_RANK = {"high": 0, "medium": 1, "low": 2}
_WORD = re.compile(r"[^\W\d_]{4,}")


def suggest(situation: Situation) -> tuple[str, ...]:
    """Three to five of them, most useful first."""
    return tuple(dict.fromkeys(_all(situation)))[:MOST]


def _all(situation: Situation) -> Iterator[str]:
    findings = sorted(
        (one for one in situation.findings if not isinstance(one, Item) or one.decision == "open"),
        key=lambda one: _RANK[one.severity],
    )
    if situation.message:
        yield from _about(situation.message, findings)
    unread = [
        section.name
        for section in situation.document.sections
        if section.text.strip() and section.name not in situation.sections_read
    ]
    if unread and len(unread) < len(situation.document.sections):
        yield f"Review “{unread[0]}”, which has not been read yet."
    elif unread:
        yield "Review the document: no section has been read yet."
    serious = [one for one in findings if one.severity == "high"]
    if serious:
        yield f"Decide the {plural(len(serious), 'serious finding')} first."
    for one in findings[:2]:
        yield f"Why is this a problem: {_named(one)}?"
    if findings:
        name, number = Counter(one.section_name for one in findings).most_common(1)[0]
        if number > 1:
            yield f"What would make “{name}” better? It has {plural(number, 'open finding')}."
    yield f"What does the guideline “{situation.guideline}” expect that is missing here?"
    yield "What should a reader remember of this document?"
    yield "Export the document with the accepted findings as comments."


def _about(message: str, findings: list[Finding]) -> Iterator[str]:
    """Findings that share words with what was said."""
    said = {word.casefold() for word in _WORD.findall(message)}
    for one in findings:
        words = {word.casefold() for word in _WORD.findall(f"{one.description} {one.quote or ''}")}
        if said & words:
            yield f"How should this be put instead: {_named(one)}?"


def _named(finding: Finding) -> str:
    if finding.quote:
        quote = " ".join(finding.quote.split())
        short = quote if len(quote) <= _QUOTED else f"{quote[:_QUOTED].rsplit(' ', 1)[0]}…"
        return f"“{short}” in “{finding.section_name}”"
    return f"“{finding.description.rstrip('.')}” in “{finding.section_name}”"
