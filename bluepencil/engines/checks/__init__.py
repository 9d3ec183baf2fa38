"""The built-in reviewer: rules and word lists, no model, no network, no key."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Callable, Iterator
from typing import Literal

from bluepencil import VERSION
from bluepencil.documents import Document, Section
from bluepencil.documents.guideline import Guideline
from bluepencil.engines import Answer, Call, Connection, Lane, Question, Reading, Stop, digest
from bluepencil.engines.checks import across
from bluepencil.engines.checks.answer import answer
from bluepencil.engines.checks.passage import Facts, facts, passages
from bluepencil.engines.checks.rules import RULES
from bluepencil.review.findings import Finding

MODEL = "built-in checks"
_WEIGHT = {"high": 0, "medium": 1, "low": 2}


class BuiltIn:
    """The Engine that needs nothing. It keeps no state, so any threads may share it."""

    name: Literal["claude", "built-in"] = "built-in"

    def model(self, lane: Lane) -> str:
        """See Engine."""
        del lane
        return MODEL

    def basis(self, document: Document, section: Section, guideline: Guideline) -> str:
        """See Engine. Of the rest of the document what the rules ask of it for this section."""
        known = facts(document, guideline)
        words = {*re.findall(r"[a-z]+", section.text.casefold())}
        return digest(
            VERSION,
            guideline.model_dump_json(),
            section.name,
            section.text,
            known.topics[section.name],
            known.acronyms.get(section.name),
            sorted(word for word in words if known.words[word] > 1),
        )

    def review_section(
        self,
        document: Document,
        section: Section,
        guideline: Guideline,
        call: Call,
        found: Callable[[Finding], None],
    ) -> Reading:
        """See Engine."""
        for finding in check_section(section, facts(document, guideline), call.cancel):
            found(finding)
        return Reading(MODEL)

    def review_whole(
        self,
        document: Document,
        guideline: Guideline,
        call: Call,
        found: Callable[[Finding], None],
    ) -> Reading:
        """See Engine."""
        for finding in across.look_across(document, guideline, call.cancel):
            found(finding)
        return Reading(MODEL)

    def answer(
        self,
        question: Question,
        call: Call,
        said: Callable[[str], None],
        again: Callable[[], None],
    ) -> Answer:
        """See Engine."""
        del again

        def review() -> list[Finding]:
            known = facts(question.document, question.guideline)
            found = [
                finding
                for section in question.document.sections
                for finding in check_section(section, known, call.cancel)
            ]
            return found + list(
                across.look_across(question.document, question.guideline, call.cancel)
            )

        return answer(question, call, said, review)

    def check_connection(self, call: Call) -> Connection:
        """See Engine."""
        del call
        detail = "The built-in checks need no connection; no AI is involved."
        return Connection(True, self.name, MODEL, 0.0, detail)

    def close(self) -> None:
        """See Engine."""


def check_section(section: Section, known: Facts, cancel: Stop) -> Iterator[Finding]:
    """All findings within a section, in the order of its text; of two on the same words the
    weightier stays."""
    for block_findings in _by_block(section, known, cancel):
        yield from _without_overlaps(block_findings)


def _by_block(section: Section, known: Facts, cancel: Stop) -> Iterator[list[Finding]]:
    for passage in passages(section):
        cancel.check()
        yield [finding for rule in RULES for finding in rule.findings(passage, known)]


_SLIPS = frozenset({"doubled-word", "spelling", "grammar"})


def _without_overlaps(found: list[Finding]) -> list[Finding]:
    """Keep, of findings that share words, the most severe; the surer, then the shorter decides.

    A long sentence overlaps everything in it and is about something else, so it does not count;
    and slips of the pen only compete among themselves, for a vague sentence may be misspelt too.
    """
    kept: list[Finding] = []
    lanes: dict[bool, list[tuple[int, int]]] = {True: [], False: []}  # in order, none overlapping
    for finding in sorted(found, key=_importance):
        span = finding.start or 0, finding.end or 0
        taken = lanes[finding.rule in _SLIPS]
        place = bisect(taken, span)
        beside = taken[max(0, place - 1) : place + 1]
        if finding.rule == "long-sentence":
            kept.append(finding)
        elif not any(start < span[1] and span[0] < end for start, end in beside):
            taken.insert(place, span)
            kept.append(finding)
    return sorted(kept, key=lambda finding: (finding.start or 0, finding.end or 0))


def _importance(finding: Finding) -> tuple[int, float, int]:
    length = (finding.end or 0) - (finding.start or 0)
    return _WEIGHT[finding.severity], -(finding.confidence or 0.0), length
