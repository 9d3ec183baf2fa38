"""What a guideline asks of a document, criterion by criterion, and the verdicts on each."""

from __future__ import annotations

from typing import Literal, NamedTuple, get_args

from pydantic import BaseModel, ConfigDict, Field

from bluepencil.documents.guideline import Guideline
from bluepencil.review.findings import Citation, Source

Kind = Literal["checklist", "section"]
Compliance = Literal["met", "partly", "not_met", "not_applicable", "not_checked"]
KINDS: dict[Kind, str] = {"checklist": "Checklist", "section": "Expected sections"}
COMPLIANCE: dict[Compliance, str] = {  # in words
    name: name.replace("_", " ").capitalize() for name in get_args(Compliance)
}
SHOWN: frozenset[Compliance] = frozenset({"met", "partly"})  # what takes a passage that shows it
_SECTION = "section:"  # what the id of an expected section begins with


class Criterion(NamedTuple):
    """One item of the checklist, or one expected section: what verdicts are given on."""

    id: str
    text: str
    kind: Kind


class Judgement(BaseModel):
    """What an engine, or the reader, says of one criterion.

    `evidence` are the passages that show it, verbatim. `text` is what the criterion said at that
    time: of a criterion that has been rewritten since, the judgement says nothing.
    """

    model_config = ConfigDict(frozen=True)
    item: str
    text: str
    verdict: Compliance
    evidence: tuple[Citation, ...] = ()
    note: str = ""
    source: Source


class Opinion(BaseModel):
    """A verdict that the reader has overruled, as the engine gave it."""

    model_config = ConfigDict(frozen=True)
    verdict: Compliance
    note: str
    source: Source | None


class Verdict(BaseModel):
    """Whether a document meets one criterion of its guideline, as clients see it.

    `findings` are the ids of those that rest on the criterion. `source` is null where nobody has
    judged it. `overruled` is what the engine said, where `source` is the reader.
    """

    model_config = ConfigDict(frozen=True)
    item: str
    text: str
    kind: Kind
    verdict: Compliance
    evidence: list[Citation] = Field(default_factory=list)
    findings: list[str] = Field(default_factory=list)
    note: str = ""
    source: Source | None = None
    overruled: Opinion | None = None


def criteria(guideline: Guideline) -> list[Criterion]:
    """All that the guideline asks for: its checklist, then the sections it expects."""
    asked = [Criterion(item.id, item.text, "checklist") for item in guideline.items]
    ids: set[str] = set()
    for expected in guideline.expected:
        id, number = section_id(expected.id), 1
        while id in ids:  # names in other scripts than Latin all have the same slug
            number += 1
            id = f"{section_id(expected.id)}-{number}"
        ids.add(id)
        asked.append(Criterion(id, expected.name, "section"))
    return asked


def section_id(slug: str) -> str:
    """The id of the criterion that an expected section is."""
    return f"{_SECTION}{slug}"
