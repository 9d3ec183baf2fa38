"""Computes the automatic numbers of a .docx, which are not in its text: "2.1", "(b)", "•"."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from lxml import etree

from bluepencil.documents.styles import child, number, switch, tags, value

BULLET = "•"
LEVELS = 9
_LEVEL_TAGS = tags("lvl")
_OVERRIDE_TAGS = tags("lvlOverride")
_PLACE = re.compile(r"%([1-9])")
_MAX_VALUE = 32_767
_ROMAN = (
    (1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"),
    (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"),
)  # fmt: skip


class _Level(NamedTuple):
    start: int = 1
    style: str = "decimal"
    pattern: str = ""
    paragraph_style: str | None = None  # paragraphs in this style are at this level
    restart: int | None = None
    legal: bool = False


@dataclass(slots=True)
class _Abstract:
    levels: dict[int, _Level] = field(default_factory=dict)
    link: str | None = None
    counters: list[int | None] = field(default_factory=lambda: [None] * LEVELS)


@dataclass(slots=True)
class _List:
    abstract: str | None
    starts: dict[int, int] = field(default_factory=dict)
    levels: dict[int, _Level] = field(default_factory=dict)


class Counter:
    """The lists of one document and the last number of each of their levels."""

    def __init__(self, elements: Iterable[etree._Element] = ()) -> None:
        self._abstracts: dict[str, _Abstract] = {}
        self._lists: dict[str, _List] = {}
        self._by_link: dict[str, str] = {}
        for element in elements:
            if element.tag in tags("abstractNum"):
                self._read_abstract(element)
            elif element.tag in tags("num"):
                self._read_list(element)

    def _read_abstract(self, element: etree._Element) -> None:
        identifier = value(element, "abstractNumId")
        if identifier is None:
            return
        levels = [_read_level(one) for one in element if one.tag in _LEVEL_TAGS]
        abstract = _Abstract(dict(levels), value(child(element, "numStyleLink")))
        self._abstracts[identifier] = abstract
        link = value(child(element, "styleLink"))
        if link:
            self._by_link[link] = identifier

    def _read_list(self, element: etree._Element) -> None:
        identifier = value(element, "numId")
        if identifier is None:
            return
        found = _List(value(child(element, "abstractNumId")))
        for override in (one for one in element if one.tag in _OVERRIDE_TAGS):
            depth = number(override, "ilvl") or 0
            start = number(child(override, "startOverride"))
            if start is not None:
                found.starts[depth] = start
            inner = child(override, "lvl")
            if inner is not None:
                found.levels[depth] = _read_level(inner)[1]
        self._lists[identifier] = found

    def level_of(self, list_id: str, style: str | None) -> int:
        """The level of a list that paragraphs in a style have; 0 if none is linked to the style."""
        abstract = self._abstract(self._lists.get(list_id))
        levels = abstract.levels.items() if abstract and style else ()
        return next((depth for depth, level in levels if level.paragraph_style == style), 0)

    def next_label(self, list_id: str, depth: int) -> str:
        """The number or bullet of the next paragraph at that depth (from 0) of that list.

        "" for a list that is not defined or whose numbers are not visible.
        """
        found = self._lists.get(list_id)
        abstract = self._abstract(found)
        if found is None or abstract is None:
            return ""
        depth = max(0, min(depth, LEVELS - 1))
        counters = abstract.counters
        start = found.starts.pop(depth, None)  # an override restarts the numbering only once
        if start is not None:
            counters[depth] = None
        current = counters[depth]
        level = self._level(found, abstract, depth)
        first = level.start if start is None else start
        counters[depth] = first if current is None else min(current + 1, _MAX_VALUE)
        for deeper in range(depth + 1, LEVELS):
            restart = self._level(found, abstract, deeper).restart
            if restart is None or (restart and depth < restart):
                counters[deeper] = None
        return self._text(found, abstract, depth)

    def _abstract(self, found: _List | None) -> _Abstract | None:
        abstract = self._abstracts.get(found.abstract or "") if found else None
        if abstract and abstract.link:  # defined elsewhere, by a numbering style
            return self._abstracts.get(self._by_link.get(abstract.link, ""), abstract)
        return abstract

    def _level(self, found: _List, abstract: _Abstract, depth: int) -> _Level:
        return found.levels.get(depth) or abstract.levels.get(depth) or _Level()

    def _text(self, found: _List, abstract: _Abstract, depth: int) -> str:
        own = self._level(found, abstract, depth)
        if own.style == "bullet":
            return BULLET

        def filled(match: re.Match[str]) -> str:
            index = int(match[1]) - 1
            level = self._level(found, abstract, index)
            count = abstract.counters[index]
            style = "decimal" if own.legal else level.style
            return formatted(level.start if count is None else count, style)

        return "" if own.style == "none" else _PLACE.sub(filled, own.pattern).strip()


def formatted(count: int, style: str) -> str:
    """A number in a number format (`w:numFmt`); in digits if the format is not known."""
    if style in ("bullet", "none"):
        return ""
    if style in ("lowerLetter", "upperLetter") and count > 0:
        letter = chr(ord("a") + (count - 1) % 26) * min(1 + (count - 1) // 26, 20)
        return letter.upper() if style == "upperLetter" else letter
    if style in ("lowerRoman", "upperRoman") and 0 < count < 4000:
        return _roman(count).upper() if style == "upperRoman" else _roman(count)
    if style == "decimalZero":
        return f"{count:02d}"
    if style == "ordinal":
        teens = count % 100 in (11, 12, 13)
        return f"{count}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(count % 10, 'th')}"
    return str(count)


def _roman(count: int) -> str:
    text = ""
    for worth, letters in _ROMAN:
        times, count = divmod(count, worth)
        text += letters * times
    return text


def _read_level(element: etree._Element) -> tuple[int, _Level]:
    depth = number(element, "ilvl") or 0
    start = number(child(element, "start"))
    return depth, _Level(
        start=1 if start is None else max(0, min(start, _MAX_VALUE)),
        style=value(child(element, "numFmt")) or "decimal",
        pattern=(value(child(element, "lvlText")) or "")[:60],
        paragraph_style=value(child(element, "pStyle")),
        restart=number(child(element, "lvlRestart")),
        legal=bool(switch(element, "isLgl")),
    )
