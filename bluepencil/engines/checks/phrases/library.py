"""The library: the phrase files of this folder, loaded when first used."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from pydantic import BaseModel, ConfigDict

from bluepencil.engines.checks.data import names, read
from bluepencil.engines.checks.phrases.index import Index
from bluepencil.engines.checks.phrases.pattern import Sequence, Sets, parse, parse_set
from bluepencil.engines.checks.rule import Confidence
from bluepencil.review.findings import Category, Severity

_FOLDER, _SETS = "phrases", "phrases/sets.toml"


class Entry(BaseModel):
    """A rule as a phrase file writes it: what it is, its phrases, and examples.

    `unless`: the rule is silent in a sentence with one of these; `only_with`: and in one without
    any of these. `sections` and `not_sections` name topics (topics.toml); with `low_elsewhere`
    the rule applies in the others too, with low severity. `incident`: in a document that
    does not tell of something that went wrong it has low severity. `under` is the heading
    that the examples are read under.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")
    id: str
    category: Category
    severity: Severity
    confidence: Confidence
    item: str = ""
    says: str
    suggests: str
    phrases: tuple[str, ...]
    exceptions: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
    only_with: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    not_sections: tuple[str, ...] = ()
    low_elsewhere: bool = False
    incident: bool = False
    under: str = "Report"
    found: tuple[str, ...]
    fine: tuple[str, ...]


@dataclass(frozen=True)
class Library:
    """All rules of the phrase files with the names their lists have in the index, and the index."""

    entries: tuple[tuple[str, Entry], ...]
    index: Index


@lru_cache(1)
def library() -> Library:
    """The phrase files, read once."""
    entries: list[tuple[str, Entry]] = []
    phrases: list[tuple[str, Sequence]] = []
    sets = _sets()
    for file in names(_FOLDER):
        if file == _SETS:
            continue
        content = read(file)
        for number, written in enumerate(content.pop("rule", [])):
            entry, name = Entry.model_validate(written), f"{file}:{number}"
            entries.append((name, entry))
            for part in ("phrases", "exceptions", "unless", "only_with"):
                phrases += _parsed(f"{name}:{part}", getattr(entry, part), sets)
        for name, lines in content.pop("lists", {}).items():
            phrases += _parsed(name, lines, sets)
        if content:
            raise ValueError(f"{file}: there are only [[rule]] and [lists], no {list(content)}")
    return Library(tuple(entries), Index(phrases))


def words_of(name: str) -> frozenset[str]:
    """The words of a set of sets.toml."""
    return _sets()[name][0]


def _parsed(name: str, lines: tuple[str, ...], sets: Sets) -> Iterator[tuple[str, Sequence]]:
    for line in lines:
        yield from ((name, sequence) for sequence in parse(line, sets))


@lru_cache(1)
def _sets() -> Sets:
    return {name: parse_set(text.split()) for name, text in read(_SETS).items()}
