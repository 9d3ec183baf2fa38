"""Verdicts: what an editor thought of findings, kept without the words they are about."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bluepencil.documents import reader
from bluepencil.documents.guideline import load
from bluepencil.review.findings import MISSING, Finding
from evaluation.findings import findings_of

HERE = Path(__file__).resolve().parent
DOCUMENTS = HERE / "documents"
_SOURCES, _VERDICTS = HERE / "sources.json", HERE / "verdicts.json"
_GUIDELINES = HERE.parent.parent / "guidelines"
Verdict = Literal["U", "T", "F"]


@dataclass(frozen=True)
class Raised:
    """A finding with the document it was raised in, its text around the words, and its verdict."""

    document: str
    seen: bool
    finding: Finding
    around: str
    verdict: Verdict | None

    @property
    def key(self) -> str:
        """What its verdict is kept under."""
        return key_of(self.document, self.finding)


def key_of(document: str, finding: Finding) -> str:
    """A hash of the document, the rule and the words (the section too, where there are none)."""
    words = finding.quote or f"{finding.section_name} {finding.description}"
    if finding.rule == MISSING:
        words = finding.description
    said = "\x1f".join((document, finding.rule, " ".join(words.split())))
    return hashlib.sha256(said.encode()).hexdigest()[:16]


def verdicts() -> dict[str, Verdict]:
    """All verdicts by key."""
    kept: dict[str, Verdict] = json.loads(_VERDICTS.read_text("utf-8"))
    return kept


def keep(new: dict[str, Verdict]) -> None:
    """Add verdicts to those that are kept."""
    merged = dict(sorted({**verdicts(), **new}.items()))
    _VERDICTS.write_text(json.dumps(merged, indent=0) + "\n", "utf-8")


def raised() -> Iterator[Raised]:
    """All findings on the documents that are at hand."""
    sources, known = json.loads(_SOURCES.read_text("utf-8")), verdicts()
    guidelines = load(_GUIDELINES)
    for name, source in sources.items():
        path = DOCUMENTS / name
        if not path.exists():
            continue
        document = reader.read(path.read_bytes(), name)
        for finding in findings_of(document, guidelines[source["guideline"]]):
            section = document.section(finding.section_name)
            text = section.text if section else ""
            start, end = finding.start or 0, finding.end or 0
            around = text[max(0, start - 120) : end + 120] if finding.quote else ""
            one = Raised(name, source["seen"], finding, around, None)
            yield Raised(name, source["seen"], finding, around, known.get(one.key))


def words() -> int:
    """How many words the documents at hand have."""
    names = json.loads(_SOURCES.read_text("utf-8"))
    paths = [DOCUMENTS / name for name in names if (DOCUMENTS / name).exists()]
    return sum(
        section.words
        for path in paths
        for section in reader.read(path.read_bytes(), path.name).sections
    )


def table(found: list[Raised]) -> str:
    """Precision by severity and by rule as Markdown."""
    lines = [
        "| severity | rule | raised | judged | useful | trivial | false | strict | lenient |",
        "| --- | --- | --- | --- | --- | --- | --- | --- | --- |",
    ]
    for severity in ("high", "medium", "low"):
        of = [one for one in found if one.finding.severity == severity]
        lines.append(_row(f"**{severity}**", "all", of))
        rules = Counter(one.finding.rule for one in of)
        for rule, _ in rules.most_common():
            lines.append(_row(severity, rule, [one for one in of if one.finding.rule == rule]))
    return "\n".join(lines) + "\n"


def _row(severity: str, rule: str, found: list[Raised]) -> str:
    counted = Counter(one.verdict for one in found)
    judged = len(found) - counted[None]
    useful, trivial, false = counted["U"], counted["T"], counted["F"]
    strict = f"{useful / judged:.2f}" if judged else "–"
    lenient = f"{(useful + trivial) / judged:.2f}" if judged else "–"
    cells = (severity, rule, len(found), judged, useful, trivial, false, strict, lenient)
    return "| " + " | ".join(str(cell) for cell in cells) + " |"
