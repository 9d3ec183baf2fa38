"""Causes: whether a cause that is a person is all that the report gives."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bluepencil.engines.checks.facts import Facts
from bluepencil.engines.checks.passage import Passage, Sentence
from bluepencil.engines.checks.rule import LIKELY, Hit, Rule
from bluepencil.review.findings import Severity

_NEAR = 2  # sentences on either side in which the reason behind a mistake is looked for


def _in_cause(passages: Sequence[Passage], facts: Facts) -> Iterator[Hit]:
    """The first person blamed in a section on the cause that nowhere goes deeper."""
    if not passages or "cause" not in facts.topics[passages[0].section.name]:
        return
    if any(_goes_deeper(sentence) for passage in passages for sentence in passage.sentences):
        return
    for passage in passages:
        for sentence in passage.sentences:
            if sentence.has("blames"):
                yield Hit(passage, sentence.start, sentence.end)
                return


def _elsewhere(passages: Sequence[Passage], facts: Facts) -> Iterator[Hit]:
    """A person named as the cause in any other section, with no reason beside."""
    if not passages or facts.topics[passages[0].section.name] & {"cause", "outlook"}:
        return
    severity: Severity | None = None if facts.incident else "low"
    for passage in passages:
        for number, sentence in enumerate(passage.sentences):
            causal = sentence.has("blames") and sentence.has("cause-behind", "cause-before")
            around = passage.sentences[max(0, number - _NEAR) : number + _NEAR + 1]
            if causal and not any(_goes_deeper(one) for one in around):
                yield Hit(passage, sentence.start, sentence.end, severity=severity)


def _goes_deeper(sentence: Sentence) -> bool:
    """Whether it says what allowed the mistake; the words that blame do not count."""
    blamed = sentence.found.get("blames", ())
    return any(
        not any(one.start <= deep.start and deep.end <= one.end for one in blamed)
        for deep in sentence.found.get("deeper", ())
    )


RULES = (
    Rule(
        "root-cause-person", "root-cause", "high", LIKELY,
        "The cause stops at a person. Why the mistake was possible, and why nothing caught it, is "
        "not said.",
        "Ask why twice more: what in the procedure, the equipment or the workload allowed it?",
        _in_cause, "root-cause",
    ),
    Rule(
        "root-cause-person", "root-cause", "medium", LIKELY,
        "A person is named as the cause. Why the mistake was possible is not said here.",
        "Say what in the procedure, the equipment or the workload allowed it.",
        _elsewhere, "root-cause",
    ),
)  # fmt: skip
