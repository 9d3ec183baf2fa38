"""The sections a guideline expects: found by their headings and by what they hold."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from itertools import dropwhile, islice, takewhile
from typing import NamedTuple

from bluepencil.documents import Document, Section
from bluepencil.documents.guideline import Expected, Guideline, same_section, slug_words
from bluepencil.engines.checks.content import events, sentences
from bluepencil.engines.checks.place import Place
from bluepencil.engines.checks.planned import actions_in
from bluepencil.engines.checks.timeline import moment
from bluepencil.review.criteria import Compliance

_NOTHING = re.compile(
    r"(?:tb[acd]|to ?do|n/?a|none|nil|\?++|[-–—_.…]++|to be \w{1,20}(?: \w{1,20}){0,2}|to follow|pending|not applicable|"
    r"under construction|work in progress|lorem ipsum.{0,400}|\[[^\]\n]{0,80}\]|<[^>\n]{0,80}>)[\s.]*+",
    re.IGNORECASE,
)
_ELSEWHERE = re.compile(
    r"(?:please )?(?:see|refer to|cf\.?|as described in|described in)\b[^\n]{0,120}", re.I
)
_CAUSE = re.compile(  # words of causing, and of what was wrong or missing
    r"\b(?:because|due to|caused|causes?|reasons?|led to|result of|resulted|why|owing to|not|no|never|lack\w{0,3}|"
    r"without|missing|worn|wrong|broken?|fail\w{0,4}|forgot\w{0,3}|errors?|mistakes?|assumed|allowed|outdated|"
    r"defect\w{0,3}|insufficient|inadequate|unclear)\b",
    re.IGNORECASE,
)
_LABEL = 60  # characters of a label before its colon
_FEW_WORDS = 3
_SUMMED_UP = 15  # words at the beginning that can be the summary


class Presence(NamedTuple):
    """How one expected section is there: its heading's section if one has the name, and the
    passages that hold what it should, with a note for the reader."""

    expected: Expected
    section: Section | None
    verdict: Compliance
    evidence: tuple[Place, ...]
    note: str


def presences(document: Document, guideline: Guideline) -> list[Presence]:
    """Each expected section, in the guideline's order."""
    return [_presence(document, expected) for expected in guideline.expected]


def _presence(document: Document, expected: Expected) -> Presence:
    named = [one for one in document.sections if same_section(one.name, expected)]
    named.sort(key=lambda one: set(slug_words(one.name)) != set(slug_words(expected.name)))
    looked = [_held(document, section, expected) for section in named]
    best = min(looked, key=lambda one: _ORDER[one.verdict], default=None)
    if best is not None and best.verdict != "not_met":
        return best
    other = _labelled(document, expected) or _by_content(document, expected)
    return other or best or Presence(expected, None, "not_met", (), "No such section was found.")


_ORDER: dict[Compliance, int] = {"met": 0, "partly": 1, "not_met": 2}


def _held(document: Document, section: Section, expected: Expected) -> Presence:
    """What a section of that name holds, with the sections below it."""
    parts = [part for one in _with_below(document, section) for part in _passages(one)]
    real = [part for part in parts if not _NOTHING.fullmatch(part.words)]
    if not real:
        why = "has no text" if not parts else f"holds only “{_short(parts[0].words)}”"
        return Presence(expected, section, "not_met", tuple(parts[:1]), f"“{section.name}” {why}.")
    if all(_ELSEWHERE.fullmatch(part.words) for part in real):
        note = f"“{section.name}” only refers to another place."
        return Presence(expected, section, "partly", tuple(real[:1]), note)
    test = _test(expected)
    shown = real if test is None else test.find(_with_below(document, section))
    if test is not None and not shown:
        note = f"“{section.name}” {test.lacks}."
        return Presence(expected, section, "partly", tuple(real[:1]), note)
    if sum(len(part.words.split()) for part in real) < _FEW_WORDS:
        note = f"“{section.name}” says next to nothing."
        return Presence(expected, section, "partly", tuple(real[:1]), note)
    note = "" if _same_name(section.name, expected) else f"Found as “{section.name}”."
    return Presence(expected, section, "met", tuple(shown[:2]), note)


