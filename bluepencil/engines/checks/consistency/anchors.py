"""Links within the document whose target it does not have."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bluepencil.engines.checks.consistency.places import finding, shown
from bluepencil.engines.checks.consistency.reading import Reading
from bluepencil.engines.checks.place import Place
from bluepencil.review.findings import Finding

_OWN_ID = re.compile(r"\{#([\w:.-]+)\}")
_LABEL = re.compile(r"^\(([\w:. -]+)\)=", re.MULTILINE)  # as in MyST
_MADE = re.compile(  # by what shows the page: its top, its footnotes, lines of its source
    r"(?:top|toc|contents|footer|header|fn(?:ref)?[\W\d_].*|l\d+.*|cite.*|_.*|:~:.*|[!/?].*)?",
    re.IGNORECASE,
)
_TWICE = re.compile(r"[-_]?\d{1,2}\Z")
_PREFIX = re.compile(r"\A[\d.]+|\Ausercontent")


def lost_links(reading: Reading) -> Iterator[Finding]:
    """“[the plan](#plan)” where no heading and no anchor is called so."""
    known = _targets(reading)
    lost: dict[str, list[Place]] = {}
    for section in reading.sections:
        for start, end, anchor in section.links:
            if anchor is not None and not _MADE.fullmatch(anchor) and not _is_there(anchor, known):
                lost.setdefault(anchor, []).append(Place(section, start, end))
    for anchor, places in lost.items():
        yield finding(
            places[0], "broken-link", "medium",
            f"This links to “#{shown(anchor)}”, and nothing in the document is called so.",
            "Link to a heading that is there, or add what is missing.", places[1:],
        )  # fmt: skip


def _targets(reading: Reading) -> set[str]:
    """The names of all headings and anchors, as far as every way of writing them agrees."""
    names = [reading.document.title]
    for section in reading.sections:
        names += [section.name, f"{section.number}{section.name}", *section.anchors]
        names += [_OWN_ID.sub("", section.name), *_OWN_ID.findall(section.name)]
        names += _OWN_ID.findall(section.text) + _LABEL.findall(section.text)
    return {name for name in map(_plain, names) if name}


def _is_there(anchor: str, known: set[str]) -> bool:
    """Whether a target has this name, with a number behind it or in front of it or without."""
    names = {_plain(anchor), _plain(_TWICE.sub("", anchor))}
    if "" in names or names & known:
        return True
    return not {_PREFIX.sub("", name) for name in names}.isdisjoint(
        _PREFIX.sub("", name) for name in known
    )


def _plain(name: str) -> str:
    """The letters and digits of a name: every page makes its anchors in a way of its own."""
    return re.sub(r"[\W_]", "", name.casefold())
