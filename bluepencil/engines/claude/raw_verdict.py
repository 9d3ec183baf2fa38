"""One verdict as the model writes it: what it is asked, the schema, and a lenient parser."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError, field_validator

from bluepencil.documents import Document
from bluepencil.documents.quotes import locate_in
from bluepencil.engines.claude.params import Json
from bluepencil.engines.claude.raw_finding import cleaned
from bluepencil.review.criteria import COMPLIANCE, SHOWN, Compliance, Criterion, Judgement
from bluepencil.review.findings import Citation

MOST_QUOTES = 3
TOKENS_EACH = 120  # that a verdict may take
_LONGEST_NOTE = 500  # characters
_SHORTEST = 12  # characters of a passage; fewer occur in any document
_SYNONYMS: dict[str, Compliance] = {
    "partial": "partly",
    "partially": "partly",
    "partially-met": "partly",
    "partly-met": "partly",
    "unmet": "not_met",
    "missing": "not_met",
    "n/a": "not_applicable",
    "na": "not_applicable",
    "unknown": "not_checked",
    "unclear": "not_checked",
}
_QUESTION = """\
After the findings, give one verdict on each of these {number} items of the guideline, in a second \
list, verdicts. For an expected section judge by what the document holds, not by headings alone.
- item: its id as below.
- verdict: met, partly, not_met, not_applicable where it applies to nothing in this document, or \
not_checked where you cannot tell.
- quotes: for met and partly, one to {most} passages that show it, each copied character for \
character from one passage of the document, at most two sentences. Without such a passage it is \
not met. Otherwise an empty list.
- note: in one short plain sentence what there is and what is missing, with numbers where things \
can be counted ("3 of 5 actions name an owner"); empty where there is nothing to add.

{items}

The answer is then {{"findings": [...], "verdicts": [{{"item": "", "verdict": "", "quotes": [""], \
"note": ""}}]}}."""


class RawVerdict(BaseModel):
    """One verdict as the model writes it, with small slips corrected."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)
    item: str
    verdict: Compliance
    quotes: list[str] = []
    note: str = ""

    @field_validator("item", "note", mode="before")
    @classmethod
    def _clean(cls, value: Any) -> Any:
        return cleaned(value)

    @field_validator("verdict", mode="before")
    @classmethod
    def _compliance(cls, value: Any) -> Any:
        word = re.sub(r"[\s_]+", "-", str(value).strip().lower())
        return _SYNONYMS.get(word, word.replace("-", "_"))

    @field_validator("quotes", mode="before")
    @classmethod
    def _listed(cls, value: Any) -> Any:
        quotes = value if isinstance(value, list) else [value]
        return [cleaned(one) for one in quotes if isinstance(one, str) and one.strip()]


def question(criteria: Iterable[Criterion]) -> str:
    """What the model is asked about them; "" where there are none."""
    lines = [f"- {one.id}: {_described(one)}" for one in criteria]
    if not lines:
        return ""
    return _QUESTION.format(number=len(lines), most=MOST_QUOTES, items="\n".join(lines))


def _described(criterion: Criterion) -> str:
    text = " ".join(criterion.text.split())
    return f"the expected section “{text}”" if criterion.kind == "section" else text


def schema(criteria: Iterable[Criterion]) -> Json:
    """The JSON schema of the list of verdicts."""
    text = {"type": "string"}
    properties: Json = {
        "item": {"type": "string", "enum": [one.id for one in criteria]},
        "verdict": {"type": "string", "enum": list(COMPLIANCE)},
        "quotes": {"type": "array", "items": text},
        "note": text,
    }
    item = {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": properties,
    }
    return {"type": "array", "items": item}


def judgement(
    written: Json, document: Document, criteria: dict[str, Criterion]
) -> Judgement | None:
    """What the model wrote, with its quotes as the document has them; None where it speaks of
    nothing that was asked. What takes a passage and has none is not checked."""
    try:
        raw = RawVerdict.model_validate(written)
    except ValidationError:
        return None
    criterion = criteria.get(raw.item)
    if criterion is None:
        return None
    evidence = [found for quote in raw.quotes if (found := _located(quote, document))]
    unsupported = raw.verdict in SHOWN and not evidence
    note = "No passage of the document was quoted that shows it." if unsupported else raw.note
    return Judgement(
        item=criterion.id,
        text=criterion.text,
        verdict="not_checked" if unsupported else raw.verdict,
        evidence=tuple(evidence[:MOST_QUOTES]),
        note=note[:_LONGEST_NOTE],
        source="claude",
    )


def unanswered(criterion: Criterion) -> Judgement:
    """The judgement on a criterion that the model passed over."""
    return Judgement(
        item=criterion.id,
        text=criterion.text,
        verdict="not_checked",
        note="Claude gave no verdict on this.",
        source="claude",
    )


def _located(quote: str, document: Document) -> Citation | None:
    found = locate_in(document, quote, "") if len(quote) >= _SHORTEST else None
    if found is None or found[1].how == "fuzzy":
        return None
    section, place = found
    words = section.text[place.start : place.end]
    return Citation(section_name=section.name, quote=words, start=place.start, end=place.end)
