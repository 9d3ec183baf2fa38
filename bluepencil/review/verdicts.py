"""Verdicts: what engines say of each criterion of a guideline, and how a reader overrules it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from bluepencil.documents import Document, Section
from bluepencil.errors import Invalid, NotFound
from bluepencil.review.aggregate import Outcome, Review
from bluepencil.review.carry import still_read
from bluepencil.review.criteria import (
    SHOWN,
    Compliance,
    Criterion,
    Judgement,
    Opinion,
    Verdict,
    criteria,
    section_id,
)
from bluepencil.review.decisions import change, make
from bluepencil.review.findings import MISSING, Citation, Item
from bluepencil.review.session import Change, Edited

Judgements = Mapping[str, Judgement]
_NOT_JUDGED = "Not reviewed yet."
_LONGEST_PASSAGE = 300  # characters of the passage that is quoted for a section


def verdicts(review: Review) -> list[Verdict]:
    """The verdict on each criterion of the guideline, in the guideline's order."""
    findings = _findings(review)
    return [
        _verdict(review, criterion, findings.get(criterion.id, []))
        for criterion in criteria(review.session.guideline)
    ]


def judge(review: Review, judgements: Sequence[Judgement], *, complete: bool) -> Review:
    """The review with what an engine has said; only verdicts on its own guideline count.

    A `complete` reading replaces all that was said before; one that was cut off replaces what it
    speaks of.
    """
    known = {criterion.id for criterion in criteria(review.session.guideline)}
    said = {one.item: one for one in judgements if one.item in known}
    after = said if complete else {**review.judged, **said}
    return review if after == review.judged else replace(review, judged=after)


class Wanted(NamedTuple):
    """What the reader says of a criterion; None leaves that as it is.

    `section_name` is the section in which the reader found an expected one.
    """

    verdict: Compliance | None = None
    note: str | None = None
    section_name: str | None = None


def overrule(review: Review, item: str, wanted: Wanted) -> Outcome[Edited]:
    """The reader's verdict takes the place of the engine's, in one edit that can be undone.

    Naming a section also rejects the finding that the expected one is missing, once no other that
    it speaks of is. Raises NotFound
    `verdict_not_found`, Invalid for a section where none can be named, or that is not there.
    """
    criterion = _criterion(review, item)
    before = _of(review.overruled, criterion)
    now = _verdict(review, criterion, [])
    evidence = before.evidence if before is not None else ()
    if wanted.section_name is not None:
        evidence = _chosen(review, criterion, wanted)
    judgement = Judgement(
        item=item,
        text=criterion.text,
        verdict=wanted.verdict or now.verdict,
        evidence=evidence,
        note=(now.note if before is not None else "") if wanted.note is None else wanted.note,
        source="you",
    )
    if wanted == Wanted() or judgement == before:
        return Outcome(review, Edited("", [], [], (item,)))
    verdict = Change(item, _kept(review.overruled.get(item)), _kept(judgement))
    return make(review, "Changed a verdict", _closed(review, criterion, wanted), (verdict,))


def reset(review: Review, item: str) -> Outcome[Edited]:
    """Back to what the engine said, in one edit. Raises NotFound `verdict_not_found`."""
    _criterion(review, item)
    before = review.overruled.get(item)
    if before is None:
        return Outcome(review, Edited("", [], [], (item,)))
    return make(review, "Reset a verdict", (), (Change(item, _kept(before), None),))


def carried(review: Review, document: Document) -> tuple[Judgements, Judgements]:
    """What the engine and the reader have said, as it applies to the next version.

    An engine's verdicts are about the document as a whole: they hold only where nothing in it has
    changed. The reader's stay, with those of their passages that are still there.
    """
    old = review.session.document
    same = len(still_read([one.name for one in old.sections], old, document))
    unchanged = same == len(old.sections) == len(document.sections)
    overruled = {
        item: one.model_copy(update={"evidence": _still_there(one.evidence, document)})
        for item, one in review.overruled.items()
    }
    return review.judged if unchanged else {}, overruled


def _criterion(review: Review, item: str) -> Criterion:
    for criterion in criteria(review.session.guideline):
        if criterion.id == item:
            return criterion
    raise NotFound("The guideline has no item with this id.", code="verdict_not_found")


