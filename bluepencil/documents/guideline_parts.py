"""Parts of a guideline with a form of their own: its words, and what an item is checked by."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

_ARROWS = ("→", "->", "=>")
_QUOTED = re.compile(r'"([^"\n]{0,200})"|“([^”\n]{0,200})”|„([^“”\n]{0,200})[“”]|«([^»\n]{0,200})»')
_CHECKED_BY = "(checked by:"
_LONGEST = 100  # characters of a word, or of a few
_MOST = 500  # words of each sort


class Avoided(NamedTuple):
    """Words not to be used, and what to write instead ("": the guideline does not say)."""

    words: str
    instead: str = ""


class Words(BaseModel):
    """How a team writes: what it avoids, how it always spells a word, and its own terms."""

    model_config = ConfigDict(frozen=True)
    avoid: tuple[Avoided, ...] = ()
    always: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()


def word_list(lines: Iterable[str]) -> Words:
    """The words in the lines of a list; a line that says nothing of the kind is left aside.

    `avoid: "leverage" → "use"`, `always: "e-mail"`, `term: batch record`; one line may name
    several, in quotation marks or between commas.
    """
    avoid: list[Avoided] = []
    always: list[str] = []
    terms: list[str] = []
    for line in lines:
        sort, _, rest = line.partition(":")
        sort = sort.strip().casefold()
        if sort == "avoid":
            named, instead = _instead(rest)
            avoid += [Avoided(one, instead) for one in _named(named)]
        elif sort == "always":
            always += _named(rest)
        elif sort in ("term", "terms"):
            terms += _named(rest)
    return Words(
        avoid=tuple(avoid[:_MOST]), always=tuple(always[:_MOST]), terms=tuple(terms[:_MOST])
    )


def checked_by(text: str) -> tuple[str, tuple[str, ...]]:
    """The text of a checklist item without the rules it says it is checked by, and those rules:
    “Every action has an owner. (checked by: action-incomplete)”."""
    before, found, rules = text.rstrip().removesuffix(")").rpartition(_CHECKED_BY)
    if not found or not text.rstrip().endswith(")") or not before.strip():
        return text, ()
    return before.rstrip(), tuple(one.strip() for one in rules.split(",") if one.strip())


def _instead(text: str) -> tuple[str, str]:
    for arrow in _ARROWS:
        named, found, instead = text.partition(arrow)
        if found:
            return named, next(iter(_named(instead)), "")
    return text, ""


def _named(text: str) -> list[str]:
    """The words in quotation marks; without any, those between the commas."""
    quoted = [next((part for part in found if part), "") for found in _QUOTED.findall(text)]
    named = quoted or text.split(",")
    cleaned = (
        " ".join(one.split()).strip(" .;") if not quoted else " ".join(one.split()) for one in named
    )
    return [one for one in cleaned if 0 < len(one) <= _LONGEST]
