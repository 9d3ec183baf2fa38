"""Answering about one finding without a model: why it was raised, how to put it, where else."""

from __future__ import annotations

import re
from typing import NamedTuple

from bluepencil.engines import Question
from bluepencil.review.findings import Citation, Finding

LABEL = "Built-in checks, no AI: "
_WORDING = re.compile(
    r"\b(?:re)?(?:word(?:ing|ed)?|phrased?|writ(?:e|ten)|put (?:it|this|that)|say (?:it|this|that)|"
    r"fix|improve|replace|better|instead|suggest\w*|change)\b",
    re.I,
)
_ELSE = re.compile(r"\b(?:else|others?|again|same|more of|how often|elsewhere)\b", re.I)
_WHY = re.compile(
    r"\b(?:why|reasons?|explain|mean\w*|matters?|wrong|weak\w*|problem|bad|guidelines?|rules?|this|"
    r"severity|serious|important)\b",
    re.I,
)
_SHOWN = 8  # other places
ASKED = ("Why is this a weakness?", "How would you put it?", "Where else does this occur?")


class Explained(NamedTuple):
    """The answer, the places it points to, and the wording it proposes, if any."""

    text: str
    citations: tuple[Citation, ...]
    wording: str | None = None


def explain(question: Question, finding: Finding) -> Explained | None:
    """Answer what is asked about the finding; None for a question that is about something else."""
    if _ELSE.search(question.message):
        return _elsewhere(question, finding)
    if _WORDING.search(question.message):
        return _worded(finding)
    if _WHY.search(question.message):
        return _why(question, finding)
    return None


def _why(question: Question, finding: Finding) -> Explained:
    parts = [f"{LABEL}{finding.description}"]
    if finding.suggestion:
        parts.append(finding.suggestion)
    if item := question.guideline.item(finding.guideline):
        parts.append(f"The guideline “{question.guideline.title}” asks: {item.text}")
    return Explained("\n\n".join(parts), cite(finding))


def _worded(finding: Finding) -> Explained:
    if finding.quote and finding.replacement is not None:
        new = f"it could say “{finding.replacement}”" if finding.replacement else "leave it out"
        text = f"{LABEL}in place of “{finding.quote}” {new}."
        return Explained(text, cite(finding), finding.replacement)
    advice = finding.suggestion or finding.description
    text = f"{LABEL}only somebody who knows the facts can word this. {advice}"
    return Explained(text, cite(finding))


def _elsewhere(question: Question, finding: Finding) -> Explained:
    others = [
        one
        for one in question.findings
        if (one.rule, one.source) == (finding.rule, finding.source)
        and (one.section_name, one.start) != (finding.section_name, finding.start)
    ]
    if not others:
        return Explained(f"{LABEL}the review found this nowhere else.", cite(finding))
    times = f"{len(others)} more time{'' if len(others) == 1 else 's'}"
    lines = [f"{LABEL}the review found the same {times}.\n"]
    lines += [
        f"\n– {one.section_name}" + (f": “{one.quote}”" if one.quote else "")
        for one in others[:_SHOWN]
    ]
    return Explained("".join(lines), sum((cite(one) for one in others[:_SHOWN]), ()))


def cite(finding: Finding) -> tuple[Citation, ...]:
    """The place a finding is about; empty for a remark on a section."""
    if not finding.quote or finding.start is None or finding.end is None:
        return ()
    place = {"start": finding.start, "end": finding.end}
    return (Citation(section_name=finding.section_name, quote=finding.quote, **place),)
