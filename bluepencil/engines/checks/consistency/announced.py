"""Lists and tables that are announced and do not come."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bluepencil.documents import Section
from bluepencil.engines.checks.consistency.places import finding, own_words
from bluepencil.engines.checks.consistency.reading import Reading
from bluepencil.engines.checks.place import Place
from bluepencil.engines.checks.rule import LIKELY
from bluepencil.review.findings import Finding

_TABLE_BELOW = re.compile(
    r"\b(?:(?:the )?(?:table below|following table|table that follows)|(?:die )?(?:folgende tabelle|tabelle unten)|"
    r"(?:le )?tableau (?:ci-dessous|suivant)|(?:la )?(?:siguiente tabla|tabla siguiente)|bảng (?:dưới đây|sau đây))\b",
    re.IGNORECASE,
)
_LIST_BELOW = re.compile(
    r"\b(?:list|steps|items|points) (?:given |shown )?below\b|\bfolgende liste\b|\bliste ci-dessous\b",
    re.I,
)
_BELOW = re.compile(
    r"\b(?:below|sections?|chapters?|parts|unten|abschnitte|ci-dessous|abajo|dưới đây)\b", re.I
)
_PART = re.compile(r"Part \d+")
_PICTURE = re.compile(
    r"\b(?:figure|image|picture|diagram|screenshot|chart|graph|photo\w*|illustration|abbildung|bild|schéma|imagen|hình|sơ đồ|looks? like|shown)\b",
    re.I,
)
_FIRST = re.compile(r"(?:\w+ )?1[.):]?\s|(?:\w+ )?1$")
_ENDING = 120  # characters at the end of a section that say what is to follow
_ORDER = tuple[int, int]  # the number of a section and an offset in it


def announced(reading: Reading) -> Iterator[Finding]:
    """What is said to follow, and nothing follows."""
    for section, below in zip(reading.sections, (*reading.sections[1:], None), strict=False):
        if not section.pictures and _is_over(section, below):
            yield from _ending(section, last=below is None)
    if reading.document.media_type in (
        "md",
        "docx",
        "html",
    ):  # of the others tables are not always known
        yield from _below(reading, _TABLE_BELOW, ("row",), "table")
    yield from _below(reading, _LIST_BELOW, ("item", "row", "code"), "list")


def _is_over(section: Section, below: Section | None) -> bool:
    """Whether nothing that follows belongs to a section: no deeper one, none numbered from 1."""
    if below is None:
        return True
    cut = _PART.fullmatch(section.name) and _PART.fullmatch(below.name)  # it has no headings
    return below.level <= section.level and not (cut or _FIRST.match(below.name))


def _ending(section: Section, *, last: bool) -> Iterator[Finding]:
    """A section that ends on a colon; not where a picture may follow, which is not seen, or where
    the sections below it may be meant."""
    block = next((one for one in reversed(section.blocks) if one.kind != "note"), None)
    if block is None or block.kind not in ("paragraph", "item"):
        return
    text = section.text[block.start : block.end].rstrip()
    start = max(text.rfind(". ", 0, -1) + 1, text.rfind("\n") + 1)
    if len(text) - start > _ENDING:
        start = text.rfind(" ", 0, len(text) - _ENDING) + 1
    words = text[start:].split()
    if text.endswith(":") and len(words) > 2 and not _PICTURE.search(text[-_ENDING:]):
        if not last and _BELOW.search(text[-_ENDING:]):
            return
        at = block.start + start + len(text[start:]) - len(text[start:].lstrip())
        yield finding(
            Place(section, at, block.start + len(text)), "nothing-follows", "medium",
            "This announces something, and nothing follows in the section.",
            "Add what is announced, or end the sentence.", category="completeness",
            confidence=LIKELY,
        )  # fmt: skip


def _below(
    reading: Reading, said: re.Pattern[str], kinds: tuple[str, ...], what: str
) -> Iterator[Finding]:
    """“The table below”, after the last table of the document: one finding for all such places."""
    last = max(_places(reading, kinds), default=(-1, 0))
    lost = []
    for number, section in enumerate(reading.sections):
        for block in section.blocks:
            if section.pictures and what == "table":
                break  # it may be a picture of one
            if block.kind in ("paragraph", "item") and (number, block.start) >= last:
                text = own_words(section.text[block.start : block.end])
                lost += [
                    Place(section, block.start + match.start(), block.start + match.end())
                    for match in said.finditer(text)
                ]
    if lost:
        yield finding(
            lost[0], "nothing-follows", "medium", f"There is no {what} below.",
            f"Add the {what}, or take the reference out.", lost[1:], category="completeness",
        )  # fmt: skip


def _places(reading: Reading, kinds: tuple[str, ...]) -> Iterator[_ORDER]:
    for number, section in enumerate(reading.sections):
        for block in section.blocks:
            if block.kind in kinds:
                yield number, block.start
