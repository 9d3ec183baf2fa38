"""What the styles of a .docx say about a paragraph: heading, title, contents, bold, numbered."""

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
_CONTENTS = re.compile(
    r"(?:toc|contents|verzeichnis|inhaltsverzeichnis)\s*(?:\d|heading)|table of figures"
)


class Numbering(NamedTuple):
    """A list (`w:numId`) and the level in it; either may be left to the style below."""

    list_id: str | None
    level: int | None


class Look(NamedTuple):
    """What a style comes to, with all it is based on. `level` is a heading's, 1-6."""

    level: int | None = None
    title: bool = False
    contents: bool = False
    bold: bool | None = None
    numbering: Numbering = Numbering(None, None)


class _Style(NamedTuple):
    name: str
    base: str | None
    outline: int | None
    bold: bool | None
    numbering: Numbering


def tags(*names: str) -> frozenset[str]:
    """These names of the word processing vocabulary, in both of its namespaces."""
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
    """That attribute as a whole number, or None if there is none that makes sense."""
    text = value(element, name)
    if text and len(text) < 10 and text.strip().lstrip("-").isdecimal():
        return int(text.strip())
    return None


def switch(properties: etree._Element | None, name: str) -> bool | None:
    """An on-off property: True, False, or None where nothing is said."""
    element = child(properties, name)
    if element is None:
        return None
    return value(element) not in ("0", "false", "off")


def outline(properties: etree._Element | None) -> int | None:
    """The outline level that paragraph properties give, 0-9 (9 is body text), or None."""
    level = number(child(properties, "outlineLvl"))
    return level if level is not None and 0 <= level <= 9 else None


def numbering(properties: etree._Element | None) -> Numbering:
    """The list that paragraph properties put the paragraph in."""
    found = child(properties, "numPr")
    return Numbering(value(child(found, "numId")), number(child(found, "ilvl")))


class Styles:
    """The styles of one document."""

    def __init__(self, elements: Iterable[etree._Element] = ()) -> None:
        self._styles: dict[str, _Style] = {}
        self._looks: dict[str | None, Look] = {}
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
            numbering=numbering(properties),
        )
        is_default = value(element, "default") in ("1", "true", "on")
        if is_default and value(element, "type") == "paragraph":
            self._default = identifier

    def look(self, identifier: str | None) -> Look:
        """What the style of that id comes to; None stands for the document's default style."""
        known = self._looks.get(identifier)
        if known is None:
            known = self._looks[identifier] = self._resolve(identifier)
        return known

    def _resolve(self, identifier: str | None) -> Look:
        chain = self._chain(identifier or self._default)
        if not chain and identifier:  # no such style is described: go by its id
            chain = [_Style(identifier.lower(), None, None, None, Numbering(None, None))]
        numberings = [style.numbering for style in chain]
        return Look(
            level=_level(chain),
            title=bool(chain) and chain[0].name in _TITLES,
            contents=bool(chain) and _CONTENTS.match(chain[0].name) is not None,
            bold=next((style.bold for style in chain if style.bold is not None), None),
            numbering=Numbering(
                next((one.list_id for one in numberings if one.list_id is not None), None),
                next((one.level for one in numberings if one.level is not None), None),
            ),
        )

    def _chain(self, identifier: str | None) -> list[_Style]:
        """The style and those it is based on, nearest first; a circle is cut."""
        chain: list[_Style] = []
        seen: set[str] = set()
        while identifier and identifier not in seen and identifier in self._styles:
            seen.add(identifier)
            chain.append(self._styles[identifier])
            identifier = chain[-1].base
        return chain


def _level(chain: list[_Style]) -> int | None:
    for style in chain:
        if style.outline is not None:
            return style.outline + 1 if style.outline < 6 else None
        match = _HEADING.match(style.name)
        if match:
            return min(6, int(match[1]))
        if style.name in _TITLES:
            return None
    return None
