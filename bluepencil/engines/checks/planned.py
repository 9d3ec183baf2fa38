"""Planned actions: what a document says is to be done, by whom, and by when."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from bluepencil.documents import Block, Document, Section
from bluepencil.documents.guideline import slug_words
from bluepencil.engines.checks.content import (
    MARKER,
    about,
    dated,
    person,
    says_date,
    sentences,
    sentences_in,
    trimmed,
)
from bluepencil.engines.checks.place import Place

_ACTIONS = frozenset((
    "capa", "corrective", "preventive", "remediation", "prevention", "recommendation",
    "followup", "follow", "todo", "countermeasure", "item", "next", "improvement",
))  # fmt: skip
_PLANS = frozenset(("action", "plan", "rollout", "milestone", "step", "measure", "task"))
_NO_ACTIONS = frozenset((
    "immediate", "taken", "done", "containment", "interim", "test", "alternative", "rejected", "non",
    "out", "monitoring",
))  # fmt: skip
_DUTY = re.compile(r"\b(?:will|shall|must|is to|are to|has to|have to)\b")
_OWNER = re.compile(
    r"\b(?:owner|responsible|assigned to|lead)\b ?(?:is|:|=)? {0,3}(?!tb[acd]\b|open\b|unknown\b|none\b)[\w“\"]|"
    r"\b(?:manager|engineer|supervisor|team|head of [\w ]{2,20}|director|department|officer|coordinator|"
    r"specialist|technician|planner|office|committee|administrator|analyst|(?-i:QA|QC|HR))\b",
    re.IGNORECASE,
)
_FUNCTION = re.compile(
    r"\b(?:manager|engineer|supervisor|team|director|department|officer|lead|technician|planner) "
    r"(?:will|shall|must|is to|are to|has to|have to)\b",
    re.IGNORECASE,
)
_DONE = re.compile(r"\b(?:done|completed?|closed|implemented|in place)\b", re.IGNORECASE)
_BLANK = re.compile(
    r"[\s\-–—_./?…]*+(?:tb[acd]|n/?a|none|open|unassigned|unknown|to be \w{1,20})?[\s.?]*+", re.I
)
_OWNER_HEAD = re.compile(r"owner|responsib|\bwho\b|assign|lead\b|person", re.IGNORECASE)
_DATE_HEAD = re.compile(r"\bdue\b|date|deadline|\bwhen\b|until|target|status", re.IGNORECASE)
_TRAINING = re.compile(
    r"\b(?:re-?train\w*|train(?:ing|ed|s)?|refresher|awareness|remind\w*|briefed|briefing|coach\w*|toolbox talk|"
    r"workshop|lecture|seminar|e-?learning)\b",
    re.IGNORECASE,
)


class Action(NamedTuple):
    """Something that is to be done, and whether it says who does it and by when."""

    part: Place
    owner: bool
    date: bool

    @property
    def training(self) -> bool:
        """Whether it only trains or reminds people."""
        return _TRAINING.search(self.part.words) is not None


def actions(document: Document) -> list[Action]:
    """What the document says is to be done: in its sections on actions, or else anywhere."""
    sure = {section.name for section in about(document, _ACTIONS, _NO_ACTIONS)}
    found = [
        action for section in document.sections for action in _listed(section, section.name in sure)
    ]
    if found:
        return found
    return [
        _worded(part)
        for section in document.sections
        for part in sentences(section)
        if not part.words.endswith("?") and _promises(part.words)
    ]


def _listed(section: Section, sure: bool) -> list[Action]:
    """The actions of a section on actions. What is only called “Actions”, or a plan, may be
    something else: it is a list of actions where some of them say who or when."""
    words = set(slug_words(section.name))
    if not sure and (not words & _PLANS or words & _NO_ACTIONS):
        return []
    found = list(actions_in(section))
    complete = sum(action.owner or action.date for action in found)
    return found if sure or complete * 3 >= len(found) else []


def _promises(text: str) -> bool:
    """Whether somebody in particular is said to be going to do something."""
    found = _DUTY.search(text)
    if found is None:
        return False
    before = text[max(0, found.start() - 40) : found.end()]
    name = person(before)
    named = name is not None and before[name.end() :].strip() == found[0]
    return named or _FUNCTION.search(before) is not None


def duty(part: Place) -> bool:
    """Whether it says that something will, or must, be done."""
    return _DUTY.search(part.words) is not None


def actions_in(section: Section) -> Iterator[Action]:
    """The actions of a section on actions: rows of its tables, lines of its lists, and sentences
    that say what somebody will do."""
    heads: dict[int | None, Block] = {}
    for block in section.blocks:
        if block.kind == "row":
            head = heads.setdefault(block.table, block)
            if head is not block:
                yield from _row(section, head, block)
        elif block.kind == "item":
            yield from (_worded(part) for part in trimmed(section, block.start, block.end))
        elif block.kind == "paragraph":
            marked = MARKER.match(section.text, block.start, block.end)
            if marked:
                yield from (_worded(part) for part in trimmed(section, block.start, block.end))
                continue
            for part in sentences_in(section, block.start, block.end):
                if _DUTY.search(part.words) and not part.words.endswith("?"):
                    yield _worded(part)


def _worded(part: Place) -> Action:
    return Action(part, _owned(part.words), dated(part))


def _row(section: Section, head: Block, row: Block) -> Iterator[Action]:
    """A row of a table is an action; where its head names columns, they say who and when."""
    owner = date = None
    for (start, end), (from_, to) in zip(head.cells, row.cells, strict=False):
        title, cell = section.text[start:end], section.text[from_:to]
        if _OWNER_HEAD.search(title):
            owner = not _BLANK.fullmatch(cell)
        elif _DATE_HEAD.search(title):
            date = bool(date) or says_date(cell) or _DONE.search(cell) is not None
    part = Place(section, row.start, row.end)
    if part.words.strip():
        worded = _worded(part)
        yield Action(
            part, worded.owner if owner is None else owner, worded.date if date is None else date
        )


def _owned(text: str) -> bool:
    return _OWNER.search(text) is not None or person(text) is not None


def may_plan(document: Document) -> bool:
    """Whether there is anything in a document that might be a planned action: a list, a table, or
    a sentence on what will or must be done."""
    return any(
        any(block.kind in ("item", "row") for block in section.blocks)
        or any(duty(part) for part in sentences(section))
        for section in document.sections
    )
