"""Applies the checks: the rules to each section, and what looks across sections to the document.

Importing this module loads every rule and every phrase file; `BuiltIn` does so when the first text
is to be read.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Callable, Iterator

from bluepencil import VERSION
from bluepencil.documents import Document, Section
from bluepencil.documents.guideline import Guideline
from bluepencil.documents.language import NAMES, document_language
from bluepencil.engines import Answer, Call, Question, Stop, digest
from bluepencil.engines.checks.across import look_across
from bluepencil.engines.checks.answer import answer
from bluepencil.engines.checks.facts import Facts, facts
from bluepencil.engines.checks.items import with_items
from bluepencil.engines.checks.passage import Passage, passages
from bluepencil.engines.checks.phrases.library import library
from bluepencil.engines.checks.rules import RULES
from bluepencil.engines.checks.verdicts import judgements
from bluepencil.engines.checks.wording import with_words
from bluepencil.review.findings import Finding, weight

_SLIPS = frozenset({"doubled-word", "spelling", "grammar"})
_SAME = frozenset({"spelling", "cliche-or-wordy"})
_ROW = 4  # wordy phrases of one paragraph that are one finding
_ALONE = frozenset({"long-sentence", "action-incomplete", "training-only"})  # about whole sentences


def basis(document: Document, section: Section, guideline: Guideline) -> str:
    """A digest of the section and of what the rules use of the rest of the document for it."""
    known = facts(document, guideline)
    words = {*re.findall(r"\w+", section.text.lower())}
    return digest(
        VERSION,
        guideline.model_dump_json(),
        section.name,
        section.text,
        known.language,
        known.incident,
        sorted(known.topics[section.name]),
        known.acronyms.get(section.name),
        sorted(
            (word, known.first[word] == section.name) for word in words if known.words[word] > 1
        ),
    )


def review_section(
    document: Document, section: Section, guideline: Guideline, cancel: Stop
) -> Iterator[Finding]:
    """All findings within a section."""
    found = with_words(
        section, guideline, check_section(section, facts(document, guideline), cancel)
    )
    return with_items(guideline, found)


def review_whole(
    document: Document, guideline: Guideline, call: Call, found: Callable[[Finding], None]
) -> None:
    """Report all findings across sections, then the verdict on each criterion of the guideline."""
    across = list(with_items(guideline, look_across(document, guideline, call.cancel)))
    for finding in across:
        found(finding)
    if call.judged is None:
        return
    within = (
        finding
        for section in document.sections
        for finding in review_section(document, section, guideline, call.cancel)
    )
    for judgement in judgements(document, guideline, [*within, *across], call.cancel):
        call.judged(judgement)


def notes(document: Document) -> tuple[str, ...]:
    """What a reader should know about how this document was read."""
    language = document_language(document)
    if language == "en":
        return ()
    return (
        f"The document is in {NAMES.get(language, 'another language')}; only the checks that need "
        "no English were run.",
    )


def answer_question(question: Question, call: Call, said: Callable[[str], None]) -> Answer:
    """Answer from the findings of the review, or of one made for this answer."""

    def review() -> list[Finding]:
        known = facts(question.document, question.guideline)
        found = [
            finding
            for section in question.document.sections
            for finding in check_section(section, known, call.cancel)
        ]
        return found + list(look_across(question.document, question.guideline, call.cancel))

    return answer(question, call, said, review)


def check_section(section: Section, known: Facts, cancel: Stop) -> Iterator[Finding]:
    """All findings within a section, in the order of its text; of two on the same words the
    weightier stays."""
    read: list[Passage] = []
    for passage in passages(section, library().index, known.language):
        cancel.check()
        read.append(passage)
    found: list[Finding] = []
    for rule in RULES:
        cancel.check()
        found += rule.findings(read, known)
    kept = _without_overlaps(_once([one for one in found if _is_first(one, known)]))
    yield from _in_a_row(section, kept)


def _in_a_row(section: Section, found: list[Finding]) -> Iterator[Finding]:
    """The findings; many wordy phrases of one paragraph as one finding, from the first to the last."""
    wordy: dict[int, list[Finding]] = {}
    for finding in found:
        if finding.rule == "cliche-or-wordy" and finding.start is not None:
            wordy.setdefault(section.text.count("\n", 0, finding.start), []).append(finding)
    together = {id(one): group for group in wordy.values() if len(group) >= _ROW for one in group}
    for finding in found:
        group = together.get(id(finding))
        if group is None:
            yield finding
        elif group[0] is finding:
            yield _as_one(section, group)


def _as_one(section: Section, group: list[Finding]) -> Finding:
    """One finding for these, with a replacement for all their words where each has one."""
    start, end = group[0].start or 0, group[-1].end or 0
    new, at = "", start
    for one in group:
        new += section.text[at : one.start] + (one.replacement or "")
        at = one.end or 0
    words = "; ".join(f"“{one.quote}”" for one in group)
    return group[0].model_copy(
        update={
            "quote": section.text[start:end],
            "end": end,
            "description": f"{len(group)} phrases here take more words than they say: {words}.",
            "suggestion": "Leave each out, or say it in one word.",
            "replacement": new if all(one.replacement is not None for one in group) else None,
        }
    )


def _is_first(finding: Finding, known: Facts) -> bool:
    """Whether it is not about a word that was said to be misspelt in a section before."""
    if finding.rule != "spelling":
        return True
    return (
        known.first.get((finding.quote or "").lower(), finding.section_name) == finding.section_name
    )


def _once(found: list[Finding]) -> list[Finding]:
    """The findings, but of the same words in need of the same correction only the first."""
    kept: dict[object, Finding] = {}
    times: Counter[object] = Counter()
    for number, finding in enumerate(found):
        again = finding.rule in _SAME and (finding.rule, (finding.quote or "").lower())
        key = again or number
        times[key] += 1
        kept.setdefault(key, finding)
    return [
        finding
        if times[key] == 1
        else finding.model_copy(
            update={"description": f"{finding.description} So {times[key]} times in this section."}
        )
        for key, finding in kept.items()
    ]


def _without_overlaps(found: list[Finding]) -> list[Finding]:
    """Keep, of findings that share words, the most severe; the surer, then the shorter decides.

    What is about a whole sentence overlaps everything in it and is about something else, so it
    does not count; and slips of the pen only compete among themselves, for a vague sentence may be
    misspelt too.
    """
    kept: list[Finding] = []
    lanes: dict[bool, list[tuple[int, int]]] = {True: [], False: []}  # in order, none overlapping
    for finding in sorted(found, key=_importance):
        span = finding.start or 0, finding.end or 0
        taken = lanes[finding.rule in _SLIPS]
        place = bisect(taken, span)
        beside = taken[max(0, place - 1) : place + 1]
        if finding.rule in _ALONE:
            kept.append(finding)
        elif not any(start < span[1] and span[0] < end for start, end in beside):
            taken.insert(place, span)
            kept.append(finding)
    return sorted(kept, key=lambda finding: (finding.start or 0, finding.end or 0))


def _importance(finding: Finding) -> tuple[int, float, int]:
    length = (finding.end or 0) - (finding.start or 0)
    return weight(finding.severity), -(finding.confidence or 0.0), length
