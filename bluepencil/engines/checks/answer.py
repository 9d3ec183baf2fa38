"""Answering without a model: the findings, counted, and passages that match, quoted verbatim."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from bluepencil.documents import Document
from bluepencil.documents.search import best, terms
from bluepencil.engines import Answer, Call, Question
from bluepencil.engines.checks.explain import ASKED, cite, explain
from bluepencil.engines.checks.passage import passages
from bluepencil.review.findings import Citation, Finding, ranked

LABEL = "Built-in search, no AI: "
_SHOWN = 5  # passages in one answer
_GAPS = re.compile(
    r"\b(?:gaps?|weak\w*|issues?|problems?|wrong|missing|improve\w*|faults?|findings?|mistakes?|"
    r"errors?|worst|serious|critical|fix|feedback|shortcomings?|lacking)\b", re.I
)  # fmt: skip
_SUMMARY = re.compile(r"\b(?:summar\w+|overview|gist|in short|about this (?:document|report)|outline|"
                      r"what is (?:this|it) about)\b", re.I)  # fmt: skip
_NAMES = {
    "evidence": "claims, quantities or times without evidence",
    "root-cause": "causes that stop at a person",
    "actions": "actions without owner, date or substance",
    "completeness": "things missing or left to be filled in",
    "consistency": "contradictions and repetitions",
    "clarity": "sentences that leave something open",
    "language": "slips of language",
    "structure": "headings out of step",
}


def answer(
    question: Question,
    call: Call,
    said: Callable[[str], None],
    review: Callable[[], list[Finding]],
) -> Answer:
    """Answer from the findings or from passages; `review` makes findings where there are none."""
    call.cancel.check()
    wording = None
    if question.about is not None and (told := explain(question, question.about)):
        text, citations, wording = told.text, list(told.citations), told.wording
    elif _GAPS.search(question.message):
        text, citations = _gaps(question, review)
    elif _SUMMARY.search(question.message):
        text, citations = _summary(question.document)
    else:
        text, citations = _passages(question)
    for piece in re.findall(r"[^\n]*\n*", text):
        call.cancel.check()
        if piece:
            said(piece)
    return Answer(text, tuple(citations), _next(question), "built-in checks", wording=wording)


def _gaps(question: Question, review: Callable[[], list[Finding]]) -> tuple[str, list[Citation]]:
    """The findings, grouped and counted; of those the question is about, if it names any."""
    found = list(question.findings)
    how = "the review found"
    if not found:
        found, how = (
            review(),
            "no review was run yet, so the checks were run for this answer and found",
        )
    order = {section.name: at for at, section in enumerate(question.document.sections)}
    found.sort(key=lambda one: (order.get(one.section_name, len(order)), one.start or 0))
    about = ranked(_about(question, found))
    if not about:
        return f"{LABEL}{how} nothing to remark on.", []
    groups = Counter(finding.category for finding in about)
    lines = [f"{LABEL}{how} {_count(len(about), 'finding')}.\n"]
    citations: list[Citation] = []
    for category, number in groups.most_common():
        some = ", for example" if number > 2 else ""
        lines.append(f"\n{_NAMES[category].capitalize()}: {number}{some}\n")
        for finding in [one for one in about if one.category == category][:2]:
            lines.append(f"– {finding.section_name}: {finding.description}\n")
            citations += cite(finding)
    return "".join(lines).rstrip(), citations


def _about(question: Question, found: Sequence[Finding]) -> list[Finding]:
    """The findings of the section the question names, or else all of them."""
    words = set(terms(question.message))
    named = [
        section.name
        for section in question.document.sections
        if section.name.casefold() in question.message.casefold()
        or (len(words) <= 3 and words and words <= set(terms(section.name)))
    ]
    some = [finding for finding in found if finding.section_name in named]
    return some or list(found)


def _summary(document: Document) -> tuple[str, list[Citation]]:
    """The first sentence of each section."""
    lines, citations = [f"{LABEL}the first sentence of each section.\n"], []
    for section in document.sections:
        first = next(iter(passages(section)), None)
        if first is None or not first.sentences:
            continue
        start, end = first.sentences[0].start, first.sentences[0].end
        quote = first.text[start:end]
        lines.append(f"\n{section.name}: “{quote}”")
        citations.append(
            Citation(
                section_name=section.name,
                quote=quote,
                start=first.start + start,
                end=first.start + end,
            )
        )
    return "".join(lines), citations


def _passages(question: Question) -> tuple[str, list[Citation]]:
    found = _search(question)
    if not found:
        return (
            f"{LABEL}no passage has the words of this question. Ask with words that the document "
            "uses, or ask what is weak in it.",
            [],
        )
    lines = [f"{LABEL}{_count(len(found), 'passage')} with words of the question.\n"]
    lines += [f"\n{citation.section_name}: “{citation.quote}”" for citation in found]
    return "".join(lines), found


def _search(question: Question) -> list[Citation]:
    """The passages that match best, those of the section being read first on equal terms."""
    places = [
        (section.name, passage.start, passage.text)
        for section in question.document.sections
        for passage in passages(section)
        if len(passage.text.split()) > 1  # a word alone answers nothing
    ]
    found = best(
        [(name, text) for name, _, text in places],
        question.message,
        near=question.current_section or "",
        most=_SHOWN,
    )
    return [
        Citation(section_name=name, quote=text, start=start, end=start + len(text))
        for name, start, text in (places[number] for number in found)
    ]


def _next(question: Question) -> tuple[str, str, str]:
    """Three questions that this document can answer."""
    names = [section.name for section in question.document.sections if section.text.strip()]
    here = question.current_section if question.current_section in names else (names or ["it"])[0]
    options = [
        "What are the most serious problems?",
        f"What is weak in “{here}”?",
        "Summarize the document.",
        "What was the cause?",
    ]
    if question.about is not None:
        options = [*ASKED, *options]
    asked = question.message.strip().casefold()
    left = [option for option in options if option.casefold() != asked]
    return left[0], left[1], left[2]


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
