"""Recall and precision of the built-in checks on the corpus with its keys.

Recall: the share of seeded faults with a finding of the same category on their words. Precision:
the share of findings that touch such a fault. The kept half is reported in totals only.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, get_args

from bluepencil.documents import Document, reader
from bluepencil.documents.guideline import Guideline
from bluepencil.review.findings import Category, Finding
from evaluation.findings import findings_of

ROOT = Path(__file__).resolve().parent.parent
CORPUS = ROOT / "evaluation" / "corpus"
_QUOTELESS = frozenset({"missing-section", "heading-jump"})


@dataclass
class Score:
    """Counts of one half, by category and by fault id."""

    seeded: Counter[str] = field(default_factory=Counter)
    found: Counter[str] = field(default_factory=Counter)
    raised: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    good_words: int = 0
    good_findings: int = 0
    good_serious: int = 0  # of high or medium severity
    documents: int = 0
    wrong: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


def places_of(fault: dict[str, Any], document: Document) -> list[tuple[str, int, int]]:
    """Where the words of a fault stand: (section, start, end)."""
    quotes = fault.get("quotes") or [fault]
    places = []
    for quote in quotes:
        section = document.section(quote["section"])
        if section is None or not quote.get("quote"):
            continue
        start = -1
        for _ in range(fault.get("occurrence", 1)):
            start = section.text.find(quote["quote"], start + 1)
        places.append((section.name, start, start + len(quote["quote"])))
    return places


def matches(finding: Finding, fault: dict[str, Any], places: list[tuple[str, int, int]]) -> bool:
    """Whether a finding is about a seeded fault."""
    if finding.category != fault["category"] and finding.rule not in fault.get("also", ()):
        return False
    if fault["fault"] in _QUOTELESS or finding.quote is None:
        if finding.rule != fault["fault"]:
            return False
        if fault["fault"] == "missing-section":
            return str(fault["expected"]).casefold() in finding.description.casefold()
        return finding.section_name == str(fault["section"])
    return any(
        finding.section_name == name and finding.start < end and start < finding.end  # type: ignore[operator]
        for name, start, end in places
    )


def score_half(folder: Path, guidelines: dict[str, Guideline]) -> Score:
    """Read and check every document of a half."""
    score = Score()
    for key_path in sorted(folder.glob("*.json")):
        key = json.loads(key_path.read_text("utf-8"))
        path = key_path.with_name(key["document"])
        document = reader.read(path.read_bytes(), path.name)
        found = findings_of(document, guidelines[key["guideline"]])
        faults = [(fault, places_of(fault, document)) for fault in key["faults"]]
        score.documents += 1
        if key["good"]:
            score.good_words += sum(section.words for section in document.sections)
            score.good_findings += len(found)
            score.good_serious += sum(finding.severity != "low" for finding in found)
        for fault, places in faults:
            hit = any(matches(finding, fault, places) for finding in found)
            for name in (fault["category"], fault["fault"]):
                score.seeded[name] += 1
                score.found[name] += hit
            if not hit:
                score.lost.append(f"{path.name}: {fault['fault']}: {fault.get('quote')}")
        for finding in found:
            right = any(matches(finding, fault, places) for fault, places in faults)
            score.raised[finding.category] += 1
            score.right[finding.category] += right
            if not right:
                score.wrong.append(f"{path.name}: {finding.rule}: {finding.quote}")
    return score


def share(part: int, whole: int) -> float:
    """A share; 1 where there is nothing to share."""
    return part / whole if whole else 1.0


def totals(score: Score) -> tuple[float, float, float, float]:
    """Recall, precision, and on the good documents findings per 300 words: all, and the serious."""
    categories = set(get_args(Category))
    seeded = sum(score.seeded[name] for name in categories)
    found = sum(score.found[name] for name in categories)
    recall = share(found, seeded)
    precision = share(sum(score.right.values()), sum(score.raised.values()))
    words = (score.good_words or 1) / 300
    return recall, precision, score.good_findings / words, score.good_serious / words


def table(name: str, score: Score) -> str:
    """A half as Markdown."""
    recall, precision, good, serious = totals(score)
    lines = [
        f"### The half {name}",
        "",
        f"{score.documents} documents. Recall {recall:.2f}, precision {precision:.2f}, "
        f"{good:.2f} findings per 300 words on the good documents, {serious:.2f} of high or medium "
        "severity.",
        "",
        "| category | seeded | found | recall | raised | right | precision |",
        "| --- | --- | --- | --- | --- | --- | --- |",
    ]
    for category in sorted(get_args(Category)):
        seeded, hit = score.seeded[category], score.found[category]
        raised, right = score.raised[category], score.right[category]
        lines.append(
            f"| {category} | {seeded} | {hit} | {share(hit, seeded):.2f} | {raised} | {right} | "
            f"{share(right, raised):.2f} |"
        )
    lines += ["", "| fault | seeded | found |", "| --- | --- | --- |"]
    for fault in sorted(set(score.seeded) - set(get_args(Category))):
        lines.append(f"| {fault} | {score.seeded[fault]} | {score.found[fault]} |")
    return "\n".join(lines) + "\n"
