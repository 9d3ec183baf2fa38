"""Whether a document meets each item of its guideline, as far as the built-in checks can say.

“Met” is given only where a check looked, found nothing against it, and a passage shows it. What
the checks have no way to judge is “not checked”, and the note says why.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import accumulate

from bluepencil.documents import Document
from bluepencil.documents.guideline import Guideline
from bluepencil.engines import Stop
from bluepencil.engines.checks.content import is_english
from bluepencil.engines.checks.evidence import ENOUGH, Evidence, actions, form, statements
from bluepencil.engines.checks.expected import presences
from bluepencil.engines.checks.items import checked_items
from bluepencil.engines.checks.place import Place
from bluepencil.review.criteria import Compliance, Criterion, Judgement, criteria
from bluepencil.review.findings import MISSING, Finding
from bluepencil.values import plural

_LOOKS = {**actions.LOOKS, **statements.LOOKS, **form.LOOKS}
_NO_CHECK = "The built-in checks can't judge this."
_FOREIGN = "The built-in checks read English only."
_NO_PASSAGE = "The checks found nothing against it, but too little that shows it is met."


def judgements(
    document: Document, guideline: Guideline, findings: Sequence[Finding], cancel: Stop
) -> Iterator[Judgement]:
    """A judgement on each criterion. `findings` are all that the checks found in the document."""
    by_section = iter(presences(document, guideline))
    english = is_english(document)
    for criterion in criteria(guideline):
        cancel.check()
        if criterion.kind == "section":
            there = next(by_section)
            yield _judgement(criterion, there.verdict, there.evidence, there.note)
        elif not english:
            yield _judgement(criterion, "not_checked", (), _FOREIGN)
        else:
            yield _item(criterion, document, guideline, findings)


def _item(
    criterion: Criterion, document: Document, guideline: Guideline, findings: Sequence[Finding]
) -> Judgement:
    """On an item of the checklist: from the findings that rest on it, and from what shows it."""
    item = guideline.item(f"{guideline.name}#{criterion.id}")
    checks, unknown = checked_items(criterion.id, item.rules if item else ())
    against = [
        one
        for one in findings
        if one.guideline == f"{guideline.name}#{criterion.id}" and one.rule != MISSING
    ]
    if not checks and not against:
        names = ", ".join(f"“{one}”" for one in sorted(unknown))
        note = f"There is no built-in rule {names}." if unknown else _NO_CHECK
        return _judgement(criterion, "not_checked", (), note)
    evidence = [_LOOKS[check](document) for check in sorted(checks) if check in _LOOKS]
    return _weighed(criterion, against, _together(evidence))


def _together(found: Sequence[Evidence]) -> Evidence:
    """What shows an item that several checks look at; it can then not be counted."""
    if len(found) == 1:
        return found[0]
    missing = [one.nothing for one in found if one.nothing]
    applies = [one for one in found if not one.nothing]
    return Evidence(
        shows=tuple(part for one in applies for part in one.shows),
        fails=tuple(part for one in applies for part in one.fails),
        nothing="" if applies or not missing else missing[0],
    )


def _weighed(criterion: Criterion, against: Sequence[Finding], evidence: Evidence) -> Judgement:
    """The verdict that findings and evidence come to."""
    if evidence.nothing and not against:
        return _judgement(criterion, "not_applicable", (), evidence.nothing)
    shows = _untouched(evidence.shows, against)
    if evidence.subjects is not None:
        return _counted(criterion, against, evidence, shows)
    if against or evidence.fails:
        verdict: Compliance = "partly" if shows and not evidence.whole else "not_met"
        note = f"{plural(len(against), 'finding')}." if against else ""
        passages = shows if verdict == "partly" else evidence.fails
        return _judgement(criterion, verdict, passages, note)
    if len(shows) >= evidence.least:
        return _judgement(criterion, "met", shows, evidence.note)
    note = _NO_PASSAGE if shows else evidence.note or _NO_PASSAGE
    return _judgement(criterion, "not_checked", (), note)


def _counted(
    criterion: Criterion, against: Sequence[Finding], evidence: Evidence, shows: Sequence[Place]
) -> Judgement:
    """“3 of 5 actions name an owner and a date.”"""
    total = len(evidence.subjects or ())
    one, many = evidence.nouns
    note = f"{len(shows)} of {total} {one if total == 1 else many}."
    if shows and len(shows) == total and not against:
        return _judgement(criterion, "met", shows, note)
    if len(shows) == total > 0:
        note = f"{note} {plural(len(against), 'finding')} elsewhere."
    if shows:
        return _judgement(criterion, "partly", shows, note)
    return _judgement(criterion, "not_met", tuple(evidence.subjects or ()), note)


def _untouched(parts: Sequence[Place], findings: Sequence[Finding]) -> list[Place]:
    """The passages about whose words none of the findings is."""
    spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for one in findings:
        if one.start is not None and one.end is not None:
            spans[one.section_name].append((one.start, one.end))
    reach: dict[str, tuple[list[int], list[int]]] = {}
    for name, found in spans.items():
        found.sort()
        ends = accumulate((end for _, end in found), max)
        reach[name] = [start for start, _ in found], list(ends)
    return [part for part in parts if not _touched(part, *reach.get(part.section.name, ([], [])))]


def _touched(part: Place, starts: list[int], ends: list[int]) -> bool:
    """Whether one of the spans that begin before the end of the passage reaches into it; `ends`
    are the furthest of the spans up to each."""
    before = bisect_left(starts, part.end)
    return before > 0 and ends[before - 1] > part.start


def _judgement(
    criterion: Criterion, verdict: Compliance, evidence: Sequence[Place], note: str
) -> Judgement:
    return Judgement(
        item=criterion.id,
        text=criterion.text,
        verdict=verdict,
        evidence=tuple(part.citation for part in evidence[:ENOUGH]),
        note=note,
        source="checks",
    )
