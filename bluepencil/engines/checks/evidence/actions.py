"""Evidence on actions and events: who, by when, in which order, and what is changed."""

from __future__ import annotations

import re

from bluepencil.documents import Document
from bluepencil.engines.checks.content import Entry, all_sentences, dated, timelines
from bluepencil.engines.checks.evidence import Evidence, Look
from bluepencil.engines.checks.planned import Action, actions, may_plan
from bluepencil.engines.checks.timeline import moment
from bluepencil.values import plural

_NO_ACTIONS = "The document plans no actions."
_NO_LIST = "No list of actions was found."
_CHANGES = re.compile(
    r"\b(?:install|replace|add|introduce|change|redesign|automate|update|revise|remove|move|modify|"
    r"configure|validate|implement|limit|lock|label|separate|repair|rebuild|rewrite|extend|block|"
    r"enforce|require|build|fit|upgrade|migrate|alert|monitor)(?:s|d|ed|es|ing)?\b",
    re.IGNORECASE,
)


def _owner_and_date(document: Document) -> Evidence:
    found = actions(document)
    if not found:
        return _without_actions(document)
    return Evidence(
        shows=tuple(one.part for one in found if one.owner and one.date),
        subjects=tuple(one.part for one in found),
        nouns=("action names an owner and a date", "actions name an owner and a date"),
    )


def _without_actions(document: Document) -> Evidence:
    """Where nobody is to do anything the items on actions apply to nothing."""
    if may_plan(document):
        return Evidence(note=_NO_LIST)
    return Evidence(nothing=_NO_ACTIONS)


def _training(document: Document) -> Evidence:
    found = actions(document)
    if not found:
        return _without_actions(document)
    others = tuple(one.part for one in found if _is_change(one))
    return Evidence(
        shows=others,
        fails=() if others else tuple(one.part for one in found if one.training),
        note=f"{plural(len(others), 'action')} beyond training." if others else "",
    )


def _is_change(action: Action) -> bool:
    return not action.training and _CHANGES.search(action.part.words) is not None


def _times(document: Document) -> Evidence:
    found = [entry for entries in timelines(document) for entry in entries]
    if found:
        return Evidence(
            shows=tuple(entry.part for entry in found if entry.timed),
            subjects=tuple(entry.part for entry in found),
            nouns=("event carries a date or a time", "events carry a date or a time"),
        )
    shows = tuple(part for part in all_sentences(document) if dated(part))
    note = f"{plural(len(shows), 'sentence')} with a date."
    return Evidence(shows, least=2, note=note if shows else "")


def _timeline(document: Document) -> Evidence:
    """Dated events in their order. The order within a section is looked at by a check; that of
    sections called by their dates is looked at here."""
    found = [[entry for entry in entries if entry.timed] for entries in timelines(document)]
    if not any(found):
        return Evidence(nothing="The document has no timeline.")
    if any(not _in_order(entries) for entries in found):
        return Evidence(note="The order of the events is not clear.")
    events = [entry.part for entries in found for entry in entries]
    note = f"{plural(len(events), 'event')}, each after the one before it."
    return Evidence((events[0], events[-1]), note=note)


def _in_order(entries: list[Entry]) -> bool:
    """Whether sections called by their dates follow one another; entries of one section do, if
    nothing was found."""
    if entries[0].part.section is entries[-1].part.section:
        return True
    when = [moment(entry.part.section.name) for entry in entries]
    keys = [(one.year, one.day, one.minute or 0) for one in when if one and one.year and one.day]
    return len(keys) == len(entries) and keys == sorted(keys)


LOOKS: dict[str, Look] = {
    "owner-and-date": _owner_and_date,
    "training": _training,
    "times": _times,
    "timeline": _timeline,
}