def _labelled(document: Document, expected: Expected) -> Presence | None:
    """A paragraph, or a row of a table, that begins with the name: “Impact: 40 vials were lost.”"""
    for section in document.sections:
        for block in section.blocks:
            text = section.text[block.start : block.end]
            label, sign, rest = text.partition("\t" if block.cells else ":")
            if not sign or len(label) > _LABEL or len(rest.split()) < _FEW_WORDS:
                continue
            if (
                len(label.split()) <= 6
                and same_section(label, expected)
                and not _NOTHING.fullmatch(rest.strip())
            ):
                part = Place(section, block.start, block.end)
                note = f"Found in “{section.name}”, without a heading of its own."
                return Presence(expected, section, "met", (part,), note)
    return None


def _by_content(document: Document, expected: Expected) -> Presence | None:
    """Another section that holds what this one should."""
    test = _test(expected)
    if test is not None and test.unmistakable is not None:
        for section in document.sections:
            shown = test.unmistakable(section)
            if shown:
                note = f"Found as “{section.name}”."
                return Presence(expected, section, "met", tuple(shown[:2]), note)
    first = document.sections[0] if document.sections else None
    if first is not None and _is_summary(expected):
        parts = _passages(first)
        if sum(len(part.words.split()) for part in parts) >= _SUMMED_UP:
            return Presence(expected, first, "met", tuple(parts[:1]), "Found at the beginning.")
    return None


class _Test(NamedTuple):
    """What a section of some sort has to hold. `unmistakable` finds it whatever it is called."""

    find: Callable[[list[Section]], list[Place]]
    lacks: str
    unmistakable: Callable[[Section], list[Place]] | None = None


def _test(expected: Expected) -> _Test | None:
    """What can be looked for in a section of that name; None: any text will do."""
    words = set(slug_words(expected.name))
    if words & {"timeline", "chronology"} or {"sequence", "event"} <= words:
        return _Test(_events, "has no dated events", _is_timeline)
    if words & {"action", "capa", "corrective", "preventive"}:
        return _Test(_actions, "lists no action", _is_actions)
    if words & {"cause"}:
        return _Test(_causes, "names no cause")
    return None


def _events(sections: list[Section]) -> list[Place]:
    found = [part for section in sections for part in events(section)]
    called = [section for section in sections if moment(section.name) is not None]
    return found or [part for section in called for part in islice(sentences(section), 1)]


def _is_timeline(section: Section) -> list[Place]:
    found = events(section)
    return found if len(found) >= 3 and len(found) * 10 >= len(section.blocks) * 6 else []


def _actions(sections: list[Section]) -> list[Place]:
    return [action.part for section in sections for action in actions_in(section)]


def _is_actions(section: Section) -> list[Place]:
    found = [action.part for action in actions_in(section) if action.owner and action.date]
    timed = {part.start for part in events(section)}
    found = [part for part in found if part.start not in timed]
    return found if len(found) >= 2 else []


def _causes(sections: list[Section]) -> list[Place]:
    return [
        part for section in sections for part in sentences(section) if _CAUSE.search(part.words)
    ]


def _is_summary(expected: Expected) -> bool:
    return bool({"summary", "abstract", "overview"} & set(slug_words(expected.name)))


def _same_name(heading: str, expected: Expected) -> bool:
    return set(slug_words(heading)) == set(slug_words(expected.name))


def _with_below(document: Document, section: Section) -> list[Section]:
    """The section and those under it."""
    from_here = dropwhile(lambda one: one is not section, document.sections)
    below = takewhile(lambda one: one.level > section.level, islice(from_here, 1, None))
    return [section, *below]


def _passages(section: Section) -> list[Place]:
    """Its sentences, rows and code, in order; the head of a table only where it has no other row."""
    found = list(sentences(section))
    rows = Counter(block.table for block in section.blocks if block.kind == "row")
    heads: set[int | None] = set()
    for block in section.blocks:
        if block.kind == "row" and block.table not in heads and rows[block.table] > 1:
            heads.add(block.table)
        elif block.kind in ("row", "code") and section.text[block.start : block.end].strip():
            found.append(Place(section, block.start, block.end))
    return sorted(found, key=lambda part: part.start)


def _short(text: str) -> str:
    return text if len(text) <= 40 else f"{text[:39]}…"