def _of(judgements: Judgements, criterion: Criterion) -> Judgement | None:
    """What was said of the criterion as it is worded now."""
    found = judgements.get(criterion.id)
    return found if found is not None and found.text == criterion.text else None


def _kept(judgement: Judgement | None) -> dict[str, object] | None:
    return None if judgement is None else judgement.model_dump(mode="json")


def _verdict(review: Review, criterion: Criterion, findings: list[str]) -> Verdict:
    engine, reader = _of(review.judged, criterion), _of(review.overruled, criterion)
    said = reader or engine
    verdict = Verdict(
        item=criterion.id,
        text=criterion.text,
        kind=criterion.kind,
        verdict="not_checked" if said is None else said.verdict,
        findings=findings,
        note=_NOT_JUDGED if said is None else said.note,
        source=None if said is None else said.source,
        evidence=next((list(one.evidence) for one in (reader, engine) if one and one.evidence), []),
    )
    if reader is None:
        return verdict
    original = Opinion(
        verdict="not_checked" if engine is None else engine.verdict,
        note=_NOT_JUDGED if engine is None else engine.note,
        source=None if engine is None else engine.source,
    )
    return verdict.model_copy(update={"overruled": original})


def _findings(review: Review) -> dict[str, list[str]]:
    """The ids of the findings that rest on each criterion."""
    name = review.session.guideline.name
    found: dict[str, list[str]] = defaultdict(list)
    for item in review.standing:
        guideline, _, id = (item.guideline or "").partition("#")
        if guideline != name or not id:
            continue
        rests_on = [section_id(id) if item.rule == MISSING else id]
        if item.rule == MISSING and item.source == "checks":
            rests_on = _missing(review) or rests_on
        for one in rests_on:
            found[one].append(item.id)
    return found


def _missing(review: Review) -> list[str]:
    """The expected sections that the built-in checks did not find: one finding speaks of all."""
    return [
        criterion.id
        for criterion in criteria(review.session.guideline)
        if criterion.kind == "section"
        and (said := _of(review.judged, criterion)) is not None
        and (said.verdict, said.source) == ("not_met", "checks")
    ]


def _chosen(review: Review, criterion: Criterion, wanted: Wanted) -> tuple[Citation, ...]:
    """The beginning of the section that the reader named."""
    if criterion.kind != "section" or wanted.verdict not in SHOWN:
        raise Invalid(
            "A section can be named only for an expected section that is met, or partly met.",
            errors=[{"field": "section_name", "message": "does not go with this verdict"}],
        )
    return beginning(review.session.document.require(wanted.section_name or ""))


def beginning(section: Section) -> tuple[Citation, ...]:
    """The first passage of a section, as evidence; nothing where the section has no text."""
    for block in section.blocks:
        text = section.text[block.start : block.end]
        if text.strip():
            quote = text[:_LONGEST_PASSAGE].rstrip()
            end = block.start + len(quote)
            return (Citation(section_name=section.name, quote=quote, start=block.start, end=end),)
    return ()


def _closed(review: Review, criterion: Criterion, wanted: Wanted) -> tuple[Change, ...]:
    """The findings that say the section is missing, rejected where the reader has found it, and
    all others of which they say so."""
    if wanted.section_name is None:
        return ()
    findings = _findings(review)
    rejected = [
        id
        for id in findings.get(criterion.id, [])
        if _open(review.items[id])
        and not any(
            id in ids and _lacking(review, other)
            for other, ids in findings.items()
            if other != criterion.id
        )
    ]
    fields = {"decision": "rejected", "reason": f"Found as “{wanted.section_name}”."}
    changes = (change(id, review.items[id], fields) for id in rejected)
    return tuple(one for one in changes if one is not None)


def _lacking(review: Review, item: str) -> bool:
    """Whether the reader has not said otherwise of a criterion that is not met."""
    reader = review.overruled.get(item)
    return reader is None or reader.verdict in ("not_met", "not_checked")


def _open(item: Item) -> bool:
    return item.decision == "open"


def _still_there(evidence: Sequence[Citation], document: Document) -> tuple[Citation, ...]:
    """Those passages that the document still has, where they now are."""
    found = []
    for one in evidence:
        section = document.section(one.section_name)
        at = -1 if section is None else section.text.find(one.quote)
        if at >= 0:
            found.append(one.model_copy(update={"start": at, "end": at + len(one.quote)}))
    return tuple(found)
