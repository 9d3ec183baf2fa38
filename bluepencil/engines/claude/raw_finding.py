"""One finding as the model writes it: the schema it is given, and a lenient parser."""

from __future__ import annotations

import difflib
import re
from typing import Any, get_args

from pydantic import BaseModel, ConfigDict, Field, field_validator

from bluepencil.documents.guideline import Guideline
from bluepencil.engines.claude.params import Json
from bluepencil.review.findings import Category, Severity

CONFIDENCE = {"high": 0.9, "medium": 0.7, "low": 0.5}
CATEGORIES: tuple[Category, ...] = get_args(Category)
SEVERITIES: tuple[Severity, ...] = get_args(Severity)
NO_ITEM = "none"

_SYNONYMS = {
    "critical": "high",
    "major": "high",
    "moderate": "medium",
    "minor": "low",
    "info": "low",
    "grammar": "language",
    "style": "clarity",
    "missing": "completeness",
    "format": "structure",
}
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class RawFinding(BaseModel):
    """One finding as the model writes it, with small slips corrected."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)
    section: int | None = None
    quote: str = ""
    category: str
    severity: str = "medium"
    confidence: str = "medium"
    description: str = Field(min_length=1)
    suggestion: str = ""
    replacement: str = ""
    guideline: str = NO_ITEM

    @field_validator("section", mode="before")
    @classmethod
    def _number(cls, value: Any) -> int | None:
        digits = re.search(r"\d+", str(value))
        return int(digits[0]) if digits else None

    @field_validator("*", mode="before")  # the last one written runs first
    @classmethod
    def _clean(cls, value: Any) -> Any:
        return cleaned(value)

    @field_validator("category")
    @classmethod
    def _category(cls, value: str) -> str:
        return _nearest(value, CATEGORIES)

    @field_validator("severity", "confidence")
    @classmethod
    def _degree(cls, value: str) -> str:
        try:
            return _nearest(value, SEVERITIES)
        except ValueError:
            return "medium"


def cleaned(value: Any) -> Any:
    """A text without control characters and white space around it, "" for null; else as it is."""
    if isinstance(value, str):
        return _CONTROL.sub("", value).strip()
    return "" if value is None else value


def _nearest(value: str, allowed: tuple[str, ...]) -> str:
    if value in allowed:
        return value
    word = re.sub(r"[\s_]+", "-", value.strip().lower())
    word = _SYNONYMS.get(word, word)
    close = difflib.get_close_matches(word, allowed, n=1, cutoff=0.7)
    if not close:
        raise ValueError(f"{value!r} is none of {', '.join(allowed)}")
    return close[0]


def schema(guideline: Guideline, *, across: bool) -> Json:
    """The JSON schema of an answer; without ranges, which the API does not enforce."""
    text = {"type": "string"}
    ids = dict.fromkeys([*(item.id for item in guideline.items), NO_ITEM])
    properties: Json = {
        **({"section": {"type": "integer"}} if across else {}),
        "quote": text,
        "category": {"type": "string", "enum": list(CATEGORIES)},
        "severity": {"type": "string", "enum": list(SEVERITIES)},
        "confidence": {"type": "string", "enum": list(CONFIDENCE)},
        "description": text,
        "suggestion": text,
        "replacement": text,
        "guideline": {"type": "string", "enum": list(ids)},
    }
    item = _object(properties)
    return _object({"findings": {"type": "array", "items": item}})


def _object(properties: Json) -> Json:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": properties,
    }
