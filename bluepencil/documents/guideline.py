"""Guidelines: what a reviewer looks for, read from Markdown a team can edit."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from bluepencil.documents import Document


class Expected(BaseModel):
    """A section the guideline expects: its name, and other names it may have.

    `optional`: many a good document does without it.
    """

    model_config = ConfigDict(frozen=True)
    id: str
    name: str
    also: tuple[str, ...] = ()
    optional: bool = False


class Item(BaseModel):
    """One line of the checklist; findings refer to it as `<guideline>#<id>`."""

    model_config = ConfigDict(frozen=True)
    id: str
    text: str


class Guideline(BaseModel):
    """A guideline: its name (the file's, without suffix), and what it asks for."""

    model_config = ConfigDict(frozen=True)
    name: str
    title: str
    text: str
    expected: tuple[Expected, ...] = ()
    items: tuple[Item, ...] = ()
    terms: tuple[str, ...] = ()

    def item(self, reference: str | None) -> Item | None:
        """The checklist item that `<guideline>#<id>` refers to; None if it is not in this one."""
        name, _, id = (reference or "").partition("#")
        return next((item for item in self.items if name == self.name and item.id == id), None)


_NAMED = {
    "expected": ("expected sections", "sections", "expected", "required sections", "outline"),
    "items": ("checklist", "check list", "what to look for", "criteria", "rules"),
    "terms": ("terms that are fine", "terms", "accepted terms", "vocabulary", "glossary"),
}
_HEADING = re.compile(r"(#{1,6})[ \t]++(\S.*)")
_LIST_ITEM = re.compile(r"[ \t]*+(?:[-*+•]|\d{1,3}[.)])[ \t]++(\S.*)")
_WITH_ID = re.compile(r"([a-z0-9]++(?:-[a-z0-9]++){0,6}+):[ \t]++(\S.*)")
_MAX_ITEMS = 300
_SHARE, _SHARE_TITLED = 0.6, 0.3  # of the sections it asks for, for a guideline to fit
_ANY = frozenset({"document", "report", "general"})  # words in the titles of all kinds
_OTHER_KINDS = frozenset(  # in a title, of kinds that have sections of the same names
    ["assessment", "audit", "policy", "minute", "handbook", "guide", "manual", "charter", "survey"]
)
_OPTIONAL = "optional"  # among the other names of an expected section
_NEGATED = frozenset({"non", "not", "no", "out", "without"})  # “Non-goals” are no goals


def slug(text: str) -> str:
    """An id made of the first words of a text."""
    return "-".join(re.findall(r"[a-z0-9]+", text.casefold())[:6]) or "item"


def parse(text: str, name: str) -> Guideline:
    """Read a guideline from Markdown; whatever a team writes gives a guideline, never an error.

    The lists under “Expected sections”, “Checklist” and “Terms that are fine” are taken as such.
    Without a checklist, every other list line becomes an item of it.
    """
    title, part = "", "other"
    lists: dict[str, list[str]] = {"expected": [], "items": [], "terms": [], "other": []}
    for line in text.splitlines():
        if heading := _HEADING.fullmatch(line.strip()):
            words = heading[2].strip(" #").strip()
            title = title or words
            part = next(
                (key for key, names in _NAMED.items() if words.casefold() in names), "other"
            )
        elif item := _LIST_ITEM.fullmatch(line):
            lists[part].append(item[1].strip())
        elif lists[part] and line.startswith((" ", "\t")) and line.strip():
            lists[part][-1] += " " + line.strip()
    return Guideline(
        name=name,
        title=title or name,
        text=text,
        expected=tuple(_expected(line) for line in lists["expected"][:_MAX_ITEMS]),
        items=_items((lists["items"] or lists["other"])[:_MAX_ITEMS]),
        terms=tuple(
            term.strip() for line in lists["terms"] for term in line.split(",") if term.strip()
        ),
    )


def _expected(line: str) -> Expected:
    """An expected section; its other names may follow in brackets: “Cause (Root cause, Why)”.

    “optional” among them is no name.
    """
    head, bracket, others = line.rstrip().removesuffix(")").rpartition("(")
    bracketed = bool(bracket) and line.rstrip().endswith(")") and ")" not in others
    name = (head if bracketed else line).strip().rstrip(".:")
    also = [other.strip() for other in others.split(",")] if bracketed else []
    names = tuple(other for other in also if other and other.casefold() != _OPTIONAL)
    optional = any(other.casefold() == _OPTIONAL for other in also)
    return Expected(id=slug(name), name=name or line, also=names, optional=optional)


def _items(lines: list[str]) -> tuple[Item, ...]:
    items: dict[str, Item] = {}
    for line in lines:
        named = _WITH_ID.fullmatch(line)
        wanted = named[1] if named else slug(line)
        number, key = 1, wanted
        while key in items:
            number += 1
            key = f"{wanted}-{number}"
        items[key] = Item(id=key, text=named[2] if named else line)
    return tuple(items.values())


def load(folder: Path) -> dict[str, Guideline]:
    """The guidelines of a folder by name: one Markdown file each."""
    return {
        path.stem: parse(path.read_text(encoding="utf-8"), path.stem)
        for path in sorted(folder.glob("*.md"))
    }


def same_section(heading: str, expected: Expected) -> bool:
    """Whether a heading is the expected section under one of its names, perhaps with more words."""
    words = set(slug_words(heading))
    for name in (expected.name, *expected.also):
        wanted = set(slug_words(name))
        if wanted and wanted <= words and wanted & _NEGATED == words & _NEGATED:
            return True
    return False


def slug_words(text: str) -> list[str]:
    """The words of a heading, without numbers and filling, singular and small."""
    filling = {"the", "of", "and", "a", "an", "on", "for", "to", "our", "s"}
    return [
        word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word
        for word in re.findall(r"[a-z]+", text.casefold())
        if word not in filling
    ]


def suggest(document: Document, guidelines: Mapping[str, Guideline]) -> str:
    """The name of the guideline that fits the document best; “general” if none fits.

    One fits if the document has most of the sections it asks of every such document, or if its
    title says that it is of this kind and it has some. Optional sections decide nothing: headings
    such as “Background” and “Goals” are common to many kinds. A title that speaks of another kind
    rules it out.
    """
    best, most = "general", 0.0
    heads = [section.name for section in document.sections]
    title = {*slug_words(document.title), *slug_words(heads[0] if heads else "")}
    for name, guideline in guidelines.items():
        wanted = [one for one in guideline.expected if not one.optional]
        if not wanted:
            continue
        found = sum(any(same_section(head, expected) for head in heads) for expected in wanted)
        share = found / len(wanted)
        titled = bool(title & {word for word in slug_words(guideline.title) if word not in _ANY})
        if title & _OTHER_KINDS and not titled:
            continue
        if share > most and found >= 2 and share >= (_SHARE_TITLED if titled else _SHARE):
            best, most = name, share
    return best if best in guidelines else next(iter(guidelines))


def text_of(document: Document) -> str:
    """A document as Markdown that parse() reads: how a guideline of any file type comes in."""
    lines = [f"# {document.title}"] if document.title else []
    for section in document.sections:
        lines.append(f"\n{'#' * min(section.level + 1, 6)} {section.name}\n")
        for block in section.blocks:
            text = section.text[block.start : block.end]
            lines.append(f"- {text.lstrip('•- ')}" if block.kind == "item" else f"{text}\n")
    return "\n".join(lines)
