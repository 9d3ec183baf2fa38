"""Resolves the styles of a .docx: heading level, title, table of contents, bold, numbering."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from lxml import etree

TRANSITIONAL = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
STRICT = "{http://purl.oclc.org/ooxml/wordprocessingml/main}"

# Word writes "heading 1" whatever its language; other programs write their own language's word.
_HEADING = re.compile(
    r"(?:heading|überschrift|titre|título|titulo|titolo|encabezado|kop|rubrik|overskrift|otsikko"
    r"|nagłówek|nadpis|заголовок|标题|標題|見出し|제목|başlık)\s*([1-9])\b",
)
_TITLES = frozenset(("title", "titel", "titre", "título", "titolo", "título do documento"))
_CONTENTS = re.compile(r"(?:toc|contents|verzeichnis|inhaltsverzeichnis)\s*\d|table of figures")
_CONTENTS_HEADINGS = frozenset(("toc heading", "contents heading", "tocheading"))


_MAX_CHAIN = 50  # styles that a style is based on, one on the other


class Numbering(NamedTuple):
    """A list (`w:numId`) and the level in it; None where the style decides."""

    list_id: str | None
    level: int | None


class ResolvedStyle(NamedTuple):
    """The properties of a style and those it is based on. `level` is that of a heading, 1-6."""

    level: int | None = None
    title: bool = False
    contents: bool = False
    bold: bool | None = None
    hidden: bool | None = None
    numbering: Numbering = Numbering(None, None)


class _Style(NamedTuple):
    name: str
    base: str | None
    outline: int | None
    bold: bool | None
    hidden: bool | None
    numbering: Numbering


def tags(*names: str) -> frozenset[str]:
    """These WordprocessingML names in both namespaces, transitional and strict."""
    return frozenset(space + name for name in names for space in (TRANSITIONAL, STRICT))


def child(element: etree._Element | None, name: str) -> etree._Element | None:
    """The first child of that name, or None."""
    if element is None:
        return None
    found = element.find(TRANSITIONAL + name)
    return found if found is not None else element.find(STRICT + name)


def value(element: etree._Element | None, name: str = "val") -> str | None:
    """That attribute, or None."""
    if element is None:
        return None
    found = element.get(TRANSITIONAL + name)
    return found if found is not None else element.get(STRICT + name)


def number(element: etree._Element | None, name: str = "val") -> int | None:
    """That attribute as an integer, or None if it is missing or no sensible number."""
    text = value(element, name)
    if text and len(text) < 10 and text.strip().lstrip("-").isdecimal():
        return int(text.strip())
    return None


def switch(properties: etree._Element | None, name: str) -> bool | None:
    """An on-off property: True, False, or None where it is not set."""
    element = child(properties, name)
    if element is None:
        return None
    return value(element) not in ("0", "false", "off")


def outline(properties: etree._Element | None) -> int | None:
    """The outline level in paragraph properties, 0-9 (9 is body text), or None."""
    level = number(child(properties, "outlineLvl"))
    return level if level is not None and 0 <= level <= 9 else None


def numbering(properties: etree._Element | None) -> Numbering:
    """The list and level in paragraph properties."""
    found = child(properties, "numPr")
    return Numbering(value(child(found, "numId")), number(child(found, "ilvl")))


class Styles:
    """The styles of one document."""

    def __init__(self, elements: Iterable[etree._Element] = ()) -> None:
        self._styles: dict[str, _Style] = {}
        self._resolved: dict[str | None, ResolvedStyle] = {}
        self._default: str | None = None
        for element in elements:
            self._read(element)

    def _read(self, element: etree._Element) -> None:
        identifier = value(element, "styleId")
        if identifier is None:
            return
        properties = child(element, "pPr")
        self._styles[identifier] = _Style(
            name=(value(child(element, "name")) or identifier).strip().lower(),
            base=value(child(element, "basedOn")),
            outline=outline(properties),
            bold=switch(child(element, "rPr"), "b"),
            hidden=switch(child(element, "rPr"), "vanish"),
            numbering=numbering(properties),
        )
        is_default = value(element, "default") in ("1", "true", "on")
        if is_default and value(element, "type") == "paragraph":
            self._default = identifier

    def resolve(self, identifier: str | None) -> ResolvedStyle:
        """The properties of the style of that id; None is the document's default style."""
        known = self._resolved.get(identifier)
        if known is None:
            known = self._resolved[identifier] = self._resolve(identifier)
        return known

    def _resolve(self, identifier: str | None) -> ResolvedStyle:
        chain = self._chain(identifier or self._default)
        if not chain and identifier:  # the style is not defined: go by its id
            chain = [_Style(identifier.lower(), None, None, None, None, Numbering(None, None))]
        numberings = [style.numbering for style in chain]
        return ResolvedStyle(
            level=_level(chain),
            title=bool(chain) and chain[0].name in _TITLES,
            contents=bool(chain) and _CONTENTS.match(chain[0].name) is not None,
            bold=next((style.bold for style in chain if style.bold is not None), None),
            hidden=next((style.hidden for style in chain if style.hidden is not None), None),
            numbering=Numbering(
                next((one.list_id for one in numberings if one.list_id is not None), None),
                next((one.level for one in numberings if one.level is not None), None),
            ),
        )

    def _chain(self, identifier: str | None) -> list[_Style]:
        """The style and those it is based on, nearest first; it ends where a cycle closes."""
        chain: list[_Style] = []
        seen: set[str] = set()
        while identifier and identifier in self._styles and identifier not in seen:
            seen.add(identifier)
            chain.append(self._styles[identifier])
            identifier = chain[-1].base if len(chain) < _MAX_CHAIN else None
        return chain


def _level(chain: list[_Style]) -> int | None:
    if chain and chain[0].name in _CONTENTS_HEADINGS:
        return 1
    for style in chain:
        if style.outline is not None:
            return style.outline + 1 if style.outline < 6 else None
        match = _HEADING.match(style.name)
        if match:
            return min(6, int(match[1]))
        if style.name in _TITLES:
            return None
    return None
